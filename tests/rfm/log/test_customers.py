"""One row per customer, against published figures, hand-worked ones and a plain reference."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from rfm import schema
from rfm.settings import Settings, preset
from tests.rfm.log.conftest import lines_of, table_of

NOON = datetime(2024, 2, 29, 12)


def row_of(customers: pl.DataFrame, customer_id: str) -> dict[str, Any]:
    return customers.row(by_predicate=pl.col(schema.CUSTOMER_ID) == customer_id, named=True)


def test_the_report_preset_gives_the_published_figures(online_retail, cleaned):
    settings = preset("report")
    customers = table_of(cleaned(online_retail, settings), settings)
    assert customers.height == 4_339
    means = customers.select(schema.RFM).mean().row(0)
    assert means == pytest.approx((92.518322, 90.512100, 2048.215924), abs=5e-7)
    known = row_of(customers, "13456")
    assert [known[name] for name in schema.RFM] == [18, 63, 1766.72]
    assert known[schema.PRODUCTS] == 43
    assert known[schema.FAVOURITE_PRODUCT] == "BOX OF VINTAGE JIGSAW BLOCKS"
    published = {"12346": [326, 1, 77183.6], "12347": [2, 182, 4310.0], "12348": [75, 31, 1797.24]}
    for customer_id, figures in published.items():
        assert [row_of(customers, customer_id)[name] for name in schema.RFM] == figures


def test_who_gave_the_giant_order_back_is_no_customer_or_one_without_it(online_retail, cleaned):
    # 12346 bought 74,215 pieces once and gave them back after 16 minutes; 16446 had another order.
    customers = table_of(cleaned(online_retail))
    assert customers.height == 4_327
    assert customers[schema.ORDERS].sum() == 18_391
    assert "12346" not in set(customers[schema.CUSTOMER_ID])
    other = row_of(customers, "16446")
    assert (other[schema.ORDERS], other[schema.MONETARY], other[schema.RETURNED_AMOUNT]) == (
        1,
        2.9,
        0,
    )


def test_days_are_periods_of_24_hours_and_not_midnights(cleaned):
    late = NOON.replace(hour=23, minute=59)
    transactions = cleaned(lines_of(("1", "1", late, "CUP", 1, 1.0)))
    expected = {
        late + timedelta(minutes=2): 0,
        late + timedelta(days=1, microseconds=-1): 0,
        late + timedelta(days=1): 1,
        late + timedelta(days=366, seconds=-1): 365,
    }
    found = {
        as_of: table_of(transactions, as_of=as_of)[schema.RECENCY_DAYS][0] for as_of in expected
    }
    assert found == expected


def test_recency_is_exact_below_a_second(cleaned):
    order = NOON.replace(microsecond=600_000)
    transactions = cleaned(lines_of(("1", "1", order, "CUP", 1, 1.0)))
    before = order + timedelta(days=2, microseconds=-1)
    assert table_of(transactions, as_of=before)[schema.TENURE_DAYS].to_list() == [1]
    assert table_of(transactions)[schema.TENURE_DAYS].to_list() == [1]


def test_orders_after_the_moment_looked_back_from_are_not_used(cleaned):
    transactions = cleaned(
        lines_of(
            ("1", "1", NOON, "CUP", 1, 1.0),
            ("1", "2", NOON + timedelta(days=2), "PLATE", 2, 1.0),
            ("2", "3", NOON + timedelta(days=2), "CUP", 1, 1.0),
        )
    )
    customers = table_of(transactions, as_of=NOON + timedelta(days=1))
    assert customers[schema.CUSTOMER_ID].to_list() == ["1"]
    assert customers[schema.MONETARY].to_list() == [1.0]
    assert customers[schema.PRODUCTS].to_list() == [1]
    in_utc = NOON.replace(tzinfo=UTC) + timedelta(days=2, hours=-1)
    in_berlin = table_of(transactions, Settings(time_zone="Europe/Berlin"), in_utc)
    assert in_berlin.height == 2


def test_fees_are_money_and_never_a_favourite(cleaned):
    rows = [("1", "1", NOON + timedelta(days=day), "Postage", 1, 2.0) for day in range(3)]
    bought = ("1", "1", NOON, "CUP", 1, 1.0), ("2", "2", NOON, "Postage", 1, 2.0)
    customers = table_of(cleaned(lines_of(*rows, *bought)))
    assert customers[schema.MONETARY].to_list() == [7.0, 2.0]
    assert customers[schema.PRODUCTS].to_list() == [1, 0]
    assert customers[schema.FAVOURITE_PRODUCT].to_list() == ["CUP", None]


def test_a_log_of_customer_date_and_amount_has_no_invented_columns(cleaned):
    rows = pl.DataFrame(
        {
            schema.CUSTOMER_ID: ["1", "1", "1", "2"],
            schema.ORDERED_AT: [NOON, NOON, NOON + timedelta(days=1), NOON],
            schema.AMOUNT: [0.1, 0.2, 4.0, 5.0],
        }
    )
    customers = table_of(cleaned(rows))
    absent = {schema.PRODUCTS, schema.FAVOURITE_PRODUCT, schema.COUNTRY}
    assert not absent & set(customers.columns)
    assert customers[schema.ORDERS].to_list() == [2, 1]
    assert customers[schema.MONETARY].to_list() == [4.3, 5.0]


@pytest.mark.parametrize(
    ("name", "customers", "constants"),
    [
        ("25_one_customer.csv", 1, {schema.PRODUCTS: 43}),
        # 41 customers, of whom 7 only gave something back.
        ("26_one_day_only.csv", 34, {schema.REPEAT_ORDERS: 0, schema.LAST_REPEAT_DAYS: 0}),
        ("27_one_time_buyers.csv", 60, {schema.FREQUENCY: 1, schema.REPEAT_ORDERS: 0}),
    ],
)
def test_logs_with_too_little_variety_still_give_customers(
    name, customers, constants, messy, cleaned
):
    table = table_of(cleaned(messy(name)))
    assert table.height == customers
    assert {name: set(table[name]) for name in constants} == {
        name: {value} for name, value in constants.items()
    }
