"""The chart cards of General Segmentation: each chart is one callback, drawn by itself."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.general.files import csv_file
from callbacks.general.questions import QUESTIONS, Question, answer, table_of
from callbacks.general.view import Answers, Chosen, View, view_of
from layouts import tables
from layouts.ids import General, Shell
from rfm import schema

if TYPE_CHECKING:
    from server.datasets import Datasets

Drawn = tuple[Any, str, str, Any]


def register(app: Dash, datasets: "Datasets") -> None:
    """Register two callbacks a chart: drawing it, and downloading its numbers."""
    answers = Answers()
    for question in QUESTIONS:
        chart = question.chart
        app.callback(
            Output(chart.graph, "figure"),
            Output(chart.title, "children"),
            Output(chart.caption, "children"),
            Output(chart.table, "children"),
            Input(chart.seen, "data"),
            Input(Shell.DATA, "data"),
            Input(General.GROUPING, "data"),
            Input(General.GROUP, "data"),
            Input(General.MEASURE, "value"),
            Input(Shell.THEME, "data"),
        )(partial(draw, datasets, question, answers))
        app.callback(
            Output(chart.download, "data"),
            Input(chart.csv, "n_clicks"),
            State(Shell.DATA, "data"),
            State(General.GROUPING, "data"),
            State(General.GROUP, "data"),
            prevent_initial_call=True,
        )(partial(export, datasets, question))


def draw(datasets: "Datasets", question: Question, answers: Answers, *sent: Any) -> Drawn:
    """Return a card's contents for `sent`: whether it was seen, data set, and what was chosen.

    Raises
    ------
    PreventUpdate
        When nobody saw the card yet, there is no data set to show, or the chart is about clusters
        and they are not shown.
    """
    is_seen, token, *chosen = sent
    if not is_seen:
        raise PreventUpdate
    view = view_of(datasets, token, Chosen(*chosen))
    if question.of_clusters and view.grouping != schema.CLUSTERS:
        raise PreventUpdate
    drawn: Drawn = answers.get((question.chart.name, *view.key), partial(draw_card, question, view))
    return drawn


def export(datasets: "Datasets", question: Question, _clicks: Any, *sent: Any) -> Any:
    """Return a chart's numbers as a file; `sent` are data set, grouping and group."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    what = question.chart.name.removeprefix("general-")
    return csv_file(view.file_name(what), question.numbers(view))


def draw_card(question: Question, view: View) -> Drawn:
    """Return a card's figure, title, caption and table view."""
    drawn = answer(question, view)
    table = tables.in_words(table_of(question, view), view.look, drawn.finding)
    # As plain values: a kept figure then costs nothing but its way to the browser.
    return drawn.figure.to_plotly_json(), drawn.finding, drawn.caption, table
