"""Algorithms compared: how often each cluster is found again, and how large the clusters are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, ink_on, mix, short_name
from layouts.charts.drawing.notes import line_at, note
from layouts.charts.groups.segments import names_axis
from layouts.theme import GREY
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate

NOT_MEASURED: Final = "Stability was not measured."
IN_NONE: Final = "In no cluster"
_LEAST_LABELLED: Final = 0.06


def name_by_size(place: int) -> str:
    """Return what a cluster without a name is called, by its place among the largest."""
    return f"Cluster {place + 1} by size"


def stability(algorithm: str, jaccards: Mapping[str, float], samples: int, look: Look) -> Drawn:
    """Draw how far each cluster is found again, with the lines below which it is doubted.

    `jaccards` are the mean overlaps by the name of a cluster, 0 to 1.
    """
    numbers = pd.DataFrame({"Cluster": list(jaccards), "Mean Jaccard": list(jaccards.values())})
    if not jaccards:
        title = f"{algorithm}: stability was not measured"
        return nothing_drawn(NOT_MEASURED, title, look, numbers)
    return Drawn(
        figure=_bars_of_clusters(jaccards, look),
        title=f"{algorithm}: {_trusted(list(jaccards.values()))}",
        caption=f"{samples} samples of the customers were clustered anew; the overlap of "
        "each cluster with its nearest one there, on average. Below "
        f"{words.threshold(words.TRUSTED_FROM)} it is not to be trusted.",
        numbers=numbers,
    )


def _bars_of_clusters(jaccards: Mapping[str, float], look: Look) -> go.Figure:
    places = [f"{place}" for place in range(len(jaccards))]
    # Only the clusters in use have colours.
    colours = [look.colours.get(name, GREY) for name in jaccards]
    bars = go.Bar(
        x=list(jaccards.values()),
        y=places,
        orientation="h",
        marker={"color": colours, "line": {"width": 0}},
        text=[f"{each:.2f}" for each in jaccards.values()],
        textposition="outside",
        textfont={"size": 12, "color": look.token("text")},
        cliponaxis=False,
        hovertext=list(jaccards),
        hovertemplate="%{hovertext}<br>mean Jaccard %{x:.3f}<extra></extra>",
    )
    ticks = {"tickvals": places, "ticktext": [short_name(name) for name in jaccards]}
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
    lines = (
        (words.TRUSTED_FROM, "good", "trusted", "left"),
        (words.PATTERN_FROM, "watch", "a pattern", "right"),
    )
    above = {"y": 1, "yref": "paper", "yanchor": "bottom"}
    return {
        "shapes": [
            line_at("x", place, width=1.5, dash="dot", color=look.token(colour))
            for place, colour, _, _ in lines
        ],
        "annotations": [
            note(
                f"{what} from {words.threshold(place)}",
                look,
                above | {"x": place, "xanchor": side},
                size=11,
            )
            for place, _, what, side in lines
        ],
    }


def _trusted(jaccards: Sequence[float]) -> str:
    doubted = sum(each < words.TRUSTED_FROM for each in jaccards)
    if not doubted:
        return "every cluster is found again in other samples"
    if doubted == len(jaccards):
        return "no cluster is reliably found again"
    return f"{doubted} of {len(jaccards)} clusters are not to be trusted"


def sizes(run: Sequence["Candidate"], look: Look) -> Drawn:
    """Draw a bar an algorithm, cut into its clusters; grey are those in none."""
    first = run[0]
    return Drawn(
        figure=_stacks(run, look),
        title=f"{first.title}: the largest cluster has "
        f"{words.percent(first.sizes[0] / _people(first))} of the customers"
        if first.sizes
        else "How large are the clusters of each algorithm?",
        caption=f"{words.counted(_people(first), 'customer')}. A part of a bar is a cluster, the "
        "largest first; grey are in no cluster.",
        numbers=pd.DataFrame(
            [row for each in run for row in _rows(each)],
            columns=["Cluster", "Customers", "Share (%)"],
        ),
    )


def _people(candidate: "Candidate") -> int:
    return max(sum(candidate.sizes) + candidate.noise, 1)


def _rows(candidate: "Candidate") -> list[tuple[str, int, float]]:
    people = _people(candidate)
    parts = [(name_by_size(place), count) for place, count in enumerate(candidate.sizes)]
    return [
        (f"{candidate.title}: {name}", count, 100 * count / people)
        for name, count in (*parts, (IN_NONE, candidate.noise))
    ]


def _stacks(run: Sequence["Candidate"], look: Look) -> go.Figure:
    # The order of sizes says nothing about which cluster it is, so neither may a cluster's colour.
    accent = look.token("accent")
    colours = (accent, mix(accent, look.token("surface"), 0.45))
    traces = []
    for place in range(max(len(each.sizes) for each in run)):
        counts = [each.sizes[place] if place < len(each.sizes) else 0 for each in run]
        traces.append(_part(run, counts, (name_by_size(place), colours[place % 2]), look))
    if any(each.noise for each in run):
        traces.append(_part(run, [each.noise for each in run], (IN_NONE, GREY), look))
    return look.figure(
        *traces,
        barmode="stack",
        xaxis={"title": {"text": "Share of the customers"}} | share_ticks(0.0, 1.0),
        yaxis=names_axis(),
        bargap=0.35,
        showlegend=False,
    )


def _part(
    run: Sequence["Candidate"], counts: Sequence[int], drawn: tuple[str, str], look: Look
) -> go.Bar:
    name, colour = drawn
    shares = [count / _people(each) for count, each in zip(counts, run, strict=True)]
    return go.Bar(
        x=shares,
        y=[each.title for each in run],
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
