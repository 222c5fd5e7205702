"""Returns are matched to what they return; an order that was given back whole is no order."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from rfm import schema
from rfm.settings import Settings, preset
from tests.rfm.log.conftest import counts, lines_of, table_of

DAY = datetime(2024, 3, 1, 9)
OTHER = ("other", "99", DAY, "MUG", 1, 1.0)


def at(day: int) -> datetime:
    return DAY + timedelta(days=day)


def orders_left(transactions: Any) -> list[str]:
    """Return the numbers of the orders of customer 1 that count."""
    found = transactions.named(
        transactions.named(transactions.orders, schema.ORDER_ID), "customer_id"
    )
    rows = pl.DataFrame(pl.from_arrow(found.to_pyarrow()))
    kept = rows.filter(~pl.col(schema.IS_RETURN), pl.col(schema.CUSTOMER_ID) == "1")
    return sorted(kept[schema.ORDER_ID])


def test_an_order_cancelled_whole_is_no_order_and_leaves_no_trace(cleaned):
    transactions = cleaned(
        lines_of(
            ("1", "10", at(0), "CUP", 6, 2.0),
            ("1", "11", at(5), "CUP", 4, 2.0),
            ("1", "11", at(5), "PLATE", 2, 5.0),
            ("1", "C12", at(6), "CUP", -4, 2.0),
            ("1", "C12", at(6), "PLATE", -2, 5.0),
        )
    )
    (customer,) = table_of(transactions, as_of=at(10)).iter_rows(named=True)
    assert customer[schema.ORDERS] == customer[schema.LINES] == customer[schema.PRODUCTS] == 1
    assert customer[schema.RECENCY_DAYS] == 10
    assert customer[schema.MONETARY] == customer[schema.AVERAGE_ORDER_VALUE] == 12.0
    assert customer[schema.RETURNED_AMOUNT] == 0
    assert counts(transactions) == {"purchase": 1, "given-back": 2, "cancelled": 2}


def test_who_gave_everything_back_is_counted_and_no_customer(cleaned):
    transactions = cleaned(
        lines_of(
            OTHER,
            ("1", "10", at(0), "CUP", 6, 2.0),
            ("1", "C11", at(0), "CUP", -6, 2.0),
            ("2", "C12", at(0), "CUP", -6, 2.0),
        )
    )
    assert table_of(transactions)[schema.CUSTOMER_ID].to_list() == ["other"]
    assert counts(transactions) == {"purchase": 1, "gave-everything-back": 2, "never-bought": 1}


@pytest.mark.parametrize(
    ("given_back", "left"),
    [
        # In two parcels, and more than was bought.
        ([("CUP", -4, 2.0), ("CUP", -2, 2.0), ("PLATE", -9, 5.0)], []),
        ([("CUP", -6, 2.0)], ["10"]),
        ([("CUP", -5, 2.0), ("PLATE", -1, 5.0)], ["10"]),
        # At another price it is another order's.
        ([("CUP", -6, 1.5), ("PLATE", -1, 5.0)], ["10"]),
    ],
)
def test_an_order_counts_unless_each_of_its_lines_was_given_back(given_back, left, cleaned):
    bought = [("CUP", 6, 2.0), ("PLATE", 1, 5.0)]
    rows = [("1", "10", at(0), *line) for line in bought]
    rows += [("1", "C11", at(day), *line) for day, line in enumerate(given_back)]
    assert orders_left(cleaned(lines_of(OTHER, *rows))) == left


def test_a_return_takes_back_what_was_bought_before_it_first_the_same_quantity(cleaned):
    bought = [("1", "10", at(0), "CUP", 6, 2.0), ("1", "11", at(1), "CUP", 12, 2.0)]
    late = ("1", "12", at(9), "CUP", 6, 2.0)
    same = cleaned(lines_of(*bought, late, ("1", "C13", at(5), "CUP", -6, 2.0)))
    assert orders_left(same) == ["11", "12"]
    # The latest twelve, then four of the six before them: order 10 is not given back whole.
    most = cleaned(lines_of(*bought, late, ("1", "C13", at(5), "CUP", -16, 2.0)))
    assert orders_left(most) == ["10", "12"]
    both = cleaned(lines_of(*bought, late, ("1", "C13", at(5), "CUP", -18, 2.0)))
    assert orders_left(both) == ["12"]


def test_of_two_equal_orders_one_return_takes_back_one(cleaned):
    rows = [("1", number, at(0), "CUP", 6, 2.0) for number in ("10", "11")]
    transactions = cleaned(lines_of(*rows, ("1", "C12", at(0), "CUP", -6, 2.0)))
    assert len(orders_left(transactions)) == 1


def test_what_never_was_bought_takes_nothing_back_later(cleaned):
    rows = [("1", "C9", at(0), "CUP", -6, 2.0), ("1", "10", at(1), "CUP", 6, 2.0)]
    assert orders_left(cleaned(lines_of(*rows))) == ["10"]


def test_parts_of_a_kilogram_and_thirds_of_a_price_are_recognised(cleaned):
    rows = [
        ("1", "10", at(0), "TEA", 0.3, 20.0),
        ("1", "11", at(0), "CUP", 3.0, 10 / 3),
        ("1", "C12", at(1), "TEA", -0.1, 20.0),
        ("1", "C12", at(1), "TEA", -0.2, 20.0),
        ("1", "C13", at(1), "CUP", -3.0, 3.333),
    ]
    assert orders_left(cleaned(lines_of(OTHER, *rows))) == []


def test_a_quantity_that_no_shop_sells_is_no_obstacle(cleaned):
    huge = [("1", "10", at(0), "CUP", 1e30, 1e-30), ("1", "C11", at(1), "CUP", -1e30, 1e-30)]
    assert orders_left(cleaned(lines_of(OTHER, *huge))) == []


def test_a_refund_with_the_number_of_its_order_leaves_an_order_of_nothing(cleaned):
    rows = [("1", "10", at(0), "CUP", 6, 2.0), ("1", "10", at(3), "CUP", -6, 2.0)]
    transactions = cleaned(lines_of(OTHER, *rows, ("1", "11", at(1), "CUP", 1, 2.0)))
    assert orders_left(transactions) == ["11"]
    customers = table_of(transactions).filter(pl.col(schema.CUSTOMER_ID) == "1")
    assert customers[schema.MONETARY].to_list() == [2.0]


def test_a_return_without_a_product_takes_back_the_latest_order_of_its_amount(cleaned):
    rows = [
        ("1", "10", at(0), "CUP", 5, 2.0),
        ("1", "10", at(0), "PLATE", 1, 5.0),
        ("1", "11", at(1), "CUP", 6, 2.0),
        ("1", "12", at(3), None, -1, 15.0),
        ("1", "13", at(3), None, -1, 11.0),
    ]
    assert orders_left(cleaned(lines_of(*rows))) == ["11"]


def test_without_products_an_order_of_the_same_amount_is_taken_back(cleaned):
    amounts = [("1", 0, 30.0), ("1", 1, 12.5), ("1", 2, 12.5), ("1", 4, -12.5), ("1", 5, -7.0)]
    rows = pl.DataFrame(
        {
            schema.CUSTOMER_ID: [customer for customer, _, _ in amounts],
            schema.ORDERED_AT: [at(day) for _, day, _ in amounts],
            schema.AMOUNT: [amount for _, _, amount in amounts],
        }
    )
    (customer,) = table_of(cleaned(rows)).iter_rows(named=True)
    assert customer[schema.ORDERS] == 2
    assert customer[schema.LAST_ORDER_AT] == at(1)
    assert customer[schema.MONETARY] == pytest.approx(35.5)
    assert customer[schema.RETURNED_AMOUNT] == 7.0


@pytest.mark.parametrize(("days", "orders"), [(90, 1), (91, 2)])
def test_an_amount_given_back_long_after_an_order_need_not_be_its_return(days, orders, cleaned):
    rows = [("1", "10", at(0), "CUP", 5, 2.0), ("1", "11", at(200), "MUG", 1, 8.0)]
    returned = ("1", "12", at(days), None, -1, 10.0)
    assert len(orders_left(cleaned(lines_of(*rows, returned)))) == orders


def test_where_returns_are_ignored_every_order_counts(cleaned):
    rows = [("1", "10", at(0), "CUP", 6, 2.0), ("1", "C11", at(0), "CUP", -6, 2.0)]
    for settings in (preset("report"), Settings(returns="ignore")):
        transactions = cleaned(lines_of(*rows), settings)
        assert orders_left(transactions) == ["10"]
        assert "given-back" not in {row.reason for row in transactions.report}
