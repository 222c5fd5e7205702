"""What one customer bought."""

import pandas as pd

from rfm import schema
from rfm.snapshot.customers import products_bought


def lines(*rows: tuple[str | None, float, bool, bool]) -> pd.DataFrame:
    columns = [schema.PRODUCT, schema.AMOUNT, schema.IS_RETURN, schema.IS_PRODUCT]
    return pd.DataFrame(rows, columns=columns)


def test_the_product_on_most_lines_is_first_and_ties_go_by_the_alphabet():
    bought = products_bought(
        lines(
            ("Vase", 5.0, False, True),
            ("Cup", 1.0, False, True),
            ("Cup", 2.0, False, True),
            ("Bowl", 9.0, False, True),
        )
    )
    assert list(bought[schema.PRODUCT]) == ["Cup", "Bowl", "Vase"]
    assert list(bought[schema.LINES]) == [2, 1, 1]
    assert list(bought[schema.REVENUE]) == [3.0, 9.0, 5.0]


def test_returns_postage_and_lines_without_a_name_are_not_bought():
    bought = products_bought(
        lines(
            ("Cup", 2.0, False, True),
            ("Cup", -2.0, True, True),
            ("POSTAGE", 8.0, False, False),
            (None, 3.0, False, True),
        )
    )
    assert bought.to_dict("list") == {
        schema.PRODUCT: ["Cup"],
        schema.LINES: [1],
        schema.REVENUE: [2.0],
    }


def test_a_customer_with_only_returns_bought_nothing():
    assert products_bought(lines(("Cup", -2.0, True, True))).empty
