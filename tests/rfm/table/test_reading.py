"""Tables as people have them: what each column holds, which rows count, and what is odd."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest

from rfm.errors import SettingsError, SourceError
from rfm.table.attribute import TableChoices
from rfm.table.reading import read_customer_table

ROWS = 60


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


def column(cells):
    return [cells[place % len(cells)] for place in range(ROWS)]


def ids():
    return [f"C{place:03}" for place in range(ROWS)]


def only(table, name):
    (found,) = [attribute for attribute in table.attributes if attribute.name == name]
    return found


@pytest.mark.parametrize(
    ("cells", "kind", "first"),
    [
        (["1,5", "2,25", "10", "1.234,5"], "number", 1.5),
        (["€ 3.50", "1,200.25", "", "7"], "number", 3.5),
        (["12,5 %", "3,25%", "80 %"], "number", 12.5),
        (["ja", "Nein"], "yes-no", "Yes"),
        (["1.0", "0.0", ""], "yes-no", "Yes"),
        (["Male", "Female"], "yes-no", "Male"),
        (["01067", "80331", "04109"], "category", "01067"),
        (["0", "1", "2", "3+"], "category", "0"),
        (["red", "green", "?", "blue"], "category", "red"),
        (["31.12.2020", "01.02.2021", "05.05.2021"], "date", "2020-12-31"),
        (["01/02/2020", "03/04/2021", "05/06/2021"], "date", "2020-02-01"),
        (["same"], "constant", "same"),
        ([""], "constant", None),
        ([f"a note of some length, number {n}, with words" for n in range(ROWS)], "text", ...),
        ([f"x{n}@shop.example" for n in range(ROWS)], "identifier", "x0@shop.example"),
        ([str(n + 5) for n in range(ROWS)], "identifier", "5"),
        ([str(n * n) for n in range(ROWS)], "number", 0.0),
    ],
)
def test_a_column_is_known_by_its_cells(read, cells, kind, first):
    table = read({"ID": ids(), "Column": column(cells), "Other": column(["1", "2", "4"])})
    assert only(table, "Column").kind == kind
    assert only(table, "Column").is_feature == (kind in ("number", "category", "yes-no"))
    value = table.customers["Column"].iloc[0]
    assert first is ... or value == first or (first is None and pd.isna(value))
    numbers = table.customers["Column"].dtype == np.float64
    assert numbers == (kind == "number")


def test_a_number_or_date_with_other_words_in_it_is_told_with_its_rows(read):
    cells = [str(n * 3.5) for n in range(ROWS)]
    cells[7], cells[9] = "unknown", "see file"
    days = [*(f"2020-01-{1 + n % 28:02}" for n in range(ROWS - 1)), "long ago"]
    table = read({"ID": ids(), "Weight": cells, "Joined": days})
    found, of_days = (each for each in table.findings if each.kind == "type")
    assert "1 cell is no date (row 61 'long ago')" in of_days.sentence
    assert found.rows == 2
    assert "row 9 'unknown', row 11 'see file'" in found.sentence
    assert only(table, "Weight").missing == 2


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


def test_names_of_our_own_columns_are_told_apart_and_results_are_no_inputs(read):
    table = read(
        {
            "customer_id": ids(),
            "Segment": column(["A", "B", "C"]),
            "cluster": column(["1", "2", "3", "4"]),
            "Age": column(["30", "35", "42", "50", "61"]),
            "age": column(["1", "2", "4", "8", "16", "32", "64"]),
            "map_x": column(["1.5", "2", "4"]),
            "is_outlier": column(["0", "1"]),
        }
    )
    given = ["Segment_given", "cluster_given", "Age", "age_2", "map_x_given", "is_outlier_given"]
    assert list(table.customers.columns) == ["customer_id", *given]
    assert table.label == "Segment_given"
    assert [each.name for each in table.attributes if each.is_feature] == given[2:]
    assert any("'Segment' is called 'Segment_given'" in note for note in table.notes)
    assert any("is taken as a given label" in note for note in table.notes)


def test_the_user_names_the_label_what_to_ignore_and_kinds(read):
    columns = {
        "ID": ids(),
        "Class": column(["A", "B", "C"]),
        "Churned": column(["0", "1"]),
        "Zone": column(["1", "2", "3", "4", "5"]),
    }
    choices = {"label": "churned", "ignore": ["Zone"], "kinds": {"Zone": "category"}}
    table = read(columns, **choices)
    assert table.label == "Churned"
    assert only(table, "Zone").kind == "category"
    assert not any(each.is_feature for each in table.attributes)
    assert read(columns, label="none").label == ""
    with pytest.raises(SourceError, match="no column 'Zones'"):
        read(columns, ignore=["Zones"])
    with pytest.raises(SourceError, match="cannot be the label, since it has 60"):
        read(columns | {"Note": [f"note {n} of it" for n in range(ROWS)]}, label="Note")
    with pytest.raises(SettingsError, match="'colour' is no kind of column 'Zone'"):
        read(columns, kinds={"Zone": "colour"})


def test_ranges_twins_and_gaps_are_found(read):
    share = [str((n % 10) / 10) for n in range(200)]
    share[3] = "1.4"
    money = [str(10 + n % 13) for n in range(200)]
    money[4], money[5] = "-3", "99999"
    cents = [str(int(value) * 100) for value in money]
    table = read(
        {
            "ID": [f"C{n:03}" for n in range(200)],
            "Share": share,
            "Money": money,
            "Cents": cents,
            "Colour": ["red" if n % 3 else "" for n in range(200)],
            "Tone": ["warm" if n % 2 else "cold" for n in range(200)],
            "Ton": ["w" if n % 2 else "k" for n in range(200)],
        }
    )
    told = {(each.kind, each.column): each.sentence for each in table.findings}
    assert (
        "1 value is above 1, while all others lie between 0 and 1 (row 5: 1.40)"
        in told["range", "Share"]
    )
    assert any("row 6: -3" in each.sentence for each in table.findings)
    assert any("row 7: 99,999" in each.sentence for each in table.findings)
    assert "says the same as Money" in told["duplicate", "Cents"]
    assert "says the same as Tone" in told["duplicate", "Ton"]
    assert not only(table, "Cents").is_feature
    assert not only(table, "Ton").is_feature
    assert only(table, "Colour").kind == "constant"


def test_a_typed_file_is_read_as_its_types_say(tmp_path):
    path = tmp_path / "table.parquet"
    day = date(2024, 1, 31)
    pl.DataFrame(
        {
            "member_id": list(range(ROWS)),
            "joined": [day + timedelta(days=n % 9) for n in range(ROWS)],
            "seen": [datetime(2024, 1, 31, 12 + n % 9) for n in range(ROWS)],
            "active": [n % 2 == 0 for n in range(ROWS)],
            "income_k": [None if n == 3 else n * 1.5 for n in range(ROWS)],
            "plan": pl.Series(column(["S", "M", "L"]), dtype=pl.Categorical),
            "tags": [["a"]] * ROWS,
        }
    ).write_parquet(path)
    table = read_customer_table(path)
    kinds = {attribute.name: attribute.kind for attribute in table.attributes}
    dates = {"joined": "date", "seen": "date"}
    assert kinds == dates | {"active": "yes-no", "income_k": "number", "plan": "category"}
    assert table.customers["joined"].iloc[0] == table.customers["seen"].iloc[0] == "2024-01-31"
    assert table.customers["active"].iloc[0] == "Yes"
    assert only(table, "income_k").missing == 1


@pytest.mark.parametrize(
    ("name", "label", "unit"),
    [
        ("BALANCE_FREQUENCY", "Balance frequency", ""),
        ("AnnualIncome", "Annual income", ""),
        ("Annual Income (k$)", "Annual Income", "k$"),
        ("Spending Score (1-100)", "Spending Score (1-100)", ""),
        ("tenure_months", "Tenure months", "months"),
        ("Var_1", "Var 1", ""),
        ("isVIP", "Is VIP", ""),
        ("--", "--", ""),
    ],
)
def test_names_are_shown_in_words(read, name, label, unit):
    table = read({"ID": ids(), name: column(["1.5", "2.5", "4"])})
    assert (only(table, name).label, only(table, name).unit) == (label, unit)


def test_names_of_the_same_words_are_told_apart(read):
    columns = dict.fromkeys(("max_heart", "maxHeart"), column(["1.5", "2.5", "4"]))
    labels = [attribute.label for attribute in read({"ID": ids(), **columns}).attributes]
    assert labels == ["Max heart", "Max heart (maxHeart)"]


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


def test_a_number_that_no_shop_can_mean_is_not_called_no_number(read):
    cells = [str(place * 1.5) for place in range(ROWS - 1)]
    (finding, _) = read({"id": ids(), "wealth": [*cells, "1e15"]}).findings
    assert finding.sentence == (
        "Wealth: 1 cell is no number that a shop can mean (row 61 '1e15') and counts as missing."
    )


@pytest.mark.parametrize("name", ["zip", "PLZ", "storeId", "branch_code", "Home ZIP"])
def test_numbers_that_are_codes_are_levels(read, name):
    found = only(read({"id": ids(), name: column(["10115", "80331", "20095"])}), name)
    assert (found.kind, found.typical_level) == ("category", "10115")


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
