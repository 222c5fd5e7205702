"""Sorting the list of customers."""

import numpy as np
import pandas as pd
import pytest

from callbacks.customers.listing.ordering import arrange, sorting_of_model, sorting_of_text
from callbacks.parts.answers import Answers
from layouts.customers.columns import ListColumn
from rfm import schema

CUSTOMERS = pd.DataFrame(
    {
        schema.CUSTOMER_ID: pd.Series(["10", "101", "2", "21"], dtype="str"),
        schema.RECENCY_DAYS: [5, 3, 5, 1],
        schema.MONETARY: [10.0, 20.0, 30.0, np.nan],
        "town": pd.Series(["Rye", pd.NA, "Hove", "Bath"], dtype="str"),
        schema.SEGMENT: pd.Categorical(["B", "A", "A", "B"], ["A", "B"], ordered=True),
        schema.LAST_ORDER_AT: pd.to_datetime(["2020-01-04", "2020-01-02", None, "2020-01-01"]),
    }
)
COLUMNS = {key: ListColumn(key=key, head=key) for key in CUSTOMERS} | {
    "play": ListColumn(key="play", head="Play", is_sorted=False),
    "product": ListColumn(key="product", head="Product", is_shown=False),
}


def listed(text, numbers=None):
    is_listed = None
    if numbers is not None:
        is_listed = CUSTOMERS[schema.CUSTOMER_ID].isin(numbers).to_numpy()
    sorting = sorting_of_text(text, COLUMNS)
    positions = arrange(is_listed, sorting, CUSTOMERS.__getitem__, Answers(), "shop")
    return CUSTOMERS[schema.CUSTOMER_ID].iloc[positions].tolist()


def test_unsorted_customers_come_by_number():
    assert listed("") == ["10", "101", "2", "21"]
    assert listed("", ["21", "101"]) == ["101", "21"]


def test_only_those_who_are_listed_are_sorted():
    assert listed("recency_days", ["10", "21"]) == ["21", "10"]


def test_equal_customers_stay_in_the_order_of_their_numbers():
    assert listed("recency_days") == ["21", "101", "10", "2"]
    assert listed("-recency_days") == ["10", "2", "101", "21"]


def test_the_first_column_asked_for_decides_first():
    assert listed("segment,-monetary") == ["2", "101", "10", "21"]
    assert listed("segment,-monetary", ["21", "10", "2"]) == ["2", "10", "21"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("last_order_at", ["21", "101", "10", "2"]),
        ("-last_order_at", ["10", "101", "21", "2"]),
        ("town", ["21", "2", "10", "101"]),
        ("-town", ["10", "2", "21", "101"]),
        ("monetary", ["10", "101", "2", "21"]),
        ("-monetary", ["2", "101", "10", "21"]),
        ("-customer_id", ["21", "2", "101", "10"]),
    ],
)
def test_days_texts_and_numbers_sort_both_ways_and_what_is_missing_comes_last(text, numbers):
    assert listed(text) == numbers


def test_an_order_is_worked_out_once():
    asked = []

    def values_of(key):
        asked.append(key)
        return CUSTOMERS[key]

    orders = Answers()
    for _ in range(3):
        arrange(None, ((schema.MONETARY, True),), values_of, orders, "shop")
    assert asked == [schema.MONETARY]
    arrange(None, ((schema.MONETARY, True),), values_of, orders, "another shop")
    assert len(asked) == 2


@pytest.mark.parametrize("text", ["password", "play", "product", "-", ",", None, 7])
def test_what_cannot_be_sorted_by_is_left_out(text):
    assert sorting_of_text(text, COLUMNS) == ()


def test_a_grid_asks_in_its_own_words():
    model = [{"colId": "monetary", "sort": "desc"}, 4, {"colId": ["x"]}, {"colId": "town"}]
    assert sorting_of_model(model, COLUMNS) == (("monetary", True), ("town", False))
    assert sorting_of_model("monetary", COLUMNS) == ()
