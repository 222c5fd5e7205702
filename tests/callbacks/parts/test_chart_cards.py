"""How a chart comes onto a page, on a page of one card."""

from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import Dash, html

from callbacks.parts.chart_cards import ChartCard, register_cards
from layouts.charts.drawing.drawn import Drawn
from layouts.ids import Chart
from tests.hand_made_sites import post

SIZES = Chart("page-sizes")
FOUND = pd.DataFrame({"Customers": [3, 4]})


@dataclass
class View:
    """A data set by its name, in a theme, by a measure."""

    token: str
    theme: str = "light"
    measure: str = "customers"

    @property
    def look(self):
        return SimpleNamespace(theme=self.theme)

    @property
    def key(self):
        return self.token, self.theme, self.measure

    def file_name(self, what):
        return f"{self.token}-{what}.csv"


@pytest.fixture
def drawn():
    """Return the list of what was drawn, in turn."""
    return []


@pytest.fixture
def page(drawn):
    def sizes(name, look):
        drawn.append((name, look.theme))
        title = f"Sizes of {name}"
        return Drawn(
            figure=go.Figure(),
            title=title,
            caption="Each bar is a group.",
            numbers=FOUND,
            file=lambda: FOUND * 10,
        )

    def facts(view):
        return None if view.key[0] == "empty" else (f"{view.token} by {view.measure}",)

    app = Dash("cards")
    app.layout = html.Div()
    cards = [ChartCard(SIZES, sizes, facts, needs=("measure",))]
    chosen, controls = {"token": ("page", "data")}, {"measure": ("page-measure", "value")}
    register_cards(app, cards, View, chosen, controls | {"unused": ("page-unused", "value")})
    return app


def answer_of(app, output, changed, **values):
    """Return what the callback of an output answers; None when it leaves all as it is."""
    app.server.test_client().get("/_dash-dependencies")
    answer = post(app, output, changed, values)
    return answer.get_json()["response"] if answer.status_code == 200 else None


def ask(app, asked):
    return answer_of(app, f"{SIZES.graph}.figure", f"{SIZES.asked}.data", **{SIZES.asked: asked})


def test_a_card_asks_for_what_all_cards_and_it_depend_on(page):
    (ask,) = [each for each in page._callback_list if each["clientside_function"]]
    asked = [f"{each['id']}.{each['property']}" for each in ask["inputs"]]
    assert asked == ["page-sizes-seen.data", "page.data", "shell-theme.data", "page-measure.value"]


def test_figure_title_caption_and_table_are_drawn_once(page, drawn):
    answer = ask(page, ["shop", "dark", "revenue"])
    assert answer[SIZES.title]["children"] == "Sizes of shop by revenue"
    assert answer[SIZES.caption]["children"] == "Each bar is a group."
    assert "data" in answer[SIZES.graph]["figure"]
    assert "Customers" in str(answer[SIZES.table])
    assert ask(page, ["shop", "dark", "revenue"]) == answer
    assert drawn == [("shop by revenue", "dark")]


@pytest.mark.parametrize("asked", [None, "shop", ["shop"], ["empty", "light", "customers"]])
def test_what_cannot_be_drawn_leaves_the_card_as_it_is(page, drawn, asked):
    assert ask(page, asked) is None
    assert drawn == []


def test_a_file_holds_what_is_saved_of_a_chart(page):
    values = {SIZES.csv: 1, "page": "shop", "page-measure": "revenue"}
    answer = answer_of(page, f"{SIZES.download}.data", f"{SIZES.csv}.n_clicks", **values)
    file = answer[SIZES.download]["data"]
    assert file["filename"] == "shop-sizes.csv"
    assert file["content"].split() == ["Customers", "30", "40"]
