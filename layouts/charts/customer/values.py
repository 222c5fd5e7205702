"""What a customer's orders are worth, next to the middle of their segment."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.customer.orders import moments_of, plain_axis, purchases_of
from layouts.charts.drawing.axes import MOST_TICKS
from layouts.charts.drawing.look import Look, clear
from layouts.parts import words
from layouts.theme import empty_figure
from rfm import schema

# Above this many orders a bar each is a comb: the values are counted instead.
MOST_BARS: Final = 60
_BINS: Final = 24
_REACH: Final = 99
_FEWEST_PLACES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Averages:
    """A customer's average order value, and the median of such averages in their segment."""

    own: float
    of_segment: float
    segment: str


def draw_order_values(orders: pd.DataFrame, averages: Averages, look: Look) -> go.Figure:
    """Draw what each order was worth; for many orders, how many were worth how much."""
    purchases = purchases_of(orders)
    if purchases.empty:
        return empty_figure("Only returns are on record.", look.theme)
    if len(purchases) > MOST_BARS:
        return _values_counted(purchases[schema.AMOUNT].to_numpy(), averages, look)
    return _values_in_turn(purchases, averages, look)


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


def _values_in_turn(purchases: pd.DataFrame, averages: Averages, look: Look) -> go.Figure:
    bars = go.Bar(
        x=np.arange(1, len(purchases) + 1),
        y=purchases[schema.AMOUNT].to_numpy(),
        customdata=moments_of(purchases),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="Order %{x} of %{customdata|%-d %b %Y} - "
        f"{look.priced('y')}<extra></extra>",
    )
    span = max(len(purchases), _FEWEST_PLACES)
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
        **_marked(averages, look, "y"),
    )


def _values_counted(values: np.ndarray, averages: Averages, look: Look) -> go.Figure:
    counts, edges = np.histogram(values[values <= _reach(values)], bins=_BINS)
    bars = go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        customdata=np.column_stack([edges[:-1], edges[1:]]),
        width=np.diff(edges),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="%{y:,} orders worth "
        f"{look.priced('customdata[0]')} to {look.priced('customdata[1]')}<extra></extra>",
    )
    return look.figure(
        bars,
        bargap=0.05,
        xaxis=plain_axis(look.with_currency("Order value")) | {"showgrid": False},
        yaxis=plain_axis("Orders"),
        showlegend=False,
        **_marked(averages, look, "x"),
    )


def _marked(averages: Averages, look: Look, axis: str) -> dict[str, Any]:
    """Return both averages as layout: a line across the plot each, with its name and value."""
    lines = [
        (averages.own, "their average", "text", "solid"),
        (averages.of_segment, "segment median", "muted", "dash"),
    ]
    shown = [line for line in lines if np.isfinite(line[0])]
    return {
        "shapes": [_line(value, look.token(token), dash, axis) for value, _, token, dash in shown],
        "annotations": [
            _name(value, f"{name} {words.money(value, look.currency)}", look, axis)
            | {"font": {"size": 11, "color": look.token(token)}}
            | _outward(value, averages, axis)
            for value, name, token, _ in shown
        ],
    }


def _line(value: float, colour: str, dash: str, axis: str) -> dict[str, Any]:
    across = "y" if axis == "x" else "x"
    ends = {f"{axis}0": value, f"{axis}1": value, f"{across}0": 0, f"{across}1": 1}
    line = {"color": colour, "width": 1.5, "dash": dash}
    return {"type": "line", f"{across}ref": "paper", "line": line, **ends}


def _name(value: float, text: str, look: Look, axis: str) -> dict[str, Any]:
    across = "y" if axis == "x" else "x"
    return {
        axis: value,
        across: 1,
        f"{across}ref": "paper",
        "text": text,
        "bgcolor": clear(look.token("surface"), 0.85),
        "showarrow": False,
    }


def _outward(value: float, averages: Averages, axis: str) -> dict[str, str]:
    """Return the side of its line that keeps a name apart from the other one."""
    is_higher = value >= max(averages.own, averages.of_segment)
    if axis == "x":
        return {"xanchor": "left" if is_higher else "right", "yanchor": "top"}
    return {"xanchor": "right", "yanchor": "bottom" if is_higher else "top"}
