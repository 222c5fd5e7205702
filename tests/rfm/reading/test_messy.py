"""The damaged files that shops really send, each with the numbers counted beforehand."""

import json
from pathlib import Path

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import Reading, read_log
from rfm.settings import Settings

SAME_AS_CLEAN = (
    "00_clean_reference.csv",
    "01_latin1_semicolon_decimal_comma.csv",
    "03_utf8_bom_crlf_cr_padding.csv",
    "20_excel_mixed_types.xlsx",
)
CUSTOMER, MOMENT = pl.col(schema.CUSTOMER_ID), pl.col(schema.ORDERED_AT)
AMOUNT, PRICE = pl.col(schema.AMOUNT), pl.col(schema.UNIT_PRICE)
# What was counted beforehand in each file, by the name that `expected.json` gives it.
COUNTED = {
    **{
        name: {
            "rows": pl.len(),
            "rows_with_customer": CUSTOMER.count(),
            "customers": CUSTOMER.drop_nulls().n_unique(),
            "net_amount_with_customer": AMOUNT.filter(CUSTOMER.is_not_null()).sum().round(2),
            "cancel_rows": pl.col(schema.ORDER_ID).str.starts_with("C").sum(),
            "first": MOMENT.min().dt.to_string("%Y-%m-%d %H:%M:%S"),
            "last": MOMENT.max().dt.to_string("%Y-%m-%d %H:%M:%S"),
        }
        for name in SAME_AS_CLEAN
    },
    **{
        name: {
            "sum_of_day_ordinals": (MOMENT.dt.epoch("d").cast(pl.Int64) + 719_163).sum(),
            "amount_sum": AMOUNT.sum(),
            "customers": CUSTOMER.n_unique(),
        }
        for name in ("28a_retail_14-Jan-15.csv", "28b_retail_d_m_yyyy.csv")
    },
    "07_quoted_newlines_quotes_commas.csv": {
        "rows": pl.len(),
        "descriptions_with_newline": pl.col(schema.PRODUCT).str.contains("\n").sum(),
        "descriptions_with_quote": pl.col(schema.PRODUCT).str.contains('"').sum(),
    },
    "13_csv_injection.csv": {"distinct_customers": CUSTOMER.n_unique()},
    "15_negative_zero_extreme.csv": {
        "rows": pl.len(),
        "no_customer": CUSTOMER.null_count(),
        "zero_price": (PRICE == 0).sum(),
        "negative_price": (PRICE < 0).sum(),
        "negative_quantity": (pl.col(schema.QUANTITY) < 0).sum(),
        "exact_duplicates": pl.len() - pl.col(schema.ROW_HASH).n_unique(),
    },
    **{
        name: {"rows": pl.len(), "customers": CUSTOMER.n_unique()}
        for name in ("25_one_customer.csv", "26_one_day_only.csv", "27_one_time_buyers.csv")
    },
    "29_minimal_three_columns.csv": {"amount": AMOUNT.sum().round(2)},
}
REFUSED = {
    "05_dates_ambiguous_day_month.csv": ("'InvoiceDate'", "--date-order day-first"),
    "08_currency_thousands_accounting.csv": tuple("£€$"),
    "09_duplicate_headers.csv": ("'Price', 'Price.2'", "--column unit_price='Price'"),
    "10_missing_customer_column.csv": ("no customer column", "'InvoiceNo', 'StockCode'"),
    "11_empty.csv": ("is empty",),
    "12_header_only.csv": ("no data rows",),
}


def read(shared: Path, name: str, workspace: Path, settings: Settings | None = None) -> Reading:
    return read_log(shared / "messy" / name, settings or Settings(), workspace)


def expected(shared: Path, name: str) -> dict:
    documents = json.loads((shared / "messy" / "expected.json").read_text(encoding="utf-8"))
    return next(document for document in documents if document["file"] == name)


