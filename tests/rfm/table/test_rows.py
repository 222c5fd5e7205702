"""Which rows of a table count, how they are named, and which files are no tables."""

from dataclasses import replace

import pandas as pd
import pytest

from rfm.errors import SourceError
from rfm.table.attribute import TableChoices
from rfm.table.reading import read_customer_table
from tests.rfm.table.columns import ROWS, column


def test_every_row_is_accounted_for_and_copies_and_conflicts_leave_one_row_each(read):
    body = [f"{n},{n % 7},{n % 3}" for n in range(ROWS)]
    extra = ["5,5,2", "6,,0", "7,4,", ",3,3", "Total,99,99", "8,1,2,3"]
    text = "ID,Age,Kids\n" + "\n".join([*body, *extra]) + "\n"
    counts = {each.reason: each.rows for each in read(text).rows}
    assert counts == {
        "customer": ROWS,
        "copy": 1,
        "conflict": 2,
        "no-identifier": 1,
        "total": 1,
        "too-long": 1,
    }
    assert sum(counts.values()) == ROWS + len(extra)
    customers = read(text).customers.set_index("customer_id")
    assert customers.loc["6"].tolist() == [6, 0]
    assert customers.loc["7"].tolist() == [0, 1]


def test_a_table_reads_the_same_in_any_order_of_rows(read):
    body = [f"{n},{n % 7}.5,{'abc'[n % 3]}" for n in range(ROWS)] + ["6,,a", "7,4,b", "5,5.5,c"]
    header = "ID,Age,Kind\n"
    one, other = (read(header + "\n".join(rows) + "\n") for rows in (body, body[::-1]))
    pd.testing.assert_frame_equal(one.customers, other.customers)
    assert one.attributes == other.attributes
    # Where the rows stand in the file is all that differs.
    bare = [[replace(row, examples=()) for row in table.rows] for table in (one, other)]
    assert bare[0] == bare[1]


def test_rows_are_numbered_where_nothing_tells_customers_apart(read):
    table = read({"Age": column(["1", "2", "4"]), "City": column(["a", "b"])}, id_column="rows")
    assert table.customers["customer_id"].iloc[0] == "02"
    assert len(table.customers) == ROWS
    assert "54 rows have the very cells of another row" in table.findings[0].sentence


def test_a_file_that_cannot_be_a_table_is_a_sentence(read):
    with pytest.raises(SourceError, match="a header but no data rows"):
        read("ID,Age\n")
    with pytest.raises(SourceError, match="no row has a customer"):
        read("ID,Age\n,3\n,4\n", id_column="ID")
    body = [f"{'fm'[n % 2]},{n}" for n in range(ROWS)]
    with pytest.raises(SourceError, match="2 of 2 customers have several rows that differ"):
        read("Gender,Age\n" + "\n".join(body) + "\n", id_column="Gender")


def test_one_customer_with_a_second_row_is_told_as_one(read):
    body = [f"{n},{n % 7}" for n in range(ROWS)]
    (finding,) = read("ID,Age\n" + "\n".join([*body, "6,7"]) + "\n").findings
    assert finding.sentence.startswith("1 more row is of a customer that has a row already, and ")


def test_a_file_without_a_header_is_doubted(read):
    body = [f"K{n:03},{n * 1.5},{n % 7}" for n in range(ROWS)]
    (doubt,) = [note for note in read("\n".join(body)).notes if "header" in note]
    assert doubt.startswith("Columns are called '0.0', '0': if that is the first customer")
    named = read("id,spend,visits\n" + "\n".join(body))
    assert not any("header" in note for note in named.notes)


def test_one_gap_among_thousands_is_not_none_of_them(read):
    cells = [f"K{place:04};{place * 1.5 if place else ''}" for place in range(2000)]
    found = read("id;age\n" + "\n".join(cells) + "\n").findings
    assert [one.sentence for one in found if one.kind == "missing"] == [
        "Age: 1 of 2,000 customers (<0.1 %) has no value."
    ]


def test_rows_of_several_files_are_named_with_their_file(tmp_path):
    body = "".join(f"c{n},{20 + n % 9}\n" for n in range(40))
    for name, more in (("a", "x1,old\n"), ("b", "x2,32\nx2,33\n")):
        text = f"ID,Age\n{body.replace('c', name)}{more}"
        (tmp_path / f"{name}.csv").write_text(text)
    table = read_customer_table([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert len(table.customers) == 82
    said = " ".join(finding.sentence for finding in table.findings)
    assert "a.csv, row 42 'old'" in said
    assert "x2 in b.csv, row 43" in said
    numbered = read_customer_table(
        [tmp_path / "a.csv", tmp_path / "b.csv"], TableChoices(id_column="rows")
    )
    assert len(numbered.customers) == 83
