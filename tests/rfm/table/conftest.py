"""A table that is written, and read as its analysis reads it."""

import polars as pl
import pytest

from rfm.table.attribute import TableChoices
from rfm.table.reading import read_customer_table


@pytest.fixture
def read(tmp_path):
    def write(columns, **choices):
        path = tmp_path / "table.csv"
        if isinstance(columns, str):
            path.write_text(columns, encoding="utf-8")
        else:
            pl.DataFrame(columns).write_csv(path, separator=";")
        return read_customer_table(path, TableChoices(**choices))

    return write
