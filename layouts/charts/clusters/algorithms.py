"""Algorithms compared: how often each cluster is found again, and how large the clusters are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look, ink_on, mix, short_name
from layouts.charts.groups.segments import names_axis
from layouts.parts import words
from layouts.theme import GREY, empty_figure

TRUSTED: Final = 0.75
SEEN: Final = 0.6
NOT_MEASURED: Final = "Stability was not measured."
_LEAST_LABELLED: Final = 0.06


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How often each cluster of an algorithm is found again: bootstrap Jaccard, 0 to 1."""

    algorithm: str
    names: tuple[str, ...]
    jaccards: tuple[float, ...]
    colours: tuple[str, ...]
    samples: int

    @property
    def doubted(self) -> int:
        """How many are not to be trusted."""
        return sum(each < TRUSTED for each in self.jaccards)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Customers in each cluster of an algorithm, largest first, and in none."""

    algorithm: str
    sizes: tuple[int, ...]
    noise: int

    @property
    def customers(self) -> int:
        """All customers."""
        return max(sum(self.sizes) + self.noise, 1)


def draw_stability(stability: Stability, look: Look) -> go.Figure:
    """Draw a bar a cluster, with the lines below which it is doubted, and not there at all."""
    if not stability.jaccards:
        return empty_figure(NOT_MEASURED, look.theme)
    names = [short_name(name) for name in stability.names]
    bars = go.Bar(
        x=list(stability.jaccards),
        y=[f"{place}" for place in range(len(names))],
        orientation="h",
        marker={"color": list(stability.colours), "line": {"width": 0}},
        text=[f"{each:.2f}" for each in stability.jaccards],
        textposition="outside",
        textfont={"size": 12, "color": look.token("text")},
        cliponaxis=False,
        hovertext=list(stability.names),
        hovertemplate="%{hovertext}<br>mean Jaccard %{x:.3f}<extra></extra>",
    )
    ticks = {"tickvals": [f"{place}" for place in range(len(names))], "ticktext": names}
    return look.figure(
        bars,
        xaxis={"title": {"text": "Found again in samples (Jaccard, 0 to 1)"}, "range": [0, 1.1]}
        | {"tickvals": [0, 0.2, 0.4, 0.6, 0.75, 1.0]},
        yaxis=names_axis() | {"type": "category", "tickmode": "array"} | ticks,
        bargap=0.35,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        **_lines(look),
    )


def _lines(look: Look) -> dict[str, Any]:
    told = ((TRUSTED, "good", "trusted from .75"), (SEEN, "watch", "a pattern from .6"))
    shapes, annotations = [], []
    for place, colour, text in told:
        line = {"width": 1.5, "dash": "dot", "color": look.token(colour)}
        upright = {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1}
        shapes.append(upright | {"yref": "paper", "line": line})
        annotations.append(
            {"x": place, "y": 1, "yref": "paper", "text": text, "showarrow": False}
            | {"yanchor": "bottom", "xanchor": "left" if place == TRUSTED else "right"}
            | {"font": {"size": 11, "color": look.token("muted")}}
        )
    return {"shapes": shapes, "annotations": annotations}


def finding_of_stability(stability: Stability, look: Look) -> str:
    """Return how many clusters can be trusted."""
    del look
    clusters = len(stability.jaccards)
    if not clusters:
        return f"{stability.algorithm}: stability was not measured"
    if not stability.doubted:
        return f"{stability.algorithm}: every cluster is found again in other samples"
    if stability.doubted == clusters:
        return f"{stability.algorithm}: no cluster is reliably found again"
    return (
        f"{stability.algorithm}: {stability.doubted} of {clusters} clusters are not to be trusted"
    )


def caption_of_stability(stability: Stability, look: Look) -> str:
    """Return how it was measured."""
    del look
    return (
        f"{stability.samples} samples of the customers were clustered anew; the overlap of each "
        "cluster with its nearest one there, on average. Below .75 it is not to be trusted."
    )


def draw_sizes(algorithms: Sequence[Sizes], look: Look) -> go.Figure:
    """Draw a bar an algorithm, cut into its clusters; grey are those in none."""
    if not algorithms:
        return empty_figure("No algorithm was run.", look.theme)
    names = [each.algorithm for each in algorithms]
    most = max(len(each.sizes) for each in algorithms)
    traces = [_part(algorithms, names, place, look) for place in range(most)]
    noise = [each.noise / each.customers for each in algorithms]
    if any(noise):
        counts = [each.noise for each in algorithms]
        traces.append(_bar(names, noise, counts, ("In no cluster", GREY, look)))
    return look.figure(
        *traces,
        barmode="stack",
        xaxis={"title": {"text": "Share of the customers"}} | share_ticks(0.0, 1.0),
        yaxis=names_axis(),
        bargap=0.35,
        showlegend=False,
    )


def _part(algorithms: Sequence[Sizes], names: Sequence[str], place: int, look: Look) -> go.Bar:
    counts = [each.sizes[place] if place < len(each.sizes) else 0 for each in algorithms]
    shares = [count / each.customers for count, each in zip(counts, algorithms, strict=True)]
    # The order of sizes says nothing about which cluster it is, so neither may a cluster's colour.
    accent = look.token("accent")
    colour = accent if place % 2 == 0 else mix(accent, look.token("surface"), 0.45)
    return _bar(names, shares, counts, (f"Cluster {place + 1} by size", colour, look))


def _bar(
    names: Sequence[str],
    shares: Sequence[float],
    counts: Sequence[int],
    part: tuple[str, str, Look],
) -> go.Bar:
    name, colour, look = part
    return go.Bar(
        x=list(shares),
        y=list(names),
        orientation="h",
        marker={"color": colour, "line": {"width": 1.5, "color": look.token("surface")}},
        text=[words.percent(share) if share >= _LEAST_LABELLED else "" for share in shares],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 12, "color": ink_on(colour)},
        customdata=np.array(counts),
        hovertemplate=f"%{{y}}<br>{name}: %{{customdata:,}} customers (%{{x:.1%}})<extra></extra>",
    )


def finding_of_sizes(algorithms: Sequence[Sizes], look: Look) -> str:
    """Return the largest cluster of the first algorithm."""
    del look
    if not algorithms or not algorithms[0].sizes:
        return "How large are the clusters of each algorithm?"
    first = algorithms[0]
    largest = words.percent(first.sizes[0] / first.customers)
    return f"{first.algorithm}: the largest cluster has {largest} of the customers"


def caption_of_sizes(algorithms: Sequence[Sizes], look: Look) -> str:
    """Return how to read the bars."""
    del look
    people = words.counted(algorithms[0].customers if algorithms else 0, "customer")
    return f"{people}. A part of a bar is a cluster, the largest first; grey are in no cluster."
