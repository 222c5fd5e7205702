"""How many clusters an algorithm takes: each number that was tried against a measure of it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.look import Look, clear
from layouts.theme import empty_figure

NOT_TRIED: Final = "{} finds the number of clusters by itself: no numbers were tried."


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The numbers of clusters that were tried with one algorithm.

    Attributes
    ----------
    algorithm : str
        Its title.
    numbers, measured : ndarray
        Each number, and what was measured with it.
    measure : str
        What that is, in words, with its direction.
    chosen : int
        The number that was taken.
    knee : int, optional
        The number at which the curve bends.
    best : str
        "highest" or "lowest" where an end of the curve is what counts; empty where its bend does.
    """

    algorithm: str
    numbers: np.ndarray
    measured: np.ndarray
    measure: str
    chosen: int
    knee: int | None = None
    best: str = ""


def draw_tried(tried: Tried, look: Look) -> go.Figure:
    """Draw the measure against the number of clusters, with the bend and the choice marked."""
    if not len(tried.numbers):
        return empty_figure(NOT_TRIED.format(tried.algorithm), look.theme)
    is_chosen = tried.numbers == tried.chosen
    line = go.Scatter(
        x=tried.numbers,
        y=tried.measured,
        mode="lines+markers",
        line={"color": look.token("field"), "width": 2},
        marker={
            "size": np.where(is_chosen, 14, 8),
            "color": np.where(is_chosen, look.token("accent"), look.token("field")),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertemplate="%{x} clusters: %{y:,.3~f}<extra></extra>",
    )
    low, high = float(tried.measured.min()), float(tried.measured.max())
    room = (high - low or abs(high) or 1.0) * 0.12
    marks = _marks(tried, look)
    return look.figure(
        line,
        xaxis={
            "title": {"text": "Number of clusters"},
            "dtick": max(1, int(np.ceil(np.ptp(tried.numbers) / 10))),
            "range": [tried.numbers.min() - 0.5, tried.numbers.max() + 0.9],
        },
        yaxis={"title": {"text": tried.measure}} | plain_ticks(low - room, high + room),
        **marks,
    )


def _marks(tried: Tried, look: Look) -> dict[str, Any]:
    """Return the choice and the bend as upright lines with words."""
    said = {tried.chosen: f"<b>{tried.chosen} clusters</b>, chosen"}
    if tried.knee is not None:
        bend = f"{said.get(tried.knee, f'{tried.knee} clusters')}: the knee"
        said[tried.knee] = bend.replace(", chosen: the knee", ", chosen; the knee")
    known = {k: words for k, words in said.items() if k in tried.numbers}
    shapes, annotations = [], []
    for number, words in known.items():
        colour = look.token("accent" if number == tried.chosen else "muted")
        upright = {"type": "line", "x0": number, "x1": number, "y0": 0, "y1": 1}
        line = {"width": 1, "dash": "dot", "color": colour}
        shapes.append(upright | {"yref": "y domain", "line": line, "layer": "below"})
        annotations.append(_said(tried, number, words, look))
    return {"shapes": shapes, "annotations": annotations}


def _said(tried: Tried, number: int, words: str, look: Look) -> dict[str, Any]:
    is_left = number < (tried.numbers.min() + tried.numbers.max()) / 2
    return {
        "x": number,
        "y": float(tried.measured[tried.numbers == number][0]),
        "text": words,
        "showarrow": False,
        "xanchor": "left" if is_left else "right",
        "yanchor": "bottom",
        "xshift": 9 if is_left else -9,
        "yshift": 6,
        "font": {"size": 13, "color": look.token("text")},
        "bgcolor": clear(look.token("surface"), 0.82),
    }


def finding_of_tried(tried: Tried, look: Look) -> str:
    """Return which number the curve speaks for."""
    del look
    if not len(tried.numbers):
        return f"{tried.algorithm} finds its own number of clusters: {tried.chosen}"
    if not tried.best:
        return _finding_of_knee(tried)
    at = int((np.argmax if tried.best == "highest" else np.argmin)(tried.measured))
    best = int(tried.numbers[at])
    if best == tried.chosen:
        return f"{tried.algorithm}: {best} clusters are the best of all that were tried"
    return f"{tried.algorithm}: {best} clusters measure best, {tried.chosen} were chosen"


def _finding_of_knee(tried: Tried) -> str:
    if tried.knee is None:
        return f"{tried.algorithm}: the curve has no clear knee"
    return f"{tried.algorithm}: beyond {tried.knee} clusters another one tells little more"


def caption_of_tried(tried: Tried, look: Look) -> str:
    """Return how to read the curve."""
    del look
    if not len(tried.numbers):
        return "It puts borders where there are few customers; whoever is nowhere is noise."
    span = f"{tried.numbers.min()} to {tried.numbers.max()} clusters were tried."
    if tried.best:
        return f"{span} The {tried.best} point is the best one by this measure alone."
    return f"{span} The curve goes on with every cluster added; where it bends, it is enough."
