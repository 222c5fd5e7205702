"""The list of customers: who is listed, in which columns, what is told, and the file."""

import io
import re
from urllib.parse import urlencode

import pandas as pd
import pytest

from app import create_app
from callbacks.customers.listing import file, page
from callbacks.customers.listing.filters import notices
from callbacks.customers.listing.view import ListAnswers, ListView
from layouts.ids import Listing
from layouts.parts.listing import list_address
from rfm import schema
from server.settings import ServerSettings
from tests.hand_made_joins import NAMES
from tests.hand_made_sites import as_text, post

TOKEN = {"name": "shop", "snapshot": "any"}
EVERY = ["customer_id"]


def listed(shop, search="", sort=(), shown=EVERY, **filters):
    model = [{"colId": key, "sort": way} for key, way in sort]
    sent = {"token": TOKEN, "filters": urlencode(filters), "search": search}
    return page.page(shop, ListAnswers(), {"startRow": 0, "sortModel": model}, shown, **sent)


def numbers(shop, **asked):
    return [row[schema.CUSTOMER_ID] for row in listed(shop, **asked)["rowData"]]


def told(shop, search="", **filters):
    sent = {"token": TOKEN, "filters": urlencode(filters), "search": search}
    return page.tell(shop, ListAnswers(), **sent)


@pytest.fixture
def attribute():
    """Return what names a joined attribute in an address."""
    return lambda name, text: {f"attribute.{name}": text}


def test_everybody_is_listed_where_nothing_is_asked(joined_log):
    page_of_all = listed(joined_log)
    assert page_of_all["rowCount"] == 12
    assert [row[schema.CUSTOMER_ID] for row in page_of_all["rowData"]] == NAMES
    assert told(joined_log)[0] == "12 customers, who spent 820 in all."


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("region", "North", NAMES[:5]),
        ("age", "22..25", ["C02", "C04", "C05"]),
        ("age", "31..", ["C11", "C12"]),
        ("newsletter", "Yes", [NAMES[i] for i in (2, 5, 8, 11)]),
    ],
)
def test_joined_attributes_filter(joined_log, attribute, name, text, expected):
    assert numbers(joined_log, **attribute(name, text)) == expected


def test_filters_hold_together_and_are_told(joined_log, attribute):
    asked = attribute("region", "North") | attribute("age", "22..")
    assert numbers(joined_log, **asked) == ["C02", "C04", "C05"]
    sentence, chips, notice, is_somebody, _ = told(joined_log, **asked)
    assert sentence.startswith("3 of 12 customers, 25.0 %, who spent ")
    assert [label in as_text(chips) for label in ("Region: North", "Age: from 22")] == [True] * 2
    assert (notice, is_somebody) == ([], True)


def test_a_search_finds_numbers_and_countries(cdnow, joined_log):
    assert numbers(joined_log, search=" c1 ") == ["C10", "C11", "C12"]
    assert numbers(joined_log, search="c1 2") == ["C12"]
    assert told(joined_log, search="nobody")[3] is False
    assert len(numbers(cdnow, search="0001")) > 1


def test_the_list_is_sorted_as_the_grid_asks(joined_log, attribute):
    oldest_first = [*NAMES[:2:-1], "C02", "C01", "C03"]
    assert numbers(joined_log, sort=[("attribute.age", "desc")]) == oldest_first
    north = attribute("region", "North")
    assert numbers(joined_log, sort=[("customer_id", "desc")], **north) == NAMES[4::-1]


@pytest.mark.parametrize("request_", [None, 3, {"startRow": "x", "sortModel": 4}, {"startRow": -1}])
def test_an_odd_request_for_rows_is_answered(joined_log, request_):
    answer = page.page(joined_log, ListAnswers(), request_, None, token=TOKEN)
    assert set(answer) == {"rowData", "rowCount"}
    assert page.page(joined_log, ListAnswers(), request_, None, token=None)["rowCount"] == 0


