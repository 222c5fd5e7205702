"""Whether one customer still is one: P(alive) at each day of their history."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, clear
from layouts.charts.drawing.notes import note
from layouts.charts.prediction.places import share_in_words
from rfm import words

if TYPE_CHECKING:
    from rfm.lifetime.forecast.prospects import AlivePath

NO_PATH: Final = "There is no history to look back on yet."
_FALLEN: Final = 0.1
_ABOVE: Final = 1.045
_CORRECTED: Final = " Today's figure is corrected by how such chances came true; the line is not."


@dataclass(frozen=True, kw_only=True)
class StillCustomer:
    """P(alive) along a customer's history, and where the next order may be.

    `now` is what is said of them today: the model's last word, or that corrected by the past.
    """

    path: "AlivePath"
    now: float
    next_from: datetime | None = None
    next_to: datetime | None = None

    @property
    def is_telling(self) -> bool:
        """Whether the line says something: today there is a doubt, and it has not always been."""
        doubts = self.path.probability.astype(float)
        return bool(len(doubts)) and self.now < 1 - _FALLEN and bool(np.ptp(doubts) >= _FALLEN)


def still_customer(facts: StillCustomer, look: Look) -> Drawn:
    """Draw P(alive) day by day, with every purchase marked and the next one's window shaded."""
    path = facts.path
    numbers = pd.DataFrame(
        {
            "Date": pd.DatetimeIndex(path.moments),
            "Still a customer (%)": 100 * path.probability.astype(float),
        }
    ).iloc[::-1]
    if not len(path.moments):
        return nothing_drawn(NO_PATH, "Are they still a customer?", look, numbers)
    return Drawn(
        figure=_figure(facts, look), title=_title(facts), caption=_caption(facts), numbers=numbers
    )


def _figure(facts: StillCustomer, look: Look) -> go.Figure:
    return look.figure(
        _curve(facts.path, look),
        _purchases(facts.path, look),
        xaxis={"title": {"text": "Date"}, "type": "date", "showgrid": False, "nticks": 6},
        yaxis={"title": {"text": "Still a customer (P(alive))"}} | share_ticks(0.0, 1.1),
        showlegend=False,
        **_ahead(facts, look),
    )


def _title(facts: StillCustomer) -> str:
    """Return how likely the customer still is one, and whether that fell since the last order."""
    path, now = facts.path, facts.now
    if len(path.purchases) == 1 and bool((path.probability == 1).all()):
        return "One order tells the model nothing about leaving: look at the churn risk"
    share = _in_words(now)
    if now >= 1 - _FALLEN:
        return f"Most likely still a customer: {share}"
    title = f"{share[:1].upper()}{share[1:]} likely still a customer"
    after = float(path.probability[path.moments >= path.purchases[-1]].max())
    if after - now > _FALLEN:
        return f"{title}, down from {_in_words(after)} after the last order"
    return title


def _in_words(chance: float) -> str:
    return share_in_words(100 * chance)


def _caption(facts: StillCustomer) -> str:
    days = words.counted(len(facts.path.purchases), "purchase day")
    ahead = " Shaded: when the next order is expected." if facts.next_from else ""
    last = float(facts.path.probability[-1])
    said = "" if _in_words(last) == _in_words(facts.now) else _CORRECTED
    return (
        f"What the model would have said on each day, knowing only what came before; {days} marked "
        f"above.{said}{ahead} Not the chance to buy soon: a customer may well stay one and pause."
    )


def _curve(path: "AlivePath", look: Look) -> go.Scatter:
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


def _purchases(path: "AlivePath", look: Look) -> go.Scatter:
    return go.Scatter(
        x=path.purchases.astype("datetime64[s]"),
        y=np.full(len(path.purchases), _ABOVE, dtype=np.float32),
        mode="markers",
        marker={"symbol": "triangle-down", "size": 9, "color": look.token("text")},
        hovertemplate="Bought on %{x|%-d %b %Y}<extra></extra>",
    )


def _ahead(facts: StillCustomer, look: Look) -> dict[str, Any]:
    if facts.next_from is None or facts.next_to is None:
        return {}
    ends = (facts.next_from.isoformat(), facts.next_to.isoformat())
    band = {"type": "rect", "x0": ends[0], "x1": ends[1], "y0": 0, "y1": 1, "line": {"width": 0}}
    place = {"x": ends[1], "y": 0.03, "xanchor": "right", "yanchor": "bottom"}
    name = note("next order", look, place)
    return {
        "shapes": [band | {"fillcolor": clear(look.token("good"), 0.16), "layer": "below"}],
        "annotations": [name],
    }
