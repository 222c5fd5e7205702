"""Encoding, separator, decimal mark, header row and sheet are as the user says, or a sentence."""

import pytest

from rfm import schema
from rfm.choices import ChosenReading
from rfm.errors import QuestionError, SettingsError, SourceError
from rfm.log.reading import read_log
from rfm.reading.opening import open_table
from rfm.settings import Settings
from rfm.table.attribute import TableChoices
from rfm.table.reading import read_customer_table
from tests.hand_made_workbooks import open_document

LOG = "Käufer;Datum;Betrag\nÄnne;2024-01-05;1,234\nÖmer;2024-01-06;2,5\n"
SHEETS = {
    "2023": [("Customer", "Date", "Amount"), ("A", "2023-01-05", 1)],
    "2024": [("bought by", "on"), ("Customer", "Day", "Amount"), ("B", "2024-01-05", 2)],
}


@pytest.fixture
def opened(tmp_path):
    def opened(content, **chosen):
        path = tmp_path / "log.csv"
        path.write_bytes(content)
        return open_table(path, tmp_path, {}, ChosenReading(**chosen))

    return opened


@pytest.mark.parametrize(
    "encoding", ["utf-8", "UTF8", "cp1252", "iso-8859-15", "utf-16", "utf-16-le"]
)
def test_a_text_is_read_in_the_encoding_that_was_chosen(opened, encoding):
    table = opened(LOG.encode(encoding), encoding=encoding)
    assert table.columns == ("Käufer", "Datum", "Betrag")
    assert table.rows.collect()["Käufer"].to_list() == ["Änne", "Ömer"]


def test_a_mark_of_utf_8_is_no_part_of_the_first_name(opened):
    assert opened(b"\xef\xbb\xbf" + LOG.encode(), encoding="utf-8").columns[0] == "Käufer"


def test_bytes_that_the_chosen_encoding_does_not_have_are_a_sentence(opened):
    with pytest.raises(SourceError, match="no text in UTF-8, as was chosen"):
        opened(LOG.encode("cp1252"), encoding="utf-8")
    with pytest.raises(SettingsError, match="'klingon' is no encoding"):
        opened(LOG.encode(), encoding="klingon")
    for no_text in ("hex", "punycode", "idna", "unicode_escape", "undefined"):
        with pytest.raises(SettingsError, match=f"'{no_text}' is no encoding"):
            opened(LOG.encode(), encoding=no_text)


def test_a_separator_is_the_chosen_one(opened):
    table = opened(b"Customer;Date|Amount;x\nA;2024-01-05|5;y\n", separator="|")
    assert table.columns == ("Customer;Date", "Amount;x")
    assert table.facts.separator == "|"


def test_a_header_is_in_the_chosen_row_or_it_is_told_that_there_is_none(opened):
    text = b"Customer,Date,Amount\nClient,Day,Total\nA,2024-01-05,5\n"
    assert opened(text).facts.header_row == 1
    chosen = opened(text, header_row=2)
    assert chosen.columns == ("Client", "Day", "Total")
    assert chosen.rows.collect().height == 1
    late = b"x\n" * 60 + text
    assert opened(late, header_row=61).columns == ("Customer", "Date", "Amount")
    with pytest.raises(SourceError, match="no header in row 9, as was chosen"):
        opened(text, header_row=9)


def test_a_decimal_mark_that_is_chosen_reads_numbers_of_two_meanings(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Customer;Date;Amount\nA;2024-01-05;1,234\nB;2024-01-06;2,345\n")
    for mark, amount in (("comma", 1.234), ("point", 1234.0)):
        settings = Settings(reading=ChosenReading(decimal=mark))
        lines = read_log(path, settings, tmp_path / mark).texts().collect()
        assert lines[schema.AMOUNT][0] == pytest.approx(amount)


def test_a_table_of_customers_is_read_as_chosen_too(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text(
        "Kunde;Alter;Wert\n" + "".join(f"k{n};{n};1,{n % 9:03}\n" for n in range(100, 130))
    )
    for mark, highest in (("comma", 1.008), ("point", 1008.0)):
        choices = TableChoices(reading=ChosenReading(decimal=mark, separator=";"))
        assert read_customer_table(path, choices).customers["Wert"].max() == pytest.approx(highest)


def test_a_sheet_and_its_header_are_the_chosen_ones(opened):
    content = open_document(SHEETS)
    assert opened(content).facts.sheets == ("2023", "2024")
    other = opened(content, sheet="2024")
    assert other.columns == ("Customer", "Day", "Amount")
    assert (other.facts.sheet, other.facts.header_row, other.facts.format) == ("2024", 2, "ods")
    above = opened(content, sheet="2024", header_row=1)
    assert above.columns[:2] == ("bought by", "on")
    with pytest.raises(SourceError, match="no visible sheet has a row in row 9, as was chosen"):
        opened(content, header_row=9)


def test_a_sheet_that_is_not_there_is_a_question_with_those_that_are(opened):
    with pytest.raises(QuestionError, match="no sheet 'Sales', as was chosen") as asked:
        opened(open_document(SHEETS), sheet="Sales")
    assert asked.value.option == "reading.sheet"
    assert [value for value, _ in asked.value.choices] == ["2023", "2024"]
