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
