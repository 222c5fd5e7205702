"""When one customer buys.

A log that tells no time of day cannot have hours: it gets weekdays and months instead.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.customer.purchases import purchases_of
from layouts.charts.drawing.axes import whole_ticks
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look, clear
from rfm import schema, words

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS: Final = 24
DAY_NAMES: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_FEWEST_HOURS: Final = 8


def buying_times(orders: pd.DataFrame, look: Look) -> Drawn:
    """Draw on which weekday and hour a customer buys; weekday and month where no hour is told."""
    purchases = purchases_of(orders)
    moments = orders[schema.ORDERED_AT]
    # A log of days has midnights only.
    if bool((moments != moments.dt.normalize()).any()):
        return _by_hour(purchases, look)
    return _by_month(purchases, look)


def _by_hour(purchases: pd.DataFrame, look: Look) -> Drawn:
    moments = purchases[schema.ORDERED_AT].dt
    cells = moments.day_of_week.to_numpy() * HOURS + moments.hour.to_numpy()
    counts = np.bincount(cells, minlength=len(WEEKDAYS) * HOURS).reshape(len(WEEKDAYS), HOURS)
    days, hours = np.nonzero(counts)
    names = [f"{DAY_NAMES[day]}, {hour}:00" for day, hour in zip(days, hours, strict=True)]
    hour_names = [f"around {hour}:00" for hour in range(HOURS)]
    return Drawn(
        figure=_heat(counts, look),
        title=_title(counts.sum(axis=1), counts.sum(axis=0), hour_names),
        caption=f"{words.counted(len(purchases), 'order')} by weekday and hour of the day; darker "
        "means more. Returns do not count.",
        numbers=pd.DataFrame({"When": names, "Orders": counts[days, hours]}),
    )


def _by_month(purchases: pd.DataFrame, look: Look) -> Drawn:
    moments = purchases[schema.ORDERED_AT].dt
    by_weekday = np.bincount(moments.day_of_week.to_numpy(), minlength=len(WEEKDAYS))
    by_month = np.bincount(moments.month.to_numpy() - 1, minlength=len(words.MONTHS))
    orders_of_each = np.concatenate([by_weekday, by_month])
    return Drawn(
        figure=_two_rows_of_bars(by_weekday, by_month, look),
        title=_title(by_weekday, by_month, [f"in {month}" for month in words.MONTHS]),
        caption=f"{words.counted(len(purchases), 'order')} by weekday and by month of the year; "
        "these orders tell no time of day.",
        numbers=pd.DataFrame({"When": [*DAY_NAMES, *words.MONTHS], "Orders": orders_of_each}),
    )


def _title(by_weekday: np.ndarray, others: np.ndarray, names: Sequence[str]) -> str:
    """Return the weekday, and the hour or month, that stand out."""
    orders = int(by_weekday.sum())
    if not orders:
        return "When do they buy?"
    day, rest = _most_frequent(by_weekday, DAY_NAMES), _most_frequent(others, names)
    if orders == 1:
        return f"Bought once, on a {day} {rest}"
    favourites = [f"on {day}s" if day else "", rest]
    if not any(favourites):
        return "No favourite time to buy stands out"
    return f"Buys most often {', '.join(filter(None, favourites))}"


def _most_frequent(counts: np.ndarray, names: Sequence[str]) -> str:
    """Return the name of the largest count, or nothing where several are as large."""
    best = np.flatnonzero(counts == counts.max())
    return names[int(best[0])] if len(best) == 1 else ""


def _heat(counts: np.ndarray, look: Look) -> go.Figure:
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


def _two_rows_of_bars(by_weekday: np.ndarray, by_month: np.ndarray, look: Look) -> go.Figure:
    top = max(int(by_weekday.max()), int(by_month.max()), 1)
    counts = {"title": {"text": "Orders"}, "range": [0, top * 1.1]} | whole_ticks(top, 4)
    names = {"showgrid": False, "tickangle": 0, "nticks": len(words.MONTHS)}
    # Two plots, one above the other, with the same scale of orders.
    return look.figure(
        _bars(list(WEEKDAYS), by_weekday, look),
        _bars(list(words.MONTHS), by_month, look).update(xaxis="x2", yaxis="y2"),
        xaxis=names | {"anchor": "y"},
        yaxis=counts | {"domain": [0.6, 1]},
        xaxis2=names | {"anchor": "y2"},
        yaxis2=counts | {"domain": [0, 0.4], "anchor": "x2"},
        bargap=0.25,
        showlegend=False,
    )


def _bars(names: list[str], counts: np.ndarray, look: Look) -> go.Bar:
    return go.Bar(
        x=names,
        y=counts,
        marker={"color": look.token("accent"), "line": {"width": 0}},
        hovertemplate="%{x} - %{y:,} orders<extra></extra>",
    )
