"""How the predictions did on the days that were held out: by tenths of customers, and over time.

Each chart takes a small frozen value of arrays, and the numbers behind it with heads in words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.comparisons import LEGEND_ABOVE, Series, seen_and_expected
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.notes import line_at, note
from rfm import words

NOTHING_TESTED: Final = "Nothing was held out to compare with."
_CLOSE: Final = 0.05
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
        if not len(self.weeks):
            return 0.0, 0.0
        known = int(np.count_nonzero(~self.is_held_out))
        begin = (self.predicted[known - 1], self.actual[known - 1]) if known else (0.0, 0.0)
        return float(self.predicted[-1] - begin[0]), float(self.actual[-1] - begin[1])


def tenths(tested: Tenths, numbers: pd.DataFrame, look: Look) -> Drawn:
    """Draw what each tenth did as a bar, and what was predicted as a mark across it."""
    question = f"How far off were the predicted {'revenue' if tested.is_money else 'orders'}?"
    if not len(tested.actual):
        return nothing_drawn(NOTHING_TESTED, question, look, numbers)
    people = words.counted(tested.customers.sum(), "customer")
    return Drawn(
        figure=_figure_of_tenths(tested, look),
        title=_title_of_tenths(tested, look) or question,
        caption=f"{people} in tenths by their prediction. Bars: what each customer did on average "
        "in the days held out. Marks: what was predicted. A mark at the end of its bar is exact.",
        numbers=numbers,
    )


def _figure_of_tenths(tested: Tenths, look: Look) -> go.Figure:
    places = np.arange(1, len(tested.actual) + 1)
    title = look.with_currency("Revenue a customer") if tested.is_money else "Orders a customer"
    value = look.priced("y") if tested.is_money else "%{y:,.2f} orders"
    happened = f"Tenth %{{x}}, %{{customdata:,}} customers<br>{value} a customer happened"
    predicted = f"Tenth %{{x}}<br>{value} a customer predicted"
    top = float(max(tested.actual.max(), tested.predicted.max(), 1e-9)) * _ROOM
    return look.figure(
        *seen_and_expected(
            places,
            Series("happened", tested.actual, happened),
            Series("predicted", tested.predicted, predicted),
            look,
            size=22,
            details=tested.customers,
        ),
        bargap=0.25,
        xaxis={"title": {"text": "Tenths of the customers, highest prediction first"}}
        | {"tickvals": places, "range": [0.4, len(places) + 0.6], "showgrid": False, "ticks": ""},
        yaxis={"title": {"text": title}} | plain_ticks(min(0.0, float(tested.actual.min())), top),
        **LEGEND_ABOVE,
    )


def _title_of_tenths(tested: Tenths, look: Look) -> str:
    """Return how far the total was off, and in which direction."""
    predicted, actual = tested.totals
    if actual <= 0:
        return ""
    off = predicted / actual - 1
    expected, came = (
        words.short_money(each, look.currency) if tested.is_money else words.count(each)
        for each in (predicted, actual)
    )
    what = "Predicted revenue" if tested.is_money else "Predicted orders"
    if abs(off) < _CLOSE:
        verb = "was" if tested.is_money else "were"
        return f"{what} {verb} close: {expected}, and {came} came"
    too_many, too_few = ("much", "little") if tested.is_money else ("many", "few")
    more = f"too {too_many if off > 0 else too_few}"
    return f"{what}: {expected}, {words.percent(abs(off))} {more}; {came} came"


def over_time(over: OverTime, numbers: pd.DataFrame, look: Look) -> Drawn:
    """Draw repeat orders week after week, happened and predicted; after the cut unseen."""
    question = "Do the predictions keep step with what happens?"
    if not len(over.weeks):
        return nothing_drawn(NOTHING_TESTED, question, look, numbers)
    return Drawn(
        figure=_figure_over_time(over, look),
        title=_title_over_time(over) or question,
        caption=f"The models knew nothing after {words.date_text(over.cut)}. Lines add up every "
        "order but a customer's first; purchases of one day count once.",
        numbers=numbers,
    )


def _figure_over_time(over: OverTime, look: Look) -> go.Figure:
    top = float(max(over.actual.max(), over.predicted.max(), 1.0)) * _ROOM
    cut, muted = over.cut.isoformat(), look.token("muted")
    return look.figure(
        _line(over, "happened", over.actual, {"color": muted, "width": 4}),
        _line(over, "predicted", over.predicted, {"color": look.token("accent"), "width": 2}),
        xaxis={"title": {"text": "Week"}, "type": "date", "showgrid": False},
        yaxis={"title": {"text": "Repeat orders so far"}} | plain_ticks(0.0, top),
        hovermode="x unified",
        shapes=[line_at("x", cut, width=1, dash="dot", color=muted)],
        annotations=[_beside(cut, "known", "right", look), _beside(cut, "held out", "left", look)],
        **LEGEND_ABOVE,
    )


def _line(over: OverTime, name: str, values: np.ndarray, line: dict[str, Any]) -> go.Scatter:
    hover = "%{y:,.0f}"
    return go.Scatter(
        x=over.weeks, y=values, name=name, mode="lines", line=line, hovertemplate=hover
    )


def _beside(x: str, text: str, anchor: str, look: Look) -> dict[str, Any]:
    place = {"x": x, "y": 0.02, "yref": "paper", "yanchor": "bottom", "xanchor": anchor}
    place |= {"xshift": 6 if anchor == "left" else -6}
    return note(text, look, place)


def _title_over_time(over: OverTime) -> str:
    """Return what was predicted for the weeks held out, beside what came."""
    predicted, actual = over.held_out
    if actual <= 0:
        return ""
    off = predicted / actual - 1
    weeks = words.counted(int(over.is_held_out.sum()), "week")
    if abs(off) < _CLOSE:
        return f"After {weeks} unseen the predicted orders are still in step"
    side = "above" if off > 0 else "below"
    return f"After {weeks} unseen the predictions are {words.percent(abs(off))} {side} what came"
