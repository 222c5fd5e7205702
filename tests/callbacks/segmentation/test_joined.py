"""A log joined with a table: the list and the card of a customer show what the table says."""

import io

import pandas as pd
import pytest

from callbacks.customers.page import show
from callbacks.parts.answers import Answers
from callbacks.segmentation import customers
from rfm import schema
from tests.hand_made_sites import analysed, as_text

TOKEN = {"name": "shop", "snapshot": "any"}
LOG = """order,date,amount,customer
1,2024-01-03,20,C1
2,2024-02-07,30,C2
3,2024-03-01,10,C3
4,2024-03-02,15,C1
"""
TABLE = """customer,age,town
C1,31,Rye
C2,,Hove
C3,58,Rye
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("joined")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    return analysed(folder, LOG, "--join", str(folder / "table.csv"))


def listed(shop, **request):
    page = customers.page(shop, Answers(), {"startRow": 0, **request}, token=TOKEN)
    return [row[schema.CUSTOMER_ID] for row in page["rowData"]]


def test_the_list_has_a_column_for_each_joined_attribute(shop):
    columns, _ = customers.head(shop, token=TOKEN)
    assert [each["headerName"] for each in columns][-2:] == ["Age", "Town"]
    page = customers.page(shop, Answers(), {"startRow": 0}, token=TOKEN)
    assert [row["attribute-0"] for row in page["rowData"]] == [31, None, 58]


def test_joined_attributes_sort_and_filter(shop):
    assert listed(shop, sortModel=[{"colId": "attribute-0", "sort": "desc"}]) == ["C3", "C1", "C2"]
    rye = {"attribute-1": {"type": "equals", "filter": "Rye"}}
    assert listed(shop, filterModel=rye) == ["C1", "C3"]
    older = {"attribute-0": {"type": "greaterThan", "filter": 40}}
    assert listed(shop, filterModel=older) == ["C3"]


def test_the_file_has_the_names_of_the_table(shop):
    file, _ = customers.export(shop, clicks=1, filters={}, token=TOKEN)
    table = pd.read_csv(io.StringIO(file["content"]))
    assert table["town"].tolist() == ["Rye", "Hove", "Rye"]


def card_of(shop, number):
    page = show(shop, TOKEN, f"/customers/{number}", "light")
    return as_text(page["card"])


def test_the_card_says_what_the_table_says(shop):
    assert all(told in card_of(shop, "C1") for told in ("Age", '"31"', "Town", '"Rye"'))
    assert "nan" not in card_of(shop, "C2")
