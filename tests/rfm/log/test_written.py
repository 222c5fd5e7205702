"""Orders and lines as files: sorted, with names and money that people know."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from rfm import schema
from rfm.log.customers import customers_of
from rfm.log.transactions.tables import default_as_of
from rfm.log.transactions.writing import Writer, preparing
from rfm.settings import Settings
from tests.rfm.log.conftest import counts, lines_of_noon


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


def test_equal_rows_of_a_log_without_order_numbers_are_two_purchases(cleaned, written):
    rows = lines_of_noon(*[("1", "10", "22001", "CUP", 1, 5.0)] * 2).drop(schema.ORDER_ID)
    transactions = cleaned(rows)
    orders = written(Writer(transactions).write_orders)
    assert counts(transactions) == {"purchase": 2}
    assert not transactions.has_orders
    assert orders[schema.ORDER_ID].to_list() == ["2024-05-01"]


def test_an_order_without_a_number_is_that_of_its_day(cleaned, written):
    rows = lines_of_noon(
        ("1", "10", "a", "A", 1, 5.0), ("1", None, "a", "A", 1, 6.0), ("1", None, "b", "B", 1, 7.0)
    )
    orders = written(Writer(cleaned(rows)).write_orders).sort(schema.AMOUNT)
    assert orders[schema.ORDER_ID].to_list() == ["10", "2024-05-01"]
    assert orders[schema.AMOUNT].to_list() == [5.0, 13.0]


def test_written_orders_and_lines_are_sorted_and_in_the_currency(cleaned, written):
    rows = lines_of_noon(("2", "11", "22001", "CUP", 3, 0.1), ("1", "10", "22002", "PLATE", 1, 2.0))
    writer = Writer(cleaned(rows))
    orders, lines = written(writer.write_orders), written(writer.write_lines)
    assert orders[schema.CUSTOMER_ID].to_list() == ["1", "2"]
    assert orders[schema.AMOUNT].to_list() == [2.0, 0.3]
    assert lines[schema.PRODUCT].to_list() == ["PLATE", "CUP"]
    assert lines[schema.AMOUNT].to_list() == [2.0, 0.3]


def test_lines_written_in_blocks_are_those_written_at_once(cleaned, written, monkeypatch):
    transactions = cleaned(lines_of_noon(*many(40)))
    at_once = written(Writer(transactions).write_lines)
    monkeypatch.setattr("rfm.log.transactions.writing.ROWS_AT_ONCE", 10)
    assert at_once.height == len(many(40))
    assert written(Writer(transactions).write_lines).equals(at_once)


def test_an_order_called_like_a_day_is_not_the_order_of_that_day(cleaned, written):
    rows = lines_of_noon(("1", "2024-05-01", "a", "A", 1, 5.0), ("1", None, "a", "A", 1, 6.0))
    orders = written(Writer(cleaned(rows)).write_orders)
    assert orders[schema.AMOUNT].to_list() == [6.0, 5.0]


def test_an_error_while_lines_are_written_is_told_and_ends_the_writing(
    cleaned, written, monkeypatch
):
    writer = Writer(cleaned(lines_of_noon(*many(2_000))))
    (block,) = writer._blocks(writer.lines)

    def fail(_query):
        yield block
        raise OSError("the disk is full")

    monkeypatch.setattr(writer, "_blocks", fail)
    with pytest.raises(OSError, match="the disk is full"):
        written(writer.write_lines)


def test_files_that_cannot_be_written_beside_other_work_are_told(cleaned, tmp_path):
    transactions = cleaned(lines_of_noon(*many(3)))
    with pytest.raises(OSError, match="nowhere"), preparing(transactions, tmp_path / "nowhere"):
        pass


def test_what_goes_wrong_meanwhile_is_told_and_the_database_is_free_again(cleaned, tmp_path):
    transactions = cleaned(lines_of_noon(*many(3)))
    with pytest.raises(KeyError), preparing(transactions, tmp_path):
        raise KeyError
    assert transactions.lines.count().to_pyarrow().as_py() == 2


def test_writing_ends_when_nobody_waits_for_it(cleaned, written, monkeypatch):
    monkeypatch.setattr("rfm.log.transactions.writing.ROWS_AT_ONCE", 1)
    writer = Writer(cleaned(lines_of_noon(*many(30))))
    writer.is_stopped.set()
    assert written(writer.write_lines).height < len(many(30))


def test_names_that_are_too_many_for_memory_come_from_the_database(cleaned, written, monkeypatch):
    rows = [*many(40), ("7", None, "b", None, 1, 1.0)]
    found = []
    for held in (100, 0):
        monkeypatch.setattr("rfm.log.transactions.names.MOST_HELD", held)
        transactions = cleaned(lines_of_noon(*rows))
        lines = written(Writer(transactions).write_lines)
        customers = customers_of(transactions, Settings(), default_as_of(transactions))
        numbers = transactions.names[schema.CUSTOMER_ID].numbers(pa.array(["7", "0"])).to_pylist()
        found.append((lines, customers, numbers))
    (lines, customers, numbers), (again, customers_again, numbers_again) = found
    assert lines.filter(pl.col(schema.CUSTOMER_ID) == "7")[schema.PRODUCT].to_list() == ["b"]
    assert again.equals(lines)
    assert customers_again.equals(customers)
    assert numbers == numbers_again == [5, 0]
