"""The data sets that the pages are tried on: logs and tables, with enough to tell and without."""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from callbacks.parts.chart_cards import ChartCard, draw_card
from rfm.snapshot import Snapshot
from tests.hand_made_joins import publish_joined
from tests.hand_made_sites import Shop, analysed, as_text
from tests.hand_made_tables import holders, publish_holders

LOG = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
1,A,CUP,2,2011-01-03 09:30,2.5,100
2,B,VASE,1,2011-02-07 09:45,30,100
C2,B,VASE,-1,2011-02-08 12:00,30,100
3,A,=cmd|calc,4,2011-03-01 10:00,2.5,=1+1
4,A,CUP,1,2011-03-02 10:00,2.5,a/b ü
5,A,CUP,1,2011-03-03 10:00,2.5,101
"""


def draw(card: ChartCard, view: Any) -> tuple[Any, str, str, Any]:
    """Return a card's figure, title, caption and table, which everybody can read and load."""
    figure, title, caption, table = draw_card(card, view)
    # Plotly checks every property of a figure that is made anew.
    assert go.Figure(figure).data or figure["layout"]["annotations"], card.id.name
    assert title
    assert caption.endswith(".")
    assert "nan" not in title + caption
    assert "None" not in as_text(table)
    assert len(as_text([figure, title, caption, table])) < 200_000
    return figure, title, caption, table


@pytest.fixture(scope="session")
def cdnow(var_folder: Path) -> Shop:
    """Return the log of a shop that sold CDs."""
    return Shop(Snapshot.open(var_folder / "snapshots" / "cdnow"))


@pytest.fixture(scope="session")
def tiny_log(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a log of four customers: too few for clusters or models, with odd numbers."""
    return analysed(tmp_path_factory.mktemp("log"), LOG)


@pytest.fixture(scope="session")
def joined_log(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a log of twelve customers with what a table says of them."""
    return Shop(publish_joined(tmp_path_factory.mktemp("joined")))


@pytest.fixture(scope="session")
def card_holders(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a table with three clusters."""
    return Shop(publish_holders(tmp_path_factory.mktemp("holders")))


@pytest.fixture(scope="session")
def tiny_table(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a table of six customers: too few for clusters."""
    rows = holders(2).to_csv(index=False)
    return analysed(tmp_path_factory.mktemp("tiny"), rows, "--kind", "customers")
