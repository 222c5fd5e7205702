"""A log or a table of customers: told from names and rows, or from what the user says."""

import re

import polars as pl
import pytest

from rfm.errors import SourceError
from rfm.reading.opening import open_table
from rfm.table.recognising import recognise

PEOPLE = "ID,Age,City\n" + "".join(f"{number},{20 + number % 7},Rome\n" for number in range(30))
LOG = "customer,date,amount\n" + "".join(
    f"{n % 5},2024-01-{1 + n % 28:02},9.5\n" for n in range(30)
)
REPEATED = "customer,date,amount,age,city\n" + "".join(
    f"{n % 5},2024-01-{1 + n % 28:02},9.5,{n % 9},Rome\n" for n in range(30)
)
MAIL = "customer,date,amount,age,city\n" + "".join(
    f"{number},2024-01-{1 + number % 28:02},9.5,{number % 9},Rome\n" for number in range(30)
)
VISITS = "customer,visits\n" + "".join(f"{number % 5},{number % 3}\n" for number in range(30))
NAMELESS = "Age,City\n" + "".join(f"{20 + number % 7},Rome\n" for number in range(30))


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "table.csv"
        path.write_text(text)
        return open_table(path, tmp_path, {})

    return write


@pytest.mark.parametrize(
    ("text", "kind", "id_column", "words"),
    [
        (PEOPLE, "customers", "ID", "in 'ID' every row has its own value"),
        (LOG, "log", "", "it is a log of purchases"),
        (REPEATED, "log", "", r"customers repeat \(5 in 30 rows\)"),
        (MAIL, "customers", "customer", "every row has its own value"),
        ("customer,date,amount\n1,2024-01-02,3\n2,2024-01-03,4\n", "log", "", "log of purchases"),
        (PEOPLE + "29,28,Rome\n", "customers", "ID", "30 of 31 rows have their own value"),
        (PEOPLE.replace("ID", "Wer"), "customers", "Wer", "in 'Wer' every row"),
    ],
)
def test_a_table_is_told_by_whether_customers_repeat(table, text, kind, id_column, words):
    found = recognise(table(text))
    assert (found.kind, found.id_column) == (kind, id_column)
    assert re.search(words, found.reason)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (VISITS, "neither a log nor a table of customers. 'customer' has 5 different values in 30"),
        (NAMELESS, "no column tells customers apart .* number the rows with --id rows"),
        ("Income,Age\n" + "1.5,2\n2.5,3\n" * 10, "no column tells customers apart"),
    ],
)
def test_what_is_neither_is_a_sentence_with_ways_out(table, text, words):
    with pytest.raises(SourceError) as refused:
        recognise(table(text))
    assert re.search(words, refused.value.on_command_line)


def test_the_user_says_what_it_is(table):
    assert recognise(table(MAIL.replace("Rome", "1")), are_customers=True).kind == "customers"
    assert recognise(table(NAMELESS), id_column="rows").id_column == "rows"
    assert recognise(table(LOG), id_column="CUSTOMER").id_column == "customer"
    with pytest.raises(SourceError, match="no column 'Nr' to tell customers apart"):
        recognise(table(PEOPLE), id_column="Nr")


def test_the_header_is_found_below_titles_and_whatever_the_cells_say(tmp_path):
    path = tmp_path / "table.csv"
    rows = "".join(f"{number};Member;{number},5;Order;{number},25\n" for number in range(10))
    path.write_text(f"Members, as of today\n\nNr;Level;Height;What;Depth\n{rows}")
    table = open_table(path, tmp_path, {})
    assert table.columns == ("Nr", "Level", "Height", "What", "Depth")
    assert table.rows.select(pl.len()).collect().item() == 10
