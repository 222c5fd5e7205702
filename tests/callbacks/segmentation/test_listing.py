"""Sorting and filtering the list of customers."""

import numpy as np
import pandas as pd
import pytest

from callbacks.segmentation.listing import Listable, Wanted, arrange, read_request
from rfm import schema

CUSTOMERS = pd.DataFrame(
    {
        schema.CUSTOMER_ID: pd.Series(["10", "101", "2", "21"], dtype="str"),
        schema.RECENCY_DAYS: [5, 3, 5, 1],
        schema.FREQUENCY: [1, 1, 2, 9],
        schema.MONETARY: [10.0, 20.0, 30.0, np.nan],
        "town": pd.Series(["Rye", pd.NA, "Hove", "Bath"], dtype="str"),
        schema.GROUP: pd.Categorical(["B", "A", "A", "B"], ["A", "B"], ordered=True),
        schema.LAST_ORDER_AT: pd.to_datetime(
            ["2020-01-04", "2020-01-02", "2020-01-03", "2020-01-01"]
        ),
    }
)
ALL = np.arange(4)
COLUMNS = Listable(
    numbers=(schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY),
    texts=(schema.CUSTOMER_ID, "town"),
    others=(schema.GROUP, schema.LAST_ORDER_AT),
)


def listed(members=ALL, **request):
    positions = arrange(CUSTOMERS, members, read_request(request, COLUMNS))
    return CUSTOMERS[schema.CUSTOMER_ID].iloc[positions].tolist()


def by(column, order="asc"):
    return {"colId": column, "sort": order}


def test_unsorted_customers_come_by_number():
    assert listed() == ["10", "101", "2", "21"]


def test_only_members_are_listed():
    assert listed(np.array([1, 3])) == ["101", "21"]


def test_equal_customers_stay_in_the_order_of_their_numbers():
    assert listed(sortModel=[by(schema.RECENCY_DAYS)]) == ["21", "101", "10", "2"]
    assert listed(sortModel=[by(schema.RECENCY_DAYS, "desc")]) == ["10", "2", "101", "21"]


def test_the_first_column_asked_for_decides_first():
    model = [by(schema.GROUP), by(schema.MONETARY, "desc")]
    assert listed(sortModel=model) == ["2", "101", "10", "21"]


def test_days_and_numbers_sort_both_ways():
    assert listed(sortModel=[by(schema.LAST_ORDER_AT)]) == ["21", "101", "2", "10"]
    assert listed(sortModel=[by(schema.CUSTOMER_ID, "desc")]) == ["21", "2", "101", "10"]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_what_is_missing_comes_last(order):
    assert listed(sortModel=[by(schema.MONETARY, order)])[-1] == "21"


@pytest.mark.parametrize(
    ("kind", "low", "high", "numbers"),
    [
        ("equals", 20, None, ["101"]),
        ("notEqual", 20, None, ["10", "2", "21"]),
        ("greaterThan", 20, None, ["2"]),
        ("greaterThanOrEqual", 20, None, ["101", "2"]),
        ("lessThan", 20, None, ["10"]),
        ("lessThanOrEqual", 20, None, ["10", "101"]),
        ("inRange", 10, 20, ["10", "101"]),
        ("blank", None, None, ["21"]),
        ("notBlank", None, None, ["10", "101", "2"]),
    ],
)
def test_numbers_are_filtered_as_the_grid_says(kind, low, high, numbers):
    condition = {"type": kind, "filter": low, "filterTo": high}
    assert listed(filterModel={schema.MONETARY: condition}) == numbers


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("contains", "1", ["10", "101", "21"]),
        ("startsWith", "2", ["2", "21"]),
        ("equals", " 2 ", ["2"]),
        ("contains", ".*", []),
    ],
)
def test_customer_numbers_are_filtered_as_text(kind, text, numbers):
    condition = {"type": kind, "filter": text}
    assert listed(filterModel={schema.CUSTOMER_ID: condition}) == numbers


@pytest.mark.parametrize(
    "filters",
    [
        {"other": {"type": "equals", "filter": 1}},
        {schema.MONETARY: {"type": "inRange", "filter": 1}},
        {schema.MONETARY: {"type": "odd", "filter": 1}},
        {schema.MONETARY: {"type": ["equals"], "filter": 1}},
        {schema.MONETARY: {"type": "equals", "filter": 10**400}},
        {schema.MONETARY: "1"},
        {schema.CUSTOMER_ID: {"type": "contains", "filter": 4}},
    ],
)
def test_a_filter_that_is_not_understood_is_left_out(filters):
    assert listed(filterModel=filters) == ["10", "101", "2", "21"]


def test_a_column_that_is_not_listed_is_not_sorted_by():
    asked = read_request({"startRow": -5, "sortModel": [by("password"), 4, by(["x"])]}, COLUMNS)
    assert asked == Wanted(start=0)


def test_texts_are_sorted_by_their_letters_and_filtered_as_text():
    assert listed(sortModel=[by("town")]) == ["21", "2", "10", "101"]
    assert listed(sortModel=[by("town", "desc")]) == ["10", "2", "21", "101"]
    assert listed(filterModel={"town": {"type": "contains", "filter": "e"}}) == ["10", "2"]
    assert listed(filterModel={"town": {"type": "blank"}}) == ["101"]
    assert listed(filterModel={"town": {"type": "notBlank"}}) == ["10", "2", "21"]
