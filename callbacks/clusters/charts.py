"""The charts of the page Clusters: what each is drawn from, and the numbers behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.clusters import facts
from layouts.customer_tables import told_as_table
from layouts.figures import algorithms as figures
from layouts.figures import numbers_of_clusters as numbers
from layouts.figures.look import Look
from layouts.ids import Chart, Clusters, Shell
from rfm import schema
from rfm.exports import csv_text

if TYPE_CHECKING:
    from rfm.comparison.results import Comparison
    from rfm.snapshot import Snapshot
    from server.datasets import Datasets

_ASKED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Question:
    """A chart: what it is drawn from, how it is drawn and told, and its numbers in words."""

    chart: Chart
    facts: Callable[["Snapshot", "Comparison", str], Any]
    draw: Callable[[Any, Look], go.Figure]
    finding: Callable[[Any, Look], str]
    caption: Callable[[Any, Look], str]
    table: Callable[[Any], pd.DataFrame]


QUESTIONS: Final = (
    Question(
        chart=Clusters.FIT,
        facts=facts.fits,
        draw=numbers.draw_tried,
        finding=numbers.finding_of_tried,
        caption=numbers.caption_of_tried,
        table=facts.table_of_tried,
    ),
    Question(
        chart=Clusters.SEPARATION,
        facts=facts.silhouettes,
        draw=numbers.draw_tried,
        finding=numbers.finding_of_tried,
        caption=numbers.caption_of_tried,
        table=facts.table_of_tried,
    ),
    Question(
        chart=Clusters.STABILITY,
        facts=facts.stability,
        draw=figures.draw_stability,
        finding=figures.finding_of_stability,
        caption=figures.caption_of_stability,
        table=facts.table_of_stability,
    ),
    Question(
        chart=Clusters.SIZES,
        facts=facts.sizes,
        draw=figures.draw_sizes,
        finding=figures.finding_of_sizes,
        caption=figures.caption_of_sizes,
        table=facts.table_of_sizes,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register three callbacks a chart: what to show, drawing it, and downloading its numbers."""
    for question in QUESTIONS:
        chart = question.chart
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("clusters", "ask"),
            Output(chart.asked, "data"),
            Input(chart.seen, "data"),
            Input(Shell.SHOWN, "data"),
            Input(Shell.THEME, "data"),
            Input(Clusters.ALGORITHM, "value"),
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
            State(Clusters.ALGORITHM, "value"),
            prevent_initial_call=True,
        )(partial(export, datasets, question))


def draw(datasets: "Datasets", question: Question, asked: Any) -> tuple[Any, str, str, Any]:
    """Return a card's figure, title, caption and table view for [data set, theme, algorithm].

    Raises
    ------
    PreventUpdate
        When there is no data set, or nothing was compared on it.
    """
    if not isinstance(asked, list) or len(asked) != _ASKED:
        raise PreventUpdate
    shown, theme, algorithm = asked
    found = _found(datasets, question, shown, algorithm)
    if found is None:
        raise PreventUpdate
    look = Look(theme=str(theme), grouping=schema.CLUSTERS)
    finding = question.finding(found, look)
    table = told_as_table(question.table(found), finding)
    figure = question.draw(found, look).to_plotly_json()
    return figure, finding, question.caption(found, look), table


def export(
    datasets: "Datasets", question: Question, clicks: Any, shown: Any, algorithm: Any
) -> Any:
    """Return a chart's numbers as a file."""
    found = _found(datasets, question, shown, algorithm) if clicks else None
    if found is None:
        return no_update
    name = f"{question.chart.name}.csv"
    return {"type": "text/csv", "content": csv_text(question.table(found)), "filename": name}


def _found(datasets: "Datasets", question: Question, shown: Any, algorithm: Any) -> Any:
    name = shown.get("name") if isinstance(shown, Mapping) else None
    if not isinstance(name, str):
        return None
    snapshot = datasets.snapshot(name)
    comparison = snapshot.comparison
    return None if comparison is None else question.facts(snapshot, comparison, str(algorithm))
