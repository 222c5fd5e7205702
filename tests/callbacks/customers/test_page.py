"""Customer Details on published logs: search, card, charts, downloads, unknown numbers."""

import json
import subprocess
import sys
from pathlib import Path

import plotly.graph_objects as go
import pytest
from dash import no_update
from plotly.utils import PlotlyJSONEncoder

from callbacks.customers import page as customers
from callbacks.customers.page import (
    customer_in,
    download_of,
    first_address,
    search_customers,
    show_customer,
)
from callbacks.customers.views import CHARTS
from rfm.snapshot import Snapshot

PROJECT = Path(customers.__file__).parents[2]
LOG = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
1,A,CUP,2,2011-01-03 09:30,2.5,100
2,B,VASE,1,2011-02-07 09:45,30,100
C2,B,VASE,-1,2011-02-08 12:00,30,100
3,A,=cmd|calc,4,2011-03-01 10:00,2.5,=1+1
4,A,CUP,1,2011-03-02 10:00,2.5,a/b ü
5,A,CUP,1,2011-03-03 10:00,2.5,101
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("log")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    command = [sys.executable, "-m", "rfm", "analyse", folder / "log.csv", "--out", folder / "out"]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    return Snapshot.open(folder / "out")


def as_text(value: object) -> str:
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


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


@pytest.mark.parametrize("number", ["100", "101", "=1+1", "a/b ü"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_customer_has_a_card_charts_and_orders(snapshot: Snapshot, number: str, theme: str):
    shown = show_customer(snapshot, number, theme)
    message, card, is_hidden = shown["page"]
    assert (message, is_hidden) == (None, False)
    assert f"Customer {number} is " in as_text(card)
    for name in CHARTS:
        parts = shown["charts"][name]
        assert isinstance(parts["graph"], go.Figure), name
        assert parts["title"], name
        assert parts["caption"], name
    assert len(as_text(shown)) < 200_000


def test_the_best_the_typical_and_the_lapsed_are_offered(snapshot: Snapshot):
    message, card, is_hidden = show_customer(snapshot, "", "light")["page"]
    assert (card, is_hidden) == (None, True)
    assert "spent the most" in as_text(message)


@pytest.mark.parametrize("number", ["999", "../../etc", "<script>", "=1+2", "1" * 500, "\n", "💩"])
def test_an_unknown_number_gets_a_sentence_and_no_charts(snapshot: Snapshot, number: str):
    shown = show_customer(snapshot, number, "light")
    message, card, is_hidden = shown["page"]
    assert (card, is_hidden) == (None, True)
    assert "No customer " in as_text(message)
    assert "Nearest:" in as_text(message)


def test_typing_a_part_of_a_number_lists_links(snapshot: Snapshot):
    told = as_text(search_customers(snapshot, " 10 "))
    assert "/customers/100?data=" in told
    assert "/customers/101?data=" in told
    assert search_customers(snapshot, "  ") is None
    assert "No customer number" in as_text(search_customers(snapshot, "zzz"))


def test_enter_opens_the_first_match_and_else_the_number_itself(snapshot: Snapshot):
    assert first_address(snapshot, "10").startswith("/customers/100?")
    assert first_address(snapshot, "zz/").startswith("/customers/zz%2F?")
    assert first_address(snapshot, " ") is no_update


@pytest.mark.parametrize("name", ["orders", *CHARTS])
def test_every_table_can_be_downloaded(snapshot: Snapshot, name: str):
    file = download_of(snapshot, "100", name)
    assert file["filename"] == f"customer-100-{name}.csv"
    assert file["content"].count("\n") >= 2


def test_a_download_never_holds_a_formula_nor_a_file_name_a_path(snapshot: Snapshot):
    file = download_of(snapshot, "=1+1", "top-products")
    assert "'=cmd|calc" in file["content"]
    assert download_of(snapshot, "a/b ü", "orders")["filename"] == "customer-a-b-ü-orders.csv"


def test_a_return_is_labelled_and_taken_off(snapshot: Snapshot):
    content = download_of(snapshot, "100", "purchases")["content"]
    assert content.splitlines()[1:] == [
        "2011-01-03 09:30:00,Order,5.0,5.0",
        "2011-02-07 09:45:00,Order,30.0,35.0",
        "2011-02-08 12:00:00,Return,-30.0,5.0",
    ]


def test_a_log_without_products_says_so_on_its_cards(var_folder: Path):
    cdnow = Snapshot.open(var_folder / "snapshots" / "cdnow")
    shown = show_customer(cdnow, "00004", "light")
    assert "names no products" in shown["charts"]["top-products"]["caption"]
    assert "no time of day" in shown["charts"]["buying-times"]["caption"]
    assert "names no products" in as_text(shown["page"][1])
