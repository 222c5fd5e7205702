"""A map of customers: how likely they buy nothing soon, against what they are expected to bring.

Takes `customers`, one row per customer with CHURN_PROBABILITY, CLV, the group column of
`look.grouping` and, for hovering, CUSTOMER_ID of `rfm.schema`. Up to 4,800 customers are marks,
more are a density with the marks of the selected group; `groups` are those of `lifetime_value`.
Customdata: see `marks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import marks
from layouts.charts.drawing.axes import Axis, share_ticks
from layouts.charts.drawing.density import count_cells, density_trace
from layouts.charts.drawing.labels import spread
from layouts.charts.drawing.look import Look, clear, short_name
from layouts.charts.lifetime.value import Ahead
from layouts.parts import words
from layouts.theme import empty_figure
from rfm import schema

NOBODY: Final = "No customer is expected to bring anything, so there is no map to draw."
AT_RISK: Final = 0.5
_FEW: Final = 0.5
_ENOUGH: Final = 100_000
_SIZE: Final = 7
# The height that names are spread over, of a line of them, and how far they stand aside.
_HEIGHT: Final = 270
_LINE: Final = 17
_REACH: Final = 34


@dataclass(frozen=True, kw_only=True)
class _Map:
    """The customers that both axes hold: their rows, places and groups."""

    axes: tuple[Axis, Axis]
    rows: np.ndarray
    places: tuple[np.ndarray, np.ndarray]
    codes: np.ndarray
    numbers: marks.Numbers = marks.NO_NUMBERS

    def where(self, kept: np.ndarray) -> "_Map":
        """Return some of the customers."""
        places = (self.places[0][kept], self.places[1][kept])
        return replace(self, rows=self.rows[kept], places=places, codes=self.codes[kept])


def draw_risk_map(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> go.Figure:
    """Draw churn probability against expected value; the mean of each group is named."""
    shown = _map_of(customers, look)
    if shown is None:
        return empty_figure(NOBODY, look.theme)
    middle = float(np.median(shown.places[1]))
    return look.figure(
        *_traces(customers, shown, look),
        _means(groups, look),
        xaxis={"title": {"text": "Churn probability"}} | share_ticks(-0.02, 1.02),
        yaxis=shown.axes[1].layout(),
        showlegend=False,
        **_quarters(middle, _names(groups, shown.axes, look), look),
    )


def finding_of_risk_map(customers: pd.DataFrame, ahead: Ahead, look: Look) -> str:
    """Return how many of those worth much are at risk, and what they hold."""
    del ahead
    churn = customers[schema.CHURN_PROBABILITY].to_numpy()
    value = customers[schema.CLV].to_numpy()
    if not (value > 0).any():
        return "Who is worth keeping, and at risk?"
    is_rescued = (churn >= AT_RISK) & (value >= np.median(value[value > 0])) & (value > 0)
    people = words.counted(int(is_rescued.sum()), "customer")
    held = words.short_money(float(value[is_rescued].sum()), look.currency)
    if not is_rescued.any():
        return "Nobody worth the median or more is at risk"
    verb = "is" if np.count_nonzero(is_rescued) == 1 else "are"
    return f"{people} worth the median or more {verb} at risk: {held} in all"


def caption_of_risk_map(customers: pd.DataFrame, ahead: Ahead, look: Look) -> str:
    """Return what the marks or cells are, and who is left out."""
    shown = _map_of(customers, look)
    if shown is None:
        return NOBODY
    beyond = len(customers) - len(shown.rows)
    left = f"; {words.count(beyond)} worth nothing or beyond the axis" if beyond else ""
    kind = "one mark each"
    if len(shown.rows) > marks.MOST_MARKS:
        kind = f"cells in the colour of their commonest {look.group_word}, deeper for more"
        kind = "grey cells are deeper for more" if look.selected else kind
    return (
        f"{words.counted(len(shown.rows), 'customer')}{left}; {kind}. Churn: no order in the next "
        f"{words.days(ahead.churn_days)}. Value within {ahead.span}. Upper right: worth a call."
    )


def _map_of(customers: pd.DataFrame, look: Look) -> _Map | None:
    churn = customers[schema.CHURN_PROBABILITY].to_numpy()
    value = customers[schema.CLV].to_numpy()
    axes = _axes(value, look)
    if axes is None:
        return None
    held = axes[1].covers(value)
    codes = look.codes(customers[look.column])
    shown = _Map(axes=axes, rows=np.arange(len(value)), places=(churn, value), codes=codes)
    return shown if held.all() else shown.where(held)


def _axes(value: np.ndarray, look: Look) -> tuple[Axis, Axis] | None:
    high = float(value.max(initial=0.0))
    if high <= 0:
        return None
    # Every so-maniest customer tells well enough where the few begin.
    some = value[:: len(value) // _ENOUGH + 1]
    few = float(np.percentile(some[some > 0], _FEW)) / 10 if (some > 0).any() else high / 10
    low = max(float(value.min(where=value > 0, initial=high)), few)
    low, high = (low, high) if low < high else (low / 2, high * 2)
    title = look.with_currency("Expected value")
    return (
        Axis(column=schema.CHURN_PROBABILITY, title="", is_log=False, low=0.0, high=1.0),
        Axis(column=schema.CLV, title=title, is_log=True, low=low, high=high),
    )


def _traces(customers: pd.DataFrame, shown: _Map, look: Look) -> list[Any]:
    if len(shown.rows) <= marks.MOST_MARKS:
        names = [name for name in reversed(look.names) if name != look.selected]
        names += [look.selected] if look.selected in look.names else []
        parts = [(name, shown.where(shown.codes == look.code(name))) for name in names]
        return [_marks_of(customers, part, name, look) for name, part in parts if len(part.rows)]
    cells = count_cells(shown.axes, shown.places, shown.codes, len(look.names))
    traces: list[Any] = [density_trace(cells, look)]
    if look.selected in look.names:
        own = shown.where(shown.codes == look.code(look.selected))
        kept = marks.sample(np.arange(len(own.rows)), marks.MOST_OF_A_GROUP)
        traces.append(_marks_of(customers, own.where(kept), look.selected, look))
    return traces


def _marks_of(customers: pd.DataFrame, own: _Map, name: str, look: Look) -> go.Scatter:
    numbers = marks.numbers_of(customers, own.rows)
    told = f"churn probability %{{x:.0%}} · worth {look.priced('y', 0)}"
    return go.Scatter(
        x=own.places[0].astype(np.float32),
        y=own.places[1].astype(np.float32),
        mode="markers",
        name=name,
        marker={
            "size": _SIZE,
            "color": look.colour(name),
            "opacity": look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(own.rows, look.code(name), np.zeros(len(own.rows))),
        hovertemplate=marks.hover_of(name, told, numbers),
        **numbers.as_trace(),
    )


def _named(groups: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the groups to be named, with the mean churn probability and value of each."""
    each = groups[schema.CLV] / groups[schema.CUSTOMERS].clip(lower=1)
    shown = groups.assign(**{schema.VALUE: each})[each > 0]
    return shown[shown[schema.GROUP] == look.selected] if look.selected else shown


