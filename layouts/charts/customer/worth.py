"""What one customer is expected to be worth, beside everyone in their segment."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import log_scale
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look, clear
from layouts.charts.drawing.notes import line_at, note
from layouts.theme import empty_figure
from rfm import words

NO_WORTH: Final = "Nobody in the segment is expected to bring anything."
_CELLS: Final = 36
_EVEN: Final = 0.5
_FAR: Final = 99.5
_ONE: Final = 1


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a customer is expected to be worth; `everyone` are those in their segment."""

    own: float
    low: float
    high: float
    everyone: np.ndarray
    segment: str

    @property
    def median(self) -> float:
        """The middle of the segment."""
        return float(np.median(self.everyone))

    @property
    def share_below(self) -> float:
        """The share of the segment that is worth less; equals count half."""
        below = np.count_nonzero(self.everyone < self.own)
        equal = np.count_nonzero(self.everyone == self.own)
        return float((below + equal / 2) / len(self.everyone))


def worth_in_segment(worth: Worth, look: Look) -> Drawn:
    """Draw how many customers of the segment are worth how much, and where this one stands."""
    return Drawn(
        figure=_figure(worth, look),
        title=_title(worth, look),
        caption=_caption(worth),
        numbers=_numbers(worth, look),
    )


def _figure(worth: Worth, look: Look) -> go.Figure:
    values = worth.everyone[worth.everyone > 0]
    if not len(values):
        return empty_figure(NO_WORTH, look.theme)
    reach = _reach(values, worth)
    return look.figure(
        _bars(np.clip(values, *reach), worth, reach, look),
        bargap=0.05,
        xaxis=_axis(reach, look),
        yaxis={"title": {"text": "Customers of the segment"}, "nticks": 5, "tickformat": ",d"},
        showlegend=False,
        **_own(worth, reach, look),
    )


def _title(worth: Worth, look: Look) -> str:
    own = words.short_money(worth.own, look.currency)
    usual = words.short_money(worth.median, look.currency)
    if own == usual:
        return f"Worth {own}, as much as the median of {worth.segment}"
    more = "more" if worth.own > worth.median else "less"
    return f"Worth {own}, {more} than the {worth.segment} median of {usual}"


def _caption(worth: Worth) -> str:
    if len(worth.everyone) <= _ONE:
        return f"{worth.segment} has no other customer to compare with."
    size = words.counted(len(worth.everyone), "customer")
    nothing = int(np.count_nonzero(worth.everyone <= 0))
    left = f"; {words.count(nothing)} expected to bring nothing are left out" * bool(nothing)
    below = words.percent(worth.share_below)
    return (
        f"{size} of {worth.segment} by expected value{left}. This one is worth more than {below} "
        "of them; the shaded band is where the value likely lies."
    )


def _numbers(worth: Worth, look: Look) -> pd.DataFrame:
    """Return the customer's value and the quartiles of the segment's."""
    quartiles = ("Least", "A quarter below", "Median", "Three quarters below", "Most")
    rows = {"This customer": worth.own, "  likely from": worth.low, "  likely to": worth.high}
    names = [f"{each} in {worth.segment}" for each in quartiles]
    at = np.percentile(worth.everyone, (0, 25, 50, 75, 100)).tolist()
    rows |= dict(zip(names, at, strict=True))
    head = look.with_currency("Expected value")
    return pd.DataFrame({"Who": list(rows), head: list(rows.values())})


def _bars(values: np.ndarray, worth: Worth, reach: tuple[float, float], look: Look) -> go.Bar:
    edges = np.geomspace(*reach, _CELLS + 1)
    # Rounding may put the largest value beyond the last edge.
    edges[0], edges[-1] = reach
    counts, _ = np.histogram(values, bins=edges)
    return go.Bar(
        x=np.sqrt(edges[:-1] * edges[1:]),
        y=counts,
        width=np.diff(edges),
        customdata=np.column_stack([edges[:-1], edges[1:]]),
        marker={"color": clear(look.colour(worth.segment), 0.55), "line": {"width": 0}},
        hovertemplate="%{y:,} customers worth "
        f"{look.priced('customdata[0]', 0)} to {look.priced('customdata[1]', 0)}<extra></extra>",
    )


def _axis(reach: tuple[float, float], look: Look) -> dict[str, Any]:
    return log_scale(*reach) | {
        "title": {"text": look.with_currency("Expected value")},
        "range": [float(np.log10(end)) for end in reach],
        "showgrid": False,
    }


def _reach(values: np.ndarray, worth: Worth) -> tuple[float, float]:
    low, high = (float(np.percentile(values, at)) for at in (100 - _FAR, _FAR))
    own = [each for each in (worth.own, worth.low, worth.high) if each > 0]
    low, high = min([low, *own]), max([high, *own])
    return (low * 0.9, high * 1.1)


def _own(worth: Worth, reach: tuple[float, float], look: Look) -> dict[str, Any]:
    """Return the customer's value as a line with its name, and its interval as a band."""
    if not worth.own > 0:
        return {}
    shapes = [line_at("x", worth.own, width=2, color=look.token("text"))]
    if worth.low < worth.high:
        band = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1}
        fill = {"fillcolor": clear(look.token("text"), 0.1), "line": {"width": 0}}
        ends = {"x0": max(worth.low, reach[0]), "x1": worth.high}
        shapes.insert(0, band | ends | {"layer": "below"} | fill)
    place = np.log10(worth.own / reach[0]) / np.log10(reach[1] / reach[0])
    is_right = place > _EVEN
    aside = {"xanchor": "right", "xshift": -6} if is_right else {"xanchor": "left", "xshift": 6}
    name = f"this customer {words.short_money(worth.own, look.currency)}"
    on_top = {"x": float(np.log10(worth.own)), "y": 1, "yref": "paper", "yanchor": "top"}
    named = note(name, look, on_top | aside, ink="text", behind=0.85)
    return {"shapes": shapes, "annotations": [named]}
