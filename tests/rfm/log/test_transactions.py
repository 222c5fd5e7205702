"""Every row of a log counts or is left out, for one stated reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.customers import customers_of
from rfm.log.transactions.tables import Transactions, default_as_of
from rfm.log.transactions.writing import Writer, preparing
from rfm.settings import Settings, preset

NOON = datetime(2024, 5, 1, 12)


def lines_of(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Return lines of noon: (customer, order, product code, product, quantity, unit price)."""
    texts = [schema.CUSTOMER_ID, schema.ORDER_ID, schema.PRODUCT_ID, schema.PRODUCT]
    columns = dict.fromkeys(texts, pl.String)
    columns |= dict.fromkeys([schema.QUANTITY, schema.UNIT_PRICE], pl.Float64)
    lines = pl.DataFrame(rows, schema=columns, orient="row")
    return lines.with_columns(pl.lit(NOON).alias(schema.ORDERED_AT))


def many(size: int) -> list[tuple[Any, ...]]:
    return [(str(number % 5), str(number % 9), "a", "A", number, 1.0) for number in range(1, size)]


@pytest.fixture
def written(tmp_path):
    """Return a function that lets a writer write a file, and reads it."""
    numbers = count()

    def write(writing: Callable[[Path], None]) -> pl.DataFrame:
        path = tmp_path / f"written-{next(numbers)}.parquet"
        writing(path)
        return pl.read_parquet(path)

    return write


def counts(transactions: Transactions) -> dict[str, int]:
    return {row.reason: row.rows for row in transactions.report if row.rows}


def test_every_row_of_the_ugly_log_has_one_reason(messy, cleaned):
    # Worked by hand: 16 rows without a customer, then 2 copies, 5 of the 15 zero prices, 4
    # discounts and commissions of customers 14527 and 14096 who bought nothing, 2 giant orders
    # cancelled, 3 rows of manual entries and bank charges, and 10 purchases.
    transactions = cleaned(messy("15_negative_zero_extreme.csv"))
    assert counts(transactions) == {
        "purchase": 10,
        "not-a-product": 3,
        "cancelled": 2,
        "no-customer": 16,
        "duplicate": 2,
        "zero-price": 5,
        "never-bought": 4,
    }


def test_online_retail_has_the_customers_and_orders_that_are_published(online_retail, cleaned):
    transactions = cleaned(online_retail)
    orders = transactions.orders.filter(~transactions.orders[schema.IS_RETURN])
    assert sum(row.rows for row in transactions.report) == 541_909
    assert counts(transactions)["no-customer"] == 135_080
    assert orders.count().to_pyarrow().as_py() == 18_532
    assert orders[schema.CUSTOMER_ID].nunique().to_pyarrow().as_py() == 4_338
    assert default_as_of(transactions) == datetime(2011, 12, 10, 12, 50)


def test_the_report_preset_keeps_the_lines_of_the_published_report(online_retail, cleaned):
    transactions = cleaned(online_retail, preset("report"))
    assert transactions.lines.count().to_pyarrow().as_py() == 392_732
    assert sum(row.rows for row in transactions.report if row.kept) == 392_732
    assert sum(row.rows for row in transactions.report) == 541_909


