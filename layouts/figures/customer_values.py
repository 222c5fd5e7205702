"""What a customer's orders are worth, next to the middle of their segment."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts import words
from layouts.figures.axes import MOST_TICKS
from layouts.figures.customer import moments_of, plain_axis, purchases_of
from layouts.figures.look import Look
from rfm import schema

# Above this many orders a bar each is a comb: the values are counted instead.
MOST_BARS: Final = 60
_BINS: Final = 24
_REACH: Final = 99


@dataclass(frozen=True, kw_only=True)
class Averages:
    """A customer's average order value, and the median of such averages in their segment."""

    own: float
    of_segment: float
    segment: str


def draw_order_values(orders: pd.DataFrame, averages: Averages, look: Look) -> go.Figure:
    """Draw what each order was worth; for many orders, how many were worth how much."""
    purchases = purchases_of(orders)
    values = purchases[schema.AMOUNT].to_numpy()
    many = len(values) > MOST_BARS
    figure = _values_counted(values, look) if many else _values_in_turn(purchases, look)
    lines = (
        (averages.own, "their average", "text", "solid"),
        (averages.of_segment, "segment median", "muted", "dash"),
    )
    for value, label, token, dash in lines:
        if np.isfinite(value):
            _mark_value(figure, (value, label), look, (token, dash, many))
    return figure


def finding_of_order_values(orders: pd.DataFrame, averages: Averages, look: Look) -> str:
    """Return what an average order is worth, and whether that is more than usual."""
    if purchases_of(orders).empty:
        return "No order is on record, only returns"
    own, usual = (words.money(v, look.currency) for v in (averages.own, averages.of_segment))
    if own == usual:
        return f"An average order is worth {own}, as usual for the segment"
    more = "more" if averages.own > averages.of_segment else "less"
    return f"An average order is worth {own}, {more} than the segment's {usual}"


def caption_of_order_values(orders: pd.DataFrame, averages: Averages, look: Look) -> str:
    """Return what is drawn, and what was left out."""
    purchases = purchases_of(orders)
    told = words.counted(len(purchases), "order")
    usual = (
        "Solid: what this customer's orders bring on average, returns taken off. "
        f"Dashed: the median of that average among {averages.segment}."
    )
    if len(purchases) <= MOST_BARS:
        return f"{told}, oldest first. {usual}"
    values = purchases[schema.AMOUNT].to_numpy()
    beyond = int(np.count_nonzero(values > _reach(values)))
    left = f"; {words.count(beyond)} beyond the axis" if beyond else ""
    return f"{told} by value{left}, up to {words.money(values.max(), look.currency)}. {usual}"


def _reach(values: np.ndarray) -> float:
    return float(np.percentile(values, _REACH))


def _values_in_turn(purchases: pd.DataFrame, look: Look) -> go.Figure:
    bars = go.Bar(
        x=np.arange(1, len(purchases) + 1),
        y=purchases[schema.AMOUNT].to_numpy(),
        customdata=moments_of(purchases),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="Order %{x} of %{customdata|%-d %b %Y} - "
        f"{look.priced('y')}<extra></extra>",
    )
    span = max(len(purchases), 3)
    return look.figure(
        bars,
        xaxis={
            "title": {"text": "Orders, oldest first"},
            "range": [0.4, span + 0.6],
            "tickformat": "d",
            "dtick": max(1, int(np.ceil(span / MOST_TICKS))),
            "tick0": 1,
            "showgrid": False,
        },
        yaxis=plain_axis(look.with_currency("Order value")) | {"rangemode": "tozero"},
        showlegend=False,
    )


def _values_counted(values: np.ndarray, look: Look) -> go.Figure:
    high = _reach(values)
    counts, edges = np.histogram(values[values <= high], bins=_BINS)
    bars = go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        customdata=np.column_stack([edges[:-1], edges[1:]]),
        width=np.diff(edges),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="%{y:,} orders worth "
        f"{look.priced('customdata[0]')} to {look.priced('customdata[1]')}"
        "<extra></extra>",
    )
    return look.figure(
        bars,
        bargap=0.05,
        xaxis=plain_axis(look.with_currency("Order value")) | {"showgrid": False},
        yaxis=plain_axis("Orders"),
        showlegend=False,
    )


def _mark_value(
    figure: go.Figure, what: tuple[float, str], look: Look, how: tuple[str, str, bool]
) -> None:
    value, label = what
    token, dash, upright = how
    is_segment = dash == "dash"
    note: dict[str, Any] = {
        "text": f"{label} {words.money(value, look.currency)}",
        "font": {"size": 11, "color": look.token(token)},
        "showarrow": False,
    }
    line = {"color": look.token(token), "width": 1.5, "dash": dash}
    place = {"xanchor": "left"} if is_segment == upright else {"xanchor": "right"}
    if upright:
        figure.add_shape(type="line", x0=value, x1=value, y0=0, y1=1, yref="paper", line=line)
        figure.add_annotation(x=value, y=0.92 if is_segment else 1, yref="paper", **note, **place)
    else:
        figure.add_shape(type="line", y0=value, y1=value, x0=0, x1=1, xref="paper", line=line)
        side = 0.0 if place["xanchor"] == "left" else 1.0
        figure.add_annotation(y=value, x=side, xref="paper", yanchor="bottom", **note, **place)
