"""When a customer buys, and how they stand next to their segment.

A log that tells no time of day cannot have hours: it gets weekdays and months instead.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.customer.orders import has_times, purchases_of
from layouts.charts.drawing.axes import whole_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.parts import words
from rfm import schema

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS: Final = 24
DAY_NAMES: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_IN_MONTHS: Final = tuple(f"in {month}" for month in words.MONTHS)
_FEWEST_HOURS: Final = 8

# What each spoke of the radar is called; far out is always good.
SPOKES: Final = {
    schema.RECENCY_DAYS: "Recent",
    schema.FREQUENCY: "Often",
    schema.MONETARY: "Spend",
    schema.AVERAGE_ORDER_VALUE: "Order value",
    schema.PRODUCTS: "Products",
    schema.TENURE_DAYS: "Known for",
}


def draw_buying_times(orders: pd.DataFrame, look: Look) -> go.Figure:
    """Draw on which weekday and hour a customer buys; weekday and month where no hour is told."""
    purchases = purchases_of(orders)
    if has_times(orders):
        return _weekdays_by_hour(purchases, look)
    return _weekdays_and_months(purchases, look)


def finding_of_buying_times(orders: pd.DataFrame) -> str:
    """Return the weekday, and the hour or month, that stand out."""
    purchases = purchases_of(orders)
    if purchases.empty:
        return "When do they buy?"
    day = _standing_out(count_by_weekday(purchases), DAY_NAMES)
    timed = has_times(orders)
    counts = count_by_hour(purchases).sum(axis=0) if timed else count_by_month(purchases)
    names = [f"around {hour}:00" for hour in range(HOURS)] if timed else _IN_MONTHS
    rest = _standing_out(counts, names)
    if len(purchases) == 1:
        return f"Bought once, on a {day} {rest}"
    told = [f"on {day}s" if day else "", rest]
    if not any(told):
        return "No favourite time to buy stands out"
    return f"Buys most often {', '.join(filter(None, told))}"


def caption_of_buying_times(orders: pd.DataFrame) -> str:
    """Return what is counted, and why there are no hours where there are none."""
    told = f"{words.counted(len(purchases_of(orders)), 'order')} by weekday"
    if has_times(orders):
        return f"{told} and hour of the day; darker means more. Returns do not count."
    return f"{told} and by month of the year; these orders tell no time of day."


def _standing_out(counts: np.ndarray, names: Sequence[str]) -> str:
    """Return the name of the largest count, or nothing where several are as large."""
    best = np.flatnonzero(counts == counts.max())
    return names[int(best[0])] if len(best) == 1 else ""


def count_by_hour(purchases: pd.DataFrame) -> np.ndarray:
    """Return the orders of each weekday (rows, Monday first) and hour (columns)."""
    moments = purchases[schema.ORDERED_AT].dt
    cells = moments.day_of_week.to_numpy() * HOURS + moments.hour.to_numpy()
    return np.bincount(cells, minlength=len(WEEKDAYS) * HOURS).reshape(len(WEEKDAYS), HOURS)


def count_by_weekday(purchases: pd.DataFrame) -> np.ndarray:
    """Return the orders of each weekday, Monday first."""
    weekdays = purchases[schema.ORDERED_AT].dt.day_of_week.to_numpy()
    return np.bincount(weekdays, minlength=len(WEEKDAYS))


def count_by_month(purchases: pd.DataFrame) -> np.ndarray:
    """Return the orders of each month of the year, January first."""
    months = purchases[schema.ORDERED_AT].dt.month.to_numpy() - 1
    return np.bincount(months, minlength=len(words.MONTHS))


def _weekdays_by_hour(purchases: pd.DataFrame, look: Look) -> go.Figure:
    counts = count_by_hour(purchases)
    hours = _hours_shown(counts)
    colours = [[0, clear(look.token("accent"), 0.06)], [1, look.token("accent")]]
    heat = go.Heatmap(
        z=counts[:, hours],
        x=hours,
        y=list(WEEKDAYS),
        xgap=2,
        ygap=2,
        zmin=0,
        zmax=max(int(counts.max()), 1),
        colorscale=colours,
        showscale=False,
        hovertemplate="%{y}, %{x}:00 to %{x}:59 - %{z:,} orders<extra></extra>",
    )
    return look.figure(
        heat,
        xaxis={
            "title": {"text": "Hour of the day"},
            "dtick": 2 if len(hours) <= HOURS // 2 else 4,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={"autorange": "reversed", "showgrid": False, "nticks": len(WEEKDAYS)},
    )


def _hours_shown(counts: np.ndarray) -> np.ndarray:
    used = np.flatnonzero(counts.sum(axis=0))
    if not len(used):
        return np.arange(HOURS)
    missing = max(_FEWEST_HOURS - (used[-1] - used[0] + 1), 0)
    first = max(int(used[0]) - missing // 2, 0)
    last = min(max(int(used[-1]), first + _FEWEST_HOURS - 1), HOURS - 1)
    return np.arange(min(first, max(last - _FEWEST_HOURS + 1, 0)), last + 1)


def _weekdays_and_months(purchases: pd.DataFrame, look: Look) -> go.Figure:
    by_weekday, by_month = count_by_weekday(purchases), count_by_month(purchases)
    top = max(int(by_weekday.max()), int(by_month.max()), 1)
    counts = {"title": {"text": "Orders"}, "range": [0, top * 1.1]} | whole_ticks(top, 4)
    names = {"showgrid": False, "tickangle": 0, "nticks": len(words.MONTHS)}
    # Two plots, one above the other, with the same scale of orders.
    return look.figure(
        _counted_bars(list(WEEKDAYS), by_weekday, look),
        _counted_bars(list(words.MONTHS), by_month, look).update(xaxis="x2", yaxis="y2"),
        xaxis=names | {"anchor": "y"},
        yaxis=counts | {"domain": [0.6, 1]},
        xaxis2=names | {"anchor": "y2"},
        yaxis2=counts | {"domain": [0, 0.4], "anchor": "x2"},
        bargap=0.25,
        showlegend=False,
    )


def _counted_bars(names: list[str], counts: np.ndarray, look: Look) -> go.Bar:
    return go.Bar(
        x=names,
        y=counts,
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="%{x} - %{y:,} orders<extra></extra>",
    )


def draw_standing(standing: pd.DataFrame, segment: str, look: Look) -> go.Figure:
    """Draw a customer's percentile on each measure, with the middle of their segment behind."""
    spokes = [SPOKES[measure] for measure in standing[schema.MEASURE]]
    colour = look.colour(segment) if segment in look.names else look.token("muted")
    middle = _ring(
        standing[schema.MEDIAN_PERCENTILE].to_numpy(),
        spokes,
        {"color": colour, "width": 1.5, "dash": "dash"},
    )
    middle.update(name=f"{segment} median", fill="toself", fillcolor=clear(colour, 0.12))
    own = _ring(
        standing[schema.PERCENTILE].to_numpy(),
        spokes,
        {"color": look.token("accent"), "width": 2.5},
    )
    own.update(name="This customer", mode="lines+markers", marker={"size": 7})
    return look.figure(
        middle,
        own,
        margin={"l": 56, "r": 56, "t": 24, "b": 48},
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.08, "yanchor": "top"},
        polar=_polar(look),
    )


