"""What an address says to filter the list by, read as conditions."""

import pandas as pd
import pytest

from callbacks.customers.listing.conditions import read_conditions
from layouts.customers.columns import ListColumn

COLUMNS = {
    "monetary": ListColumn(key="monetary", head="Spend", kind="number"),
    "churn": ListColumn(key="churn", head="Churn", kind="share"),
    "last": ListColumn(key="last", head="Last order", kind="day"),
    "segment": ListColumn(key="segment", head="Segment", kind="level", levels=("A", "B", "C")),
    "town": ListColumn(key="town", head="Town", kind="level", levels=("Rye", "Hove")),
    "name": ListColumn(key="name", head="Name"),
}
VALUES = {
    "monetary": pd.Series([10.0, 20.0, 30.0, None]),
    "churn": pd.Series([0.1, 0.25, 0.5, 0.9]),
    "last": pd.to_datetime(
        pd.Series(["2020-01-04 23:59", "2020-01-02 00:00", None, "2020-01-01 12:00"])
    ),
    "segment": pd.Series(pd.Categorical(["B", "A", None, "B"], ["A", "B"])),
    "town": pd.Series(["Rye", None, "Hove", "Rye"], dtype="str"),
    "name": pd.Series(["Ann Lee", "Bo (LTD)", None, "Joann"], dtype="str"),
}


def passing(key, text):
    (condition,), problems = read_conditions({key: text}, COLUMNS)
    assert problems == ()
    return condition.passing(VALUES[key]).nonzero()[0].tolist()


def said(key, text):
    conditions, problems = read_conditions({key: text}, COLUMNS)
    return [each.label for each in conditions] + list(problems)


@pytest.mark.parametrize(
    ("key", "text", "places"),
    [
        ("monetary", "20..", [1, 2]),
        ("monetary", "..20", [0, 1]),
        ("monetary", "15..30", [1, 2]),
        ("monetary", "20", [1]),
        ("churn", "25..60", [1, 2]),
        ("churn", "..25 %", [0, 1]),
        # A day is all of it.
        ("last", "2020-01-02..2020-01-04", [0, 1]),
        ("last", "..2020-01-01", [3]),
        ("segment", "B", [0, 3]),
        # A level of the scheme that nobody has.
        ("segment", "C", []),
        ("town", "Rye", [0, 3]),
        ("name", "ann", [0, 3]),
        # A text, no pattern.
        ("name", "(ltd", [1]),
        ("name", ".*", []),
    ],
)
def test_customers_pass_and_gaps_never_do(key, text, places):
    assert passing(key, text) == places


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("monetary", "20..", "Spend: from 20"),
        ("monetary", "..20", "Spend: up to 20"),
        ("monetary", "1500..2500", "Spend: 1,500 to 2,500"),
        ("monetary", "20..20", "Spend: 20"),
        ("churn", "25..", "Churn: from 25 %"),
        ("last", "2020-01-02..2020-01-04", "Last order: 2 Jan 2020 to 4 Jan 2020"),
        ("segment", "B", "Segment: B"),
        ("name", "lee", "Name: “lee”"),
    ],
)
def test_a_condition_is_told_in_words(key, text, words):
    assert said(key, text) == [words]


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("password", "x", "There is no column 'password' to filter by here"),
        ("segment", "Z", "There is no segment 'Z' here, so it leaves nobody out."),
        ("monetary", "many", "many"),
        ("monetary", "..", "Spend: give a number, or two with '..' between them."),
        ("monetary", "30..20", "Spend cannot be from 30 to 20: give the smaller one first."),
        ("last", "yesterday..", "'yesterday' is no day. Write it as 2011-12-09."),
        ("last", "2011-02-30", "'2011-02-30' is no day."),
    ],
)
def test_what_is_not_understood_leaves_nobody_out_and_is_told(key, text, words):
    conditions, (problem,) = read_conditions({key: text}, COLUMNS)
    assert conditions == ()
    assert words in problem


def test_an_empty_text_is_no_filter():
    assert read_conditions({"monetary": ""}, COLUMNS) == ((), ())
