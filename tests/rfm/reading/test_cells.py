"""What is read from cells: dates and numbers as people write them, and copies of rows."""

import gzip
from datetime import datetime

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import read_log
from rfm.reading.dates import Dates
from rfm.reading.numbers import written_number
from rfm.settings import Settings

# Price, and the value it has in a column where points and commas are both decimal marks.
PRICES = [
    ("£2.55", 2.55),
    ("£ 1,234.56", 1234.56),
    ("-£4.15", -4.15),
    ("(£12.50)", -12.5),
    ("£0.00", 0.0),
    ("GBP 3.75", 3.75),
    ("3.75 GBP", 3.75),
    ("€7,50", 7.5),
    ("1\u00a0234,56 €", 1234.56),
    ("1.234,56", 1234.56),
    ("1,234", None),
    ("12,5", 12.5),
    ("2.55-", -2.55),
    ("$1,000", 1000.0),
    ("US$ 8.95", 8.95),
    ("£1,23", None),
    ("free", None),
    ("#VALUE!", None),
    ("", None),
    ("£1,234,567.89", 1234567.89),
    ("12 pcs", None),
    ("6 ", 6.0),
    ("1.5E+3", 1500.0),
    ("1'234.50", 1234.5),
    ("\u221212.5", -12.5),
    ("(5", None),
    ("--5", None),
    ("1.2.3", None),
    ("9" * 20, None),
]

DATES = [
    ("2011-12-09 12:50:00", datetime(2011, 12, 9, 12, 50)),
    ("2011-12-09T12:50:00.250", datetime(2011, 12, 9, 12, 50, 0, 250_000)),
    ("2011/12/9", datetime(2011, 12, 9)),
    ("20111209", datetime(2011, 12, 9)),
    ("9.12.2011 8:05", datetime(2011, 12, 9, 8, 5)),
    ("13/12/11", datetime(2011, 12, 13)),
    ("14-Jan-15", datetime(2015, 1, 14)),
    ("14 January 2015", datetime(2015, 1, 14)),
    ("Jan 5, 2015", datetime(2015, 1, 5)),
    ("31/12/2011 8:26 PM", datetime(2011, 12, 31, 20, 26)),
    ("40513.351388889", datetime(2010, 12, 1, 8, 26)),
    ("2011-07-01T12:00:00Z", datetime(2011, 7, 1, 13)),
    ("2011-07-01 12:00:00+02:00", datetime(2011, 7, 1, 11)),
    ("1309521600", datetime(2011, 7, 1, 13)),
    ("1309521600000", datetime(2011, 7, 1, 13)),
    ("0011-12-09", None),
    ("2011-12-09 12:50 sharp", None),
    ("soon", None),
]


def read(folder, log, settings=None):
    """Return what is read of a log, given as text, as bytes or as a table that is stored."""
    file = folder / "log"
    if isinstance(log, pl.DataFrame):
        log.write_parquet(file)
    else:
        file.write_bytes(log.encode() if isinstance(log, str) else log)
    reading = read_log(file, settings or Settings(), folder / "work")
    return reading, reading.texts().collect()


@pytest.mark.parametrize(("cell", "value"), PRICES)
def test_a_number_is_read_where_it_has_one_meaning(cell, value):
    cells = pl.DataFrame({"cell": [cell]})
    assert cells.select(written_number(pl.col("cell"), "both")).item() == value


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["2.55", "1,234"], [2.55, 1234.0]),
        (["2,55", "1.234"], [2.55, 1234.0]),
        (["1.234.567", "1.234"], [1234567.0, 1234.0]),
        (["7", "1,234"], [7.0, None]),
    ],
)
def test_the_clear_cells_of_a_column_decide_for_the_others(tmp_path, cells, values):
    rows = "\n".join(f"c1;2011-01-02;{cell}" for cell in cells)
    _, lines = read(tmp_path, f"customer;date;amount\n{rows}\n")
    assert lines[schema.AMOUNT].to_list() == values


@pytest.mark.parametrize(("cell", "moment"), DATES)
def test_a_date_is_read_as_the_clock_of_the_shop(cell, moment):
    cells = pl.Series("cell", [cell])
    reading = Dates(zone="Europe/London").with_more(cells).expression(pl.col("cell"))
    assert cells.to_frame().select(reading).item() == moment


