"""Customers by two of recency, frequency and monetary, sized by the third; and all three in space.

All take `customers`, one row per customer with the columns RECENCY_DAYS, FREQUENCY, MONETARY, the
group column of `look.grouping` and, for hovering, CUSTOMER_ID of `rfm.schema`; and `groups`, one
row per group, best first, with GROUP and the three medians. Up to 4,800 customers are drawn as
marks, more as a density with the marks of the selected group. Customdata: see `marks`.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import labels, marks
from layouts.charts.drawing.axes import Axis, axis_of, median_of
from layouts.charts.drawing.density import count_cells, density_trace
from layouts.charts.drawing.look import Look
from layouts.parts import words
from layouts.theme import empty_figure
from rfm import schema

NOTHING_TO_DRAW: Final = "No customers to draw. Clear a filter, or bring a log with purchases."
NOTHING_ON_AXES: Final = "No customer has a value above zero here. Switch the log scale off."
_RECENT_DAYS: Final = 30


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Customers on two axes: `rows` are the positions of those that both axes hold."""

    customers: pd.DataFrame
    axes: tuple[Axis, Axis]
    third: str
    rows: np.ndarray
    codes: np.ndarray
    numbers: marks.Numbers = marks.NO_NUMBERS

    def values(self, column: str) -> np.ndarray:
        """Return a measure of the customers that are on the axes."""
        values = self.customers[column].to_numpy()
        return values if len(self.rows) == len(values) else np.asarray(values[self.rows])

    def group(self, code: int) -> "Cloud":
        """Return the customers of one group."""
        is_own = self.codes == code
        numbers = self.numbers.where(is_own)
        return replace(self, rows=self.rows[is_own], codes=self.codes[is_own], numbers=numbers)

    def numbered(self) -> "Cloud":
        """Return the customers with their numbers, for hovering."""
        return replace(self, numbers=marks.numbers_of(self.customers, self.rows))

    @property
    def is_dense(self) -> bool:
        """Whether there are too many customers to draw each as a mark."""
        return len(self.rows) > marks.MOST_MARKS


