"""Who was ranked better on the days that were held out: the model, or a rule of thumb.

A ranking is scored by its normalised Gini coefficient: 1 sorts customers as what came would, 0 is
as good as chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.comparisons import interval
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.groups.segments import names_axis
from rfm import words

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
        xaxis=axis
        | {"title": {"text": "Ranking score (normalised Gini; 1 is perfect, 0 is chance)"}},
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
