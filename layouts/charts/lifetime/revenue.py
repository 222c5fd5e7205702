"""What the base is expected to bring in the next days, group by group, with intervals.

`groups` has one row per group, best first: GROUP, EXPECTED_REVENUE, EXPECTED_REVENUE_LOW and
EXPECTED_REVENUE_HIGH of `rfm.schema`. Customdata is [group code, low, high].
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.comparisons import interval
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.groups.segments import NO_GROUPS
from layouts.charts.lifetime.value import Ahead, axis_with_numbers, group_bars
from layouts.parts.glossary import NO_SEASONS
from rfm import schema, words

NOTHING_AHEAD: Final = "No order is expected from anyone."
_ROOM: Final = 1.06
_COLUMNS: Final = (
    schema.EXPECTED_REVENUE,
    schema.EXPECTED_REVENUE_LOW,
    schema.EXPECTED_REVENUE_HIGH,
)


def next_revenue(groups: pd.DataFrame, ahead: Ahead, look: Look) -> Drawn:
    """Draw what each group is expected to bring in the next days, with its interval."""
    numbers = in_both(groups, look)
    if groups.empty:
        return nothing_drawn(NO_GROUPS, NOTHING_AHEAD, look, **numbers)
    return Drawn(
        figure=_figure(groups, look),
        title=_title(groups, ahead, look),
        caption=_caption(ahead, look),
        **numbers,
    )


def _figure(groups: pd.DataFrame, look: Look) -> go.Figure:
    value, low, high = (groups[column].to_numpy(dtype=float) for column in _COLUMNS)
    low, high = np.fmin(low, value), np.fmax(high, value)
    hover = (
        f"{look.priced('x', 0)} expected,<br>likely "
        f"{look.priced('customdata[1]', 0)} to {look.priced('customdata[2]', 0)}"
    )
    bars = group_bars(groups, value, np.column_stack([low, high]), hover, look)
    line = {"color": look.token("text"), "thickness": 1.5, "width": 4}
    bars.update(error_x=interval(value, low, high, look) | line)
    return look.figure(
        bars,
        bargap=0.35,
        xaxis={"title": {"text": look.with_currency("Expected revenue")}}
        | plain_ticks(0.0, max(1.0, float(high.max())) * _ROOM),
        yaxis=axis_with_numbers(groups, _shares(groups, look)),
        showlegend=False,
    )


def _title(groups: pd.DataFrame, ahead: Ahead, look: Look) -> str:
    """Return what everyone is expected to bring, and what of it the chosen group does."""
    if not ahead.revenue > 0:
        return NOTHING_AHEAD
    all_, low, high = (
        words.short_money(each, look.currency) for each in (ahead.revenue, ahead.low, ahead.high)
    )
    days = words.days(ahead.days)
    chosen = groups[groups[schema.GROUP] == look.selected]
    if len(chosen):
        own = words.short_money(float(chosen[schema.EXPECTED_REVENUE].iloc[0]), look.currency)
        return f"{look.selected}: {own} of the {all_} expected in the next {days}"
    return f"{all_} are expected in the next {days}, likely {low} to {high}"


def _caption(ahead: Ahead, look: Look) -> str:
    """Return what the bars are, what is left out, and how far off such a forecast was before."""
    caption = (
        f"Revenue expected from the customers known today, by {look.group_word}, with 90 % "
        f"intervals and shares; new customers come on top. {NO_SEASONS}"
    )
    error = ahead.past_error
    if not np.isfinite(error):
        return caption
    side = "too high" if error > 0 else "too low"
    return (
        f"{caption} On the days held out, such a forecast was {words.percent(abs(error))} {side}."
    )


def _shares(groups: pd.DataFrame, look: Look) -> list[str]:
    values = groups[schema.EXPECTED_REVENUE].astype(float)
    total = float(values.sum())
    return [
        f"{words.short_money(value, look.currency)} · "
        f"{words.percent(value / total if total > 0 else 0.0)}"
        for value in values
    ]