@pytest.mark.parametrize("name", COUNTED)
def test_what_was_counted_beforehand_is_what_is_read(shared, tmp_path, name):
    reading = read(shared, name, tmp_path)
    lines = reading.texts().collect()
    counted = lines.select(**COUNTED[name]).row(0, named=True)
    assert counted == {fact: expected(shared, name)[fact] for fact in counted}
    assert reading.rows == lines.height


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_name_and_says_why_and_how_to_go_on(
    shared, tmp_path, name
):
    with pytest.raises(SourceError) as caught:
        read(shared, name, tmp_path)
    assert list(tmp_path.iterdir()) == []
    said = caught.value.on_command_line
    assert [words for words in (name, *REFUSED[name]) if words not in said] == []


@pytest.mark.parametrize("order", ["day-first", "month-first"])
def test_ambiguous_dates_are_read_as_asked(shared, tmp_path, order):
    name = "05_dates_ambiguous_day_month.csv"
    reading = read(shared, name, tmp_path, Settings(date_order=order))
    days = reading.texts().collect()[schema.ORDERED_AT].dt.date()
    assert [str(days.min()), str(days.max())] == expected(shared, name)[order.replace("-", "_")]


def test_an_answered_question_is_followed(shared, tmp_path):
    name = "09_duplicate_headers.csv"
    mapping = {schema.UNIT_PRICE: "Price", schema.AMOUNT: "Price.2"}
    reading = read_log(shared / "messy" / name, Settings(), tmp_path, mapping=mapping)
    lines = reading.texts().collect()
    facts = expected(shared, name)
    assert round(lines[schema.UNIT_PRICE].sum(), 2) == facts["unit_price_sum"]
    assert round(lines[schema.AMOUNT].sum(), 2) == facts["line_total_sum"]
    assert not lines[schema.HAS_EMPTY_FIELD].any()


def test_titles_above_and_totals_below_are_left_out(shared, tmp_path):
    name = "19_preamble_and_totals.csv"
    reading = read(shared, name, tmp_path, Settings(date_order="day-first"))
    lines = reading.texts().collect()
    header = expected(shared, name)["header_line"]
    assert reading.rows == expected(shared, name)["rows"]
    assert lines[schema.LINE_NO].to_list() == list(range(header + 1, header + 1 + reading.rows))
    assert any("totals" in note for note in reading.notes)


def test_the_sheet_and_row_of_a_workbook_are_found_and_named(shared, tmp_path):
    reading = read(shared, "20_excel_mixed_types.xlsx", tmp_path)
    assert "Read from sheet 'Orders'; the header is row 2." in reading.notes
    assert reading.texts().collect()[schema.LINE_NO].min() == 3


def test_a_customer_a_date_and_an_amount_are_enough(shared, tmp_path):
    reading = read(shared, "29_minimal_three_columns.csv", tmp_path)
    assert set(reading.columns) == {schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT}
    assert schema.ORDER_ID not in reading.texts().collect_schema()


def test_online_retail_is_the_same_from_parquet_and_from_csv(shared, tmp_path):
    stored = shared / "data" / "online_retail.parquet"
    start = pl.read_parquet(stored).head(20_000)
    start.write_parquet(tmp_path / "start.parquet")
    start.write_csv(tmp_path / "start.csv")
    columns = [schema.CUSTOMER_ID, schema.ORDER_ID, schema.ORDERED_AT, schema.AMOUNT]
    tables = [
        read_log(tmp_path / file, Settings(), tmp_path / file[-3:]).texts().collect()
        for file in ("start.parquet", "start.csv")
    ]
    assert tables[0].select(columns).equals(tables[1].select(columns))


def assert_read_alike(one, other):
    tables = [reading.texts().collect() for reading in (one, other)]
    copies = [table.select(pl.col(schema.ROW_HASH).is_first_distinct()) for table in tables]
    assert copies[0].equals(copies[1])
    assert tables[0].drop(schema.ROW_HASH).equals(tables[1].drop(schema.ROW_HASH))


@pytest.mark.parametrize("name", [*SAME_AS_CLEAN, "28b_retail_d_m_yyyy.csv"])
def test_a_log_too_big_for_memory_is_read_the_same(shared, tmp_path, monkeypatch, name):
    kept = read(shared, name, tmp_path / "kept")
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", 0)
    passed = read(shared, name, tmp_path / "passed")
    assert passed.notes == kept.notes
    assert_read_alike(passed, kept)
    assert list((tmp_path / "passed").iterdir()) == [passed.lines]