def test_segments_are_those_of_the_scheme_asked_for(cdnow):
    snapshot = cdnow.snapshot()
    for scheme in (schema.GRID, schema.THREE_TIER):
        sizes = snapshot.groups(scheme).set_index(schema.GROUP)[schema.CUSTOMERS]
        found = listed(cdnow, segment="Champions", scheme=scheme, shown=["segment"])
        assert found["rowCount"] == sizes["Champions"]
        assert {row[schema.SEGMENT] for row in found["rowData"]} == {"Champions"}
    _, chips, *_ = told(cdnow, segment="Champions", scheme=schema.THREE_TIER)
    assert "Segments of: Three tiers" in as_text(chips)


def test_clusters_and_risks_are_filtered_with_what_the_snapshot_knows(cdnow):
    snapshot = cdnow.snapshot()
    sizes = snapshot.groups(schema.CLUSTERS).set_index(schema.GROUP)[schema.CUSTOMERS]
    cluster = str(sizes.index[0])
    assert listed(cdnow, cluster=cluster)["rowCount"] == sizes.iloc[0]
    risks = snapshot.customers(schema.RISK)[schema.RISK]
    assert listed(cdnow, risk=schema.AT_RISK)["rowCount"] == (risks == schema.AT_RISK).sum()
    # Shares are asked for in per cent.
    churn = snapshot.customers(schema.CHURN_PROBABILITY)[schema.CHURN_PROBABILITY]
    assert listed(cdnow, churn_probability="90..")["rowCount"] == (churn >= 0.9).sum()


def test_those_who_bought_a_product_are_listed(tiny_log):
    assert numbers(tiny_log, product="CUP") == ["100", "101", "a/b ü"]
    # No product is called so: a part of names is enough.
    assert numbers(tiny_log, product="cmd") == ["=1+1"]
    # It was given back whole.
    assert numbers(tiny_log, product="VASE") == []


def test_what_is_not_known_here_is_told_and_leaves_nobody_out(joined_log):
    sentence, chips, notice, *_ = told(joined_log, segment="Z", other="1", scheme="mine")
    assert sentence.startswith("12 customers")
    assert chips == []
    said = as_text(notice)
    assert "There is no scheme 'mine' here, so segments are those of" in said
    assert "There is no segment 'Z' here" in said
    assert "There is no column 'other'" in said


def test_a_customer_table_lists_its_attributes(tiny_table, card_holders):
    columns, _, shown, _ = page.head(
        card_holders, ListAnswers(), token=TOKEN, chosen="", is_narrow=False, sort="-cluster"
    )
    assert shown[:3] == ["customer_id", "cluster", "cluster_probability"]
    assert [each["headerName"] for each in columns[3:]] == ["Age", "Balance", "Job", "Visits made"]
    assert columns[1]["sort"] == "desc"
    assert told(tiny_table)[0] == "6 customers."
    _, _, shown, _ = page.head(
        tiny_table, ListAnswers(), token=TOKEN, chosen=None, is_narrow=True, sort=""
    )
    assert shown == ["customer_id", "attribute.age"]
    assert numbers(card_holders, **{"attribute.job": "Worker"}) != []


def test_columns_are_those_chosen_in_the_order_of_the_list(cdnow):
    asked = {"token": TOKEN, "is_narrow": False, "sort": "-monetary,recency_days"}
    columns, options, shown, usual = page.head(
        cdnow, ListAnswers(), chosen="monetary,customer_id,odd", **asked
    )
    assert shown == ["customer_id", "monetary"]
    assert [each["field"] for each in columns] == shown
    assert (columns[1]["sort"], columns[1]["sortIndex"]) == ("desc", 0)
    offered = [each["value"] for each in options]
    assert {"play", "clv", "clv_low", "churn_probability"} <= set(offered)
    assert set(usual) < set(offered)


def test_the_most_valuable_stand_first_where_nobody_asked_for_an_order(cdnow):
    rows = listed(cdnow, shown=["value_place"])["rowData"]
    assert [each["value_place"] for each in rows[:5]] == [1, 2, 3, 4, 5]


