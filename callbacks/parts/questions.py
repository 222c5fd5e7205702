"""The chart cards of a page: what each draws from, how, what it says, and how it is wired.

A question draws with the functions of `layouts/figures`. A card's contents travel as plain values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, State

from callbacks.parts.grouped_view import GroupedView
from layouts.charts.drawing.look import Look
from layouts.ids import Chart
from layouts.parts import words
from layouts.theme import empty_figure

Tell = Callable[[pd.DataFrame, Look, str], Any]
Drawn = tuple[Any, str, str, Any]
Frames = Callable[[Any], tuple[Any, ...]]


class Answer(NamedTuple):
    """A chart in full: the figure, and its words."""

    figure: go.Figure
    finding: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A chart card: `frames` feed the drawing, `told` the words, `numbers` the CSV file.

    `summary` is the table view where the numbers are too many to read. `of_clusters` marks what is
    shown of clusters only, `by_measure` what depends on customers or revenue, `by_axes` what
    on log or linear axes. `is_of_all` marks what shows all customers whatever the filter.
    """

    chart: Chart
    draw: Callable[..., go.Figure]
    finding: Callable[..., str]
    caption: Callable[..., str]
    frames: Frames
    numbers: Callable[[Any], pd.DataFrame]
    told: Frames | None = None
    summary: Callable[[Any], pd.DataFrame] | None = None
    of_clusters: bool = False
    by_measure: bool = False
    by_axes: bool = False
    is_of_all: bool = False


def answer(question: Question, view: Any) -> Answer:
    """Return a question's chart for a view."""
    drawn = question.frames(view)
    told = question.told(view) if question.told else drawn
    return Answer(
        figure=question.draw(*drawn, view.look),
        finding=question.finding(*told, view.look),
        caption=question.caption(*told, view.look),
    )


def table_of(question: Question, view: Any) -> pd.DataFrame:
    """Return the few rows that say in numbers what the chart shows."""
    return (question.summary or question.numbers)(view)


def draw_card(question: Question, view: Any, tell: Tell) -> Drawn:
    """Return a card's figure, title, caption and table view; `tell` writes a frame in words."""
    drawn = answer(question, view)
    table = tell(table_of(question, view), view.look, drawn.finding)
    # As plain values: a kept figure then costs nothing but its way to the browser.
    return drawn.figure.to_plotly_json(), drawn.finding, drawn.caption, table


def draw_filtered(question: Question, view: GroupedView, tell: Tell) -> Drawn:
    """Return a card whose caption says what the filter by an attribute means for it."""
    if view.filter is None:
        return draw_card(question, view, tell)
    told = view.filter.told
    if question.is_of_all:
        figure, finding, caption, table = draw_card(question, view, tell)
        return figure, finding, f"{caption} It shows all customers, not only {told}.", table
    passing = int(np.count_nonzero(view.is_passing))
    if not passing:
        nobody = f"No customer matches {told}"
        sentence = f"{nobody}. Clear the filter to see all."
        return empty_figure(sentence, view.theme).to_plotly_json(), nobody, sentence, None
    figure, finding, caption, table = draw_card(question, view, tell)
    part = f"{words.count(passing)} of {words.counted(len(view.is_passing), 'customer')}"
    return figure, finding, f"{caption} Only {told}: {part}.", table


def register_card(
    app: Dash,
    chart: Chart,
    draw: Callable[..., Any],
    export: Callable[..., Any],
    chosen: Sequence[tuple[str, str]],
) -> None:
    """Register drawing a chart once it is asked for, and downloading its numbers.

    `chosen` are the properties that say what the numbers are of.
    """
    app.callback(
        Output(chart.graph, "figure"),
        Output(chart.title, "children"),
        Output(chart.caption, "children"),
        Output(chart.table, "children"),
        Input(chart.asked, "data"),
        prevent_initial_call=True,
    )(draw)
    app.callback(
        Output(chart.download, "data"),
        Input(chart.csv, "n_clicks"),
        *[State(*each) for each in chosen],
        prevent_initial_call=True,
    )(export)
