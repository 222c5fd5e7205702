"""Files and baskets are made ready while something else is worked out."""

from datetime import datetime

import polars as pl
import pytest

from rfm import schema
from rfm.log.transactions import preparing

ORDERS = pl.DataFrame(
    {
        schema.CUSTOMER_ID: ["2", "1"],
        schema.ORDER_ID: ["11", "10"],
        schema.ORDERED_AT: [datetime(2024, 5, 1, 12)] * 2,
        schema.AMOUNT: [3.0, 4.0],
    }
)
LINES = ORDERS.with_columns(pl.Series(schema.PRODUCT, ["CUP", "PEN"]))


def test_files_and_baskets_are_there_when_the_other_work_is_done(cleaned, tmp_path):
    with preparing(cleaned(LINES), tmp_path) as prepared:
        pass
    assert prepared.lines is not None
    assert pl.read_parquet(prepared.orders)[schema.AMOUNT].to_list() == [4.0, 3.0]
    assert pl.read_parquet(prepared.lines)[schema.PRODUCT].to_list() == ["PEN", "CUP"]
    assert prepared.baskets is not None
    baskets = prepared.baskets.order_by(schema.CUSTOMER_ID).to_pyarrow().to_pydict()
    assert baskets[schema.PRODUCT_NO] == [1, 0]
    assert baskets[schema.AMOUNT_UNITS] == [40_000, 30_000]


def test_a_log_without_products_has_no_lines_and_no_baskets(cleaned, tmp_path):
    with preparing(cleaned(ORDERS), tmp_path) as prepared:
        pass
    assert prepared.lines is None
    assert prepared.baskets is None
    assert prepared.orders.is_file()


def test_files_that_cannot_be_written_are_told(cleaned, tmp_path):
    transactions = cleaned(LINES)
    with (
        pytest.raises(OSError, match="nowhere"),
        preparing(transactions, tmp_path / "nowhere"),
    ):
        pass


def test_what_goes_wrong_meanwhile_is_told_and_the_database_is_free_again(cleaned, tmp_path):
    transactions = cleaned(LINES)
    with pytest.raises(KeyError), preparing(transactions, tmp_path):
        raise KeyError
    assert transactions.lines.count().to_pyarrow().as_py() == 2
