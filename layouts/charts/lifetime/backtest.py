"""How the predictions did on the days that were held out: by tenths of customers, and over time.

Each chart takes a small frozen value of arrays; nothing here depends on the number of customers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.parts import words
from layouts.theme import empty_figure

NOTHING_TESTED: Final = "Nothing was held out to compare with."
_CLOSE: Final = 0.1
_ROOM: Final = 1.12


@dataclass(frozen=True, kw_only=True)
class Tenths:
    """Means per customer of each tenth, highest prediction first; `is_money` or orders."""

    customers: np.ndarray
    predicted: np.ndarray
    actual: np.ndarray
    is_money: bool = False

    @property
    def totals(self) -> tuple[float, float]:
        """What all customers together were predicted to do, and did."""
        return float(self.customers @ self.predicted), float(self.customers @ self.actual)


@dataclass(frozen=True, kw_only=True)
class OverTime:
    """Repeat orders so far at the end of each week; `weeks` are their last days.

    What the models knew ends with the `cut`; `is_held_out` marks the weeks after it.
    """

    weeks: np.ndarray
    predicted: np.ndarray
    actual: np.ndarray
    is_held_out: np.ndarray
    cut: date

    @property
    def held_out(self) -> tuple[float, float]:
        """Orders predicted for the weeks after the cut, and those that came."""
        known = int(np.count_nonzero(~self.is_held_out))
        begin = (self.predicted[known - 1], self.actual[known - 1]) if known else (0.0, 0.0)
        return float(self.predicted[-1] - begin[0]), float(self.actual[-1] - begin[1])


def draw_tenths(tenths: Tenths, look: Look) -> go.Figure:
    """Draw what each tenth did as a bar, and what was predicted as a mark across it."""
    if not len(tenths.actual):
        return empty_figure(NOTHING_TESTED, look.theme)
    places = np.arange(1, len(tenths.actual) + 1)
    title = look.with_currency("Revenue a customer") if tenths.is_money else "Orders a customer"
    top = float(max(tenths.actual.max(), tenths.predicted.max(), 1e-9)) * _ROOM
    return look.figure(
        *_bars_and_marks(tenths, places, look),
        bargap=0.25,
        xaxis={"title": {"text": "Tenths of the customers, highest prediction first"}}
        | {"tickvals": places, "range": [0.4, len(places) + 0.6], "showgrid": False, "ticks": ""},
        yaxis={"title": {"text": title}} | plain_ticks(min(0.0, float(tenths.actual.min())), top),
        **_legend(),
    )


def finding_of_tenths(tenths: Tenths, look: Look) -> str:
    """Return how far the total was off, and in which direction."""
    predicted, actual = tenths.totals
    kind = "revenue" if tenths.is_money else "orders"
    if actual <= 0:
        return f"How far off were the predicted {kind}?"
    off = predicted / actual - 1
    told, came = _amount(predicted, tenths, look), _amount(actual, tenths, look)
    if abs(off) < _CLOSE / 2:
        verb = "was" if tenths.is_money else "were"
        return f"Predicted {kind} {verb} close: {told}, and {came} came"
    more = "too many" if off > 0 else "too few"
    more = more.replace("many", "much").replace("few", "little") if tenths.is_money else more
    return f"Predicted {kind}: {told}, {words.percent(abs(off))} {more}; {came} came"


def caption_of_tenths(tenths: Tenths, look: Look) -> str:
    """Return how to read the tenths."""
    del look
    if not len(tenths.actual):
        return NOTHING_TESTED
    people = words.counted(tenths.customers.sum(), "customer")
    return (
        f"{people} in tenths by their prediction. Bars: what each customer did on average in the "
        "days held out. Marks: what was predicted. A mark at the end of its bar is exact."
    )


def draw_over_time(over: OverTime, look: Look) -> go.Figure:
    """Draw repeat orders week after week, happened and predicted; after the cut unseen."""
    if not len(over.weeks):
        return empty_figure(NOTHING_TESTED, look.theme)
    top = float(max(over.actual.max(), over.predicted.max(), 1.0)) * _ROOM
    cut = over.cut.isoformat()
    upright = {"type": "line", "x0": cut, "x1": cut, "y0": 0, "y1": 1, "yref": "paper"}
    return look.figure(
        _line(over, ("happened", over.actual, look.token("muted"), 4)),
        _line(over, ("predicted", over.predicted, look.token("accent"), 2)),
        xaxis={"title": {"text": "Week"}, "type": "date", "showgrid": False},
        yaxis={"title": {"text": "Repeat orders so far"}} | plain_ticks(0.0, top),
        hovermode="x unified",
        shapes=[upright | {"line": {"width": 1, "dash": "dot", "color": look.token("muted")}}],
        annotations=[_said(cut, "known", "right", look), _said(cut, "held out", "left", look)],
        **_legend(),
    )


def finding_of_over_time(over: OverTime, look: Look) -> str:
    """Return what was predicted for the weeks held out, beside what came."""
    del look
    predicted, actual = over.held_out if len(over.weeks) else (0.0, 0.0)
    if actual <= 0:
        return "Do the predictions keep step with what happens?"
    off = predicted / actual - 1
    weeks = words.counted(int(over.is_held_out.sum()), "week")
    if abs(off) < _CLOSE / 2:
        return f"After {weeks} unseen the predicted orders are still in step"
    side = "above" if off > 0 else "below"
    return f"After {weeks} unseen the predictions are {words.percent(abs(off))} {side} what came"


def caption_of_over_time(over: OverTime, look: Look) -> str:
    """Return what was known when, and how to read the lines."""
    del look
    return (
        f"The models knew nothing after {words.date_text(over.cut)}. Lines add up every order but "
        "a customer's first; purchases of one day count once."
    )


def _bars_and_marks(tenths: Tenths, places: np.ndarray, look: Look) -> tuple[go.Bar, go.Scatter]:
    told = look.priced("y") if tenths.is_money else "%{y:,.2f} orders"
    accent = look.token("accent")
    bars = go.Bar(
        x=places,
        y=tenths.actual,
        name="happened",
        marker={"color": clear(look.token("muted"), 0.55), "line": {"width": 0}},
        customdata=tenths.customers,
        hovertemplate=f"Tenth %{{x}}, %{{customdata:,}} customers<br>{told} a customer happened"
        "<extra></extra>",
    )
    line = {"width": 4, "color": accent}
    marks = go.Scatter(
        x=places,
        y=tenths.predicted,
        name="predicted",
        mode="markers",
        marker={"symbol": "line-ew", "size": 22, "color": accent, "line": line},
        hovertemplate=f"Tenth %{{x}}<br>{told} a customer predicted<extra></extra>",
    )
    return bars, marks


def _line(over: OverTime, kind: tuple[str, np.ndarray, str, int]) -> go.Scatter:
    name, values, colour, width = kind
    return go.Scatter(
        x=over.weeks,
        y=values,
        name=name,
        mode="lines",
        line={"color": colour, "width": width},
        hovertemplate="%{y:,.0f}",
    )


def _said(x: str, text: str, anchor: str, look: Look) -> dict[str, Any]:
    place = {"x": x, "y": 0.02, "yref": "paper", "yanchor": "bottom", "xanchor": anchor}
    font = {"size": 12, "color": look.token("muted")}
    aside = {"xshift": 6 if anchor == "left" else -6}
    return place | aside | {"text": text, "showarrow": False, "font": font}


def _amount(value: float, tenths: Tenths, look: Look) -> str:
    return words.short_money(value, look.currency) if tenths.is_money else words.count(value)


def _legend() -> dict[str, Any]:
    place = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
    return {"showlegend": True, "legend": place, "margin": {"l": 8, "r": 8, "t": 24, "b": 8}}
