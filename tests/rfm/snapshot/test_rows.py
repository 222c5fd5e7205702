"""The rows of one customer are read from a sorted file without reading the rest."""

import pandas as pd
import pytest

from rfm.snapshot.customers import RowsByCustomer


@pytest.fixture
def orders(tmp_path):
    """Return 3 rows of each of 40 customers in row groups of 7 rows, so that customers straddle."""
    numbers = sorted(str(number) for number in range(40))
    table = pd.DataFrame({"customer_id": [n for n in numbers for _ in range(3)]})
    table["order"] = range(len(table))
    path = tmp_path / "orders.parquet"
    table.to_parquet(path, row_group_size=7, index=False)
    return path, table


def test_every_customer_gets_their_own_rows_in_order(orders):
    path, table = orders
    rows = RowsByCustomer(path)
    for number, expected in table.groupby("customer_id"):
        pd.testing.assert_frame_equal(rows.of(number), expected.reset_index(drop=True))


@pytest.mark.parametrize("number", ["", "0.5", "999", "zz", "'; DROP TABLE orders", "\U0010ffff"])
def test_a_number_that_no_customer_has_gets_no_rows(orders, number):
    assert RowsByCustomer(orders[0]).of(number).empty


def test_numbers_too_long_for_statistics_are_still_found(tmp_path):
    number = "x" * 5000
    table = pd.DataFrame({"customer_id": ["a", number], "order": [1, 2]})
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pandas(table), tmp_path / "o.parquet", write_statistics=False)
    assert RowsByCustomer(tmp_path / "o.parquet").of(number)["order"].tolist() == [2]
