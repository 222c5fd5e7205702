"""Customers are found by number: exactly, while typing, and when mistyped."""

import pandas as pd
import pytest

from rfm.snapshot.lookup import CustomerNumbers, nearest_numbers

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


def test_numbers_that_start_with_the_text_come_before_those_that_contain_it(numbers):
    assert numbers.find("13", 8) == ["13456", "13999", "21345"]


def test_case_is_ignored_inside_a_number(numbers):
    assert numbers.find("cs", 8) == ["cs2", "CS1112"]


def test_no_more_numbers_are_found_than_asked_for(numbers):
    assert numbers.find("1", 2) == ["12346", "12347"]


@pytest.mark.parametrize("text", ["", "x" * 41, "%", "_", ".*", "\\"])
def test_text_that_is_in_no_number_finds_nothing(numbers, text):
    assert numbers.find(text, 8) == []


def test_the_nearest_numbers_differ_by_the_fewest_changes(tmp_path):
    path = tmp_path / "customers.parquet"
    pd.DataFrame({"customer_id": sorted(NUMBERS)}).to_parquet(path)
    assert nearest_numbers(path, "31456")[0] == "13456"
    assert nearest_numbers(path, "12345") == ["12346", "12347", "21345"]


def test_a_question_that_looks_like_a_query_is_only_text(tmp_path):
    path = tmp_path / "customers.parquet"
    pd.DataFrame({"customer_id": ["1"]}).to_parquet(path)
    assert nearest_numbers(path, "'; DROP TABLE x; --") == ["1"]
