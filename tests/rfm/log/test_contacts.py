"""The names and addresses that a log gives its customers."""

import pandas as pd
import pytest

from rfm.analysis.log import analysing
from rfm.log.cleaned import cleaning
from rfm.settings import Settings

LOG = """Customer ID,Order ID,Date,Amount,Customer Name,Email
1,A,2024-01-05,10,Ann Lee,ann@old.example
1,B,2024-03-01,20,Ann Ray,ann@new.example
1,C,2024-02-01,20,Ann Mid,
2,D,2024-01-07,30, ,
2,E,2024-02-07,30,,bo@shop.example
3,F,2024-01-08,30,,
,G,2024-01-09,30,Guest,guest@shop.example
"""


@pytest.fixture
def contacts(tmp_path):
    """Return a function that gives the contacts of a log by customer."""

    def read(rows):
        path = tmp_path / "rows.csv"
        path.write_text(rows)
        with cleaning(str(path), Settings()) as log:
            return {row.pop("customer_id"): row for row in log.contacts.to_dicts()}

    return read


def test_the_latest_name_and_address_that_is_not_blank_is_the_customers(contacts):
    found = contacts(LOG)
    assert found["1"] == {"customer_name": "Ann Ray", "email": "ann@new.example"}
    assert found["2"] == {"customer_name": None, "email": "bo@shop.example"}
    assert "3" not in found


def test_where_the_address_is_the_number_it_is_not_said_twice(contacts):
    rows = "Email,Order ID,Date,Amount,Customer Name\na@b.example,1,2024-01-05,10,Ann\n"
    assert contacts(rows) == {"a@b.example": {"customer_name": "Ann"}}


def test_a_log_without_names_has_none(contacts):
    assert contacts("Customer ID,Date,Amount\n1,2024-01-05,10\n") == {}


def test_customers_of_an_analysis_have_their_names(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(LOG)
    with analysing(str(path), Settings()) as analysis:
        customers = analysis.customers.set_index("customer_id")
    assert customers.loc["1", "customer_name"] == "Ann Ray"
    assert customers.loc["2", "email"] == "bo@shop.example"
    assert pd.isna(customers.loc["3", "email"])


def test_a_column_that_nobody_has_is_left_out(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("Customer ID,Date,Amount,Customer Name\n1,2024-01-05,10,\n2,2024-01-06,5,\n")
    with analysing(str(path), Settings()) as analysis:
        assert "customer_name" not in analysis.customers
