"""A newer table of customers is added to an older one, by hand."""

import polars as pl

from rfm.table.merging import merge_tables

OLD = pl.LazyFrame({"Id": ["A", "B", "C"], "Age": ["30", "40", "50"], "City": ["X", "Y", None]})


def customers(count: int) -> str:
    """The rows of a table of two kinds of customers."""
    rows = ["Member,Age,Visits,Fee"]
    for place in range(count):
        wave, is_old = (place * 7) % 23, place % 2
        age, visits = (58 + wave % 9, 2 + wave % 3) if is_old else (22 + wave % 7, 18 + wave % 6)
        rows.append(f"M{place:04},{age},{visits},{80 + wave if is_old else 25 + wave % 5}")
    return "\n".join(rows) + "\n"


def test_customers_are_appended_recognised_and_corrected_by_their_id():
    new = pl.LazyFrame(
        {"Id": ["B ", "C", "D"], "Age": ["41", "50", "60"], "City": ["Y", None, "Z"]}
    )
    merged, counts = merge_tables(OLD, new, "Id")
    assert merged.collect().rows() == [
        ("A", "30", "X"),
        ("C", "50", None),
        ("B ", "41", "Y"),
        ("D", "60", "Z"),
    ]
    assert (counts.appended, counts.recognised, counts.corrected, counts.removed) == (1, 1, 1, 1)
    assert counts.rows == 4


def test_what_a_newer_table_does_not_tell_stays_and_what_it_tells_more_is_added():
    new = pl.LazyFrame({"Id": ["A", "D"], "Age": ["31", "60"], "Plan": ["Gold", "Basic"]})
    merged, counts = merge_tables(OLD, new, "Id")
    found = {row["Id"]: row for row in merged.collect().rows(named=True)}
    assert found["A"] == {"Id": "A", "Age": "31", "City": "X", "Plan": "Gold"}
    assert found["B"] == {"Id": "B", "Age": "40", "City": "Y", "Plan": None}
    assert found["D"] == {"Id": "D", "Age": "60", "City": None, "Plan": "Basic"}
    assert (counts.appended, counts.corrected) == (1, 1)


def test_without_ids_equal_rows_are_recognised_as_often_as_they_are_there():
    old = pl.LazyFrame({"Age": ["30", "30", "40"]})
    new = pl.LazyFrame({"Age": ["30", "30", "30", "50"]})
    merged, counts = merge_tables(old, new, "rows")
    assert merged.collect()["Age"].to_list() == ["30", "30", "40", "30", "50"]
    assert "a row that was changed counts as new" in counts.sentence
    assert (counts.appended, counts.recognised, counts.corrected) == (2, 2, 0)


def test_the_same_table_again_changes_nothing():
    merged, counts = merge_tables(OLD, OLD, "Id")
    assert merged.collect().equals(OLD.collect())
    assert (counts.appended, counts.recognised, counts.removed) == (0, 3, 0)
