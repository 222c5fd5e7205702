"""How well a model places customers it has not seen: confusions, importances, probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look, ink_on, short_name
from layouts.charts.groups.segments import names_axis
from layouts.parts import words
from layouts.theme import colour_scale, empty_figure

NO_IMPORTANCES: Final = "No column was shuffled."
NOBODY: Final = "Nobody was held out to compare with."
MOST_IMPORTANCES: Final = 15
_LABEL: Final = 16
_CLOSE: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Held-out customers by their class (rows) and the one that was said (columns)."""

    classes: tuple[str, ...]
    counts: np.ndarray

    @property
    def shares(self) -> np.ndarray:
        """Of the customers of each class."""
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1))


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How much accuracy is lost, of 1, when a column is shuffled; likely from `low` to `high`."""

    name: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Bins:
    """Customers by the probability of what was said: its mean, and how often it was right."""

    predicted: np.ndarray
    seen: np.ndarray
    customers: np.ndarray
    error: float


def draw_confusion(found: Confusion, look: Look) -> go.Figure:
    """Draw a cell a pair of classes, coloured by the share of the true class, with its number."""
    if not found.counts.size:
        return empty_figure(NOBODY, look.theme)
    shares = found.shares
    places = [str(place) for place in range(len(found.classes))]
    names = [short_name(name, _LABEL) for name in found.classes]
    cells = go.Heatmap(
        z=shares,
        x=places,
        y=places,
        zmin=0,
        zmax=1,
        colorscale=colour_scale(look.theme),
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=found.counts,
        hovertext=[[f"{a}, said to be {b}" for b in found.classes] for a in found.classes],
        hovertemplate="%{hovertext}<br>%{customdata:,} customers, %{z:.1%}<extra></extra>",
    )
    ticks = {"tickmode": "array", "tickvals": places, "ticktext": names, "type": "category"}
    return look.figure(
        cells,
        xaxis=ticks | {"title": {"text": "The model says"}, "side": "bottom", "showgrid": False},
        yaxis=names_axis() | ticks | {"title": {"text": "They are"}},
        annotations=_numbers(found.counts, shares, look),
    )


def _numbers(counts: np.ndarray, shares: np.ndarray, look: Look) -> list[dict[str, object]]:
    scale = colour_scale(look.theme)
    return [
        {
            "x": str(column),
            "y": str(row),
            "text": words.count(counts[row, column]),
            "showarrow": False,
            "font": {"size": 13, "color": _ink(float(shares[row, column]), scale)},
        }
        for row in range(len(counts))
        for column in range(counts.shape[1])
    ]


def _ink(share: float, scale: Sequence[Sequence[float | str]]) -> str:
    nearest = min(scale, key=lambda step: abs(float(step[0]) - share))
    return ink_on(str(nearest[1]))


def finding_of_confusion(found: Confusion, look: Look) -> str:
    """Return which class is taken for which other one most often."""
    del look
    wrong = found.shares * (1 - np.eye(len(found.classes)))
    if not wrong.size or wrong.max() == 0:
        return "No group is taken for another one"
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    share = words.percent(float(wrong[row, column]))
    return f"Most often confused: {share} of {found.classes[row]} are taken for " + str(
        found.classes[column]
    )


def caption_of_confusion(found: Confusion, look: Look) -> str:
    """Return how to read the cells."""
    del look
    people = words.counted(int(found.counts.sum()), "customer")
    return f"{people} that the model had not seen. On the diagonal it is right."


def draw_importances(weights: Sequence[Weight], look: Look) -> go.Figure:
    """Draw what each column is worth as a dot with its interval, the most needed first."""
    shown = weights[:MOST_IMPORTANCES]
    if not shown:
        return empty_figure(NO_IMPORTANCES, look.theme)
    means = np.array([each.mean for each in shown])
    low, high = (np.array([getattr(each, end) for each in shown]) for end in ("low", "high"))
    dots = go.Scatter(
        x=means,
        y=[short_name(each.name) for each in shown],
        mode="markers",
        error_x={
            "type": "data",
            "symmetric": False,
            "array": np.maximum(high - means, 0),
            "arrayminus": np.maximum(means - low, 0),
            "color": look.token("field"),
            "thickness": 2,
            "width": 0,
        },
        marker={"size": 11, "color": look.token("accent")},
        customdata=np.column_stack([low, high]),
        hovertemplate="%{y}: %{x:.1%} of accuracy lost<br>likely %{customdata[0]:.1%} to "
        "%{customdata[1]:.1%}<extra></extra>",
    )
    ends = min(0.0, float(low.min())), max(float(high.max()), 0.01)
    return look.figure(
        dots,
        xaxis={"title": {"text": "Accuracy lost when the column is shuffled"}}
        | share_ticks(ends[0] - 0.02, ends[1] * 1.06),
        yaxis=names_axis() | {"range": [len(shown) - 0.4, -0.6], "autorange": False},
        showlegend=False,
    )


def finding_of_importances(weights: Sequence[Weight], look: Look) -> str:
    """Return the column that the model needs most."""
    del look
    if not weights or weights[0].mean <= 0:
        return "The model needs no column above the others"
    return f"The model needs {weights[0].name} most"


def caption_of_importances(weights: Sequence[Weight], look: Look) -> str:
    """Return how they were measured."""
    del look
    left_out = len(weights) - MOST_IMPORTANCES
    more = f" The {left_out} least needed are in the table." if left_out > 0 else ""
    return (
        "Each column was shuffled among held-out customers, several times; lines are 95 % "
        f"intervals. Columns that say the same share their weight.{more}"
    )


def draw_calibration(bins: Bins, look: Look) -> go.Figure:
    """Draw how often the model was right against the probability it gave; on the line is right."""
    if not len(bins.predicted):
        return empty_figure(NOBODY, look.theme)
    even = {"color": look.token("muted"), "width": 1, "dash": "dot"}
    dots = go.Scatter(
        x=bins.predicted,
        y=bins.seen,
        mode="markers",
        customdata=bins.customers,
        marker={
            "size": 11,
            "color": look.token("accent"),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertemplate="Probability %{x:.0%}: right for %{y:.0%} of %{customdata:,} customers"
        "<extra></extra>",
    )
    return look.figure(
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=even, hoverinfo="skip"),
        dots,
        xaxis={"title": {"text": "Probability of what was said"}} | share_ticks(-0.03, 1.05),
        yaxis={"title": {"text": "Share that was right"}} | share_ticks(-0.03, 1.05),
        showlegend=False,
    )


def finding_of_calibration(bins: Bins, look: Look) -> str:
    """Return how far probabilities and what was right are apart."""
    del look
    told = f"{100 * bins.error:.1f} points on average"
    if bins.error <= _CLOSE:
        return f"Its probabilities can be taken at their word: off by {told}"
    return f"Its probabilities are off by {told}: read them as a ranking"


def caption_of_calibration(bins: Bins, look: Look) -> str:
    """Return how to read the dots."""
    del look
    people = words.counted(int(np.sum(bins.customers)), "customer")
    return f"{people} in bins by probability. A dot on the dotted line is right."
