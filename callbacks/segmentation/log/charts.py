"""The chart cards of General Segmentation: each chart is one callback, drawn by itself."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output
from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.files import csv_file
from callbacks.parts.questions import Drawn, Question, draw_filtered, register_card
from callbacks.segmentation.log.ahead import AHEAD
from callbacks.segmentation.log.questions import QUESTIONS
from callbacks.segmentation.log.view import CHOSEN, Chosen, view_of
from layouts.ids import General, Shell
from layouts.parts import tables
from rfm import schema

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register three callbacks a chart: what to show, drawing it, and downloading its numbers."""
    answers = Answers()
    for question in (*QUESTIONS, *AHEAD):
        _register_asking(app, question)
        register_card(
            app,
            question.chart,
            partial(draw, datasets, question, answers),
            partial(export, datasets, question),
            CHOSEN,
        )


def _register_asking(app: Dash, question: Question) -> None:
    """Register what happens in the browser, so that an unseen chart costs no request."""
    measure = [Input(General.MEASURE, "value")] if question.by_measure else []
    axes = [Input(General.AXES, "value")] if question.by_axes else []
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("charts", "ask_by_axes" if axes else "ask"),
        Output(question.chart.asked, "data"),
        Input(question.chart.seen, "data"),
        *[Input(*each) for each in CHOSEN],
        Input(Shell.THEME, "data"),
        *measure,
        *axes,
    )


def draw(datasets: "Datasets", question: Question, answers: Answers, asked: Any) -> Drawn:
    """Return a card's contents for [data set, grouping, group, filter, measure, theme, axes].

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
    drawn: Drawn = answers.get(
        (question.chart.name, *view.key), partial(draw_filtered, question, view, tables.in_words)
    )
    return drawn


def export(datasets: "Datasets", question: Question, _clicks: Any, *sent: Any) -> Any:
    """Return a chart's numbers as a file; `sent` are data set, grouping, group and filter."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    what = question.chart.name.removeprefix("general-")
    return csv_file(view.file_name(what), question.numbers(view))
