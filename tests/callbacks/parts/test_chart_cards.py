"""How a chart comes onto a page, on a page of one card."""

from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import Dash, html

from callbacks.parts.chart_cards import ChartCard, register_cards
from layouts.charts.drawing.drawn import Drawn
from layouts.ids import Chart

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


def answer_of(app, output, *values):
    """Return what the callback of an output answers; None when it leaves all as it is."""
    app.server.test_client().get("/_dash-dependencies")
    (key,) = [each for each in app.callback_map if output in each and "asked" not in each]
    callback = app.callback_map[key]
    asked = [*callback["inputs"], *callback["state"]]
    sent = [each | {"value": value} for each, value in zip(asked, values, strict=True)]
    names = [each.rpartition(".") for each in key.strip(".").split("...")]
    outputs = [{"id": name, "property": what} for name, _, what in names]
    body = {
        "output": key,
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": sent[: len(callback["inputs"])],
        "state": sent[len(callback["inputs"]) :],
        "changedPropIds": [f"{asked[0]['id']}.{asked[0]['property']}"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=body)
    return answer.get_json()["response"] if answer.status_code == 200 else None


def test_a_card_asks_for_what_all_cards_and_it_depend_on(page):
    (ask,) = [each for each in page._callback_list if each["clientside_function"]]
    asked = [f"{each['id']}.{each['property']}" for each in ask["inputs"]]
    assert asked == ["page-sizes-seen.data", "page.data", "shell-theme.data", "page-measure.value"]


def test_figure_title_caption_and_table_are_drawn_once(page, drawn):
    ask = partial(answer_of, page, SIZES.graph)
    answer = ask(["shop", "dark", "revenue"])
    assert answer[SIZES.title]["children"] == "Sizes of shop by revenue"
    assert answer[SIZES.caption]["children"] == "Each bar is a group."
    assert "data" in answer[SIZES.graph]["figure"]
    assert "Customers" in str(answer[SIZES.table])
    assert ask(["shop", "dark", "revenue"]) == answer
    assert drawn == [("shop by revenue", "dark")]


@pytest.mark.parametrize("asked", [None, "shop", ["shop"], ["empty", "light", "customers"]])
def test_what_cannot_be_drawn_leaves_the_card_as_it_is(page, drawn, asked):
    assert answer_of(page, SIZES.graph, asked) is None
    assert drawn == []


def test_a_file_holds_what_is_saved_of_a_chart(page):
    file = answer_of(page, SIZES.download, 1, "shop", "revenue")[SIZES.download]["data"]
    assert file["filename"] == "shop-sizes.csv"
    assert file["content"].split() == ["Customers", "30", "40"]
