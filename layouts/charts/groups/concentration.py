"""How unevenly customers spend, and how unevenly value is expected of them, best customer first.

A curve has some 200 points from the best customer to the last, with SHARE of `rfm.schema` (of the
customers so far, 0..1) and what they hold so far: REVENUE_SHARE or VALUE_SHARE.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, clear
from layouts.charts.drawing.notes import note
from rfm import schema, words

NO_REVENUE: Final = "There is no revenue above zero to share out."
NO_VALUE: Final = "No value is expected, so there is none to share out."
_TOP: Final = 0.2
_STEPS: Final = 10
_EVEN: Final = ([0, 1], [0, 1])
_IN_THE_CORNER: Final = {"x": 1, "y": 0.04, "xanchor": "right", "yanchor": "bottom"}


class ShareCurve(NamedTuple):
    """The share that so many customers, best first, hold so far; both from 0 to 1."""

    people: np.ndarray
    held: np.ndarray

    @property
    def top(self) -> float:
        """What the best fifth hold."""
        return float(np.interp(_TOP, *self))

    @property
    def half(self) -> str:
        """The share of the customers that holds half, in words."""
        return words.percent(float(np.interp(0.5, np.maximum.accumulate(self.held), self.people)))


def pareto(curve: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the revenue that each best share of the customers brings."""
    numbers = in_both(curve, look, _steps_of(curve))
    spent = _share_curve(curve, schema.REVENUE_SHARE)
    if spent is None:
        question = "How much of the revenue do the best customers bring?"
        return nothing_drawn(NO_REVENUE, question, look, **numbers)
    best = words.percent(spent.top)
    return Drawn(
        figure=_figure_of_revenue(spent, look),
        title=f"The best fifth of the customers bring {best} of the revenue",
        caption=f"Half of the revenue comes from {spent.half} of the customers; were all equal, "
        "from 50 %.",
        **numbers,
    )


def concentration(curve: pd.DataFrame, pareto: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the expected value that each best share of the customers holds.

    `pareto` is the curve of past revenue, drawn beside it.
    """
    numbers = in_both(curve, look, _steps_of(curve))
    value = _share_curve(curve, schema.VALUE_SHARE)
    if value is None:
        return nothing_drawn(NO_VALUE, "How evenly is the expected value spread?", look, **numbers)
    past = _share_curve(pareto, schema.REVENUE_SHARE)
    title = f"The best fifth hold {words.percent(value.top)} of the expected value"
    if past is not None:
        title += f"; in the past it was {words.percent(past.top)} of the revenue"
    return Drawn(
        figure=_figure_of_value(value, past, look),
        title=title,
        caption=f"Half of the expected value lies with {value.half} of the customers. Solid: "
        "expected value; dashed: past revenue; dotted: if all were worth the same.",
        **numbers,
    )


def _share_curve(curve: pd.DataFrame, column: str) -> ShareCurve | None:
    """Return the curve of a column beside SHARE; None where there is nothing to share out."""
    people, held = (curve[each].to_numpy(dtype=float) for each in (schema.SHARE, column))
    if not len(held) or not np.isfinite(held).all() or held[-1] <= 0:
        return None
    if people[0] > 0:
        people, held = np.append(0.0, people), np.append(0.0, held)
    return ShareCurve(people, held)


def _steps_of(curve: pd.DataFrame) -> pd.DataFrame:
    """Return a curve at every tenth of the customers."""
    return curve.iloc[:: max(1, (len(curve) - 1) // _STEPS)]


def _figure_of_revenue(spent: ShareCurve, look: Look) -> go.Figure:
    low, high = min(0.0, float(spent.held.min())), max(1.0, float(spent.held.max())) * 1.04
    hover = (
        "The best %{customdata[0]:.1f} % of the customers<br>"
        "bring %{customdata[1]:.1f} % of the revenue"
    )
    line = _main_line(spent, hover, look)
    line.update(customdata=100 * np.column_stack(spent))
    return look.figure(
        line,
        _thin_line(_EVEN, look, "dot", 1),
        _top_mark(spent, look),
        xaxis=_axis("Share of customers, best first", 0, 1.02),
        yaxis=_axis("Share of revenue", low, high),
        showlegend=False,
        annotations=[
            _top_label(spent, "from the best fifth", look) | {"yshift": 0},
            note("dotted: if everyone spent the same", look, _IN_THE_CORNER),
        ],
    )


def _figure_of_value(value: ShareCurve, past: ShareCurve | None, look: Look) -> go.Figure:
    hover = "The best %{x:.1%} of the customers<br>hold %{y:.1%} of the expected value"
    label = _top_label(value, "with the best fifth", look)
    return look.figure(
        _main_line(value, hover, look),
        _thin_line(_EVEN, look, "dot", 1.5),
        *([] if past is None else [_thin_line(past, look, "dash", 1.5)]),
        _top_mark(value, look),
        xaxis=_axis("Share of customers, best first", 0.0, 1.02),
        yaxis=_axis("Share of expected value", 0.0, 1.06),
        showlegend=False,
        annotations=[label | {"yshift": -6, "bgcolor": clear(look.token("surface"), 0.85)}],
    )


def _main_line(curve: ShareCurve, hover: str, look: Look) -> go.Scatter:
    """Return the curve that a chart is about."""
    accent = look.token("accent")
    return go.Scatter(
        x=curve.people,
        y=curve.held,
        mode="lines",
        line={"color": accent, "width": 2.5},
        fill="tozeroy",
        fillcolor=clear(accent, 0.1),
        hovertemplate=f"{hover}<extra></extra>",
    )


def _thin_line(points: Sequence[Any], look: Look, dash: str, width: float) -> go.Scatter:
    """Return a line to compare with."""
    line = {"color": look.token("muted"), "width": width, "dash": dash}
    return go.Scatter(x=points[0], y=points[1], mode="lines", line=line, hoverinfo="skip")


def _top_mark(curve: ShareCurve, look: Look) -> go.Scatter:
    """Return the mark of the best fifth."""
    dot = look.outlined(11, look.token("accent"))
    return go.Scatter(x=[_TOP], y=[curve.top], mode="markers", marker=dot, hoverinfo="skip")


def _top_label(curve: ShareCurve, text: str, look: Look) -> dict[str, Any]:
    """Return what the best fifth hold, beside its mark."""
    held = f"<b>{words.percent(curve.top)}</b> {text}"
    place = {"x": _TOP, "y": curve.top, "xanchor": "left", "yanchor": "top", "xshift": 12}
    return note(held, look, place, size=13, ink="text")


def _axis(title: str, low: float, high: float) -> dict[str, Any]:
    return {"title": {"text": title}, "ticklabelstandoff": 4} | share_ticks(low, high)
