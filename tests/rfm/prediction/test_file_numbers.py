"""Numbers of a file of customers, whatever their decimal mark."""

import polars as pl
import pytest

from rfm.prediction.files import plain_numbers
from rfm.reading.tables import LINE


def read(*cells, **others):
    columns = {"money": list(cells)} | {name: list(more) for name, more in others.items()}
    texts = pl.DataFrame({LINE: range(1, len(cells) + 1), **columns})
    return plain_numbers(texts, list(columns))["money"].to_list()


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("3", "-2.5"), ["3", "-2.5"]),
        (("1.234,50", "12,5", "1.234", "7"), ["1234.50", "12.5", "1234", "7"]),
        (("1,234.5", "1,234", "12.5"), ["1234.5", "1234", "12.5"]),
        (("£3.20", "£1,000.00"), ["3.2", "1000.0"]),
        (("many", None, "12,5"), ["many", None, "12.5"]),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(cells, numbers):
    assert read(*cells) == numbers


def test_a_column_that_does_not_tell_follows_the_others():
    assert read("1,234", "5,678", price=("2,5", "3,75")) == ["1.234", "5.678"]
