"""What each group is expected to be worth, and what of it is at stake.

`groups` has one row per group, best first: GROUP, CUSTOMERS, CHURN_PROBABILITY (mean), CLV and
VALUE_AT_STAKE (sums) of `rfm.schema`. Customdata starts with the group's code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import NO_GROUPS, names_axis
from rfm import schema, words

_ROOM: Final = 1.06
_DETAILS: Final = (
    *(schema.CUSTOMERS, schema.CLV, schema.VALUE_AT_STAKE, schema.CHURN_PROBABILITY),
)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """How far ahead is looked, and what everyone together is expected to bring by then.

    `churn_days` is the silence that counts as churn, `value_days` the span of the value, and
    `days` that of the revenue, which lies between `low` and `high` with 90 %. `past_error` is how
    far off the revenue of the back-test was: -0.1 is 10 % too little; NaN where none was tested.
    """

    days: int
    churn_days: int
    value_days: int
    revenue: float
    low: float
    high: float
    past_error: float = float("nan")

    @property
    def span(self) -> str:
        """How far the value looks, in words."""
        return words.span(self.value_days)


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
        title = f"{stake} are at stake within {ahead.span}; {largest}"
    return Drawn(
        figure=_figure(groups, look),
        title=title,
        caption=f"What customers are expected to bring within {ahead.span}. Hatched: what the part "
        "comes to that customers at risk hold, whose churn probability is 50 % or more; churn: no "
        f"order in the next {words.days(ahead.churn_days)}.",
        **numbers,
    )


def _figure(groups: pd.DataFrame, look: Look) -> go.Figure:
    value = groups[schema.CLV].to_numpy(dtype=float)
    stake = np.minimum(groups[schema.VALUE_AT_STAKE].to_numpy(dtype=float), value)
    hatch = {"shape": "/", "fgcolor": look.token("surface"), "size": 6, "solidity": 0.35}
    details = groups[list(_DETAILS)].fillna(0).to_numpy(dtype=float)
    safe, at_stake = (
        group_bars(groups, part, details, _hover(look), look) for part in (value - stake, stake)
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
        yaxis=axis_with_numbers(groups, _value_and_churn(groups, look)),
        showlegend=False,
    )


def group_bars(
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


def axis_with_numbers(groups: pd.DataFrame, numbers: Sequence[str]) -> dict[str, object]:
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
