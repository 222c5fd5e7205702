"""A newer log is added to an older one: what is new, there already, or corrected, by hand."""

from datetime import datetime

import polars as pl
import pytest

from rfm.log.merging import merge

COLUMNS = {
    "line_no": pl.Int64,
    "customer_id": pl.String,
    "order_id": pl.String,
    "ordered_at": pl.Datetime("us"),
    "amount": pl.Float64,
}


def log(*rows: tuple[str | None, str | None, int, float]) -> pl.LazyFrame:
    """Rows of customer, order, day of January and amount; numbered as in a file."""
    return pl.LazyFrame(
        [
            (number, customer, order, datetime(2024, 1, day, 12), amount)
            for number, (customer, order, day, amount) in enumerate(rows, start=2)
        ],
        schema=COLUMNS,
        orient="row",
    )


def rows_of(merged: pl.LazyFrame) -> list[tuple[object, ...]]:
    """What a merged log says, by its numbers."""
    told = merged.collect().select("line_no", "customer_id", "order_id", "amount")
    return sorted(told.rows())


OLD = log(("A", "1", 2, 10.0), ("A", "1", 2, 5.0), ("B", "2", 3, 20.0), ("C", "3", 4, 30.0))


def test_new_orders_are_appended_after_the_rows_there_are():
    merged, counts = merge(OLD, log(("D", "4", 5, 40.0), ("A", "5", 6, 50.0)))
    assert rows_of(merged)[4:] == [(7, "D", "4", 40.0), (8, "A", "5", 50.0)]
    assert (counts.appended, counts.recognised, counts.corrected, counts.removed) == (2, 0, 0, 0)
    assert (counts.orders_appended, counts.rows) == (2, 6)


def test_the_same_log_again_changes_nothing():
    merged, counts = merge(OLD, OLD)
    assert rows_of(merged) == rows_of(OLD)
    assert (counts.appended, counts.recognised, counts.corrected) == (0, 4, 0)
    assert (counts.orders_recognised, counts.rows) == (3, 4)


def test_the_order_of_rows_does_not_matter():
    merged, counts = merge(OLD, log(("C", "3", 4, 30.0), ("A", "1", 2, 5.0), ("A", "1", 2, 10.0)))
    assert rows_of(merged) == rows_of(OLD)
    assert counts.recognised == 3


@pytest.mark.parametrize(
    "corrected",
    [
        [("A", "1", 2, 10.0), ("A", "1", 2, 6.0)],
        [("A", "1", 2, 10.0)],
        [("A", "1", 2, 10.0), ("A", "1", 2, 5.0), ("A", "1", 2, 5.0)],
        [("A", "1", 9, 10.0), ("A", "1", 9, 5.0)],
    ],
    ids=["an amount", "a row less", "a row more", "another day"],
)
def test_a_corrected_order_takes_the_place_of_the_old_one(corrected):
    merged, counts = merge(OLD, log(*corrected))
    amounts = sorted(amount for *_, order, amount in rows_of(merged) if order == "1")
    assert amounts == sorted(amount for *_, amount in corrected)
    assert (counts.corrected, counts.removed, counts.orders_corrected) == (len(corrected), 2, 1)
    assert counts.rows == len(rows_of(merged)) == 2 + len(corrected)


def test_an_order_whose_customer_was_corrected_is_there_once():
    merged, counts = merge(OLD, log(("Bea", "2", 3, 20.0)))
    assert [row[1] for row in rows_of(merged) if row[2] == "2"] == ["Bea"]
    assert (counts.corrected, counts.removed) == (1, 1)
    merged, counts = merge(merged, log((None, "2", 3, 20.0)))
    assert [row[1] for row in rows_of(merged) if row[2] == "2"] == [None]
    assert (counts.corrected, counts.removed) == (1, 1)


def test_a_number_used_again_for_another_customer_on_another_day_is_another_order():
    again = log(("Z", "2", 20, 7.0))
    merged, counts = merge(OLD, again)
    assert [row[1] for row in rows_of(merged) if row[2] == "2"] == ["B", "Z"]
    assert (counts.appended, counts.removed) == (1, 0)
    _, counts = merge(merged, again)
    assert (counts.recognised, counts.appended, counts.removed) == (1, 0, 0)


def test_a_return_under_the_number_of_its_order_is_added_to_it_once():
    returned = log(("B", "2", 9, -20.0))
    merged, counts = merge(OLD, returned)
    assert [row[3] for row in rows_of(merged) if row[2] == "2"] == [20.0, -20.0]
    assert (counts.appended, counts.removed) == (1, 0)
    again, counts = merge(merged, returned)
    assert rows_of(again) == rows_of(merged)
    assert counts.recognised == 1
    again, counts = merge(merged, OLD)
    assert rows_of(again) == rows_of(merged)
    assert (counts.recognised, counts.corrected) == (4, 0)


