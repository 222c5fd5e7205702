"""What a customer's orders are worth, next to the middle of their segment."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.customer.purchases import moments_of, plain_axis, purchases_of
from layouts.charts.drawing.axes import MOST_TICKS
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.notes import line_at, note
from layouts.theme import empty_figure
from rfm import schema, words

# Above this many orders a bar each is a comb: the values are counted instead.
MOST_BARS: Final = 60
_BINS: Final = 24
_REACH: Final = 99
_FEWEST_PLACES: Final = 3


@dataclass(frozen=True, kw_only=True)
class OrderValues:
    """A customer's orders, their average value, and the median of such averages in the segment."""

    orders: pd.DataFrame
    own: float
    of_segment: float
    segment: str


def order_values(facts: OrderValues, look: Look) -> Drawn:
    """Draw what each order was worth; for many orders, how many were worth how much."""
    purchases = purchases_of(facts.orders)
    values = purchases[schema.AMOUNT].to_numpy()
    numbers = pd.DataFrame(
        {
            "Order": np.arange(1, len(purchases) + 1),
            "Date": purchases[schema.ORDERED_AT],
            look.with_currency("Value"): purchases[schema.AMOUNT],
        }
    )
    return Drawn(
        figure=_figure(purchases, facts, look),
        title=_title(facts, look) if len(values) else "No order is on record, only returns",
        caption=_caption(values, facts.segment, look),
        numbers=numbers,
    )


def _figure(purchases: pd.DataFrame, facts: OrderValues, look: Look) -> go.Figure:
    if purchases.empty:
        return empty_figure("Only returns are on record.", look.theme)
    if len(purchases) > MOST_BARS:
        return _values_counted(purchases[schema.AMOUNT].to_numpy(), facts, look)
    return _values_in_turn(purchases, facts, look)


def _title(facts: OrderValues, look: Look) -> str:
    own, usual = (words.money(v, look.currency) for v in (facts.own, facts.of_segment))
    if own == usual:
        return f"An average order is worth {own}, as usual for the segment"
    more = "more" if facts.own > facts.of_segment else "less"
    return f"An average order is worth {own}, {more} than the segment's {usual}"


def _caption(values: np.ndarray, segment: str, look: Look) -> str:
    orders = words.counted(len(values), "order")
    usual = (
        "Solid: what this customer's orders bring on average, returns taken off. "
        f"Dashed: the median of that average among {segment}."
    )
    if len(values) <= MOST_BARS:
        return f"{orders}, oldest first. {usual}"
    beyond = int(np.count_nonzero(values > _reach(values)))
    left = f"; {words.count(beyond)} beyond the axis" if beyond else ""
    return f"{orders} by value{left}, up to {words.money(values.max(), look.currency)}. {usual}"


def _reach(values: np.ndarray) -> float:
    return float(np.percentile(values, _REACH))


def _values_in_turn(purchases: pd.DataFrame, facts: OrderValues, look: Look) -> go.Figure:
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
        **_marked(facts, look, "y"),
    )


def _values_counted(values: np.ndarray, facts: OrderValues, look: Look) -> go.Figure:
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
        **_marked(facts, look, "x"),
    )


def _marked(facts: OrderValues, look: Look, axis: str) -> dict[str, Any]:
    """Return both averages as layout: a line across the plot each, with its name and value."""
    lines = [
        (facts.own, "their average", "text", "solid"),
        (facts.of_segment, "segment median", "muted", "dash"),
    ]
    shown = [line for line in lines if np.isfinite(line[0])]
    across = "y" if axis == "x" else "x"
    at_end = {across: 1, f"{across}ref": "paper"}
    return {
        "shapes": [
            line_at(axis, value, width=1.5, dash=dash, color=look.token(ink))
            for value, _, ink, dash in shown
        ],
        "annotations": [
            note(
                f"{name} {words.money(value, look.currency)}",
                look,
                {axis: value} | at_end | _outward(value, facts, axis),
                size=11,
                ink=ink,
                behind=0.85,
            )
            for value, name, ink, _ in shown
        ],
    }


def _outward(value: float, facts: OrderValues, axis: str) -> dict[str, str]:
    """Return the side of its line that keeps a name apart from the other one."""
    is_higher = value >= max(facts.own, facts.of_segment)
    if axis == "x":
        return {"xanchor": "left" if is_higher else "right", "yanchor": "top"}
    return {"xanchor": "right", "yanchor": "bottom" if is_higher else "top"}
