"""What is written as a number is told from other text by one pattern."""

import polars as pl
import pytest

from rfm.reading import numbers


@pytest.mark.parametrize(
    ("cell", "is_number"),
    [
        ("1,234.50", True),
        ("€ 12,50", True),
        ("US$ 5", True),
        ("12.50 CHF", True),
        ("kr 99", True),
        ("(4.00)", True),
        ("4.00-", True),
        ("CHF", False),
        ("12 apples", False),
        ("2024-01-02", False),
    ],
)
def test_a_number_may_have_signs_and_a_currency_and_no_other_words(cell, is_number):
    # Not the kept one, which any test before may have made.
    pattern = numbers._written.__wrapped__()
    assert pl.Series([cell]).str.contains(pattern).item() == is_number
