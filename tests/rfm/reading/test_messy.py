"""The damaged files that shops really send, each with the numbers counted beforehand."""

import json
from pathlib import Path

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import Reading, read_log
from rfm.samples.gift_shop import make_gift_shop
from rfm.settings import Settings

SAME_AS_CLEAN = (
    "00_clean_reference.csv",
    "01_latin1_semicolon_decimal_comma.csv",
    "03_utf8_bom_crlf_cr_padding.csv",
    "20_excel_mixed_types.xlsx",
)
DAY_FIRST = Settings(date_order="day-first")


def read(shared: Path, name: str, workspace: Path, settings: Settings | None = None) -> Reading:
    return read_log(shared / "messy" / name, settings or Settings(), workspace)


def expected(shared: Path, name: str) -> dict:
    documents = json.loads((shared / "messy" / "expected.json").read_text(encoding="utf-8"))
    return next(document for document in documents if document["file"] == name)


def refusal(shared: Path, name: str, workspace: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read(shared, name, workspace)
    assert list(workspace.iterdir()) == []
    assert name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", SAME_AS_CLEAN)
def test_files_with_the_same_rows_give_the_same_numbers(shared, tmp_path, name):
    reading = read(shared, name, tmp_path)
    lines = reading.texts().collect()
    known = lines.drop_nulls(schema.CUSTOMER_ID)
    facts = expected(shared, name)
    assert reading.rows == lines.height == facts["rows"]
    assert known.height == facts["rows_with_customer"]
    assert known[schema.CUSTOMER_ID].n_unique() == facts["customers"]
    assert round(known[schema.AMOUNT].sum(), 2) == facts["net_amount_with_customer"]
    cancelled = lines[schema.ORDER_ID].str.starts_with("C")
    assert cancelled.sum() == facts["cancel_rows"]
    assert str(lines[schema.ORDERED_AT].min()) == facts["first"]
    assert str(lines[schema.ORDERED_AT].max()) == facts["last"]


def test_letters_of_western_encodings_are_kept(shared, tmp_path):
    reading = read(shared, "01_latin1_semicolon_decimal_comma.csv", tmp_path)
    countries = set(reading.texts().collect()[schema.COUNTRY])
    assert {"Großbritannien", "Österreich"} <= countries
    assert reading.columns[schema.CUSTOMER_ID] == "Kundennr"


@pytest.mark.parametrize("name", ["28a_retail_14-Jan-15.csv", "28b_retail_d_m_yyyy.csv"])
def test_a_date_column_is_read_one_way_throughout(shared, tmp_path, name):
    lines = read(shared, name, tmp_path).texts().collect()
    facts = expected(shared, name)
    ordinals = lines[schema.ORDERED_AT].dt.epoch("d").cast(pl.Int64) + 719_163
    assert ordinals.sum() == facts["sum_of_day_ordinals"]
    assert lines[schema.AMOUNT].sum() == facts["amount_sum"]
    assert lines[schema.CUSTOMER_ID].n_unique() == facts["customers"]


def test_ambiguous_dates_are_asked_about(shared, tmp_path):
    sentence = refusal(shared, "05_dates_ambiguous_day_month.csv", tmp_path)
    assert "'InvoiceDate'" in sentence
    assert "--date-order day-first" in sentence


@pytest.mark.parametrize("order", ["day-first", "month-first"])
def test_ambiguous_dates_are_read_as_asked(shared, tmp_path, order):
    name = "05_dates_ambiguous_day_month.csv"
    reading = read(shared, name, tmp_path, Settings(date_order=order))
    days = reading.texts().collect()[schema.ORDERED_AT].dt.date()
    assert [str(days.min()), str(days.max())] == expected(shared, name)[order.replace("-", "_")]


def test_a_quoted_field_may_hold_lines_quotes_and_commas(shared, tmp_path):
    name = "07_quoted_newlines_quotes_commas.csv"
    reading = read(shared, name, tmp_path)
    products = reading.texts().collect()[schema.PRODUCT]
    facts = expected(shared, name)
    assert reading.rows == facts["rows"]
    assert products.str.contains("\n").sum() == facts["descriptions_with_newline"]
    assert products.str.contains('"').sum() == facts["descriptions_with_quote"]


def test_several_currencies_are_refused_by_name(shared, tmp_path):
    sentence = refusal(shared, "08_currency_thousands_accounting.csv", tmp_path)
    assert all(symbol in sentence for symbol in "£€$")


def test_two_columns_of_one_name_are_asked_about(shared, tmp_path):
    sentence = refusal(shared, "09_duplicate_headers.csv", tmp_path)
    assert "'Price', 'Price.2'" in sentence
    assert "--column unit_price='Price'" in sentence


def test_an_answered_question_is_followed(shared, tmp_path):
    name = "09_duplicate_headers.csv"
    mapping = {schema.UNIT_PRICE: "Price", schema.AMOUNT: "Price.2"}
    reading = read_log(shared / "messy" / name, Settings(), tmp_path, mapping=mapping)
    lines = reading.texts().collect()
    facts = expected(shared, name)
    assert round(lines[schema.UNIT_PRICE].sum(), 2) == facts["unit_price_sum"]
    assert round(lines[schema.AMOUNT].sum(), 2) == facts["line_total_sum"]
    assert not lines[schema.HAS_EMPTY_FIELD].any()


def test_a_log_without_customers_is_refused(shared, tmp_path):
    sentence = refusal(shared, "10_missing_customer_column.csv", tmp_path)
    assert "no customer column" in sentence
    assert "'InvoiceNo', 'StockCode'" in sentence


@pytest.mark.parametrize(
    ("name", "words"), [("11_empty.csv", "is empty"), ("12_header_only.csv", "no data rows")]
)
def test_a_file_without_rows_is_refused(shared, tmp_path, name, words):
    assert words in refusal(shared, name, tmp_path)


def test_text_that_looks_like_a_formula_stays_text(shared, tmp_path):
    name = "13_csv_injection.csv"
    lines = read(shared, name, tmp_path).texts().collect()
    assert lines[schema.CUSTOMER_ID].n_unique() == expected(shared, name)["distinct_customers"]
    assert "=1+1" in set(lines[schema.CUSTOMER_ID])


def test_ugly_rows_are_all_read(shared, tmp_path):
    name = "15_negative_zero_extreme.csv"
    lines = read(shared, name, tmp_path).texts().collect()
    facts = expected(shared, name)
    assert lines.height == facts["rows"]
    assert lines[schema.CUSTOMER_ID].null_count() == facts["no_customer"]
    assert (lines[schema.UNIT_PRICE] == 0).sum() == facts["zero_price"]
    assert (lines[schema.UNIT_PRICE] < 0).sum() == facts["negative_price"]
    assert (lines[schema.QUANTITY] < 0).sum() == facts["negative_quantity"]
    copies = lines.height - lines[schema.ROW_HASH].n_unique()
    assert copies == facts["exact_duplicates"]


def test_titles_above_and_totals_below_are_left_out(shared, tmp_path):
    name = "19_preamble_and_totals.csv"
    reading = read(shared, name, tmp_path, DAY_FIRST)
    lines = reading.texts().collect()
    header = expected(shared, name)["header_line"]
    assert reading.rows == expected(shared, name)["rows"]
    assert lines[schema.LINE_NO].to_list() == list(range(header + 1, header + 1 + reading.rows))
    assert any("totals" in note for note in reading.notes)


def test_the_sheet_and_row_of_a_workbook_are_found_and_named(shared, tmp_path):
    reading = read(shared, "20_excel_mixed_types.xlsx", tmp_path)
    assert "Read from sheet 'Orders'; the header is row 2." in reading.notes
    assert reading.texts().collect()[schema.LINE_NO].min() == 3


@pytest.mark.parametrize(
    "name", ["25_one_customer.csv", "26_one_day_only.csv", "27_one_time_buyers.csv"]
)
def test_small_but_valid_logs_are_read(shared, tmp_path, name):
    reading = read(shared, name, tmp_path)
    facts = expected(shared, name)
    customers = reading.texts().collect()[schema.CUSTOMER_ID].n_unique()
    assert (reading.rows, customers) == (facts["rows"], facts["customers"])


def test_a_customer_a_date_and_an_amount_are_enough(shared, tmp_path):
    name = "29_minimal_three_columns.csv"
    reading = read(shared, name, tmp_path)
    lines = reading.texts().collect()
    assert set(reading.columns) == {schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT}
    assert round(lines[schema.AMOUNT].sum(), 2) == expected(shared, name)["amount"]
    assert schema.ORDER_ID not in lines.columns


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


def test_a_parquet_file_too_big_for_memory_is_read_the_same(tmp_path, monkeypatch):
    log = make_gift_shop(300)
    log.write_parquet(tmp_path / "log.parquet")
    kept = read_log(tmp_path / "log.parquet", Settings(), tmp_path / "kept")
    monkeypatch.setattr("rfm.reading.opening.MOST_ROWS_IN_MEMORY", 0)
    passed = read_log(tmp_path / "log.parquet", Settings(), tmp_path / "passed")
    assert passed.rows == log.height
    assert_read_alike(passed, kept)
