"""The chart cards of a customer table."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output
from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.files import csv_file
from callbacks.parts.questions import Drawn, Question, draw_filtered, register_card
from callbacks.segmentation.table.questions import QUESTIONS
from callbacks.segmentation.table.view import CHOSEN, Chosen, view_of
from layouts.charts.drawing.look import Look
from layouts.customers.tables import told_as_table
from layouts.ids import Shell, TableGeneral

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register what a chart is to show, drawing it, and downloading its numbers."""
    answers = Answers()
    view = [*CHOSEN, (Shell.THEME, "data")]
    pair = [(each, "value") for each in (TableGeneral.X, TableGeneral.Y)]
    for question in QUESTIONS:
        chosen = [*view, *pair, (TableGeneral.AXES, "value")] if question.by_axes else view
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("charts", "ask_with"),
            Output(question.chart.asked, "data"),
            Input(question.chart.seen, "data"),
            *[Input(*each) for each in chosen],
        )
        register_card(
            app,
            question.chart,
            partial(draw, datasets, question, answers),
            partial(export, datasets, question),
            [*view, *pair],
        )


def draw(datasets: "Datasets", question: Question, answers: Answers, asked: Any) -> Drawn:
    """Return a card's contents for [data set, cluster, filter, theme, x, y, axes].

    Raises
    ------
    PreventUpdate
        When there is no table to show, or it has no clusters and the chart is about them.
    """
    if not isinstance(asked, list) or not 1 < len(asked) <= 1 + len(Chosen._fields):
        raise PreventUpdate
    token, *chosen = asked
    view = view_of(datasets, token, Chosen(*chosen))
    if question.of_clusters and not view.has_clusters:
        raise PreventUpdate
    drawn: Drawn = answers.get(
        (question.chart.name, *view.key), partial(draw_filtered, question, view, in_words)
    )
    return drawn


def export(datasets: "Datasets", question: Question, _clicks: Any, *sent: Any) -> Any:
    """Return a chart's numbers as a file; `sent` are data set, cluster, filter, theme, x and y."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    what = question.chart.name.removeprefix("tablegeneral-")
    return csv_file(view.file_name(what), question.numbers(view))


def in_words(table: pd.DataFrame, _look: Look, caption: str) -> Any:
    """Return a frame, whose heads are words already, as a table."""
    return told_as_table(table, caption)
