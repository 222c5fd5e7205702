"""Whether a model fits how often customers come back: seen beside expected."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.comparisons import LEGEND_ABOVE, Series, seen_and_expected
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from rfm import words

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
        return self.named(" or more")

    def named(self, or_more: str) -> list[str]:
        """Return what each place counts, the last one with the words for "or more"."""
        last = len(self.seen) - 1
        return [f"{place}{or_more if place == last else ''}" for place in range(last + 1)]

    @property
    def displaced(self) -> float:
        """Share of the customers who would be in another place if the model were right."""
        return float(np.abs(self.seen - self.expected).sum() / 2 / max(self.seen.sum(), 1))


def repeats(counted: Repeats, numbers: pd.DataFrame, look: Look) -> Drawn:
    """Draw the customers seen at each count as a bar, those expected as a mark across it."""
    if not len(counted.seen):
        question = "Does the model fit how often customers come back?"
        return nothing_drawn(NOTHING_COUNTED, question, look, numbers)
    fits = "fits how often customers came back"
    poorly = "" if counted.displaced <= _CLOSE else " poorly"
    share = words.percent(counted.displaced)
    return Drawn(
        figure=_figure(counted, look),
        title=f"{counted.model} {fits}{poorly}: {share} are out of place",
        caption=_caption(counted),
        numbers=numbers,
    )


def _figure(counted: Repeats, look: Look) -> go.Figure:
    names, top = counted.names, float(max(counted.seen.max(), counted.expected.max(), 1.0))
    expected = "%{y:,.0f} customers expected to come back %{x} times"
    return look.figure(
        *seen_and_expected(
            names,
            Series("seen", counted.seen, "%{y:,} customers came back %{x} times"),
            Series(f"expected by {counted.model}", counted.expected, expected),
            look,
            size=18,
        ),
        bargap=0.4,
        xaxis={"title": {"text": "Days with an order after the first"}, "type": "category"}
        | {"showgrid": False, "ticks": "", "tickvals": names, "tickangle": 0}
        | {"ticktext": counted.named("+")},
        yaxis={"title": {"text": "Customers"}} | plain_ticks(0.0, top * _ROOM),
        **LEGEND_ABOVE,
    )


def _caption(counted: Repeats) -> str:
    """Return how to read the bars, and where the model is furthest off."""
    gaps = counted.expected - counted.seen
    worst = int(np.abs(gaps).argmax())
    more = "more" if gaps[worst] > 0 else "fewer"
    return (
        f"{words.counted(counted.seen.sum(), 'customer')} by how often they came back. Bars: in "
        "the log. Marks: expected, each customer with the time that they are known. Furthest off "
        f"at {counted.names[worst]}: {words.count(abs(gaps[worst]))} {more} expected than seen."
    )
