"""Whether a model fits how often customers come back: seen beside expected."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.parts import words
from layouts.theme import empty_figure

NOTHING_COUNTED: Final = "This analysis did not count how often customers come back."
_CLOSE: Final = 0.05
_ROOM: Final = 1.12


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """Customers by how often they came back: 0, 1, ...; the last place counts that often or more.

    Attributes
    ----------
    seen, expected : ndarray
        Customers in the log, and under the model in use.
    model : str
        Its name.
    """

    seen: np.ndarray
    expected: np.ndarray
    model: str

    @property
    def names(self) -> list[str]:
        """What each place counts: "0", "1", ... "7 or more"."""
        places = [str(place) for place in range(len(self.seen))]
        return [*places[:-1], f"{places[-1]} or more"] if places else []

    @property
    def displaced(self) -> float:
        """Share of the customers who would be in another place if the model were right."""
        return float(np.abs(self.seen - self.expected).sum() / 2 / max(self.seen.sum(), 1))


def draw_repeats(repeats: Repeats, look: Look) -> go.Figure:
    """Draw the customers seen at each count as a bar, those expected as a mark across it."""
    if not len(repeats.seen):
        return empty_figure(NOTHING_COUNTED, look.theme)
    accent, top = look.token("accent"), float(max(repeats.seen.max(), repeats.expected.max()))
    bars = go.Bar(
        x=repeats.names,
        y=repeats.seen,
        name="seen",
        marker={"color": clear(look.token("muted"), 0.55), "line": {"width": 0}},
        hovertemplate="%{y:,} customers came back %{x} times<extra></extra>",
    )
    marks = go.Scatter(
        x=repeats.names,
        y=repeats.expected,
        name=f"expected by {repeats.model}",
        mode="markers",
        marker={"symbol": "line-ew", "size": 18, "color": accent}
        | {"line": {"width": 4, "color": accent}},
        hovertemplate="%{y:,.0f} customers expected to come back %{x} times<extra></extra>",
    )
    place = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
    return look.figure(
        bars,
        marks,
        bargap=0.4,
        xaxis={"title": {"text": "Days with an order after the first"}, "type": "category"}
        | {"showgrid": False, "ticks": "", "tickvals": repeats.names, "tickangle": 0}
        | {"ticktext": [name.replace(" or more", "+") for name in repeats.names]},
        yaxis={"title": {"text": "Customers"}} | plain_ticks(0.0, max(top, 1.0) * _ROOM),
        showlegend=True,
        legend=place,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
    )


def finding_of_repeats(repeats: Repeats, look: Look) -> str:
    """Return how many customers are elsewhere than the model has them."""
    del look
    if not len(repeats.seen):
        return "Does the model fit how often customers come back?"
    share = words.percent(repeats.displaced)
    if repeats.displaced <= _CLOSE:
        return f"{repeats.model} fits how often customers came back: {share} are out of place"
    return f"{repeats.model} fits how often customers came back poorly: {share} are out of place"


def caption_of_repeats(repeats: Repeats, look: Look) -> str:
    """Return how to read the bars, and where the model is furthest off."""
    del look
    if not len(repeats.seen):
        return NOTHING_COUNTED
    gaps = repeats.expected - repeats.seen
    worst = int(np.abs(gaps).argmax())
    more = "more" if gaps[worst] > 0 else "fewer"
    return (
        f"{words.counted(repeats.seen.sum(), 'customer')} by how often they came back. Bars: in "
        "the log. Marks: expected, each customer with the time that they are known. Furthest off "
        f"at {repeats.names[worst]}: {words.count(abs(gaps[worst]))} {more} expected than seen."
    )
