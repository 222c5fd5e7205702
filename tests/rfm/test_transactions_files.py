"""Orders and lines are written while something else is worked out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rfm import schema
from rfm.transactions import Transactions, writing_meanwhile

ORDERS = pl.DataFrame(
    {
        schema.CUSTOMER_ID: ["2", "1"],
        schema.ORDER_ID: ["11", "10"],
        schema.ORDERED_AT: [datetime(2024, 5, 1, 12)] * 2,
        schema.AMOUNT: [3.0, 4.0],
    }
)
LINES = ORDERS.with_columns(pl.Series(schema.PRODUCT, ["CUP", "PEN"]))
Cleaning = Callable[..., Transactions]


def test_the_files_are_there_when_the_other_work_is_done(
    readings: Any, cleaned: Cleaning, tmp_path: Path
) -> None:
    with writing_meanwhile(cleaned(readings(LINES)), tmp_path) as files:
        pass
    assert files.lines is not None
    assert pl.read_parquet(files.orders)[schema.AMOUNT].to_list() == [4.0, 3.0]
    assert pl.read_parquet(files.lines)[schema.PRODUCT].to_list() == ["PEN", "CUP"]


def test_a_log_without_products_has_no_file_of_lines(
    readings: Any, cleaned: Cleaning, tmp_path: Path
) -> None:
    with writing_meanwhile(cleaned(readings(ORDERS)), tmp_path) as files:
        pass
    assert files.lines is None
    assert files.orders.is_file()


def test_files_that_cannot_be_written_are_told(
    readings: Any, cleaned: Cleaning, tmp_path: Path
) -> None:
    transactions = cleaned(readings(LINES))
    with (
        pytest.raises(OSError, match="nowhere"),
        writing_meanwhile(transactions, tmp_path / "nowhere"),
    ):
        pass


def test_what_goes_wrong_meanwhile_is_told_and_the_database_is_free_again(
    readings: Any, cleaned: Cleaning, tmp_path: Path
) -> None:
    transactions = cleaned(readings(LINES))
    with pytest.raises(KeyError), writing_meanwhile(transactions, tmp_path):
        raise KeyError
    assert transactions.lines.count().to_pyarrow().as_py() == 2