def test_a_row_is_left_out_for_the_first_reason_and_kept_under_the_first_description(cleaned):
    rows = lines_of(
        ("1", "10", "22001", "CUP", 1, 5.0),
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
    rows = lines_of(("1", "10", "22001", "CUP", 1, 5.0), ("1", "10", "22002", None, 1, 5.0))
    assert counts(cleaned(rows)) == {"purchase": 2}
    complete = cleaned(rows, Settings(needed_fields="all"))
    assert counts(complete) == {"purchase": 1, "empty-field": 1}


def test_equal_rows_of_a_log_without_order_numbers_are_two_purchases(cleaned, written):
    rows = lines_of(*[("1", "10", "22001", "CUP", 1, 5.0)] * 2).drop(schema.ORDER_ID)
    transactions = cleaned(rows)
    orders = written(Writer(transactions).write_orders)
    assert counts(transactions) == {"purchase": 2}
    assert not transactions.has_orders
    assert orders[schema.ORDER_ID].to_list() == ["2024-05-01"]


def test_an_order_without_a_number_is_that_of_its_day(cleaned, written):
    rows = lines_of(
        ("1", "10", "a", "A", 1, 5.0), ("1", None, "a", "A", 1, 6.0), ("1", None, "b", "B", 1, 7.0)
    )
    orders = written(Writer(cleaned(rows)).write_orders).sort(schema.AMOUNT)
    assert orders[schema.ORDER_ID].to_list() == ["10", "2024-05-01"]
    assert orders[schema.AMOUNT].to_list() == [5.0, 13.0]


def test_rows_with_equal_hashes_that_differ_are_not_copies(readings, cleaned):
    reading = readings(lines_of(("1", "1", "a", "A", 1, 5.0), ("1", "2", "b", "B", 1, 6.0)))
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
    transactions = cleaned(lines_of(("1", "1", code, description, 1, 5.0)))
    assert counts(transactions) == {"purchase" if is_product else "not-a-product": 1}
    assert transactions.lines.to_pyarrow().to_pydict()[schema.IS_PRODUCT] == [is_product]


def test_a_log_that_names_products_by_code_alone_has_products(cleaned):
    rows = lines_of(("1", "1", "b", "", 1, 5.0), ("1", "1", "a", "", 1, 5.0)).drop(schema.PRODUCT)
    transactions = cleaned(rows)
    assert transactions.products is not None
    named = transactions.products.order_by(schema.PRODUCT_NO).to_pyarrow().to_pydict()
    assert named[schema.PRODUCT] == ["a", "b"]


def test_rows_after_the_moment_looked_back_from_are_left_out(cleaned):
    rows = lines_of(("1", "1", "a", "A", 1, 5.0), ("2", "2", "a", "A", 1, 5.0)).with_columns(
        pl.Series(schema.ORDERED_AT, [NOON, NOON + timedelta(minutes=30)])
    )
    transactions = cleaned(rows, Settings(as_of=NOON))
    assert counts(transactions) == {"purchase": 1, "after-as-of": 1}
    berlin = datetime(2024, 5, 1, 10, 15, tzinfo=UTC)
    in_berlin = Settings(as_of=berlin, time_zone="Europe/Berlin")
    assert counts(cleaned(rows, in_berlin)) == {"purchase": 1, "after-as-of": 1}


def test_what_is_given_back_on_an_order_is_a_row_of_its_own(cleaned):
    rows = lines_of(
        ("1", "10", "22001", "CUP", 2, 5.0),
        ("1", "10", "22002", "PLATE", 1, 0.1),
        ("1", "10", "22001", "CUP", -1, 5.0),
    )
    transactions = cleaned(rows)
    orders = transactions.orders.order_by(schema.IS_RETURN).to_pyarrow().to_pydict()
    assert orders[schema.AMOUNT_UNITS] == [101_000, -50_000]
    assert orders[schema.LINES] == [2, 1]
    assert orders[schema.PRODUCTS] == [2, 1]


def test_written_orders_and_lines_are_sorted_and_in_the_currency(cleaned, written):
    rows = lines_of(("2", "11", "22001", "CUP", 3, 0.1), ("1", "10", "22002", "PLATE", 1, 2.0))
    writer = Writer(cleaned(rows))
    orders, lines = written(writer.write_orders), written(writer.write_lines)
    assert orders[schema.CUSTOMER_ID].to_list() == ["1", "2"]
    assert orders[schema.AMOUNT].to_list() == [2.0, 0.3]
    assert lines[schema.PRODUCT].to_list() == ["PLATE", "CUP"]
    assert lines[schema.AMOUNT].to_list() == [2.0, 0.3]


def test_lines_written_in_blocks_are_those_written_at_once(cleaned, written, monkeypatch):
    transactions = cleaned(lines_of(*many(40)))
    at_once = written(Writer(transactions).write_lines)
    monkeypatch.setattr("rfm.log.transactions.writing.ROWS_AT_ONCE", 10)
    assert at_once.height == len(many(40))
    assert written(Writer(transactions).write_lines).equals(at_once)


def test_an_order_called_like_a_day_is_not_the_order_of_that_day(cleaned, written):
    rows = lines_of(("1", "2024-05-01", "a", "A", 1, 5.0), ("1", None, "a", "A", 1, 6.0))
    orders = written(Writer(cleaned(rows)).write_orders)
    assert orders[schema.AMOUNT].to_list() == [6.0, 5.0]


@pytest.mark.parametrize("descriptions", [(None, ""), ("", None), (None, None), ("", "")])
def test_lines_are_counted_once_whether_a_description_is_absent_or_empty(descriptions, cleaned):
    rows = [("1", str(place), None, text, 1, 5.0) for place, text in enumerate(descriptions)]
    transactions = cleaned(lines_of(*rows))
    assert counts(transactions) == {"purchase": 2}
    assert transactions.lines.count().to_pyarrow().as_py() == 2


def test_an_error_while_lines_are_written_is_told_and_ends_the_writing(
    cleaned, written, monkeypatch
):
    writer = Writer(cleaned(lines_of(*many(2_000))))
    (block,) = writer._blocks(writer.lines)

    def fail(_query):
        yield block
        raise OSError("the disk is full")

    monkeypatch.setattr(writer, "_blocks", fail)
    with pytest.raises(OSError, match="the disk is full"):
        written(writer.write_lines)


def test_files_that_cannot_be_written_beside_other_work_are_told(cleaned, tmp_path):
    transactions = cleaned(lines_of(*many(3)))
    with pytest.raises(OSError, match="nowhere"), preparing(transactions, tmp_path / "nowhere"):
        pass


def test_what_goes_wrong_meanwhile_is_told_and_the_database_is_free_again(cleaned, tmp_path):
    transactions = cleaned(lines_of(*many(3)))
    with pytest.raises(KeyError), preparing(transactions, tmp_path):
        raise KeyError
    assert transactions.lines.count().to_pyarrow().as_py() == 2


def test_writing_ends_when_nobody_waits_for_it(cleaned, written, monkeypatch):
    monkeypatch.setattr("rfm.log.transactions.writing.ROWS_AT_ONCE", 1)
    writer = Writer(cleaned(lines_of(*many(30))))
    writer.is_stopped.set()
    assert written(writer.write_lines).height < len(many(30))


def test_names_that_are_too_many_for_memory_come_from_the_database(cleaned, written, monkeypatch):
    rows = [*many(40), ("7", None, "b", None, 1, 1.0)]
    found = []
    for held in (100, 0):
        monkeypatch.setattr("rfm.log.transactions.names.MOST_HELD", held)
        transactions = cleaned(lines_of(*rows))
        lines = written(Writer(transactions).write_lines)
        customers = customers_of(transactions, Settings(), default_as_of(transactions))
        numbers = transactions.names[schema.CUSTOMER_ID].numbers(pa.array(["7", "0"])).to_pylist()
        found.append((lines, customers, numbers))
    (lines, customers, numbers), (again, customers_again, numbers_again) = found
    assert lines.filter(pl.col(schema.CUSTOMER_ID) == "7")[schema.PRODUCT].to_list() == ["b"]
    assert again.equals(lines)
    assert customers_again.equals(customers)
    assert numbers == numbers_again == [5, 0]


def test_a_log_without_a_purchase_is_refused_with_its_counts(cleaned):
    with pytest.raises(SourceError, match="No customer: 1"):
        cleaned(lines_of((None, "1", "a", "A", 1, 5.0)))


def test_each_reason_explains_itself(messy, cleaned):
    for settings in (Settings(), preset("report"), Settings(non_products="drop")):
        report = cleaned(messy("15_negative_zero_extreme.csv"), settings).report
        assert all(row.explanation.endswith(".") for row in report)
        assert len({row.label for row in report}) == len(report)
