"""Whether one customer still is one: P(alive) at each day of their history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.charts.prediction.places import share_in_words
from layouts.parts import words
from layouts.theme import empty_figure

NO_PATH: Final = "There is no history to look back on yet."
_FALLEN: Final = 0.1
_ABOVE: Final = 1.045


@dataclass(frozen=True, kw_only=True)
class AlivePath:
    """P(alive) at moments of the history, the purchases among them, and where the next may be."""

    moments: np.ndarray
    probability: np.ndarray
    purchases: np.ndarray
    as_of: datetime
    next_from: datetime | None = None
    next_to: datetime | None = None

    @property
    def is_untold(self) -> bool:
        """Whether the model knows no leaving before a second order, and there is only one."""
        return len(self.purchases) == 1 and bool((self.probability == 1).all())

    @property
    def now(self) -> float:
        """P(alive) at the end."""
        return float(self.probability[-1])


def draw_alive(path: AlivePath, look: Look) -> go.Figure:
    """Draw P(alive) day by day, with every purchase marked and the next one's window shaded."""
    if not len(path.moments):
        return empty_figure(NO_PATH, look.theme)
    return look.figure(
        _curve(path, look),
        _purchases(path, look),
        xaxis={"title": {"text": "Date"}, "type": "date", "showgrid": False, "nticks": 6},
        yaxis={"title": {"text": "Still a customer (P(alive))"}} | share_ticks(0.0, 1.1),
        showlegend=False,
        **_ahead(path, look),
    )


def finding_of_alive(path: AlivePath, look: Look) -> str:
    """Return how likely the customer still is one, and whether that fell since the last order."""
    del look
    if not len(path.moments):
        return "Are they still a customer?"
    if path.is_untold:
        return "One order tells the model nothing about leaving: look at the churn risk"
    now = share_in_words(100 * path.now)
    if path.now >= 1 - _FALLEN:
        return f"Most likely still a customer: {now}"
    told = f"{now[:1].upper()}{now[1:]} likely still a customer"
    after = float(path.probability[path.moments >= path.purchases[-1]].max())
    if after - path.now > _FALLEN:
        since = share_in_words(100 * after)
        return f"{told}, down from {since} after the last order"
    return told


def caption_of_alive(path: AlivePath, look: Look) -> str:
    """Return what the curve and the marks are."""
    del look
    if not len(path.moments):
        return NO_PATH
    days = words.counted(len(path.purchases), "purchase day")
    ahead = " Shaded: when the next order is expected." if path.next_from else ""
    return (
        f"What the model would have said on each day, knowing only what came before; {days} marked "
        f"above.{ahead} Not the chance to buy soon: a customer may well stay one and pause."
    )


def _curve(path: AlivePath, look: Look) -> go.Scatter:
    accent = look.token("accent")
    return go.Scatter(
        x=path.moments.astype("datetime64[s]"),
        y=path.probability.astype(np.float32),
        mode="lines",
        line={"color": accent, "width": 2},
        fill="tozeroy",
        fillcolor=clear(accent, 0.08),
        hovertemplate="%{x|%-d %b %Y}: %{y:.0%} still a customer<extra></extra>",
    )


def _purchases(path: AlivePath, look: Look) -> go.Scatter:
    return go.Scatter(
        x=path.purchases.astype("datetime64[s]"),
        y=np.full(len(path.purchases), _ABOVE, dtype=np.float32),
        mode="markers",
        marker={"symbol": "triangle-down", "size": 9, "color": look.token("text")},
        hovertemplate="Bought on %{x|%-d %b %Y}<extra></extra>",
    )


def _ahead(path: AlivePath, look: Look) -> dict[str, Any]:
    if path.next_from is None or path.next_to is None:
        return {}
    ends = (path.next_from.isoformat(), path.next_to.isoformat())
    band = {"type": "rect", "x0": ends[0], "x1": ends[1], "y0": 0, "y1": 1, "line": {"width": 0}}
    note = {
        "x": ends[1],
        "y": 0.03,
        "text": "next order",
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": look.token("muted")},
    }
    return {
        "shapes": [band | {"fillcolor": clear(look.token("good"), 0.16), "layer": "below"}],
        "annotations": [note],
    }
