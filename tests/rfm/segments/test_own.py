"""A scheme of one's own: what it can say, and whom it then names."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm import schema
from rfm.errors import SchemeError, SnapshotError
from rfm.records import as_record, from_record
from rfm.segments import FittedScheme, fit_scheme, load_scheme
from rfm.segments.words import rule_in_words
from tests.rfm.segments.conftest import CODES, CONDITIONS


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


def test_a_document_is_read_each_time_and_a_shipped_one_once(load):
    assert load(CODES).segments == ("Friends", "Guests", "Strangers")
    assert load(CODES.replace("Guests", "Callers")).segments == ("Friends", "Callers", "Strangers")
    assert load_scheme(schema.GRID) is load_scheme(schema.GRID)


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
    assert rule_in_words(fitted, "First order", "€") == "1 order, a customer for at most 30 days"
    assert rule_in_words(fitted, "Regulars", "€") == "2 or more orders, bought in the last 90 days"
    assert rule_in_words(fitted, "Big baskets", "€") == (
        "over €50 and up to €500 an order, unless in a segment listed earlier"
    )


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("tenure_days: at least 365", "a customer for 365 days or more"),
        ("tenure_days: '>= 30, < 90'", "a customer for 30 to 89 days"),
        ("tenure_days: exactly 1", "a customer for 1 day"),
        ("recency_days: under 1", "bought in the last 24 hours"),
        ("recency_days: exactly 7", "last bought 7 days ago"),
        ("frequency: 'over 2, at most 4'", "3 or 4 orders"),
        ("frequency: 'over 2, at most 5'", "3 to 5 orders"),
        ("monetary: exactly 12.5", "exactly €12.50"),
        ("monetary: under -1000", "under -€1,000"),
        ("monetary: '>= 0, < 99.99'", "at least €0 and under €99.99"),
    ],
)
def test_each_condition_has_its_words(load, customers, condition, said):
    scheme = load(f"segments:\n  - {{name: Some, when: {{{condition}}}}}\notherwise: Others\n")
    assert rule_in_words(fit_scheme(scheme, customers), "Some", "€") == said


def test_a_meaning_belongs_to_its_segment(load):
    scheme = load(CODES.replace("codes: 22x", "codes: 22x\n    meaning: Always welcome."))
    assert [scheme.meaning(name) for name in scheme.segments] == ["Always welcome.", "", ""]


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


@pytest.mark.parametrize("named", [CODES, CONDITIONS, *schema.SHIPPED_SCHEMES])
def test_a_fitted_scheme_survives_json_exactly(load, customers, named):
    scheme = load_scheme(named) if named in schema.SHIPPED_SCHEMES else load(named)
    fitted = fit_scheme(scheme, customers)
    again = from_record(FittedScheme, json.loads(json.dumps(as_record(fitted))))
    assert again == fitted
    pd.testing.assert_frame_equal(again.assign(customers), fitted.assign(customers))


def test_a_name_of_sixty_characters_is_kept_whole(load, customers):
    name = "Ü" * 60
    scheme = load(CODES.replace("Friends", name))
    assert name in scheme.segments
    assert fit_scheme(scheme, customers).assign(customers)[schema.SEGMENT].iloc[1] == name
    # So are words that YAML takes for something else.
    text = CODES.replace("Friends", "No").replace("Guests", "2011-01-01")
    assert load(text).segments == ("No", "2011-01-01", "Strangers")


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


def test_a_column_that_the_customers_lack_is_named(load, customers):
    fitted = fit_scheme(load(CONDITIONS), customers)
    with pytest.raises(SchemeError, match="asks about 'tenure_days'"):
        fitted.assign(customers.drop(columns=schema.TENURE_DAYS))


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
@settings(deadline=None, max_examples=40)
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
        said = rule_in_words(fitted, segment, "$")
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
    assert rule_in_words(fitted, "Need Attention", "£").startswith("nobody in this shop")
    with pytest.raises(SchemeError, match="no segment 'Nobody'"):
        rule_in_words(fitted, "Nobody", "£")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: {"cuts": {}, "ties": {}},
        lambda cuts: {"cuts": cuts | {schema.MONETARY: [1.0]}},
        lambda _: {"scheme": "grid"},
        lambda _: {"scheme": {"name": "grid"}},
    ],
)
def test_a_stored_scheme_that_is_damaged_is_refused(customers, damage):
    stored = as_record(fit_scheme(load_scheme(schema.GRID), customers))
    with pytest.raises(SnapshotError, match="incomplete"):
        from_record(FittedScheme, stored | damage(stored["cuts"]))
