"""Customer Details of logs and of tables: search, card, charts, files, unknown numbers."""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks.customers import log_facts, page
from callbacks.customers.search import first_address, search_customers
from callbacks.customers.view import CustomerView, customer_in, view_of
from callbacks.parts.chart_cards import export_card
from layouts.ids import Chart, Customers
from rfm import schema
from tests.callbacks.conftest import draw
from tests.hand_made_sites import Shop, as_text

TOKEN = {"name": "any", "snapshot": "any"}
OF_MODELS = (Customers.ALIVE, Customers.WORTH)
OF_TABLES = (Customers.ATTRIBUTE_PERCENTILES, Customers.MAP)
OF_LOGS = tuple(card.id for card in page.CARDS if card.id not in (*OF_MODELS, *OF_TABLES))


@pytest.fixture
def shops(request: pytest.FixtureRequest) -> Callable[[str], Shop]:
    """Return what gives a shop by the name of its fixture."""
    return request.getfixturevalue


def shown(shop: Shop, number: str, theme: str = "light") -> dict[str, Any]:
    return page.show(shop, TOKEN, f"/customers/{number}", theme)


def card(chart: Chart) -> Any:
    return next(each for each in page.CARDS if each.id == chart)


def drawn(shop: Shop, number: str, chart: Chart, theme: str = "light") -> tuple[Any, str, str, Any]:
    return draw(card(chart), CustomerView(shop.snapshot(), number, theme))


def saved(shop: Shop, number: str, chart: Chart) -> dict[str, Any]:
    return export_card(card(chart), CustomerView(shop.snapshot(), number))


def file_of(shop: Shop, number: str, what: str) -> dict[str, Any]:
    rows = page.FILES[what][-1]
    return page.export(shop, what, rows, 1, TOKEN, f"/customers/{number}")


@pytest.mark.parametrize(
    ("pathname", "number"),
    [
        ("/customers", ""),
        ("/customers/", ""),
        ("/customers/13456", "13456"),
        ("/customers/a%2Fb%20%C3%BC", "a/b ü"),
        ("/customers/%ZZ", "%ZZ"),
        ("/customersx", None),
        ("/prediction", None),
        (None, None),
    ],
)
def test_the_number_is_read_from_the_address(pathname: str | None, number: str | None):
    assert customer_in(pathname) == number


@pytest.mark.parametrize("number", ["100", "101", "%3D1%2B1", "a%2Fb%20%C3%BC"])
def test_any_customer_of_a_log_has_a_card_and_orders(tiny_log: Shop, number: str):
    parts = shown(tiny_log, number)
    assert parts["message"] is None
    assert not parts["not_of_log"]
    assert parts["not_of_table"]
    assert f"Customer {customer_in(f'/customers/{number}')} is " in as_text(parts["card"])
    assert "What to do next: " in as_text(parts["play"])
    assert page.list_orders(tiny_log, TOKEN, f"/customers/{number}")[1].rowData
    assert len(as_text(parts)) < 100_000


def test_a_customer_of_a_table_is_told_by_cluster_and_attributes(card_holders: Shop):
    parts = shown(card_holders, "H0003")
    assert (parts["message"], parts["not_of_log"], parts["not_of_table"]) == (None, True, False)
    cluster = card_holders.snapshot().customer("H0003")[schema.CLUSTER_NAME]
    told = as_text(parts["card"])
    assert f"Customer H0003 is one of 60 customers in the cluster {cluster}" in told
    assert "85.0 %" in told
    assert f"What to do next: {cluster}" in as_text(parts["play"])
    for label in ("Age", "Balance", "Job", "Visits made", "typical"):
        assert label in as_text(parts["attributes"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "number", "charts"),
    [
        ("tiny_log", "100", OF_LOGS),
        ("tiny_log", "=1+1", OF_LOGS),
        ("cdnow", "00004", (*OF_LOGS, *OF_MODELS)),
        # The one with the most orders.
        ("cdnow", "14048", (*OF_LOGS, *OF_MODELS)),
        ("card_holders", "H0003", OF_TABLES),
        ("card_holders", "H0007", OF_TABLES),
    ],
)
def test_each_customer_has_the_charts_of_their_kind(
    shops: Callable[[str], Shop], name: str, number: str, charts: tuple[Chart, ...], theme: str
):
    for chart in (each.id for each in page.CARDS):
        if chart not in charts:
            with pytest.raises(PreventUpdate):
                drawn(shops(name), number, chart)
            continue
        figure, _, caption, _ = drawn(shops(name), number, chart, theme)
        assert figure["data"] or "names no products" in caption
        content = saved(shops(name), number, chart)["content"]
        assert content.count("\n") >= (2 if figure["data"] else 1)


@pytest.mark.parametrize(
    ("name", "number", "nearest"),
    [
        *[
            ("tiny_log", number, "Nearest:")
            for number in ("999", "../../etc", "<script>", "=1+2", "1" * 500, "\n", "💩")
        ],
        ("card_holders", "H9003", "/customers/H0003?data=holders"),
    ],
)
def test_an_unknown_number_gets_a_sentence_and_near_matches(
    shops: Callable[[str], Shop], name: str, number: str, nearest: str
):
    parts = shown(shops(name), number)
    assert "No customer " in as_text(parts["message"])
    assert nearest in as_text(parts["message"])
    assert len(as_text(parts["message"])) < 3_000
    assert (parts["card"], parts["play"], parts["future"]) == (None, None, None)
    assert parts["not_of_log"]
    assert parts["not_of_table"]
    with pytest.raises(PreventUpdate):
        view_of(shops(name), TOKEN, f"/customers/{number}")


