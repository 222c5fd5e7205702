"""A log joined with a table: the list and the card of a customer show what the table says."""

import io

import pandas as pd
import pytest

from callbacks.customers.page import show
from callbacks.parts.answers import Answers
from callbacks.prediction.page import form_of
from callbacks.segmentation import customers
from rfm import schema
from tests.hand_made_joins import NAMES
from tests.hand_made_sites import as_text

TOKEN = {"name": "shop", "snapshot": "any"}
OLDEST_FIRST = [*NAMES[:2:-1], "C02", "C01", "C03"]


@pytest.fixture
def listed(joined_log):
    """Return a function that gives the rows of the list that were asked for."""

    def rows_for(**request):
        page = customers.page(joined_log, Answers(), {"startRow": 0, **request}, token=TOKEN)
        return pd.DataFrame(page["rowData"])

    return rows_for


def test_the_list_has_a_column_for_each_joined_attribute(joined_log, listed):
    columns, _ = customers.head(joined_log, token=TOKEN)
    assert [each["headerName"] for each in columns][-3:] == ["Region", "Age", "Newsletter"]
    assert listed()["attribute-1"].fillna(0).tolist()[:4] == [21, 22, 0, 24]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            {"sortModel": [{"colId": "attribute-1", "sort": "desc"}]},
            OLDEST_FIRST,
        ),
        ({"filterModel": {"attribute-0": {"type": "equals", "filter": "North"}}}, NAMES[:5]),
        ({"filterModel": {"attribute-1": {"type": "greaterThan", "filter": 30}}}, NAMES[10:]),
    ],
)
def test_joined_attributes_sort_and_filter(listed, request_, expected):
    assert listed(**request_)[schema.CUSTOMER_ID].tolist() == expected


def test_the_file_has_the_names_of_the_table(joined_log):
    file, _ = customers.export(joined_log, clicks=1, filters={}, token=TOKEN)
    table = pd.read_csv(io.StringIO(file["content"]))
    assert table["region"].fillna("").tolist() == ["North"] * 5 + ["South"] * 6 + [""]


def test_the_card_says_what_the_table_says(joined_log):
    first, third = (
        as_text(show(joined_log, TOKEN, f"/customers/{name}", "light")["card"])
        for name in ("C01", "C03")
    )
    assert all(told in first for told in ("Age", '"21"', "Region", '"North"'))
    assert "nan" not in third


def test_a_customer_is_placed_by_what_was_bought_alone(joined_log):
    _, _, typical = form_of(joined_log.snapshot(), "?r=1&f=2&m=3")
    assert list(typical) == ["r", "f", "m"]
