"""The shipped schemes against the published tables, and against Online Retail."""

import itertools

import pytest

from rfm import schema
from rfm.segments import fit_scheme, lint, load_scheme

GRID = {
    "Champions": "555 554 544 545 454 455 445",
    "Loyal": "543 444 435 355 354 345 344 335",
    "Potential Loyalist": "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 "
    "353 352 351 342 341 333 323",
    "New": "512 511 422 421 412 411 311",
    "Promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "Need Attention": "535 534 443 434 343 334 325 324",
    "About To Sleep": "331 321 312 221 213 231 241 251",
    "At Risk": "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 "
    "125 124",
    "Cannot Lose Them": "155 154 144 214 215 115 114 113",
    "Hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "Lost": "111 112 121 131 141 151",
}
THREE_TIER = {
    "Champions": "333 332 323",
    "Loyal": "321 322 331 232 233",
    "Recent": "311 312 313 222 223",
    "Needs Attention": "213 221 123 132 133",
    "At Risk": "231 212 122 131 211",
    "Inactive": "111 112 113 121",
}
REPORT_BY_PUBLISHED_MONEY = [
    *("Top Tier", "High Spenders", "Frequent Supporters", "Inactive But Potentially Returning"),
    *("Other", "Inactive and Unlikely to Return"),
]


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
def test_the_linter_finds_nothing_in_a_shipped_scheme(name):
    assert lint(load_scheme(name)) == []


@pytest.mark.parametrize(
    ("name", "published", "digits"), [("grid", GRID, "12345"), ("three-tier", THREE_TIER, "123")]
)
def test_every_code_has_exactly_the_published_segment(name, published, digits):
    expected = {code: segment for segment, codes in published.items() for code in codes.split()}
    assert sorted(expected) == ["".join(code) for code in itertools.product(digits, repeat=3)]
    assert load_scheme(name).segment_of_code == expected


def test_the_report_names_its_64_codes_by_first_match():
    expected = {}
    for code in map("".join, itertools.product("1234", repeat=3)):
        if code == "111":
            expected[code] = "Top Tier"
        elif code[1] == "1":
            expected[code] = "Frequent Supporters"
        elif code[2] == "1":
            expected[code] = "High Spenders"
        else:
            expected[code] = {
                "322": "Inactive But Potentially Returning",
                "444": "Inactive and Unlikely to Return",
            }.get(code, "Other")
    assert load_scheme(schema.REPORT).segment_of_code == expected


def test_before_first_match_the_codes_have_the_published_counts(online_retail_by_lines):
    assigned = fit_scheme(load_scheme(schema.REPORT), online_retail_by_lines).assign(
        online_retail_by_lines
    )
    codes = assigned[schema.RFM_CODE].astype(str)
    digits = assigned[[schema.R_SCORE, schema.F_SCORE, schema.M_SCORE]].astype(str)
    assert len(codes) == 4339
    assert (codes == digits.sum(axis=1)).all()
    assert (codes == "111").sum() == 450
    assert (assigned[schema.F_SCORE] == 1).sum() == 1080
    assert (assigned[schema.M_SCORE] == 1).sum() == 1085
    assert (codes == "322").sum() == 168
    assert (codes == "444").sum() == 381


def test_the_reports_segments_are_ordered_by_their_published_money():
    assert list(load_scheme(schema.REPORT).segments) == REPORT_BY_PUBLISHED_MONEY


def test_the_tied_customers_of_the_report_are_counted(online_retail_by_lines):
    fitted = fit_scheme(load_scheme(schema.REPORT), online_retail_by_lines)
    recency = online_retail_by_lines[schema.RECENCY_DAYS]
    quartiles = recency.quantile([0.25, 0.5, 0.75])
    assert fitted.ties[schema.RECENCY_DAYS] == tuple((recency == cut).sum() for cut in quartiles)


def test_the_reports_rules_are_told_with_its_own_numbers(online_retail_by_lines):
    fitted = fit_scheme(load_scheme(schema.REPORT), online_retail_by_lines)
    said = {
        name: fitted.rule_in_words(name, "£", counted="lines") for name in REPORT_BY_PUBLISHED_MONEY
    }
    # Its quartiles are 18, 51, 142 days; 17, 41, 98 lines; 306.455, 668.56, 1660.315 pounds.
    assert said["Top Tier"] == "bought in the last 18 days, 99 or more order lines, over £1,660"
    assert said["High Spenders"] == "up to 98 order lines, over £1,660"
    assert said["Frequent Supporters"] == "99 or more order lines, except code 111 (Top Tier)"
    assert said["Inactive But Potentially Returning"] == (
        "last bought 52 to 142 days ago, 42 to 98 order lines, over £669 and up to £1,660"
    )
    assert said["Inactive and Unlikely to Return"] == (
        "last bought 143 or more days ago, up to 17 order lines, up to £306"
    )
    assert said["Other"] == "everyone whom no other segment takes"