def test_dates_that_contradict_each_other_are_refused(tmp_path):
    with pytest.raises(SourceError, match=r"'13/01/2011'.*'01/14/2011'"):
        read(tmp_path, "customer,date,amount\na,13/01/2011,5\nb,01/14/2011,5\n")


@pytest.mark.parametrize("late", ["01/31/2011", "01-31-2011"])
def test_one_date_late_in_the_file_decides_the_order(tmp_path, late):
    rows = "a,01/02/2011,5\n" * 3_000
    _, lines = read(tmp_path, f"customer,date,amount\n{rows}a,{late},5\n")
    assert lines[schema.ORDERED_AT][0] == datetime(2011, 1, 2)


def test_dates_with_points_are_read_day_first(tmp_path):
    _, lines = read(tmp_path, "customer;date;amount\na;01.02.2011;5\n")
    assert lines[schema.ORDERED_AT][0] == datetime(2011, 2, 1)


def test_cells_that_are_not_understood_are_listed_by_row(tmp_path):
    text = "customer,date,amount\na,2011-01-02,5\nb,soon,6\nc,2011-01-03,free\nd,2011-01-04,7\n"
    reading, lines = read(tmp_path, text)
    notes = " ".join(reading.notes)
    assert "Column 'date': 1 cell is missing, being no date: row 3 'soon'." in notes
    assert "row 4 'free'" in notes
    assert lines[schema.ORDERED_AT].null_count() == lines[schema.AMOUNT].null_count() == 1


@pytest.mark.parametrize(
    ("cells", "customers"),
    [
        (["17850.0", "17850.00", " 17850 ", "17850"], ["17850"] * 4),
        (["A.0", "00012", "NULL"], ["A.0", "00012", None]),
    ],
)
def test_customer_numbers_are_trimmed_text(tmp_path, cells, customers):
    rows = "\n".join(f"{cell},2011-01-02,5" for cell in cells)
    _, lines = read(tmp_path, f"Customer ID,date,amount\n{rows}\n")
    assert lines[schema.CUSTOMER_ID].to_list() == customers


def test_customer_numbers_stored_as_numbers_become_text(tmp_path):
    stored = pl.DataFrame(
        {
            "CustomerID": [17850.0, None],
            "InvoiceDate": [datetime(2011, 1, 2)] * 2,
            "Quantity": [2, 3],
            "UnitPrice": [1.5, 2.0],
        }
    )
    _, lines = read(tmp_path, stored)
    assert lines[schema.CUSTOMER_ID].to_list() == ["17850", None]
    assert lines[schema.AMOUNT].to_list() == [3.0, 6.0]
    assert lines[schema.HAS_EMPTY_FIELD].to_list() == [False, True]


@pytest.mark.parametrize(
    "kind", [pl.Categorical(), pl.Enum(["x", "Zoë", "ann", "12/31/2011", "01/02/2011"])]
)
def test_texts_stored_as_categories_are_texts(tmp_path, kind):
    rows = {
        "customer": ["ann", "Zoë", None, "ann"],
        "date": ["01/02/2011", "12/31/2011", "01/02/2011", None],
        "amount": [1.0, 2.0, 3.0, 4.0],
    }
    plain = pl.DataFrame(rows)
    one, lines = read(tmp_path, plain)
    other, same = read(tmp_path, plain.cast({"customer": kind, "date": kind}))
    assert other.notes == one.notes
    assert same.drop(schema.ROW_HASH).equals(lines.drop(schema.ROW_HASH))
    assert lines[schema.CUSTOMER_ID].to_list() == ["ann", "Zoë", None, "ann"]
    assert lines[schema.ORDERED_AT].is_null().to_list() == [False, False, False, True]


def test_a_note_names_the_first_date_that_decides(tmp_path):
    dates = ["01/02/2011", "03/30/2011", "05/06/2011", "12/25/2011"] * 50
    rows = "".join(f"c{place},{date},{place}\n" for place, date in enumerate(dates))
    reading, _ = read(tmp_path, f"customer,date,amount\n{rows}")
    assert any("'03/30/2011' decides" in note for note in reading.notes)


