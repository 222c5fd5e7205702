"""A log's customers and a table that says more of them."""

import pandas as pd
import pytest

from rfm.errors import SourceError
from rfm.table.joining import join_attributes
from rfm.table.reading import CustomerTable
from tests.hand_made_attributes import attributes_of


def table(ids, **columns):
    customers = pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), **columns})
    return CustomerTable(customers, attributes_of(customers))


def log(*ids):
    return pd.DataFrame(
        {"customer_id": pd.Series(ids, dtype="str"), "country": pd.Series(["UK"] * len(ids))}
    )


def test_customers_keep_their_rows_and_get_the_tables_columns():
    ages = table(["1", "2", "3", "9"], age=[20.0, 30.0, 50.0, 99.0], sex=["f", "m", "f", "m"])
    joined = join_attributes(log("3", "1", "4"), ages)
    assert joined.customers["customer_id"].tolist() == ["3", "1", "4"]
    assert joined.customers["age"].tolist()[:2] == [50, 20]
    assert joined.customers["age"].isna().tolist() == [False, False, True]
    age, sex = joined.attributes
    assert (age.missing, age.typical, age.lowest, age.highest) == (1, 35, 20, 50)
    assert (sex.levels, sex.is_feature) == (("f",), False)
    first, second = (finding.sentence for finding in joined.findings)
    assert first.startswith("2 of 3 customers (66.7 %) are in the table.")
    assert "2 customers of the table bought nothing in the log" in first
    assert second == "Sex: It tells none of the log's customers apart."


def test_a_column_that_the_log_has_already_gets_another_name():
    joined = join_attributes(log("1", "2"), table(["1", "2"], country=["France", "Spain"]))
    assert joined.customers["country"].tolist() == ["UK", "UK"]
    assert joined.customers["country_given"].tolist() == ["France", "Spain"]
    assert joined.attributes[0].name == "country_given"


def test_numbers_of_customers_that_one_program_pads_are_matched():
    joined = join_attributes(log("7", "12"), table(["0007", "0012"], age=[1.0, 2.0]))
    assert joined.customers["age"].tolist() == [1, 2]
    assert "compared without leading zeros" in joined.findings[0].sentence


@pytest.mark.parametrize(("logged", "known"), [(["1"], "C1"), (["1", "01"], "001")])
def test_no_customer_in_common_is_a_sentence(logged, known):
    with pytest.raises(SourceError, match=rf"such as '1'\) is in the table \(which has '{known}'"):
        join_attributes(log(*logged), table([known], age=[1.0]))
