"""One customer: found by number, exactly, while typing and when mistyped, and read with no more."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rfm.snapshot.customers import CustomerNumbers, RowsByCustomer

NUMBERS = ["12346", "12347", "13456", "13999", "21345", "CS1112", "cs2", "ü-9"]


@pytest.fixture
def numbers():
    return CustomerNumbers(pd.Series(sorted(NUMBERS), dtype="str"))


def test_the_row_of_each_number_is_its_place_in_the_sorted_list(numbers):
    for row, number in enumerate(sorted(NUMBERS)):
        assert numbers.position(number) == row


@pytest.mark.parametrize("unknown", ["", "1", "99999", "12346 ", "ÿ"])
def test_an_unknown_number_has_no_row(numbers, unknown):
    assert numbers.position(unknown) is None


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        pytest.param("13", 8, ["13456", "13999", "21345"], id="those that start with it first"),
        pytest.param("cs", 8, ["cs2", "CS1112"], id="case is ignored"),
        pytest.param("1", 2, ["12346", "12347"], id="no more than asked for"),
        *((text, 8, []) for text in ["", "x" * 41, "%", "_", ".*", "\\"]),
    ],
)
def test_numbers_are_found_by_a_part_of_them(numbers, text, most, found):
    assert numbers.find(text, most) == found


def test_the_nearest_numbers_differ_by_the_fewest_changes(numbers):
    assert numbers.nearest("31456")[0] == "13456"
    assert numbers.nearest("12345") == ["12346", "12347", "21345"]


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [("1346", "13456"), ("134565", "13456"), ("13956", "13456"), ("31465", "13456"), ("s2", "cs2")],
)
def test_up_to_two_slips_of_the_finger_are_seen_through(numbers, mistyped, meant):
    assert meant in numbers.nearest(mistyped)


def test_a_number_like_no_other_gets_those_next_to_it(numbers):
    assert set(numbers.nearest("zzzzzzzz", 2)) == {"cs2", "ü-9"}
    assert len(numbers.nearest("x" * 500)) == 3


def test_long_numbers_of_many_letters_are_corrected_in_one_place():
    numbers = CustomerNumbers(pd.Series(["ada.lovelace@example.org", "b", "c"], dtype="str"))
    assert numbers.nearest("ada.lovelaec@example.org")[0] == "ada.lovelace@example.org"


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
    pq.write_table(pa.Table.from_pandas(table), tmp_path / "o.parquet", write_statistics=False)
    assert RowsByCustomer(tmp_path / "o.parquet").of(number)["order"].tolist() == [2]