def test_rows_have_words_colours_and_plays(cdnow):
    shown = ["segment", "cluster", "play", "last_order_at", "churn_probability"]
    first = listed(cdnow, sort=[("customer_id", "asc")], shown=shown)["rowData"][0]
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]{2} 199[78]", first["last_order_at"])
    assert first["colours"]["segment"] != first["colours"]["cluster"]
    assert first["play"]


def test_the_fields_of_a_filter_hold_what_the_address_says(joined_log):
    def offered(by, **filters):
        return page.offer(joined_log, ListAnswers(), TOKEN, urlencode(filters), by)

    _, levels, level, no_level, *_ = offered("attribute.region", **{"attribute.region": "North"})
    assert (level, no_level) == ("North", False)
    assert {each["value"] for each in levels} == {"*", "North", "South"}
    *_, low, high, kind, _, no_range, _, no_part = offered("monetary", monetary="5..")
    assert (low, high, kind, no_range, no_part) == ("5", "", "text", False, True)
    *_, low, high, kind, _, _, _, _ = offered("last_order_at", last_order_at="2020-01-01")
    assert (low, high, kind) == ("2020-01-01", "2020-01-01", "date")
    *_, part, no_part = offered("customer_id", customer_id="C1")
    assert (part, no_part) == ("C1", False)
    *_, no_range, _, no_part = offered(None)
    assert (no_range, no_part) == (True, True)


def test_a_file_longer_than_a_spreadsheet_says_so(joined_log, monkeypatch):
    view = ListView(snapshot=joined_log.snapshot(), answers=ListAnswers())
    assert notices(view)[1] is None
    monkeypatch.setattr(ListView, "size", 2_000_000)
    assert "the first 1,048,575 rows" in as_text(notices(view)[1])


def site_of(shop):
    return create_app(ServerSettings(var=shop.var, samples=shop.var / "samples"))


def test_the_file_has_what_one_sees(joined_log):
    client = site_of(joined_log).server.test_client()
    address = list_address("shop", {"region": "North"}).replace("/customers", "/customers.csv")
    columns = "customer_id,attribute.region,monetary,play"
    answer = client.get(f"{address}&sort=-customer_id&columns={columns}&q=c")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    table = pd.read_csv(io.StringIO(answer.text))
    assert list(table) == ["customer_id", "monetary", "region", *schema.PLAY]
    assert table["customer_id"].tolist() == NAMES[4::-1]
    assert set(table["region"]) == {"North"}


def test_the_file_is_sent_in_parts_with_one_header_and_runs_nothing(tiny_log, monkeypatch):
    monkeypatch.setattr(file, "ROWS_AT_ONCE", 2)
    client = site_of(tiny_log).server.test_client()
    answer = client.get("/customers.csv?data=rows&columns=customer_id,favourite_product")
    lines = answer.text.splitlines()
    assert lines[0] == "customer_id,favourite_product"
    assert len(lines) == 5
    assert "'=1+1,'=cmd|calc" in lines


def test_there_is_no_file_of_a_data_set_that_is_not_there(tiny_log):
    answer = site_of(tiny_log).server.test_client().get("/customers.csv?data=other")
    assert answer.status_code == 404
    assert "There is no such list" in answer.text


def test_over_http_the_list_is_filtered(joined_log):
    values = {
        "shell-shown": TOKEN,
        Listing.FILTERS: urlencode({"attribute.region": "North"}),
        Listing.SEARCH: "",
        Listing.CHOOSER: ["customer_id"],
        Listing.GRID: {"startRow": 0, "endRow": 100},
    }
    wanted = f"{Listing.GRID}.getRowsResponse"
    rows = post(site_of(joined_log), wanted, f"{Listing.GRID}.getRowsRequest", values).json
    assert rows["response"][Listing.GRID]["getRowsResponse"]["rowCount"] == 5
