"""A map of customers: how likely they buy nothing soon, against what they are expected to bring.

Takes `customers`, one row per customer with CHURN_PROBABILITY, RISK, CLV, the group column of
`look.grouping` and, for hovering, CUSTOMER_ID of `rfm.schema`; `groups` are those of
`lifetime.value`.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud, counted, traces_of
from layouts.charts.drawing import labels
from layouts.charts.drawing.axes import Axis, reach, share_ticks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.notes import line_at, note
from layouts.charts.lifetime.value import Ahead
from layouts.parts.tables import worded
from rfm import schema, words

NOBODY: Final = "No customer is expected to bring anything, so there is no map to draw."
_SIZE: Final = 7
# The height that names are spread over, and how far they stand aside.
_HEIGHT: Final = 270
_REACH: Final = 34


def risk_map(customers: pd.DataFrame, groups: pd.DataFrame, ahead: Ahead, look: Look) -> Drawn:
    """Draw churn probability against expected value; the mean of each group is named."""
    numbers, title = worded(groups, look), _worth_a_call(customers, look)
    axes = _axes(customers[schema.CLV].to_numpy(), look)
    if axes is None:
        return nothing_drawn(NOBODY, title, look, numbers, lambda: customers)
    hover = f"churn probability %{{x:.0%}} · worth {look.priced('y', 0)}"
    cloud = Cloud(customers=customers, axes=axes, look=look, hover=hover, diameter=_SIZE)
    return Drawn(
        figure=_figure(cloud, _means(groups, look)),
        title=title,
        caption=_caption(cloud, ahead),
        numbers=numbers,
        file=lambda: cloud.file,
    )


def _worth_a_call(customers: pd.DataFrame, look: Look) -> str:
    """Return how many of those worth much are at risk, and what they hold."""
    at_risk = customers[schema.RISK].isin([schema.AT_RISK, schema.PROBABLY_LOST]).to_numpy()
    value = customers[schema.CLV].to_numpy()
    if not (value > 0).any():
        return "Who is worth keeping, and at risk?"
    is_rescued = at_risk & (value >= np.median(value[value > 0])) & (value > 0)
    people = words.counted(int(is_rescued.sum()), "customer")
    held = words.short_money(float(value[is_rescued].sum()), look.currency)
    if not is_rescued.any():
        return "Nobody worth the median or more is at risk"
    verb = "is" if np.count_nonzero(is_rescued) == 1 else "are"
    return f"{people} worth the median or more {verb} at risk: {held} in all"


def _caption(cloud: Cloud, ahead: Ahead) -> str:
    """Return what the marks or cells are, and who is left out."""
    look, kind = cloud.look, "one mark each"
    if cloud.is_dense and look.selected:
        kind = "grey cells are deeper for more"
    elif cloud.is_dense:
        kind = f"cells in the colour of their commonest {look.group_word}, deeper for more"
    return (
        f"{counted(cloud, 'worth nothing or beyond the axis')}; {kind}. Churn: no order in the "
        f"next {words.days(ahead.churn_days)}. Value within {ahead.span}. Upper right: worth a "
        "call."
    )


def _axes(value: np.ndarray, look: Look) -> tuple[Axis, Axis] | None:
    if not (value > 0).any():
        return None
    low, high = reach(value[value > 0], is_log=True)
    title = look.with_currency("Expected value")
    return (
        Axis(column=schema.CHURN_PROBABILITY, title="", is_log=False, low=0.0, high=1.0),
        Axis(column=schema.CLV, title=title, is_log=True, low=low, high=high),
    )


def _figure(cloud: Cloud, means: pd.DataFrame) -> go.Figure:
    x, y = cloud.axes
    look = cloud.look
    names = labels.name_labels(means, (x, y), look, height=_HEIGHT, aside=_REACH)
    template = (
        "<b>%{hovertext}</b>, on average<br>churn probability %{x:.0%} · worth "
        f"{look.priced('y')}<extra></extra>"
    )
    return look.figure(
        *traces_of(cloud),
        labels.diamonds(means, (x, y), look, list(means[schema.GROUP]), template),
        xaxis={"title": {"text": "Churn probability"}} | share_ticks(-0.02, 1.02),
        yaxis=y.layout(),
        showlegend=False,
        **_quarters(float(np.median(cloud.values(y.column))), names, look),
    )


def _means(groups: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the groups to be named, with the mean churn probability and value of each."""
    each = groups[schema.CLV] / groups[schema.CUSTOMERS].clip(lower=1)
    shown = groups.assign(**{schema.CLV: each})[each > 0]
    return shown[shown[schema.GROUP] == look.selected] if look.selected else shown


def _quarters(middle: float, names: Sequence[dict[str, Any]], look: Look) -> dict[str, Any]:
    """Return the lines at even odds and at the median value, and a name for the upper right."""
    line = {"width": 1, "dash": "dot", "color": look.token("muted")}
    on_top = {"x": words.AT_RISK_FROM, "y": 1, "yref": "paper", "yanchor": "top", "borderpad": 2}
    quarters = [
        note(text, look, on_top | {"xanchor": side}, ink="text", behind=0.8)
        for text, side in (("likely to buy again", "right"), ("likely to stay away", "left"))
    ]
    return {
        "shapes": [line_at("y", middle, **line), line_at("x", words.AT_RISK_FROM, **line)],
        "annotations": [*quarters, *names],
    }