@pytest.mark.parametrize(
    ("path", "token"), [("/", TOKEN), ("/customers", TOKEN), ("/customers/H0003", None)]
)
def test_other_pages_and_missing_data_sets_change_nothing(
    card_holders: Shop, path: str, token: Any
):
    with pytest.raises(PreventUpdate):
        page.show(card_holders, token, path, "light")


def test_typing_a_part_of_a_number_lists_links(tiny_log: Shop, card_holders: Shop):
    told = as_text(search_customers(tiny_log.snapshot(), " 10 "))
    assert "/customers/100?data=" in told
    assert "/customers/101?data=" in told
    assert search_customers(tiny_log.snapshot(), "  ") is None
    assert "No customer number" in as_text(search_customers(tiny_log.snapshot(), "zzz"))
    told = as_text(search_customers(card_holders.snapshot(), "H000"))
    assert told.count("85.0 % sure") == 8


def test_enter_opens_the_first_match_and_else_the_number_itself(tiny_log: Shop):
    assert first_address(tiny_log.snapshot(), "10").startswith("/customers/100?")
    assert first_address(tiny_log.snapshot(), "zz/").startswith("/customers/zz%2F?")
    assert first_address(tiny_log.snapshot(), " ") is no_update


def test_a_download_never_holds_a_formula_nor_a_file_name_a_path(tiny_log: Shop):
    file = saved(tiny_log, "=1+1", Customers.TOP_PRODUCTS)
    assert file["filename"] == "customer--1-1-top-products.csv"
    assert "'=cmd|calc" in file["content"]
    orders = file_of(tiny_log, "a%2Fb%20%C3%BC", "orders")
    assert orders["filename"] == "customer-a-b-ü-orders.csv"
    assert orders["content"].count("\n") == 2


def test_a_return_is_labelled_and_taken_off(tiny_log: Shop):
    assert saved(tiny_log, "100", Customers.PURCHASES)["content"].splitlines()[1:] == [
        "2011-01-03 09:30:00,Order,5.0,5.0",
        "2011-02-07 09:45:00,Order given back whole,30.0,35.0",
        "2011-02-08 12:00:00,Return,-30.0,5.0",
    ]


def test_a_log_without_products_says_so_on_its_cards(cdnow: Shop):
    assert "names no products" in drawn(cdnow, "00004", Customers.TOP_PRODUCTS)[2]
    assert "no time of day" in drawn(cdnow, "00004", Customers.BUYING_TIMES)[2]
    told = as_text(shown(cdnow, "00004")["card"])
    assert "names no products" in told
    assert "Favourite product" not in told


def test_what_is_next_is_told_from_the_customer_s_own_numbers(cdnow: Shop):
    snapshot = cdnow.snapshot()
    value = snapshot.customers(schema.CUSTOMER_ID, schema.CLV)
    best = str(value[schema.CUSTOMER_ID].iloc[int(value[schema.CLV].argmax())])
    parts = shown(cdnow, best)
    assert "We expect about" in as_text(parts["future"])
    assert "Likely to buy again" in as_text(parts["future"])
    is_worth_hidden, is_alive_hidden = page.say_little(cdnow, TOKEN, f"/customers/{best}")
    assert not is_worth_hidden
    # Sure to be a customer: a flat line would say nothing.
    assert is_alive_hidden
    view = CustomerView(snapshot, best)
    now = log_facts.alive_of(view).path.probability[-1]
    assert now == pytest.approx(view.customer[schema.P_ALIVE], abs=0.01)
    alive, worth = (saved(cdnow, best, chart)["content"] for chart in OF_MODELS)
    assert alive.splitlines()[0] == "Date,Still a customer (%)"
    assert "This customer" in worth


def test_a_log_that_says_too_little_gets_the_reason_instead_of_a_future(tiny_log: Shop):
    parts = shown(tiny_log, "100")
    assert tiny_log.snapshot().no_lifetime_reason in as_text(parts["future"])
    assert page.say_little(tiny_log, TOKEN, "/customers/100") == (True, True)


def test_a_gap_is_a_dash_and_no_percentile(card_holders: Shop):
    told = as_text(shown(card_holders, "H0007")["attributes"])
    assert "–" in told
    assert "nan" not in told


def test_a_table_without_clusters_still_shows_its_customers(tiny_table: Shop):
    parts = shown(tiny_table, "H0001")
    assert "is one of 6 customers" in as_text(parts["card"])
    assert parts["play"] is None
    assert drawn(tiny_table, "H0001", Customers.MAP)[1] == "There is no map without clusters"


def test_the_attributes_are_a_file(card_holders: Shop):
    file = file_of(card_holders, "H0003", "attributes")
    assert file["filename"] == "customer-H0003-attributes.csv"
    rows = pd.read_csv(io.StringIO(file["content"]))
    assert rows["attribute"].tolist() == ["age", "balance", "job", "visits.made"]
