"""Chart cards of what was found once and is read from a snapshot: comparisons and their models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from callbacks.parts.files import csv_file
from callbacks.parts.questions import Drawn
from layouts.charts.drawing.look import Look
from layouts.customers.tables import told_as_table
from layouts.ids import Chart
from rfm import schema


@dataclass(frozen=True, kw_only=True)
class Question:
    """A chart: what it is drawn from, how it is drawn and told, and its numbers in words."""

    chart: Chart
    facts: Callable[..., Any]
    draw: Callable[[Any, Look], go.Figure]
    finding: Callable[[Any, Look], str]
    caption: Callable[[Any, Look], str]
    table: Callable[[Any], pd.DataFrame]


def draw_found(question: Question, found: Any, theme: Any) -> Drawn:
    """Return a card's figure, title, caption and table view."""
    look = Look(theme=str(theme), grouping=schema.CLUSTERS)
    finding = question.finding(found, look)
    table = told_as_table(question.table(found), finding)
    figure = question.draw(found, look).to_plotly_json()
    return figure, finding, question.caption(found, look), table


def file_of(question: Question, found: Any) -> dict[str, Any]:
    """Return a chart's numbers as a file."""
    return csv_file(f"{question.chart.name}.csv", question.table(found))
