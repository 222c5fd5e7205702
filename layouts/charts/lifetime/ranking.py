"""How far to trust what was predicted for each customer of the days that were held out.

Who was ranked better, the model or a rule of thumb; and whether a churn probability can be taken at
its word. A ranking is scored by its normalised Gini coefficient: 1 sorts customers as what came
would, 0 is as good as chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.comparisons import Chances, calibration_marks, interval
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.groups.segments import names_axis
from rfm import words

NOTHING_TESTED: Final = "Nothing was held out to compare with."
_CLOSE_CHANCES: Final = 0.05
# Nine of ten samples lie within so many standard deviations.
_NINETY: Final = 1.645
NOT_RANKED: Final = "There was nothing to rank: nobody bought in the days held out."
_CLOSE: Final = 0.01


@dataclass(frozen=True, kw_only=True)
class Rank:
    """One way to sort customers and how well it did, by revenue or by orders."""

    name: str
    of_what: str
    score: float
    low: float = float("nan")
    high: float = float("nan")
    is_model: bool = False


def ranking(ranks: Sequence[Rank], numbers: pd.DataFrame, look: Look) -> Drawn:
    """Draw each way to rank as a dot with its interval, in a row per way and target."""
    question = "Does the model rank customers better than a rule of thumb?"
    shown = [rank for rank in ranks if np.isfinite(rank.score)]
    if not shown:
        return nothing_drawn(NOT_RANKED, question, look, numbers)
    verdicts = [_verdict(shown, target) for target in dict.fromkeys(r.of_what for r in shown)]
    title = "; ".join(each for each in verdicts if each)
    return Drawn(
        figure=_figure(shown, look),
        title=title[:1].upper() + title[1:] or question,
        caption="Customers sorted by each number, compared with what they bought in the days held "
        "out. Past spend: who spent more before. Past rate: who bought more often before. Lines: "
        "90 % intervals.",
        numbers=numbers,
    )


def _figure(ranks: Sequence[Rank], look: Look) -> go.Figure:
    scores = np.array([rank.score for rank in ranks])
    ends = np.array([[rank.low, rank.high] for rank in ranks])
    low, high = np.where(np.isfinite(ends), ends, scores[:, None]).T
    colours = [look.token("accent" if rank.is_model else "muted") for rank in ranks]
    symbols = ["diamond" if rank.is_model else "circle" for rank in ranks]
    dots = go.Scatter(
        x=scores,
        y=[f"{rank.of_what.capitalize()}: {rank.name.lower()}" for rank in ranks],
        mode="markers+text",
        text=[words.number(score, 2) for score in scores],
        textposition="top center",
        textfont={"size": 12, "color": look.token("text")},
        error_x=interval(scores, low, high, look),
        marker={"size": 12, "color": colours, "symbol": symbols},
        customdata=np.column_stack([low, high]),
        hovertemplate="%{y}: %{x:.3f}<br>likely %{customdata[0]:.2f} to %{customdata[1]:.2f}"
        "<extra></extra>",
    )
    span = (min(0.0, float(low.min())), max(1.0, float(high.max())))
    axis = share_ticks(*span) | {"ticktext": None, "tickvals": None, "tickmode": "auto"}
    return look.figure(
        dots,
        xaxis=axis | {"title": {"text": "Ranking score (Gini; 1 is perfect)"}},
        yaxis=names_axis() | {"range": [len(ranks) - 0.4, -0.7], "autorange": False},
        showlegend=False,
    )


def _verdict(ranks: Sequence[Rank], target: str) -> str:
    """Return whether the model ranks better than the best rule of thumb; empty without both."""
    models = [rank for rank in ranks if rank.of_what == target and rank.is_model]
    rules = [rank for rank in ranks if rank.of_what == target and not rank.is_model]
    if not models or not rules:
        return ""
    model, rule = models[0], max(rules, key=lambda rank: rank.score)
    if rule.score > model.score + _CLOSE:
        return f"by {target}, {rule.name.lower()} ranks better than the model"
    if model.score > rule.score + _CLOSE:
        return f"by {target}, the model ranks best"
    return f"by {target}, the model and {rule.name.lower()} rank alike"


def calibration(bins: Chances, error: float, look: Look) -> Drawn:
    """Draw the share that did not buy against the churn probability; on the line is right.

    `error` is how far both are apart on each day by itself: days together may cancel.
    """
    numbers = bins.as_table("Churn probability (%)", "Did not buy (%)")
    if not len(bins.predicted):
        question = "Can the churn probability be taken at its word?"
        return nothing_drawn(NOTHING_TESTED, question, look, numbers)
    told = words.counted(bins.customers.sum(), "prediction")
    return Drawn(
        figure=_calibration_figure(bins, look),
        title=_calibration_title(error),
        caption=f"{told} in bins of equal size by churn probability. A dot on the dotted line is "
        "right; above it more stayed away than predicted. Upright lines: 90 % of chance alone.",
        numbers=numbers,
    )


def _calibration_figure(bins: Chances, look: Look) -> go.Figure:
    hover = "Churn probability %{x:.0%}: of %{customdata:,} customers<br>%{y:.0%} did not buy"
    spread = _NINETY * np.sqrt(bins.came * (1 - bins.came) / np.maximum(bins.customers, 1))
    upright = {"array": spread, "color": look.token("field"), "thickness": 1.5, "width": 0}
    return look.figure(
        *calibration_marks(bins, look, hover, error_y=upright),
        xaxis={"title": {"text": "Churn probability, as predicted"}} | share_ticks(-0.03, 1.03),
        yaxis={"title": {"text": "Share that did not buy"}} | share_ticks(-0.03, 1.05),
        showlegend=False,
    )


def _calibration_title(error: float) -> str:
    """Return how far chances and what happened are apart."""
    off = f"{100 * error:.1f} points on average"
    if error <= _CLOSE_CHANCES:
        return f"The churn probability can be taken at its word: off by {off}"
    return f"The churn probability is off by {off}: read it as a ranking"
