"""How many rows are no purchases, by the column that says so."""

import polars as pl

from rfm.log.meaning.counts import left_out_by


def test_a_column_by_which_rows_are_left_out_is_named_with_its_words_and_another_is_not():
    lines = pl.LazyFrame(
        {
            "order_status": ["Void", "Paid", "Void", "Test"],
            "payment_status": ["Paid", "Paid", "Paid", "Paid"],
            "is_void": [True, False, True, True],
            "is_unpaid": [False, False, False, False],
        }
    )
    marks = {"order_status": "is_void", "payment_status": "is_unpaid"}
    columns = {"order_status": "Status", "payment_status": "Payment"}
    assert left_out_by(lines, marks, columns) == [
        "3 rows are no purchases by 'Status' (Void 2, Test 1): left out."
    ]
