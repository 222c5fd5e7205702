"""What each group is expected to bring in the next days, to be worth, and what of it is at stake.

`groups` has one row per group, best first: GROUP, CUSTOMERS, EXPECTED_REVENUE with its interval,
CHURN_PROBABILITY (mean), CLV and VALUE_AT_STAKE (sums) of `rfm.schema`. Customdata starts with the
group's code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.comparisons import interval
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import NO_GROUPS, names_axis
from rfm import schema, words

NOTHING_AHEAD: Final = "No order is expected from anyone."
_ROOM: Final = 1.06
_REVENUE: Final = (
    schema.EXPECTED_REVENUE,
    schema.EXPECTED_REVENUE_LOW,
    schema.EXPECTED_REVENUE_HIGH,
)
_DETAILS: Final = (
    *(schema.CUSTOMERS, schema.CLV, schema.VALUE_AT_STAKE, schema.CHURN_PROBABILITY),
)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """How far ahead is looked, and what everyone together is expected to bring by then.

    `churn_days` is the silence that counts as churn, `value_days` the span of the value, and
    `days` that of the revenue, which lies between `low` and `high` with 90 %. `past_error` is how
    far off the revenue of the back-test was: -0.1 is 10 % too little; NaN where none was tested.
    `season` says whether one is in the revenue, `is_indicative` whether the interval is a hint.
    """

    days: int
    churn_days: int
    value_days: int
    revenue: float
    low: float
    high: float
    past_error: float = float("nan")
    season: str = ""
    is_indicative: bool = False

    @property
    def mark(self) -> str:
        """What stands behind a sum that is no more than a hint."""
        return " (indicative)" if self.is_indicative else ""

    @property
    def span(self) -> str:
        """How far the value looks, in words."""
        return words.span(self.value_days)


def next_revenue(groups: pd.DataFrame, ahead: Ahead, look: Look) -> Drawn:
    """Draw what each group is expected to bring in the next days, with its interval."""
    numbers = in_both(groups, look)
    if groups.empty:
        return nothing_drawn(NO_GROUPS, NOTHING_AHEAD, look, **numbers)
    return Drawn(
        figure=_figure_of_revenue(groups, look),
        title=_title_of_revenue(groups, ahead, look),
        caption=_caption_of_revenue(ahead, look),
        **numbers,
    )


def value_and_risk(groups: pd.DataFrame, ahead: Ahead, look: Look) -> Drawn:
    """Draw a bar per group: the expected value, the part at stake hatched."""
    numbers = in_both(groups, look)
    total = float(groups[schema.VALUE_AT_STAKE].sum()) if len(groups) else 0.0
    title = f"What is each {look.group_word} worth within {ahead.span}, and at what risk?"
    if groups.empty:
        return nothing_drawn(NO_GROUPS, title, look, **numbers)
    if total > 0:
        most = groups.iloc[int(groups[schema.VALUE_AT_STAKE].to_numpy(dtype=float).argmax())]
        stake, amount = (
            words.short_money(each, look.currency)
            for each in (total, float(most[schema.VALUE_AT_STAKE]))
        )
        largest = f"the largest part, {amount}, with {most[schema.GROUP]}"
        title = f"{stake} are at stake within {ahead.span}{ahead.mark}; {largest}"
    return Drawn(
        figure=_figure_of_value(groups, look),
        title=title,
        caption=f"What customers are expected to bring within {ahead.span}. Hatched: what the part "
        "comes to that customers at risk or probably lost hold; churn: no "
        f"order in the next {words.days(ahead.churn_days)}.",
        **numbers,
    )


def _figure_of_value(groups: pd.DataFrame, look: Look) -> go.Figure:
    value = groups[schema.CLV].to_numpy(dtype=float)
    stake = np.minimum(groups[schema.VALUE_AT_STAKE].to_numpy(dtype=float), value)
    hatch = {"shape": "/", "fgcolor": look.token("surface"), "size": 6, "solidity": 0.35}
    details = groups[list(_DETAILS)].fillna(0).to_numpy(dtype=float)
    safe, at_stake = (
        _group_bars(groups, part, details, _hover(look), look) for part in (value - stake, stake)
    )
    safe.update(cliponaxis=False)
    at_stake.update(cliponaxis=False, marker_pattern=hatch)
    return look.figure(
        safe,
        at_stake,
        barmode="stack",
        bargap=0.3,
        xaxis={"title": {"text": look.with_currency("Expected value")}}
        | plain_ticks(0.0, max(1.0, float(value.max())) * _ROOM),
        yaxis=_axis_with_numbers(groups, _value_and_churn(groups, look)),
        showlegend=False,
    )


def _figure_of_revenue(groups: pd.DataFrame, look: Look) -> go.Figure:
    value, low, high = (groups[column].to_numpy(dtype=float) for column in _REVENUE)
    low, high = np.fmin(low, value), np.fmax(high, value)
    hover = (
        f"{look.priced('x', 0)} expected,<br>likely "
        f"{look.priced('customdata[1]', 0)} to {look.priced('customdata[2]', 0)}"
    )
    bars = _group_bars(groups, value, np.column_stack([low, high]), hover, look)
    line = {"color": look.token("text"), "thickness": 1.5, "width": 4}
    bars.update(error_x=interval(value, low, high, look) | line)
    return look.figure(
        bars,
        bargap=0.35,
        xaxis={"title": {"text": look.with_currency("Expected revenue")}}
        | plain_ticks(0.0, max(1.0, float(high.max())) * _ROOM),
        yaxis=_axis_with_numbers(groups, _revenue_and_share(groups, look)),
        showlegend=False,
    )


def _title_of_revenue(groups: pd.DataFrame, ahead: Ahead, look: Look) -> str:
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
        return f"{look.selected}: {own} of the {all_} expected in the next {days}{ahead.mark}"
    return f"{all_} are expected in the next {days}, likely {low} to {high}{ahead.mark}"


def _caption_of_revenue(ahead: Ahead, look: Look) -> str:
    """Return what the bars are, what is left out, and how far off such a forecast was before."""
    caption = (
        f"Revenue expected from the customers known today, by {look.group_word}, with 90 % "
        f"intervals and shares; new customers come on top. {ahead.season}"
    ).rstrip()
    error = ahead.past_error
    if not np.isfinite(error):
        return caption
    side = "too high" if error > 0 else "too low"
    return (
        f"{caption} On the days held out, such a forecast was {words.percent(abs(error))} {side}."
    )


def _revenue_and_share(groups: pd.DataFrame, look: Look) -> list[str]:
    values = groups[schema.EXPECTED_REVENUE].astype(float)
    total = float(values.sum())
    return [
        f"{words.short_money(value, look.currency)} · "
        f"{words.percent(value / total if total > 0 else 0.0)}"
        for value in values
    ]


def _group_bars(
    groups: pd.DataFrame, lengths: np.ndarray, details: np.ndarray, hover: str, look: Look
) -> go.Bar:
    """Return a bar a group; customdata are its code, then its details."""
    codes = [look.code(name) for name in groups[schema.GROUP]]
    return go.Bar(
        x=lengths,
        y=np.arange(len(groups)),
        orientation="h",
        marker={"color": [look.shade(name) for name in groups[schema.GROUP]]},
        customdata=np.column_stack([codes, details]),
        hovertext=list(groups[schema.GROUP]),
        hovertemplate=f"<b>%{{hovertext}}</b><br>{hover}<extra></extra>",
    )


def _axis_with_numbers(groups: pd.DataFrame, numbers: Sequence[str]) -> dict[str, object]:
    """Return an axis of names, each with its numbers below: they fit any width of the page."""
    names = [
        f"{short_name(name)}<br><span style='font-size:11px'>{each}</span>"
        for name, each in zip(groups[schema.GROUP], numbers, strict=True)
    ]
    ends = {"autorange": False, "range": [len(names) - 0.5, -0.5]}
    return names_axis() | ends | {"tickvals": np.arange(len(names)), "ticktext": names}


def _value_and_churn(groups: pd.DataFrame, look: Look) -> list[str]:
    return [
        f"{words.short_money(value, look.currency)} · churn {words.percent(churn)}"
        for value, churn in zip(
            groups[schema.CLV].astype(float),
            groups[schema.CHURN_PROBABILITY].astype(float),
            strict=True,
        )
    ]


def _hover(look: Look) -> str:
    return (
        "%{customdata[1]:,.0f} customers,<br>"
        f"expected value {look.priced('customdata[2]', 0)},<br>"
        f"of which {look.priced('customdata[3]', 0)} at stake,<br>"
        "mean churn probability %{customdata[4]:.1%}"
    )
