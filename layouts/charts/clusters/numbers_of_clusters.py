"""How many clusters an algorithm takes: each number that was tried against a measure of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.notes import line_at, note
from layouts.theme import empty_figure
from rfm import schema

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate

NOT_TRIED: Final = "{} finds the number of clusters by itself: no numbers were tried."
SEPARATION: Final = "Separation (silhouette, higher is better)"


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What was measured of each number of clusters.

    `best` is "highest" or "lowest" where an end of the curve is what counts; empty where its bend,
    the knee, does.
    """

    numbers: np.ndarray
    measured: np.ndarray
    measure: str
    chosen: int
    knee: int | None = None
    best: str = ""


def fits(candidate: "Candidate", look: Look) -> Drawn:
    """Draw how well each number of clusters fits, by the algorithm's own measure."""
    measure = candidate.fit_measure or "Fit"
    curve = Curve(
        numbers=np.array([each.k for each in candidate.scan], dtype=int),
        measured=np.array([each.fit for each in candidate.scan], dtype=float),
        measure=f"{measure[:1].upper()}{measure[1:]}",
        chosen=candidate.k,
        knee=candidate.knee,
        best="lowest" if candidate.fit == schema.BIC else "",
    )
    return _drawn(candidate.title, curve, look)


def silhouettes(candidate: "Candidate", look: Look) -> Drawn:
    """Draw how well apart the clusters are for each number of them."""
    curve = Curve(
        numbers=np.array([each.k for each in candidate.scan], dtype=int),
        measured=np.array([each.silhouette for each in candidate.scan], dtype=float),
        measure=SEPARATION,
        chosen=candidate.k,
        best="highest",
    )
    return _drawn(candidate.title, curve, look)


def _drawn(algorithm: str, curve: Curve, look: Look) -> Drawn:
    numbers = pd.DataFrame(
        {
            "Clusters": curve.numbers,
            curve.measure: curve.measured,
            "Marked": [", ".join(_marks_of(curve, int(number))) for number in curve.numbers],
        }
    )
    if not len(curve.numbers):
        return Drawn(
            figure=empty_figure(NOT_TRIED.format(algorithm), look.theme),
            title=f"{algorithm} finds its own number of clusters: {curve.chosen}",
            caption="It puts borders where there are few customers; whoever is nowhere is noise.",
            numbers=numbers,
        )
    reading = (
        f"The {curve.best} point is the best one by this measure alone."
        if curve.best
        else "The curve goes on with every cluster added; where it bends, it is enough."
    )
    span = f"{curve.numbers.min()} to {curve.numbers.max()} clusters were tried."
    return Drawn(
        figure=curve_figure(curve, look),
        title=f"{algorithm}: {_speaks_for(curve)}",
        caption=f"{span} {reading}",
        numbers=numbers,
    )


def _marks_of(curve: Curve, number: int) -> list[str]:
    marks = (("chosen", number == curve.chosen), ("knee", number == curve.knee))
    return [mark for mark, holds in marks if holds]


def _speaks_for(curve: Curve) -> str:
    """Return which number the curve speaks for."""
    if curve.best:
        at = int((np.argmax if curve.best == "highest" else np.argmin)(curve.measured))
        best = int(curve.numbers[at])
        if best == curve.chosen:
            return f"{best} clusters are the best of all that were tried"
        return f"{best} clusters measure best, {curve.chosen} were chosen"
    if curve.knee is None:
        return "the curve has no clear knee"
    return f"beyond {curve.knee} clusters another one tells little more"


def curve_figure(curve: Curve, look: Look) -> go.Figure:
    """Draw the measure against the number of clusters, with the choice and the bend marked."""
    is_chosen = curve.numbers == curve.chosen
    colours = np.where(is_chosen, look.token("accent"), look.token("field"))
    line = go.Scatter(
        x=curve.numbers,
        y=curve.measured,
        mode="lines+markers",
        line={"color": look.token("field"), "width": 2},
        marker=look.outlined(np.where(is_chosen, 14, 8), colours),
        hovertemplate="%{x} clusters: %{y:,.3~f}<extra></extra>",
    )
    low, high = float(curve.measured.min()), float(curve.measured.max())
    room = (high - low or abs(high) or 1.0) * 0.12
    return look.figure(
        line,
        xaxis={
            "title": {"text": "Number of clusters"},
            "dtick": max(1, int(np.ceil(np.ptp(curve.numbers) / 10))),
            "range": [curve.numbers.min() - 0.5, curve.numbers.max() + 0.9],
        },
        yaxis={"title": {"text": curve.measure}} | plain_ticks(low - room, high + room),
        **_marks(curve, look),
    )


def _marks(curve: Curve, look: Look) -> dict[str, Any]:
    """Return the choice and the bend as upright lines with words."""
    shapes, annotations = [], []
    for number in dict.fromkeys(each for each in (curve.chosen, curve.knee) if each is not None):
        if number not in curve.numbers:
            continue
        is_chosen = number == curve.chosen
        colour = look.token("accent" if is_chosen else "muted")
        upright = line_at("x", number, width=1, dash="dot", color=colour)
        shapes.append(upright | {"yref": "y domain", "layer": "below"})
        text = f"<b>{number} clusters</b>, chosen" if is_chosen else f"{number} clusters"
        if number == curve.knee:
            text += "; the knee" if is_chosen else ": the knee"
        annotations.append(_label(curve, number, text, look))
    return {"shapes": shapes, "annotations": annotations}


def _label(curve: Curve, number: int, text: str, look: Look) -> dict[str, Any]:
    is_left = number < (curve.numbers.min() + curve.numbers.max()) / 2
    aside = {"xanchor": "left", "xshift": 9} if is_left else {"xanchor": "right", "xshift": -9}
    point = {"x": number, "y": float(curve.measured[curve.numbers == number][0])}
    above = {"yanchor": "bottom", "yshift": 6}
    return note(text, look, point | aside | above, size=13, ink="text", behind=0.82)
