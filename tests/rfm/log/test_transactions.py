"""Every row of a log counts or is left out, for one stated reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.transactions.tables import default_as_of
from rfm.settings import Settings, preset
from tests.rfm.log.conftest import NOON, counts, lines_of_noon


def test_every_row_of_the_ugly_log_has_one_reason(messy, cleaned):
    # Worked by hand: 16 rows without a customer, then 2 copies, 5 of the 15 zero prices, 4
    # discounts and commissions of customers 14527 and 14096 who bought nothing, 2 giant orders
    # and their 2 returns, of customers 12346 and 16446 who have no other order here, 3 rows of
    # manual entries and bank charges, and 8 purchases.
    transactions = cleaned(messy("15_negative_zero_extreme.csv"))
    assert counts(transactions) == {
        "purchase": 8,
        "not-a-product": 3,
        "gave-everything-back": 4,
        "no-customer": 16,
        "duplicate": 2,
        "zero-price": 5,
        "never-bought": 4,
    }


def test_online_retail_has_the_published_customers_and_orders_less_those_given_back(
    online_retail, cleaned
):
    transactions = cleaned(online_retail)
    orders = transactions.orders.filter(~transactions.orders[schema.IS_RETURN])
    assert sum(row.rows for row in transactions.report) == 541_909
    assert counts(transactions)["no-customer"] == 135_080
    # An order given back whole is none: 141 of the 18,532 published, and 11 of 4,338 customers
    # with no other, as an implementation that looks at return after return counts them.
    assert orders.count().to_pyarrow().as_py() == 18_391
    assert orders[schema.CUSTOMER_ID].nunique().to_pyarrow().as_py() == 4_327
    assert default_as_of(transactions) == datetime(2011, 12, 10, 12, 50)


def test_the_report_preset_keeps_the_lines_of_the_published_report(online_retail, cleaned):
    transactions = cleaned(online_retail, preset("report"))
    assert transactions.lines.count().to_pyarrow().as_py() == 392_732
    assert sum(row.rows for row in transactions.report if row.kept) == 392_732
    assert sum(row.rows for row in transactions.report) == 541_909


def test_a_row_is_left_out_for_the_first_reason_and_kept_under_the_first_description(cleaned):
    rows = lines_of_noon(
        ("1", "10", "22001", "CUP", 2, 5.0),
        ("1", "C11", "22001", "CUP", -1, 5.0),
        ("1", "12", "22001", "CUP", -1, 1.0),
        ("1", "C13", "POST", "POSTAGE", -1, 3.0),
        ("1", "14", "22002", "PLATE", 1, 0.0),
        (None, "15", "22001", "CUP", 1, 5.0),
    )
    expected = {"purchase": 1, "zero-price": 1, "no-customer": 1}
    netted = expected | {"cancelled": 1, "returned": 1, "not-a-product": 1}
    ignored = expected | {"cancelled": 2, "returned": 1}
    assert counts(cleaned(rows)) == netted
    assert counts(cleaned(rows, Settings(returns="ignore"))) == ignored
    without_fees = cleaned(rows, Settings(non_products="drop"))
    assert {row.reason for row in without_fees.report if not row.kept} >= {"not-a-product"}


def test_missing_dates_and_impossible_amounts_are_left_out(cleaned):
    amounts = [1.0, None, float("nan"), float("inf"), 1e300, 2.0]
    rows = pl.DataFrame(
        {
            schema.CUSTOMER_ID: ["1"] * 6,
            schema.ORDERED_AT: [NOON] * 5 + [None],
            schema.AMOUNT: amounts,
        }
    )
    assert counts(cleaned(rows)) == {"purchase": 1, "unreadable": 5}


def test_a_row_with_any_empty_field_is_left_out_only_on_request(cleaned):
    rows = lines_of_noon(("1", "10", "22001", "CUP", 1, 5.0), ("1", "10", "22002", None, 1, 5.0))
    assert counts(cleaned(rows)) == {"purchase": 2}
    complete = cleaned(rows, Settings(needed_fields="all"))
    assert counts(complete) == {"purchase": 1, "empty-field": 1}


def test_rows_with_equal_hashes_that_differ_are_not_copies(readings, cleaned):
    reading = readings(lines_of_noon(("1", "1", "a", "A", 1, 5.0), ("1", "2", "b", "B", 1, 6.0)))
    same = pl.lit(7).cast(pl.UInt64).alias(schema.ROW_HASH)
    if isinstance(reading.lines, Path):
        pl.read_parquet(reading.lines).with_columns(same).write_parquet(reading.lines)
    else:
        reading.lines = reading.lines.with_columns(same)
    assert counts(cleaned(reading)) == {"purchase": 2}


@pytest.mark.parametrize(
    ("code", "description", "is_product"),
    [
        ("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", True),
        ("22502", "VINTAGE POST OFFICE CABINET", True),
        ("23444", "Next Day Carriage", True),
        ("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", True),
        ("PADS", "PADS TO MATCH ALL CUSHIONS", True),
        ("M", "T-SHIRT BLUE", True),
        ("8", "POSTAGE STAMP MUG", True),
        (None, None, True),
        ("POST", "POSTAGE", False),
        ("POST", None, False),
        ("DOT", "DOTCOM POSTAGE", False),
        ("m", "Manual", False),
        ("M", None, False),
        ("C2", "CARRIAGE", False),
        ("D", "Discount", False),
        ("S", "SAMPLES", False),
        ("BANK CHARGES", "Bank Charges", False),
        ("AMAZONFEE", "AMAZON FEE", False),
        ("CRUK", "CRUK Commission", False),
        ("B", "Adjust bad debt", False),
        ("99999", "Versandkosten", False),
        (None, "Express delivery", False),
    ],
)
def test_money_that_is_no_product_is_told_from_products(code, description, is_product, cleaned):
    transactions = cleaned(lines_of_noon(("1", "1", code, description, 1, 5.0)))
    assert counts(transactions) == {"purchase" if is_product else "not-a-product": 1}
    assert transactions.lines.to_pyarrow().to_pydict()[schema.IS_PRODUCT] == [is_product]


def test_a_log_that_names_products_by_code_alone_has_products(cleaned):
    rows = lines_of_noon(("1", "1", "b", "", 1, 5.0), ("1", "1", "a", "", 1, 5.0)).drop(
        schema.PRODUCT
    )
    transactions = cleaned(rows)
    assert transactions.products is not None
    named = transactions.products.order_by(schema.PRODUCT_NO).to_pyarrow().to_pydict()
    assert named[schema.PRODUCT] == ["a", "b"]


def test_rows_after_the_moment_looked_back_from_are_left_out(cleaned):
    rows = lines_of_noon(("1", "1", "a", "A", 1, 5.0), ("2", "2", "a", "A", 1, 5.0)).with_columns(
        pl.Series(schema.ORDERED_AT, [NOON, NOON + timedelta(minutes=30)])
    )
    transactions = cleaned(rows, Settings(as_of=NOON))
    assert counts(transactions) == {"purchase": 1, "after-as-of": 1}
    berlin = datetime(2024, 5, 1, 10, 15, tzinfo=UTC)
    in_berlin = Settings(as_of=berlin, time_zone="Europe/Berlin")
    assert counts(cleaned(rows, in_berlin)) == {"purchase": 1, "after-as-of": 1}


def test_what_is_given_back_on_an_order_is_a_row_of_its_own(cleaned):
    rows = lines_of_noon(
        ("1", "10", "22001", "CUP", 2, 5.0),
        ("1", "10", "22002", "PLATE", 1, 0.1),
        ("1", "10", "22001", "CUP", -1, 5.0),
    )
    transactions = cleaned(rows)
    orders = transactions.orders.order_by(schema.IS_RETURN).to_pyarrow().to_pydict()
    assert orders[schema.AMOUNT_UNITS] == [101_000, -50_000]
    assert orders[schema.LINES] == [2, 1]
    assert orders[schema.PRODUCTS] == [2, 1]


@pytest.mark.parametrize("descriptions", [(None, ""), ("", None), (None, None), ("", "")])
def test_lines_are_counted_once_whether_a_description_is_absent_or_empty(descriptions, cleaned):
    rows = [("1", str(place), None, text, 1, 5.0) for place, text in enumerate(descriptions)]
    transactions = cleaned(lines_of_noon(*rows))
    assert counts(transactions) == {"purchase": 2}
    assert transactions.lines.count().to_pyarrow().as_py() == 2


def test_a_log_without_a_purchase_is_refused_with_its_counts(cleaned):
    with pytest.raises(SourceError, match="No customer: 1"):
        cleaned(lines_of_noon((None, "1", "a", "A", 1, 5.0)))


def test_each_reason_explains_itself(messy, cleaned):
    for settings in (Settings(), preset("report"), Settings(non_products="drop")):
        report = cleaned(messy("15_negative_zero_extreme.csv"), settings).report
        assert all(row.explanation.endswith(".") for row in report)
        assert len({row.label for row in report}) == len(report)
