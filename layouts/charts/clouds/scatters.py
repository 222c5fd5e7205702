"""Customers by two of recency, frequency and monetary, sized by the third.

All take `customers`, one row per customer with the columns RECENCY_DAYS, FREQUENCY, MONETARY, the
group column of `look.grouping` and, for hovering, CUSTOMER_ID of `rfm.schema`; and `groups`, one
row per group, best first, with GROUP and the three medians.
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud, counted, traces_of
from layouts.charts.drawing import labels, marks
from layouts.charts.drawing.axes import axis_of, median_of
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.parts.tables import group_numbers
from rfm import schema, words

NOTHING_TO_DRAW: Final = "No customers to draw. Clear a filter, or bring a log with purchases."
NOTHING_ON_AXES: Final = "No customer has a value above zero here. Switch the log scale off."
_RECENT_DAYS: Final = 30
_LARGER: Final = {
    schema.RECENCY_DAYS: "larger marks bought more recently",
    schema.FREQUENCY: "larger marks bought more often",
    schema.MONETARY: "larger marks spent more",
}


def recency_frequency(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw how long ago and how often customers bought; larger marks spent more."""
    title = _last_bought(customers, look) or "Do customers who buy often also buy recently?"
    measures = (schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY)
    return _drawn(customers, groups, look, measures, title)


def recency_monetary(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw how long ago customers bought and what they spent; larger marks bought more often."""
    title = _share_of_recent(customers) or "Do recent buyers spend more?"
    measures = (schema.RECENCY_DAYS, schema.MONETARY, schema.FREQUENCY)
    return _drawn(customers, groups, look, measures, title)


def frequency_monetary(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw how often customers bought and what they spent; larger marks bought more recently."""
    title = _times_the_rest(customers, look) or "Do customers who buy often also spend more?"
    measures = (schema.FREQUENCY, schema.MONETARY, schema.RECENCY_DAYS)
    return _drawn(customers, groups, look, measures, title)


def _last_bought(customers: pd.DataFrame, look: Look) -> str:
    """Return how long ago those who bought once and those who came back ordered last."""
    frequency = customers[schema.FREQUENCY].to_numpy()
    recency = customers[schema.RECENCY_DAYS].to_numpy()
    is_one = frequency <= 1
    if not is_one.any() or is_one.all():
        return ""
    once = words.days(round(float(np.median(recency[is_one]))))
    more = words.days(round(float(np.median(recency[~is_one]))))
    several = f"Customers with several {look.orders_word}"
    return f"{several} last bought {more} ago, those with one {once} ago"


def _share_of_recent(customers: pd.DataFrame) -> str:
    """Return the share of the revenue from customers who bought recently."""
    monetary = customers[schema.MONETARY].to_numpy()
    total = float(monetary.sum())
    if total <= 0:
        return ""
    is_recent = customers[schema.RECENCY_DAYS].to_numpy() <= _RECENT_DAYS
    share = float(monetary[is_recent].sum()) / total
    people = words.percent(float(is_recent.mean()))
    if share > 0.5:  # noqa: PLR2004 - most
        return f"Most revenue comes from the {people} who bought within {_RECENT_DAYS} days"
    return (
        f"The {people} who bought within {_RECENT_DAYS} days bring "
        f"{words.percent(share)} of the revenue"
    )


def _times_the_rest(customers: pd.DataFrame, look: Look) -> str:
    """Return how much more those spend who buy more often than the median customer."""
    monetary = customers[schema.MONETARY].to_numpy()
    frequency = customers[schema.FREQUENCY].to_numpy()
    is_often = frequency > np.median(frequency) if len(frequency) else np.zeros(0, dtype=bool)
    if not is_often.any():
        return ""
    often, others = float(np.median(monetary[is_often])), float(np.median(monetary[~is_often]))
    if others <= 0:
        return ""
    people = words.percent(float(is_often.mean()))
    times = f"{often / others:.1f} times the rest"
    return f"The {people} with the most {look.orders_word} typically spend {times}"


def _drawn(
    customers: pd.DataFrame,
    groups: pd.DataFrame,
    look: Look,
    measures: tuple[str, str, str],
    title: str,
) -> Drawn:
    """Return the customers by two measures, sized by the third."""
    numbers = group_numbers(groups, look)
    if customers.empty:
        return nothing_drawn(NOTHING_TO_DRAW, title, look, numbers, lambda: customers)
    cloud = _cloud(customers, look, measures)
    if not len(cloud.rows):
        return nothing_drawn(NOTHING_ON_AXES, title, look, numbers, lambda: cloud.file)
    return Drawn(
        figure=_figure(cloud, groups),
        title=title,
        caption=f"{counted(cloud, 'beyond the axes')}. {_caption(cloud, _LARGER[measures[2]])}",
        numbers=numbers,
        file=lambda: cloud.file,
    )


def _figure(cloud: Cloud, groups: pd.DataFrame) -> go.Figure:
    x, y = cloud.axes
    look = cloud.look
    shown = labels.typical_of_groups(groups, (x, y), look)
    hover = [
        f"<b>{row[schema.GROUP]}</b>, the median customer<br>"
        f"{look.value(x.column, row[x.column])} · {look.value(y.column, row[y.column])}"
        for row in shown.to_dict("records")
    ]
    middles = (median_of(cloud.values(x.column)), median_of(cloud.values(y.column)))
    lines = labels.median_lines(middles, (x, y), look)
    lines["annotations"] += labels.name_labels(shown, (x, y), look)
    return look.figure(
        *traces_of(cloud),
        labels.diamonds(shown, (x, y), look, hover),
        xaxis=x.layout(),
        yaxis=y.layout(),
        showlegend=False,
        **labels.ROOM,
        **lines,
    )


def _cloud(customers: pd.DataFrame, look: Look, measures: tuple[str, str, str]) -> Cloud:
    x, y, size = (axis_of(customers, column, look) for column in measures)
    places = {x.column: "x", y.column: "y", size.column: "customdata[2]"}
    hover = " · ".join(marks.hovered(column, places[column], look) for column in schema.RFM)
    return Cloud(customers=customers, axes=(x, y), look=look, hover=hover, size=size)


def _caption(cloud: Cloud, larger: str) -> str:
    """Return what is shown, and what the size means."""
    look = cloud.look
    if not cloud.is_dense:
        return f"One mark each, {larger}; dotted lines are the medians of all."
    if look.selected not in look.names:
        return (
            f"Each cell has the colour of its commonest {look.group_word}, deeper for more "
            f"customers; diamonds are the medians of each {look.group_word}."
        )
    own = int(np.count_nonzero(cloud.is_selected))
    cells = "Grey cells are deeper for more customers; the marks are"
    if own <= marks.MOST_OF_A_GROUP:
        return f"{cells} all {words.count(own)} of {look.selected}, {larger}."
    return (
        f"{cells} {words.count(marks.MOST_OF_A_GROUP)} of the {words.count(own)} of "
        f"{look.selected}, drawn at random; {larger}."
    )
