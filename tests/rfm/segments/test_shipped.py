"""The shipped schemes against the published tables, and against Online Retail."""

import itertools

import pytest

from rfm import schema
from rfm.segments import fit_scheme, lint, load_scheme
from rfm.segments.words import rule_in_words

REPORT_BY_PUBLISHED_MONEY = [
    *("Top Tier", "High Spenders", "Frequent Supporters", "Inactive But Potentially Returning"),
    *("Other", "Inactive and Unlikely to Return"),
]


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
def test_the_linter_finds_nothing_in_a_shipped_scheme(name):
    assert lint(load_scheme(name)) == []


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
    fitted = fit_scheme(load_scheme(schema.REPORT), online_retail_by_lines)
    assigned = fitted.assign(online_retail_by_lines)
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
        name: rule_in_words(fitted, name, "£", counted="lines")
        for name in REPORT_BY_PUBLISHED_MONEY
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