def _means(groups: pd.DataFrame, look: Look) -> go.Scatter:
    shown = _named(groups, look)
    codes = [look.code(name) for name in shown[schema.GROUP]]
    outline = {"width": 2, "color": look.token("surface")}
    colours = [look.colour(name) for name in shown[schema.GROUP]]
    return go.Scatter(
        x=shown[schema.CHURN_PROBABILITY].to_numpy(dtype=float),
        y=shown[schema.VALUE].to_numpy(dtype=float),
        mode="markers",
        marker={"size": 13, "color": colours, "line": outline, "symbol": "diamond"},
        customdata=np.column_stack([np.full(len(codes), -1), codes]),
        hovertext=list(shown[schema.GROUP]),
        hovertemplate="<b>%{hovertext}</b>, on average<br>churn probability %{x:.0%} · worth "
        f"{look.priced('y')}<extra></extra>",
    )


def _names(groups: pd.DataFrame, axes: tuple[Axis, Axis], look: Look) -> list[dict[str, Any]]:
    """Return each group's name as an annotation left of its mean, on a line of its own."""
    shown = _named(groups, look)
    values = shown[schema.VALUE].to_numpy(dtype=float)
    heights = axes[1].places(values) * _HEIGHT
    lifts = spread(heights, _LINE) - heights
    across = shown[schema.CHURN_PROBABILITY].to_numpy(dtype=float)
    is_left = across < AT_RISK
    return [
        {
            "x": float(across[place]),
            "y": float(np.log10(values[place])),
            "text": short_name(name),
            "ax": _REACH if is_left[place] else -_REACH,
            "ay": -float(lifts[place]),
            "xanchor": "left" if is_left[place] else "right",
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": look.token("muted"),
            "font": {"size": 12, "color": look.token("text")},
            "bgcolor": clear(look.token("surface"), 0.82),
            "borderpad": 1,
        }
        for place, name in enumerate(shown[schema.GROUP])
    ]


def _quarters(middle: float, names: Sequence[dict[str, Any]], look: Look) -> dict[str, Any]:
    """Return the lines at even odds and at the median value, and a name for the upper right."""
    line = {"width": 1, "dash": "dot", "color": look.token("muted")}
    level = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": middle, "y1": middle}
    upright = {"type": "line", "yref": "paper", "x0": AT_RISK, "x1": AT_RISK, "y0": 0, "y1": 1}
    name = {"y": 1, "yref": "paper", "yanchor": "top", "showarrow": False}
    name |= {"bgcolor": clear(look.token("surface"), 0.8), "borderpad": 2}
    font = {"size": 12, "color": look.token("text")}
    return {
        "shapes": [level | {"line": line}, upright | {"line": line}],
        "annotations": [
            name | {"x": AT_RISK, "xanchor": "right", "text": "likely to buy again", "font": font},
            name | {"x": AT_RISK, "xanchor": "left", "text": "at risk", "font": font},
            *names,
        ],
    }
