"""Who left a segment since the earlier moment, and who came to it."""

import pandas as pd

from callbacks.customers.listing import page
from callbacks.customers.listing.view import ListAnswers
from rfm import schema

TOKEN = {"name": "shop", "snapshot": "any"}


def listed(shop, filters):
    request = {"startRow": 0, "sortModel": []}
    sent = {"token": TOKEN, "filters": f"scheme=grid&{filters}", "search": ""}
    return page.page(shop, ListAnswers(), request, ["customer_id", "segment"], **sent)


def test_who_left_and_who_came_are_told_from_those_who_stayed(cdnow):
    now, before = schema.group_column(schema.GRID), schema.before_column(schema.GRID)
    customers = cdnow.snapshot().customers(now, before).astype("str")
    moved = pd.crosstab(customers[before].fillna("new"), customers[now])
    stayed = moved.loc["Champions", "Champions"]
    left, came = listed(cdnow, "left=Champions"), listed(cdnow, "came=Champions")
    assert left["rowCount"] == moved.loc["Champions"].sum() - stayed > 0
    assert came["rowCount"] == moved["Champions"].sum() - stayed > 0
    assert "Champions" not in {row["segment"] for row in left["rowData"]}
    assert {row["segment"] for row in came["rowData"]} == {"Champions"}


def test_a_data_set_without_an_earlier_moment_says_so(tiny_log):
    sent = {"token": TOKEN, "filters": "left=Champions", "search": ""}
    _, chips, (notice,), *_ = page.tell(tiny_log, ListAnswers(), **sent)
    assert chips == []
    assert "There is no column 'left' to filter by here" in str(notice)