def finding_of_standing(standing: pd.DataFrame, segment: str) -> str:
    """Return on how many measures the customer is ahead of the middle of their segment."""
    ahead = int((standing[schema.PERCENTILE] > standing[schema.MEDIAN_PERCENTILE]).sum())
    return f"Ahead of the {segment} median on {ahead} of {len(standing)} measures"


def caption_of_standing(customers: int, segment: str, look: Look) -> str:
    """Return how to read the radar."""
    return (
        f"Each spoke: the share of the {words.count(customers)} customers that this one is ahead "
        f"of, by a later last order (Recent), more {look.orders_word} (Often), more spent, a "
        "higher average order, more different products, or being known for longer. Equal "
        f"customers count half. Dashed: the median of {segment}."
    )


def _ring(percentiles: np.ndarray, spokes: list[str], line: dict[str, Any]) -> go.Scatterpolar:
    return go.Scatterpolar(
        r=np.append(percentiles, percentiles[:1]),
        theta=[*spokes, spokes[0]],
        mode="lines",
        line=line,
        hovertemplate="%{theta}: further than %{r:.0f} % of the customers<extra>%{fullData.name}"
        "</extra>",
    )


def _polar(look: Look) -> dict[str, Any]:
    line = look.token("line")
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "radialaxis": {
            "range": [0, 100],
            "tickvals": [25, 50, 75],
            "ticksuffix": " %",
            "tickfont": {"size": 10, "color": look.token("muted")},
            "gridcolor": line,
            "linecolor": line,
            "angle": 90,
            "tickangle": 90,
        },
        "angularaxis": {"gridcolor": line, "linecolor": line, "direction": "clockwise"},
    }
