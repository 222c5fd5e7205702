"""The time that cells take to be understood grows with them, and no faster."""

import time

import polars as pl
import pytest

from rfm.reading.dates import Dates
from rfm.reading.numbers import _studied, plain_number, study_numbers, written_number
from rfm.reading.tables import LINE

CELLS = {
    "digits": "1",
    "grouped digits": "1,234",
    "digits and blanks": "1 ",
    "days": "2011-01-02 ",
    "words": "ab-",
    "signs": "-",
    "money": "€ ",
    "apostrophes": "1'",
    "months": "mar.",
}


@pytest.mark.parametrize("unit", CELLS.values(), ids=CELLS)
def test_a_long_cell_is_understood_in_no_time(unit):
    cell = (unit * 32_000)[:32_000]
    rows = pl.DataFrame({LINE: range(20), "cell": [cell] * 20})
    text = pl.col("cell")
    begun = time.process_time()
    rows.lazy().select(written_number(text, "unknown"), plain=plain_number(text)).collect()
    study_numbers(rows.lazy())
    Dates().with_more(rows["cell"]).both_ways(rows["cell"])
    assert time.process_time() - begun < 3


def test_many_different_amounts_with_a_decimal_comma_are_read_in_seconds():
    cells = [f"{number},{number % 89:02} €" for number in range(50_000)]
    rows = pl.DataFrame({LINE: range(50_000), "cell": cells})
    begun = time.process_time()
    assert study_numbers(rows.lazy()).mark == "comma"
    read = rows.lazy().select(written_number(pl.col("cell"), "comma")).collect().to_series()
    assert read[123] == 123.34
    # Five seconds for each thousand, had every part been looked for again wherever it is needed.
    assert time.process_time() - begun < 10


def test_each_cell_tells_its_currency_and_the_mark_that_it_can_only_have():
    cells = pl.Series("cell", ["1.234,50 €", "£1,234.50", "1,234", "12.5", "soon", "9" * 101])
    studied = _studied(cells).struct.unnest()
    assert studied["currency"].to_list() == ["€", "£", None, None, None, None]
    assert studied["is_comma"].to_list() == [True, False, False, False, False, False]
    assert studied["is_point"].to_list() == [False, True, False, True, False, False]
