"""The model that places new customers, judged: the last section of the page Models."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks import placing_facts as facts
from callbacks.placing_views import candidates_card, key_figures, scores_card
from layouts.components import message
from layouts.customer_tables import told_as_table
from layouts.figures import supervised as figures
from layouts.figures.look import Look
from layouts.ids import Chart, Models, Shell
from rfm import schema
from rfm.exports import csv_text

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.datasets import Datasets

NOT_STUDIED: Final = (
    "No model was trained on the clusters of this data set yet. Open the page Clusters and compare "
    "algorithms: one is trained along with it."
)
_ASKED: Final = 2


@dataclass(frozen=True, kw_only=True)
class Question:
    """A chart of the model's card: what it is drawn from, how it is told, and its numbers."""

    chart: Chart
    facts: Callable[["Snapshot"], Any]
    draw: Callable[[Any, Look], go.Figure]
    finding: Callable[[Any, Look], str]
    caption: Callable[[Any, Look], str]
    table: Callable[[Any], pd.DataFrame]


QUESTIONS: Final = (
    Question(
        chart=Models.CONFUSION,
        facts=facts.confusion,
        draw=figures.draw_confusion,
        finding=figures.finding_of_confusion,
        caption=figures.caption_of_confusion,
        table=facts.table_of_confusion,
    ),
    Question(
        chart=Models.IMPORTANCES,
        facts=facts.weights,
        draw=figures.draw_importances,
        finding=figures.finding_of_importances,
        caption=figures.caption_of_importances,
        table=facts.table_of_weights,
    ),
    Question(
        chart=Models.PLACING_CALIBRATION,
        facts=facts.bins,
        draw=figures.draw_calibration,
        finding=figures.finding_of_calibration,
        caption=figures.caption_of_calibration,
        table=facts.table_of_bins,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Connect the section with the data sets."""
    filled = {
        "sentence": Output(Models.PLACING_SENTENCE, "children"),
        "reason": Output(Models.NO_PLACING, "children"),
        "warnings": Output(Models.PLACING_WARNINGS, "children"),
        "figures": Output(Models.PLACING_FIGURES, "children"),
        "candidates": Output(Models.PLACING_CANDIDATES, "children"),
        "scores": Output(Models.PLACING_SCORES, "children"),
        "hidden": Output(Models.PLACING, "hidden"),
    }

    @app.callback(output=filled, inputs=[Input(Shell.SHOWN, "data")])
    def fill(shown: Any) -> dict[str, Any]:
        return show(datasets.snapshot(shown["name"])) if shown else dict.fromkeys(filled, no_update)

    for question in QUESTIONS:
        _register_chart(app, datasets, question)


def _register_chart(app: Dash, datasets: "Datasets", question: Question) -> None:
    chart = question.chart
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("models", "ask"),
        Output(chart.asked, "data"),
        Input(chart.seen, "data"),
        Input(Shell.SHOWN, "data"),
        Input(Shell.THEME, "data"),
    )
    app.callback(
        Output(chart.graph, "figure"),
        Output(chart.title, "children"),
        Output(chart.caption, "children"),
        Output(chart.table, "children"),
        Input(chart.asked, "data"),
        prevent_initial_call=True,
    )(partial(draw, datasets, question))
    app.callback(
        Output(chart.download, "data"),
        Input(chart.csv, "n_clicks"),
        State(Shell.SHOWN, "data"),
        prevent_initial_call=True,
    )(partial(export, datasets, question))


def show(snapshot: "Snapshot") -> dict[str, Any]:
    """Return what is said of the model of a data set, or why there is none."""
    card = snapshot.supervised_card
    names = ("sentence", "reason", "warnings", "figures", "candidates", "scores")
    nothing: dict[str, Any] = dict.fromkeys(names)
    if card is None:
        return nothing | {"reason": message(_reason(snapshot)), "hidden": True}
    return nothing | {
        "sentence": card.sentence,
        "warnings": [message(warning, "watch") for warning in card.warnings],
        "figures": key_figures(card),
        "candidates": candidates_card(card),
        "scores": scores_card(card),
        "hidden": False,
    }


def _reason(snapshot: "Snapshot") -> str:
    if snapshot.no_supervised_reason:
        return snapshot.no_supervised_reason
    if schema.CLUSTERS not in snapshot.groupings:
        return snapshot.no_clusters_reason or NOT_STUDIED
    return NOT_STUDIED


def draw(datasets: "Datasets", question: Question, asked: Any) -> tuple[Any, str, str, Any]:
    """Return a card's figure, title, caption and table view for [data set, theme].

    Raises
    ------
    PreventUpdate
        When there is no data set, or no model was trained.
    """
    if not isinstance(asked, list) or len(asked) != _ASKED:
        raise PreventUpdate
    shown, theme = asked
    found = _found(datasets, question, shown)
    if found is None:
        raise PreventUpdate
    look = Look(theme=str(theme), grouping=schema.CLUSTERS)
    finding = question.finding(found, look)
    table = told_as_table(question.table(found), finding)
    figure = question.draw(found, look).to_plotly_json()
    return figure, finding, question.caption(found, look), table


def export(datasets: "Datasets", question: Question, clicks: Any, shown: Any) -> Any:
    """Return a chart's numbers as a file."""
    found = _found(datasets, question, shown) if clicks else None
    if found is None:
        return no_update
    name = f"{question.chart.name}.csv"
    return {"type": "text/csv", "content": csv_text(question.table(found)), "filename": name}


def _found(datasets: "Datasets", question: Question, shown: Any) -> Any:
    name = shown.get("name") if isinstance(shown, Mapping) else None
    if not isinstance(name, str):
        return None
    snapshot = datasets.snapshot(name)
    return None if snapshot.supervised_card is None else question.facts(snapshot)
