"""A scheme of one's own: what it can say, and every way in which it can be wrong."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfm import schema
from rfm.errors import SchemeError
from rfm.segments import FittedScheme, Scheme, fit_scheme, load_scheme

CODES = """
title: Two by two
axes:
  recency: {cuts: [30]}
  frequency: {cuts: [1]}
  monetary: {parts: 2}
segments:
  - name: Friends
    codes: 22x
  - name: Guests
    codes: [2x2, "21[1-2]"]
otherwise: Strangers
"""
CONDITIONS = """
segments:
  - name: First order
    when: {frequency: 1, tenure_days: at most 30}
  - name: Regulars
    when: {frequency: at least 2, recency_days: "<= 90"}
  - name: Big baskets
    when: {average_order_value: "over 50, at most 500"}
otherwise: Everyone else
"""


@pytest.fixture
def customers():
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: ["a", "b", "c", "d"],
            schema.RECENCY_DAYS: [5, 30, 31, 400],
            schema.FREQUENCY: [1, 3, 2, 1],
            schema.MONETARY: [20.0, 90.0, 200.0, -5.0],
            schema.AVERAGE_ORDER_VALUE: [20.0, 30.0, 100.0, -5.0],
            schema.TENURE_DAYS: [5, 300, 300, 400],
        },
        index=[7, 3, 9, 1],
    )


@pytest.fixture
def load(tmp_path):
    def load_text(text: str, name: str = "own.yaml") -> Scheme:
        path = Path(tmp_path / name)
        path.write_text(text, encoding="utf-8")
        return load_scheme(str(path))

    return load_text


def test_fixed_cut_points_and_patterns_name_customers(load, customers):
    assigned = fit_scheme(load(CODES), customers).assign(customers)
    # The median of -5, 20, 90, 200 is 55.
    assert assigned[schema.RFM_CODE].tolist() == ["211", "222", "122", "111"]
    assert assigned[schema.SEGMENT].tolist() == ["Guests", "Friends", "Strangers", "Strangers"]
    assert assigned.index.tolist() == [7, 3, 9, 1]
    assert assigned[schema.SEGMENT].dtype.ordered
    assert list(assigned[schema.SEGMENT].cat.categories) == ["Friends", "Guests", "Strangers"]


def test_conditions_name_customers_by_the_first_that_matches(load, customers):
    assigned = fit_scheme(load(CONDITIONS), customers).assign(customers)
    expected = ["First order", "Regulars", "Regulars", "Everyone else"]
    assert assigned[schema.SEGMENT].tolist() == expected


def test_conditions_are_told_in_words(load, customers):
    fitted = fit_scheme(load(CONDITIONS), customers)
    assert fitted.rule_in_words("First order", "€") == "1 order, a customer for at most 30 days"
    assert fitted.rule_in_words("Regulars", "€") == "2 or more orders, bought in the last 90 days"
    assert fitted.rule_in_words("Big baskets", "€") == (
        "over €50 and up to €500 an order, unless in a segment listed earlier"
    )


def test_a_name_may_come_last_in_value_though_it_is_matched_first(load, customers):
    order = "value_order: [Guests, Strangers, Friends]\n"
    assigned = fit_scheme(load(CODES + order), customers).assign(customers)
    assert list(assigned[schema.SEGMENT].cat.categories) == ["Guests", "Strangers", "Friends"]
    assert assigned[schema.SEGMENT].tolist() == ["Guests", "Friends", "Strangers", "Strangers"]


def test_json_says_the_same_as_yaml(load):
    document = {
        "axes": {"recency": {"cuts": [30]}, "frequency": {"cuts": [1]}, "monetary": {"parts": 2}},
        "title": "Two by two",
        "segments": [
            {"name": "Friends", "codes": ["22x"]},
            {"name": "Guests", "codes": ["2x2", "21[1-2]"]},
        ],
        "otherwise": "Strangers",
    }
    assert load(json.dumps(document), "own.json") == load(CODES)


@pytest.mark.parametrize("text", [CODES, CONDITIONS])
def test_an_own_scheme_survives_json_exactly(load, customers, text):
    fitted = fit_scheme(load(text), customers)
    again = FittedScheme.from_json(json.loads(json.dumps(fitted.as_json())))
    assert again == fitted
    pd.testing.assert_frame_equal(again.assign(customers), fitted.assign(customers))


def test_a_name_of_sixty_characters_is_kept_whole(load, customers):
    name = "Ü" * 60
    scheme = load(CODES.replace("Friends", name))
    assert name in scheme.segments
    assert fit_scheme(scheme, customers).assign(customers)[schema.SEGMENT].iloc[1] == name


def test_words_that_yaml_takes_for_something_else_stay_names(load):
    text = CODES.replace("Friends", "No").replace("Guests", "2011-01-01")
    assert load(text).segments == ("No", "2011-01-01", "Strangers")


REFUSED = {
    "hole": (CODES.replace("otherwise: Strangers", ""), "4 of 8 codes have no segment: 111"),
    "unreachable": (
        CODES + "value_order: [Friends, Guests, Late, Strangers]\n",
        "look at: Late",
    ),
    "unreachable codes": (
        CODES.replace("otherwise", "  - {name: Late, codes: 222}\notherwise"),
        "line 12: nobody can be in 'Late', since all its codes are taken by earlier",
    ),
    "unreachable otherwise": (
        CODES.replace("codes: 22x", "codes: xxx")
        .replace("  - name: Guests", "")
        .replace('    codes: [2x2, "21[1-2]"]', ""),
        "nobody can be in 'Strangers'",
    ),
    "overlap": (
        CODES.replace("title:", "partition: yes\ntitle:"),
        "code 222 of 'Guests' is already a code of 'Friends'",
    ),
    "unknown key": (CODES.replace("axes:", "axis: 3\naxes:"), "unknown key 'axis'"),
    "unknown key of a segment": (CODES.replace("codes: 22x", "code: 22x"), "unknown key 'code'"),
    "unknown axis": (CODES.replace("recency:", "age:"), "unknown key 'age'"),
    "key given twice": (CODES + "title: Again\n", "'title' is given twice"),
    "name given twice": (CODES.replace("Guests", "friends"), "'friends' is given twice"),
    "name given to nobody": (CODES.replace("Guests", "''"), "1 to 60 characters"),
    "name too long": (CODES.replace("Guests", "x" * 61), "1 to 60 characters"),
    "name with markup": (CODES.replace("Guests", "<b>G</b>"), "cannot be shown"),
    "code off the scale": (CODES.replace("22x", "32x"), "'32x' of segment 'Friends' is no code"),
    "code too short": (CODES.replace("22x", "22"), "'22' of segment 'Friends' is no code"),
    "codes and conditions": (
        CODES.replace("codes: 22x", "when: {frequency: 1}"),
        "either 'codes' or 'when' for all segments",
    ),
    "neither": (CODES.replace("    codes: 22x\n", ""), "'Friends' needs either"),
    "two ways to score": (
        CODES.replace("{cuts: [30]}", "{cuts: [30], parts: 2}"),
        "exactly one of 'parts'",
    ),
    "descending cut points": (CODES.replace("[30]", "[30, 20]"), "ascending, different numbers"),
    "equal cut points": (CODES.replace("[30]", "[30, 30]"), "ascending, different numbers"),
    "no number": (CODES.replace("[30]", "[soon]"), "ascending, different numbers"),
    "nan": (CODES.replace("[30]", "[nan]"), "ascending, different numbers"),
    "quantile of 1": (CODES.replace("cuts: [30]", "quantiles: [1.0]"), "between 0 and 1"),
    "one part": (CODES.replace("parts: 2", "parts: 1"), "a number from 2 to 9"),
    "unknown choice": (CODES + "best_score: middle\n", "give 'highest' or 'lowest'"),
    "no segments": ("title: Empty\n", "'segments' must be a list"),
    "a list": ("- 1\n- 2\n", "outermost level must have keys"),
    "nothing": ("", "outermost level must have keys"),
    "unknown column": (
        CONDITIONS.replace("tenure_days", "postcode"),
        "unknown column 'postcode'",
    ),
    "no condition": (CONDITIONS.replace('"<= 90"', "soon"), "'soon' is not a condition"),
    "number beyond counting": (
        CONDITIONS.replace('"<= 90"', "at most " + "9" * 400),
        "is not a condition",
    ),
    "impossible condition": (
        CONDITIONS.replace('"<= 90"', "'over 9, under 9'"),
        "fulfilled by no value",
    ),
    "hole between conditions": (
        CONDITIONS.replace("otherwise: Everyone else", ""),
        "some customers have no segment, for example one with",
    ),
    "no tag may make an object": (
        "!!python/object/apply:os.system ['true']\n",
        "line 1: tags .* are not allowed",
    ),
    "no tag on a name": (CODES.replace("Guests", "!!binary R3Vlc3Rz"), "tags .* not allowed"),
    "no references": ("a: &a [x]\nb: [*a, *a]\n", "references .* are not allowed"),
    "depth": ("[" * 5000, "nested too deeply"),
    "broken": ("a: [1\nb: 2", "line 2, column 2: this is not YAML"),
    "operator without quotes": (
        CONDITIONS.replace('"<= 90"', "\n    >= 90"),
        "is not YAML",
    ),
    "control character": ("a: \x00", "is not YAML"),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_scheme_that_cannot_be_meant_is_refused_with_a_sentence(load, text, sentence):
    with pytest.raises(SchemeError, match=sentence) as refusal:
        load(text)
    assert str(refusal.value).startswith("own.yaml")


def test_all_faults_of_a_document_are_told_at_once(load):
    text = CODES.replace("22x", "92x").replace("axes:", "axis: 3\naxes:")
    with pytest.raises(SchemeError) as refusal:
        load(text)
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1', "line 1, column 8: this is not JSON"),
        ('{"title": "x", "title": "y"}', "'title' is given twice"),
        ('{"title": null, "segments": [true]}', "'title' must be a text"),
        ("[" * 100_000, "nested too deeply|not JSON"),
    ],
)
def test_a_broken_json_scheme_is_refused_with_a_sentence(load, text, sentence):
    with pytest.raises(SchemeError, match=sentence):
        load(text, "own.json")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gird", "There is no scheme 'gird': give one of 'report', 'grid', 'three-tier'"),
        ("absent.yaml", "cannot be read: No such file"),
        ("scheme.py", "ends in .yaml"),
        ("", "There is no scheme ''"),
        ("a\0b.yaml", "cannot be read: it has no usable name"),
        ("x" * 300 + ".yaml", "cannot be read: File name too long"),
    ],
)
def test_an_absent_scheme_is_explained(name, sentence):
    with pytest.raises(SchemeError, match=sentence):
        load_scheme(name)


@pytest.mark.parametrize("name", ["grid.yaml", "Three Tier.yaml", "clusters.yml", "---.yaml"])
def test_a_file_that_would_take_another_schemes_name_is_refused(load, name):
    with pytest.raises(SchemeError, match="give the file another name"):
        load(CODES, name)


def test_text_in_another_encoding_and_giant_files_are_refused(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("title: Müller\n".encode("latin-1"))
    with pytest.raises(SchemeError, match="UTF-8"):
        load_scheme(str(tmp_path / "latin.yaml"))
    (tmp_path / "giant.yaml").write_bytes(b"# " * 200_000)
    with pytest.raises(SchemeError, match="too long"):
        load_scheme(str(tmp_path / "giant.yaml"))


def test_whole_numbers_leave_no_hole_between_one_and_two(load):
    scheme = load(
        "segments:\n"
        "  - {name: Once, when: {frequency: exactly 1}}\n"
        "  - {name: Often, when: {frequency: at least 2}}\n"
    )
    assert scheme.segments == ("Once", "Often")
    with pytest.raises(SchemeError, match=r"example one with monetary 1\.5"):
        load(
            "segments:\n"
            "  - {name: Less, when: {monetary: at most 1}}\n"
            "  - {name: More, when: {monetary: at least 2}}\n"
        )


def test_nobody_was_last_seen_before_they_were_first_seen(load):
    with pytest.raises(SchemeError, match="nobody can be in 'Ghosts'"):
        load(
            "segments:\n"
            "  - {name: Ghosts, when: {recency_days: over 90, tenure_days: at most 90}}\n"
            "otherwise: Others\n"
        )


def test_a_column_that_the_customers_lack_is_named(load, customers):
    fitted = fit_scheme(load(CONDITIONS), customers)
    with pytest.raises(SchemeError, match="asks about 'tenure_days'"):
        fitted.assign(customers.drop(columns=schema.TENURE_DAYS))


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
@given(
    values=st.lists(
        st.tuples(st.integers(0, 900), st.integers(1, 4), st.floats(-1e6, 1e6)), min_size=1
    )
)
def test_any_customers_are_all_named_and_every_rule_can_be_said(name, values):
    base = pd.DataFrame(values, columns=list(schema.RFM))
    fitted = fit_scheme(load_scheme(name), base)
    assigned = fitted.assign(base)
    assert not assigned.isna().any(axis=None)
    for segment in fitted.scheme.segments:
        said = fitted.rule_in_words(segment, "$")
        assert said
        assert "nan" not in said
        assert "inf" not in said


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
def test_no_customers_cannot_be_fitted_but_can_be_assigned(name, customers):
    with pytest.raises(SchemeError, match="no customers"):
        fit_scheme(load_scheme(name), customers.iloc[:0])
    assigned = fit_scheme(load_scheme(name), customers).assign(customers.iloc[:0])
    assert len(assigned) == 0


def test_a_segment_that_nobody_can_have_here_says_so(customers):
    once = customers.assign(**{schema.FREQUENCY: 1, schema.MONETARY: np.arange(4.0)})
    fitted = fit_scheme(load_scheme(schema.GRID), once)
    # All cut points of frequency are 1: nobody can lie between two of them.
    assert fitted.rule_in_words("Need Attention", "£").startswith("nobody in this shop")
    with pytest.raises(SchemeError, match="no segment 'Nobody'"):
        fitted.rule_in_words("Nobody", "£")


def test_a_stored_scheme_that_is_damaged_is_refused(customers):
    stored = fit_scheme(load_scheme(schema.GRID), customers).as_json()
    with pytest.raises(SchemeError, match="incomplete"):
        FittedScheme.from_json({"scheme": stored["scheme"], "cuts": {}, "ties": {}})
    with pytest.raises(SchemeError, match="incomplete"):
        FittedScheme.from_json({**stored, "cuts": {**stored["cuts"], schema.MONETARY: [1.0]}})
    with pytest.raises(SchemeError, match="incomplete"):
        FittedScheme.from_json({**stored, "scheme": "grid"})
    with pytest.raises(SchemeError, match="segments"):
        FittedScheme.from_json({**stored, "scheme": {"name": "grid"}})
