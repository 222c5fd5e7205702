"""Who was ranked better on the days that were held out: the model, or a rule of thumb.

A ranking is scored by its normalised Gini coefficient: 1 sorts customers as what came would, 0 is
as good as chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look
from layouts.charts.groups.segments import names_axis
from layouts.parts import words
from layouts.theme import empty_figure

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


def draw_ranking(ranks: Sequence[Rank], look: Look) -> go.Figure:
    """Draw each way to rank as a dot with its interval, in a row per way and target."""
    shown = [rank for rank in ranks if np.isfinite(rank.score)]
    if not shown:
        return empty_figure(NOT_RANKED, look.theme)
    scores = np.array([rank.score for rank in shown])
    ends = np.array([[rank.low, rank.high] for rank in shown])
    low, high = np.where(np.isfinite(ends), ends, scores[:, None]).T
    colours = [look.token("accent" if rank.is_model else "muted") for rank in shown]
    dots = go.Scatter(
        x=scores,
        y=[_row_name(rank) for rank in shown],
        mode="markers+text",
        text=[words.number(score, 2) for score in scores],
        textposition="top center",
        textfont={"size": 12, "color": look.token("text")},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": np.maximum(high - scores, 0),
            "arrayminus": np.maximum(scores - low, 0),
            "color": look.token("field"),
            "thickness": 2,
            "width": 0,
        },
        marker={"size": 12, "color": colours, "symbol": [_symbol(rank) for rank in shown]},
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
        yaxis=names_axis() | {"range": [len(shown) - 0.4, -0.7], "autorange": False},
        showlegend=False,
    )


def finding_of_ranking(ranks: Sequence[Rank], look: Look) -> str:
    """Return whether the model ranks better than the rules of thumb, for each target."""
    del look
    told = [_verdict(ranks, target) for target in _targets(ranks)]
    told = [each for each in told if each]
    if not told:
        return "Does the model rank customers better than a rule of thumb?"
    return "; ".join(told)[:1].upper() + "; ".join(told)[1:]


def caption_of_ranking(ranks: Sequence[Rank], look: Look) -> str:
    """Return what the score means, and what the rules are."""
    del look
    if not ranks:
        return NOT_RANKED
    return (
        "Customers sorted by each number, compared with what they bought in the days held out. "
        "Past spend: who spent more before. Past rate: who bought more often before. Lines: 90 % "
        "intervals."
    )


def winner_of(ranks: Sequence[Rank], target: str) -> tuple[Rank, Rank] | None:
    """Return the model and the best rule of thumb for a target, or None without both."""
    known = [rank for rank in ranks if rank.of_what == target and np.isfinite(rank.score)]
    models = [rank for rank in known if rank.is_model]
    rules = [rank for rank in known if not rank.is_model]
    if not models or not rules:
        return None
    best: Any = max(rules, key=lambda rank: rank.score)
    return models[0], best


def _verdict(ranks: Sequence[Rank], target: str) -> str:
    found = winner_of(ranks, target)
    if found is None:
        return ""
    model, rule = found
    if rule.score > model.score + _CLOSE:
        return f"by {target}, {rule.name.lower()} ranks better than the model"
    if model.score > rule.score + _CLOSE:
        return f"by {target}, the model ranks best"
    return f"by {target}, the model and {rule.name.lower()} rank alike"


def _targets(ranks: Sequence[Rank]) -> list[str]:
    return list(dict.fromkeys(rank.of_what for rank in ranks))


def _row_name(rank: Rank) -> str:
    return f"{rank.of_what.capitalize()}: {rank.name.lower()}"


def _symbol(rank: Rank) -> str:
    return "diamond" if rank.is_model else "circle"
