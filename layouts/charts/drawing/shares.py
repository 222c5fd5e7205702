"""How uneven something is: the share of it that each best share of the customers holds."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.charts.drawing.notes import note
from rfm import schema, words

TOP: Final = 0.2
_STEPS: Final = 10


class ShareCurve(NamedTuple):
    """The share that so many customers, best first, hold so far; both from 0 to 1."""

    people: np.ndarray
    held: np.ndarray

    @property
    def top(self) -> float:
        """What the best fifth hold."""
        return float(np.interp(TOP, *self))

    @property
    def half(self) -> str:
        """The share of the customers that holds half, in words."""
        return words.percent(float(np.interp(0.5, np.maximum.accumulate(self.held), self.people)))


def share_curve(curve: pd.DataFrame, column: str) -> ShareCurve | None:
    """Return the curve of a column beside SHARE; None where there is nothing to share out."""
    people, held = (curve[each].to_numpy(dtype=float) for each in (schema.SHARE, column))
    if not len(held) or not np.isfinite(held).all() or held[-1] <= 0:
        return None
    if people[0] > 0:
        people, held = np.append(0.0, people), np.append(0.0, held)
    return ShareCurve(people, held)


def steps_of(curve: pd.DataFrame) -> pd.DataFrame:
    """Return a curve at every tenth of the customers."""
    return curve.iloc[:: max(1, (len(curve) - 1) // _STEPS)]


def main_line(curve: ShareCurve, hover: str, look: Look) -> go.Scatter:
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


def thin_line(points: Sequence[Any], look: Look, dash: str, width: float) -> go.Scatter:
    """Return a line to compare with."""
    line = {"color": look.token("muted"), "width": width, "dash": dash}
    return go.Scatter(x=points[0], y=points[1], mode="lines", line=line, hoverinfo="skip")


def top_mark(curve: ShareCurve, look: Look) -> go.Scatter:
    """Return the mark of the best fifth."""
    outline = {"width": 2, "color": look.token("surface")}
    dot = {"size": 11, "color": look.token("accent"), "line": outline}
    return go.Scatter(x=[TOP], y=[curve.top], mode="markers", marker=dot, hoverinfo="skip")


def top_label(curve: ShareCurve, text: str, look: Look) -> dict[str, Any]:
    """Return what the best fifth hold, beside its mark."""
    held = f"<b>{words.percent(curve.top)}</b> {text}"
    place = {"x": TOP, "y": curve.top, "xanchor": "left", "yanchor": "top", "xshift": 12}
    return note(held, look, place, size=13, ink="text")


def share_axis(title: str, low: float, high: float) -> dict[str, Any]:
    """Return an axis of shares as plotly's layout."""
    return {"title": {"text": title}, "ticklabelstandoff": 4} | share_ticks(low, high)
