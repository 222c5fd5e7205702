"""Columns of tables as people have them: what each holds, what it is called, and what is odd."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest

from rfm.errors import SettingsError, SourceError
from rfm.table.reading import read_customer_table
from tests.rfm.table.columns import ROWS, column, ids, only


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