def test_names_that_are_written_alike_but_for_blanks_are_one(tmp_path):
    text = "customer,date,amount,country\n a ,2011-01-02,5,UK\na,2011-01-03,5, UK\n"
    reading, lines = read(tmp_path, text)
    assert lines[schema.CUSTOMER_ID].to_list() == ["a", "a"]
    assert reading.lines[schema.CUSTOMER_ID].to_physical().to_list() == [0, 0]
    assert reading.lines[schema.COUNTRY].to_physical().n_unique() == 1


def test_a_blank_description_is_none(tmp_path):
    text = 'customer,date,amount,sku,description\na,2011-01-02,5,x1," "\na,2011-01-03,5,x1,\n'
    _, lines = read(tmp_path, text)
    assert lines[schema.PRODUCT].to_list() == [None, None]


def test_a_stored_time_at_which_no_shop_sold_is_missing(tmp_path):
    dates = [datetime(2011, 1, 2), datetime(9999, 12, 31), datetime(1, 1, 1)]
    dates += [datetime(2011, 1, 3)]
    stored = pl.DataFrame({"customer": ["a"] * 4, "amount": [1.0] * 4, "date": dates})
    for table in (stored, stored.cast({"date": pl.Date})):
        _, lines = read(tmp_path, table)
        assert lines[schema.ORDERED_AT].to_list() == [dates[0], None, None, dates[3]]


def test_an_infinite_amount_is_missing_and_told(tmp_path):
    stored = pl.DataFrame(
        {"customer": ["a", "b"], "date": [datetime(2011, 1, 2)] * 2, "amount": [5.0, float("inf")]}
    )
    reading, lines = read(tmp_path, stored)
    assert lines[schema.AMOUNT].to_list() == [5.0, None]
    assert any("row 2 'inf'" in note for note in reading.notes)


def test_times_with_a_zone_are_shown_by_the_clock_of_the_shop(tmp_path):
    stored = pl.DataFrame({"customer": ["a"], "amount": [1.0], "date": [datetime(2011, 7, 1, 23)]})
    stored = stored.with_columns(pl.col("date").dt.replace_time_zone("UTC"))
    _, lines = read(tmp_path, stored, Settings(time_zone="Europe/London"))
    assert lines[schema.ORDERED_AT][0] == datetime(2011, 7, 2)


def test_copies_of_a_row_share_a_hash_and_others_do_not(tmp_path):
    text = "customer,date,amount,note\na,2011-01-02,5,x\na,2011-01-02,5,x\na,2011-01-02,5,y\n"
    _, lines = read(tmp_path, text)
    hashes = lines[schema.ROW_HASH]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_blank_field_makes_a_row_incomplete(tmp_path):
    text = 'customer,date,amount,note\na,2011-01-02,5,x\na,2011-01-02,5," "\na,2011-01-02,5,\n'
    _, lines = read(tmp_path, text)
    assert lines[schema.HAS_EMPTY_FIELD].to_list() == [False, True, True]


def test_a_currency_written_in_the_amounts_is_reported(tmp_path):
    reading, lines = read(tmp_path, "customer;date;total\na;2011-01-02;5,50 €\n")
    assert (reading.currency, lines[schema.AMOUNT][0]) == ("€", 5.5)


def test_without_a_quantity_the_price_is_the_amount_and_it_is_said(tmp_path):
    text = "customer,date,price,currency\na,2011-01-02,5.50,\nb,2011-01-03,7,\n"
    reading, lines = read(tmp_path, text)
    assert lines[schema.AMOUNT].to_list() == [5.5, 7]
    assert "There is no quantity: 'price' is taken as the amount." in reading.notes
    assert reading.currency == ""


def test_a_currency_column_with_two_currencies_is_refused(tmp_path):
    text = "customer,date,amount,currency\na,2011-01-02,5,EUR\nb,2011-01-02,5,USD\n"
    with pytest.raises(SourceError, match=r"EUR \(row 2\), USD \(row 3\)"):
        read(tmp_path, text)


def test_packed_text_is_unpacked(tmp_path):
    reading, _ = read(tmp_path, gzip.compress(b"customer,date,amount\na,2011-01-02,5\n"))
    assert reading.rows == 1
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_keeps_its_letters(tmp_path, encoding):
    text = "customer,date,amount,country\r\nJörg,2011-01-02,5,Österreich\r\n"
    _, lines = read(tmp_path, text.encode(encoding))
    assert (lines[schema.CUSTOMER_ID][0], lines[schema.COUNTRY][0]) == ("Jörg", "Österreich")