def draw_recency_frequency(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> go.Figure:
    """Return how long ago and how often customers bought; larger marks spent more."""
    return _draw(customers, groups, look, _RECENCY_FREQUENCY)


def draw_recency_monetary(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> go.Figure:
    """Return how long ago customers bought and what they spent; larger marks bought more often."""
    return _draw(customers, groups, look, _RECENCY_MONETARY)


def draw_frequency_monetary(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> go.Figure:
    """Return how often customers bought and what they spent; larger marks bought more recently."""
    return _draw(customers, groups, look, _FREQUENCY_MONETARY)


def finding_of_recency_frequency(customers: pd.DataFrame, look: Look) -> str:
    """Return how long ago those who bought once and those who came back ordered last."""
    frequency = customers[schema.FREQUENCY].to_numpy()
    recency = customers[schema.RECENCY_DAYS].to_numpy()
    is_one = frequency <= 1
    if not is_one.any() or is_one.all():
        return "Do customers who buy often also buy recently?"
    once = words.days(round(float(np.median(recency[is_one]))))
    more = words.days(round(float(np.median(recency[~is_one]))))
    several = f"Customers with several {look.orders_word}"
    return f"{several} last bought {more} ago, those with one {once} ago"


def finding_of_recency_monetary(customers: pd.DataFrame, look: Look) -> str:
    """Return the share of the revenue from customers who bought recently."""
    del look
    monetary = customers[schema.MONETARY].to_numpy()
    total = float(monetary.sum())
    if total <= 0:
        return "Do recent buyers spend more?"
    is_recent = customers[schema.RECENCY_DAYS].to_numpy() <= _RECENT_DAYS
    share = float(monetary[is_recent].sum()) / total
    people = words.percent(float(is_recent.mean()))
    if share > 0.5:  # noqa: PLR2004 - most
        return f"Most revenue comes from the {people} who bought within {_RECENT_DAYS} days"
    return (
        f"The {people} who bought within {_RECENT_DAYS} days bring "
        f"{words.percent(share)} of the revenue"
    )


def finding_of_frequency_monetary(customers: pd.DataFrame, look: Look) -> str:
    """Return how much more those spend who buy more often than the median customer."""
    monetary = customers[schema.MONETARY].to_numpy()
    frequency = customers[schema.FREQUENCY].to_numpy()
    is_often = frequency > np.median(frequency) if len(frequency) else np.zeros(0, dtype=bool)
    if not is_often.any():
        return "Do customers who buy often also spend more?"
    often, others = float(np.median(monetary[is_often])), float(np.median(monetary[~is_often]))
    if others <= 0:
        return "Do customers who buy often also spend more?"
    people = words.percent(float(is_often.mean()))
    counted = look.orders_word
    return (
        f"The {people} with the most {counted} typically spend {often / others:.1f} times the rest"
    )


def caption_of_recency_frequency(customers: pd.DataFrame, look: Look) -> str:
    """Return what is shown, what the size means, and what lies beyond the axes."""
    return _caption(customers, look, _RECENCY_FREQUENCY)


def caption_of_recency_monetary(customers: pd.DataFrame, look: Look) -> str:
    """Return what is shown, what the size means, and what lies beyond the axes."""
    return _caption(customers, look, _RECENCY_MONETARY)


def caption_of_frequency_monetary(customers: pd.DataFrame, look: Look) -> str:
    """Return what is shown, what the size means, and what lies beyond the axes."""
    return _caption(customers, look, _FREQUENCY_MONETARY)


# x, y and the size of the mark.
_RECENCY_FREQUENCY: Final = (schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY)
_RECENCY_MONETARY: Final = (schema.RECENCY_DAYS, schema.MONETARY, schema.FREQUENCY)
_FREQUENCY_MONETARY: Final = (schema.FREQUENCY, schema.MONETARY, schema.RECENCY_DAYS)
_LARGER: Final = {
    schema.RECENCY_DAYS: "larger marks bought more recently",
    schema.FREQUENCY: "larger marks bought more often",
    schema.MONETARY: "larger marks spent more",
}


def _draw(
    customers: pd.DataFrame, groups: pd.DataFrame, look: Look, measures: tuple[str, str, str]
) -> go.Figure:
    if customers.empty:
        return empty_figure(NOTHING_TO_DRAW, look.theme)
    cloud = _cloud(customers, look, measures)
    if not len(cloud.rows):
        return empty_figure(NOTHING_ON_AXES, look.theme)
    shown = labels.typical_of_groups(groups, cloud.axes, look)
    traces = [*_traces(cloud, look), labels.median_marks(shown, cloud.axes, look)]
    lines = labels.median_lines(_middles(cloud), cloud.axes, look)
    lines["annotations"] += labels.name_labels(shown, cloud.axes, look)
    x, y = (axis.layout() for axis in cloud.axes)
    return look.figure(*traces, xaxis=x, yaxis=y, showlegend=False, **labels.ROOM, **lines)


def _cloud(customers: pd.DataFrame, look: Look, measures: tuple[str, str, str]) -> Cloud:
    x, y = (axis_of(customers, column, look) for column in measures[:2])
    held = x.covers(customers[x.column].to_numpy()) & y.covers(customers[y.column].to_numpy())
    rows = np.flatnonzero(held)
    codes = look.codes(customers[look.column])
    codes = codes if len(rows) == len(codes) else codes[rows]
    return Cloud(customers=customers, axes=(x, y), third=measures[2], rows=rows, codes=codes)


def _traces(cloud: Cloud, look: Look) -> list[Any]:
    if not cloud.is_dense:
        # The best group is drawn above the others, the selected one above all.
        names = [name for name in reversed(look.names) if name != look.selected]
        names += [look.selected] if look.selected in look.names else []
        cloud, third = cloud.numbered(), axis_of(cloud.customers, cloud.third, look)
        return [_marks_of(cloud.group(look.code(name)), third, name, look) for name in names]
    values = tuple(cloud.values(axis.column) for axis in cloud.axes)
    cells = count_cells(cloud.axes, (values[0], values[1]), cloud.codes, len(look.names))
    traces: list[Any] = [density_trace(cells, look)]
    if look.selected in look.names:
        own = cloud.group(look.code(look.selected))
        own = replace(own, rows=marks.sample(own.rows, marks.MOST_OF_A_GROUP))
        third = axis_of(cloud.customers, cloud.third, look)
        traces.append(_marks_of(own.numbered(), third, look.selected, look))
    return traces


def _marks_of(own: Cloud, size: Axis, name: str, look: Look) -> go.Scatter:
    third = own.values(own.third)
    places = {own.axes[0].column: "x", own.axes[1].column: "y"}
    told = " · ".join(
        marks.told_of(column, places.get(column, "customdata[2]"), look) for column in schema.RFM
    )
    return go.Scatter(
        x=marks.drawn_at(own.axes[0], own.values(own.axes[0].column)),
        y=marks.drawn_at(own.axes[1], own.values(own.axes[1].column)),
        mode="markers",
        name=name,
        marker={
            "size": marks.diameters(size, third),
            "color": look.colour(name),
            "opacity": look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(own.rows, look.code(name), third),
        hovertemplate=marks.hover_of(name, told, own.numbers),
        **own.numbers.as_trace(),
    )


def _middles(cloud: Cloud) -> tuple[float, float]:
    x, y = (median_of(cloud.values(axis.column)) for axis in cloud.axes)
    return x, y


def _caption(customers: pd.DataFrame, look: Look, measures: tuple[str, str, str]) -> str:
    if customers.empty:
        return NOTHING_TO_DRAW
    cloud = _cloud(customers, look, measures)
    told = words.counted(len(cloud.rows), "customer")
    beyond = len(customers) - len(cloud.rows)
    told += f"; {words.count(beyond)} beyond the axes." if beyond else "."
    if not cloud.is_dense:
        return f"{told} One mark each, {_LARGER[measures[2]]}; dotted lines are the medians of all."
    told += (
        f" Each cell has the colour of its commonest {look.group_word}, deeper for more customers"
    )
    if look.selected not in look.names:
        return f"{told}; diamonds are the medians of each {look.group_word}."
    own = int(np.count_nonzero(cloud.codes == look.code(look.selected)))
    told = told.split(" Each cell")[0] + " Grey cells are deeper for more customers; the marks are"
    if own <= marks.MOST_OF_A_GROUP:
        return f"{told} all {words.count(own)} of {look.selected}, {_LARGER[measures[2]]}."
    return (
        f"{told} {words.count(marks.MOST_OF_A_GROUP)} of the {words.count(own)} of "
        f"{look.selected}, drawn at random; {_LARGER[measures[2]]}."
    )
