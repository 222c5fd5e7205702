"""Customer Details of a customer table: the card, the places, the map, and near matches."""

import io
import json

import pandas as pd
import pytest
from dash import no_update
from plotly.utils import PlotlyJSONEncoder

from callbacks.customers import table_customer
from callbacks.customers.page import advise_on, search_customers
from rfm import schema
from tests.callbacks.segmentation.test_table import Shop, tiny  # noqa: F401 - a fixture
from tests.hand_made_tables import publish_holders

TOKEN = {"name": "holders", "snapshot": "any", "kind": "customers"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return Shop(publish_holders(tmp_path_factory.mktemp("holders")))


def as_text(value):
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


def shown(shop, number):
    return table_customer.show(shop, f"/customers/{number}", TOKEN, "light")


def test_a_customer_is_told_by_cluster_attributes_and_charts(shop):
    found = shown(shop, "H0003")
    message, card, table, is_hidden = found["page"]
    assert (message, is_hidden) == (None, False)
    cluster = shop.snapshot("").customer("H0003")[schema.CLUSTER_NAME]
    assert f"Customer H0003 is one of 60 customers in the cluster {cluster}" in as_text(card)
    assert "85.0 %" in as_text(card)
    for label in ("Age", "Balance", "Job", "Visits made"):
        assert label in as_text(table)
    assert "typical" in as_text(table)
    for figure, title, caption, rows in found["charts"].values():
        assert figure.data
        assert title
        assert caption.endswith(".")
        assert "None" not in as_text(rows)
    assert len(as_text(found)) < 400_000


def test_a_gap_is_a_dash_and_no_place(shop):
    _, _, table, _ = shown(shop, "H0007")["page"]
    assert "–" in as_text(table)
    assert "nan" not in as_text(table)


def test_an_unknown_number_gets_a_sentence_and_near_matches(shop):
    message, card, _, is_hidden = shown(shop, "H9003")["page"]
    assert "No customer H9003 in holders" in as_text(message)
    assert "/customers/H0003?data=holders" in as_text(message)
    assert (card, is_hidden) == (None, True)


def test_without_a_number_typical_customers_are_offered(shop):
    message, *_ = shown(shop, "")["page"]
    assert as_text(message).count("typical of this cluster") == 3


@pytest.mark.parametrize(("path", "token"), [("/", TOKEN), ("/customers/H0003", None)])
def test_other_pages_and_other_kinds_change_nothing(shop, path, token):
    assert table_customer.show(shop, path, token, "light")["page"] == [no_update] * 4


def test_a_table_without_clusters_still_shows_its_customers(tiny):  # noqa: F811
    found = shown(tiny, "H0001")
    assert "is one of 6 customers" in as_text(found["page"][1])
    assert found["charts"]["map"][1] == "There is no map without clusters"
    assert shown(tiny, "")["page"][0] is not None
    assert advise_on(tiny, "tiny", "H0001") is None


@pytest.mark.parametrize("name", ["standing", "map", "attributes"])
def test_every_chart_and_the_attributes_are_files(shop, name):
    file = table_customer.export(shop, name, 1, "/customers/H0003", TOKEN)
    assert file["filename"] == f"customer-H0003-{name}.csv"
    assert len(pd.read_csv(io.StringIO(file["content"]))) >= 2
    assert table_customer.export(shop, name, 1, "/customers/none", TOKEN) is no_update


def test_the_search_tells_the_cluster_and_how_sure_it_is(shop):
    told = as_text(search_customers(shop.snapshot(""), "H000"))
    assert told.count("85.0 % sure") == 8
