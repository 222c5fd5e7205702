"""Rows that are typed become a file that is looked at like any other."""

from datetime import date

import polars as pl
import pytest
from dash import no_update

from app import create_app
from callbacks.data.by_hand import TypedRowsError, bring, table_of, with_customer
from layouts.data.by_hand import CUSTOMERS, ORDERS, empty_rows, filled_rows
from layouts.ids import ByHand, Data
from tests.hand_made_sites import as_text, post

TODAY = date(2026, 3, 1)
ANN = {
    "Customer": "Ann",
    "Date of joining": "2025-03-01",
    "Number of purchases": 5,
    "Total amount": 120.5,
    "Last purchase": "2026-02-01",
}


def test_customers_are_kept_with_days_until_today():
    table = table_of([*empty_rows(CUSTOMERS), ANN], CUSTOMERS, TODAY)
    assert table.to_dicts() == [
        {
            "Customer": "Ann",
            "Days since joining": 365,
            "Number of purchases": "5",
            "Total amount": "120.5",
            "Days since the last purchase": 28,
        }
    ]


def test_orders_are_kept_as_they_are_typed():
    rows = [{"Customer": "1", "Date": "2026-01-02", "Amount": 3, "Order number": ""}]
    assert table_of(rows, ORDERS, TODAY).row(0) == ("1", "2026-01-02", "3", None)


@pytest.mark.parametrize(
    ("rows", "what", "said"),
    [
        (empty_rows(CUSTOMERS), CUSTOMERS, "Type at least one row"),
        ([ANN, ANN | {"Customer": ""}], CUSTOMERS, "Row 2 has no customer"),
        ([{"Customer": "A", "Amount": 3}], ORDERS, "Row 1 has no date"),
        ([ANN, ANN | {"Last purchase": "2026-03-02"}], CUSTOMERS, "Row 2 has a date after today"),
        ([ANN] * 10_001, CUSTOMERS, "At most 10,000 rows are typed"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_row(rows, what, said):
    with pytest.raises(TypedRowsError, match=said):
        table_of(rows, what, TODAY)


def test_the_form_adds_a_customer_below_the_others():
    rows = with_customer([ANN, *empty_rows(CUSTOMERS, 4)], ANN | {"Customer": "Bob"})
    assert [row["Customer"] for row in filled_rows(rows, CUSTOMERS)] == ["Ann", "Bob"]
    assert len(rows) == 5
    with pytest.raises(TypedRowsError, match="Fill in Customer, Total amount"):
        with_customer(rows, ANN | {"Customer": "", "Total amount": None})


def test_typed_rows_go_to_what_was_understood_of_them(datasets, settings):
    datasets.editing.serve_at(["127.0.0.1"])
    sent, said = bring(datasets, [ANN], CUSTOMERS, TODAY)
    (file,) = datasets.imports.upload(sent["upload"]).files
    assert (file.name, said) == ("Customers by hand.csv", None)
    kept = pl.read_csv(settings.var / "storage" / file.stored_as)
    assert kept["Customer"].to_list() == ["Ann"]


def test_who_may_not_bring_data_brings_no_typed_rows(datasets, settings):
    sent, said = bring(datasets, [ANN], CUSTOMERS, TODAY)
    assert sent is no_update
    assert "ALLOW_EDITING" in str(said)
    assert not (settings.var / "storage").exists()


def test_rows_that_cannot_be_used_stay_where_they_are(datasets):
    datasets.editing.serve_at(["127.0.0.1"])
    _, said = bring(datasets, [], CUSTOMERS, TODAY)
    assert "Type at least one row" in as_text(said)


@pytest.fixture
def app(settings):
    app = create_app(settings)
    app.server.extensions["datasets"].editing.serve_at(["127.0.0.1"])
    return app


def answered(app, wanted, changed, values):
    return post(app, wanted, f"{changed}.n_clicks", values).get_json()["response"]


def test_the_section_is_offered_where_somebody_may_bring_data(app):
    shown = post(app, f"{ByHand.SECTION}.hidden", f"{ByHand.SECTION}.id", {}).get_json()
    assert shown["response"][ByHand.SECTION]["hidden"] is False


def test_orders_have_other_columns_and_no_form(app):
    answer = post(app, f"{ByHand.GRID}.columnDefs", f"{ByHand.WHAT}.value", {ByHand.WHAT: ORDERS})
    found = answer.get_json()["response"]
    assert [each["field"] for each in found[ByHand.GRID]["columnDefs"]][:2] == ["Customer", "Date"]
    assert found[ByHand.FORM]["hidden"]


def test_a_button_removes_the_marked_rows_and_another_uses_the_others(app):
    rows = {ByHand.GRID: [ANN], ByHand.WHAT: CUSTOMERS, ByHand.USE: 1}
    removed = answered(app, f"{ByHand.GRID}.deleteSelectedRows", ByHand.REMOVE, rows)
    assert removed[ByHand.GRID]["deleteSelectedRows"]
    sent = answered(app, f"{ByHand.MESSAGE}.children..", ByHand.USE, rows)
    assert sent[Data.SENT]["data"]["upload"]