def test_a_corrected_purchase_leaves_what_was_given_back_of_it():
    merged, _ = merge(OLD, log(("B", "2", 9, -20.0)))
    merged, counts = merge(merged, log(("B", "2", 3, 25.0)))
    assert sorted(row[3] for row in rows_of(merged) if row[2] == "2") == [-20.0, 25.0]
    assert (counts.corrected, counts.removed) == (1, 1)


def test_rows_without_an_order_number_are_recognised_where_they_are_equal_and_as_often():
    old = log(("A", None, 2, 10.0), ("A", None, 2, 10.0), (None, None, 3, 1.0))
    new = log(("A", None, 2, 10.0), ("A", None, 2, 10.0), ("A", None, 2, 10.0), ("A", None, 2, 9.0))
    merged, counts = merge(old, new)
    assert [row[3] for row in rows_of(merged)] == [10.0, 10.0, 1.0, 10.0, 9.0]
    assert (counts.appended, counts.recognised, counts.orders_appended) == (2, 2, 0)


def test_logs_without_order_numbers_are_compared_by_their_rows():
    old, new = OLD.drop("order_id"), log(("B", "", 3, 20.0), ("B", "", 8, 20.0)).drop("order_id")
    merged, counts = merge(old, new)
    assert (counts.appended, counts.recognised, counts.rows) == (1, 1, 5)
    assert len(merged.collect()) == 5


def test_a_column_that_only_one_log_has_is_empty_in_the_rows_of_the_other():
    new = log(("D", "4", 5, 40.0)).with_columns(product=pl.lit("Mug"), is_unpaid=pl.lit(value=True))
    merged, counts = merge(OLD.with_columns(country=pl.lit("FR")), new)
    last = merged.collect().row(-1, named=True)
    assert (last["product"], last["country"], last["is_unpaid"]) == ("Mug", None, True)
    first = merged.collect().row(0, named=True)
    assert (first["product"], first["country"], first["is_unpaid"]) == (None, "FR", False)
    assert counts.appended == 1


def test_what_the_newer_log_does_not_tell_is_no_correction_and_what_it_adds_is_one():
    merged, counts = merge(OLD.with_columns(country=pl.lit("FR")), log(("C", "3", 4, 30.0)))
    assert (counts.recognised, counts.corrected) == (1, 0)
    assert set(merged.collect()["country"]) == {"FR"}
    _, counts = merge(OLD, log(("C", "3", 4, 30.0)).with_columns(product=pl.lit("Mug")))
    assert (counts.recognised, counts.corrected) == (0, 1)


def test_the_sentence_says_how_many_rows_of_each_kind_there_were():
    _, counts = merge(OLD, log(("A", "1", 2, 11.0), ("B", "2", 3, 20.0), ("D", "4", 5, 1.0)))
    assert counts.sentence == (
        "Added to the version before: 1 row new, 1 there already, 1 in place of 2 older rows; "
        "4 rows now."
    )


def at(hour: int, *rows: tuple[str, int, float]) -> pl.LazyFrame:
    """Rows of customer, day of January and amount, without order numbers, at an hour."""
    told = log(*((customer, None, day, amount) for customer, day, amount in rows))
    return told.drop("order_id").with_columns(pl.col("ordered_at").dt.replace(hour=hour))


def test_a_row_of_the_same_customer_and_moment_without_order_numbers_is_a_correction():
    old = at(12, ("A", 2, 10.0), ("A", 2, 5.0), ("B", 3, 20.0))
    merged, counts = merge(old, at(12, ("A", 2, 10.0), ("A", 2, 6.0), ("B", 4, 20.0)))
    assert sorted(merged.collect()["amount"]) == [6.0, 10.0, 20.0, 20.0]
    assert (counts.corrected, counts.removed, counts.appended, counts.alike) == (1, 1, 1, 0)
    assert counts.rows == 4


def test_a_row_of_the_same_customer_and_day_alone_counts_and_is_told():
    merged, counts = merge(at(0, ("A", 2, 10.0)), at(0, ("A", 2, 6.0), ("B", 2, 6.0)))
    assert sorted(merged.collect()["amount"]) == [6.0, 6.0, 10.0]
    assert (counts.appended, counts.alike, counts.removed) == (2, 1, 0)
    assert "1 new row has the customer, day and product of an older row" in counts.sentence


def test_a_purchase_beside_one_that_the_newer_log_still_has_is_no_correction():
    old = at(0, ("A", 2, 10.0))
    _, counts = merge(old, at(0, ("A", 2, 10.0), ("A", 2, 6.0)))
    assert (counts.recognised, counts.appended, counts.alike) == (1, 1, 0)
    _, counts = merge(old, at(0, ("A", 2, -10.0)))
    assert (counts.appended, counts.alike) == (1, 0)
