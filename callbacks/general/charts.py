"""The chart cards of General Segmentation: each chart is one callback, drawn by itself."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.general.ahead import AHEAD
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
    """Register three callbacks a chart: what to show, drawing it, and downloading its numbers."""
    answers = Answers()
    for question in (*QUESTIONS, *AHEAD):
        chart = question.chart
        _register_asking(app, question)
        app.callback(
            Output(chart.graph, "figure"),
            Output(chart.title, "children"),
            Output(chart.caption, "children"),
            Output(chart.table, "children"),
            Input(chart.asked, "data"),
            prevent_initial_call=True,
        )(partial(draw, datasets, question, answers))
        app.callback(
            Output(chart.download, "data"),
            Input(chart.csv, "n_clicks"),
            State(Shell.DATA, "data"),
            State(General.GROUPING, "data"),
            State(General.GROUP, "data"),
            prevent_initial_call=True,
        )(partial(export, datasets, question))


def _register_asking(app: Dash, question: Question) -> None:
    """Register what happens in the browser, so that an unseen chart costs no request."""
    measure = [Input(General.MEASURE, "value")] if question.by_measure else []
    axes = [Input(General.AXES, "value")] if question.by_axes else []
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("charts", "ask_by_axes" if axes else "ask"),
        Output(question.chart.asked, "data"),
        Input(question.chart.seen, "data"),
        Input(Shell.DATA, "data"),
        Input(General.GROUPING, "data"),
        Input(General.GROUP, "data"),
        Input(Shell.THEME, "data"),
        *measure,
        *axes,
    )


def draw(datasets: "Datasets", question: Question, answers: Answers, asked: Any) -> Drawn:
    """Return a card's contents for [data set, grouping, group, measure, theme, axes].

    Raises
    ------
    PreventUpdate
        When there is no data set to show, or the chart is about clusters and they are not shown.
    """
    if not isinstance(asked, list) or not 1 < len(asked) <= 1 + len(Chosen._fields):
        raise PreventUpdate
    token, *chosen = asked
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
