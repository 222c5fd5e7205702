"""How large the clusters of a customer table are, whether to trust them, and how they differ.

Sizes take `groups`, one row per cluster with GROUP, CUSTOMERS, SHARE, JACCARD and IS_NOISE of
`rfm.schema`; customdata is [group code]. Differences take a `profile`, one row per attribute (or
level of one) and a cell per cluster: `cells` is what each says, `sizes` its effect from -1 (lower
than nearly all others) to 1.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.cells import cells, cells_axis, less_to_more, selected_frame
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import names_axis
from layouts.parts.verdicts import is_doubted
from rfm import schema, words

NO_CLUSTERS: Final = "There are no clusters to draw."
_LETTERS: Final = 20
NOTHING: Final = "Nothing sets the clusters apart, or there are none."
_LETTERS_A_LINE: Final = 15
_ATTRIBUTE_LETTERS: Final = 30


def cluster_sizes(groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw a bar per cluster with its customers and their share."""
    question = "How large is each cluster?"
    if groups.empty:
        return nothing_drawn(NO_CLUSTERS, question, look)
    return Drawn(
        figure=_bars(groups, look),
        title=_largest_and_smallest(groups) or question,
        caption=_caption(groups),
        numbers=_numbers(groups),
    )


def _numbers(groups: pd.DataFrame) -> pd.DataFrame:
    """Return size, share and stability of each cluster."""
    return pd.DataFrame(
        {
            "Cluster": groups[schema.GROUP].astype(str),
            "Customers": groups[schema.CUSTOMERS],
            "Share (%)": (100 * groups[schema.SHARE]).round(2),
            "Jaccard": groups[schema.JACCARD].astype(float),
        }
    )


def _largest_and_smallest(groups: pd.DataFrame) -> str:
    own = groups[~groups[schema.IS_NOISE].to_numpy(dtype=bool)]
    if len(own) < 2:  # noqa: PLR2004 - nothing to compare
        return ""
    sizes = own[schema.CUSTOMERS].to_numpy()
    largest, smallest = own.iloc[int(sizes.argmax())], own.iloc[int(sizes.argmin())]
    return (
        f"The largest cluster holds {words.percent(largest[schema.SHARE])} of customers, the "
        f"smallest {words.percent(smallest[schema.SHARE])}"
    )


def _caption(groups: pd.DataFrame) -> str:
    """Return how to read the bars, and who is in no cluster."""
    doubted = " Those with ! are not to be trusted." * any(map(is_doubted, groups[schema.JACCARD]))
    noise = groups[groups[schema.IS_NOISE].to_numpy(dtype=bool)]
    people = words.counted(groups[schema.CUSTOMERS].sum(), "customer")
    clusters = words.counted(len(groups) - len(noise), "cluster")
    caption = f"{people} in {clusters}, best first.{doubted}"
    if noise.empty:
        return caption
    left = words.counted(noise[schema.CUSTOMERS].sum(), "customer")
    return f"{caption} Grey: {left} in no cluster, as too few others are near them."


def _bars(groups: pd.DataFrame, look: Look) -> go.Figure:
    names = list(groups[schema.GROUP])
    sizes = groups[schema.CUSTOMERS].to_numpy(dtype=float)
    labels = [_labelled(group) for group in groups.to_dict("records")]
    bars = go.Bar(
        y=[short_name(name, _LETTERS) for name in names],
        x=sizes,
        orientation="h",
        marker={"color": [look.shade(name) for name in names]},
        text=labels,
        textposition="outside",
        textangle=0,
        textfont={"size": 12},
        constraintext="none",
        cliponaxis=False,
        customdata=np.array([[look.code(name)] for name in names], dtype=float),
        hovertext=[f"<b>{each}</b><br>{text}" for each, text in zip(names, labels, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    # Room beyond the longest bar for its label.
    return look.figure(
        bars,
        xaxis={"title": {"text": "Customers"}} | plain_ticks(0.0, max(1.0, sizes.max() * 1.9)),
        yaxis=names_axis(),
        bargap=0.3,
    )


def _labelled(group: Mapping[Hashable, Any]) -> str:
    size = f"{words.count(group[schema.CUSTOMERS])} · {words.percent(group[schema.SHARE])}"
    return f"{size} !" if is_doubted(group[schema.JACCARD]) else size


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Effects: rows are attributes, the most telling first; columns are clusters, best first."""

    attributes: tuple[str, ...]
    clusters: tuple[str, ...]
    sizes: np.ndarray
    cells: tuple[tuple[str, ...], ...]
    sentences: tuple[tuple[str, ...], ...]


def effects(profile: Profile, all_effects: pd.DataFrame, look: Look) -> Drawn:
    """Draw a cell per attribute and cluster, blue where it is more, amber where less.

    `all_effects` are the rows of the CSV file, also of what is drawn no more.
    """
    if not profile.attributes or not profile.clusters:
        question = "What sets the clusters apart?"
        return nothing_drawn(NOTHING, question, look, file=lambda: all_effects)
    shown = words.counted(len(profile.attributes), "attribute")
    numbers = pd.DataFrame(list(profile.cells), columns=list(profile.clusters))
    numbers.insert(0, "Attribute", list(profile.attributes))
    return Drawn(
        figure=_cells(profile, look),
        title=_furthest(profile),
        caption=f"The {shown} that tell the {look.group_word}s apart best, the most telling first. "
        "A cell says the median, or the share with that level. Blue is higher than the other "
        "customers', amber lower, deeper is further (Cliff's delta, or the difference of shares).",
        numbers=numbers,
        file=lambda: all_effects,
    )


def _furthest(profile: Profile) -> str:
    """Return the attribute that sets one cluster furthest apart."""
    place = int(np.nanargmax(np.abs(profile.sizes)))
    row, column = divmod(place, len(profile.clusters))
    what, who = profile.attributes[row], profile.clusters[column]
    return f"{what} sets {who} furthest apart from the others"


def _cells(profile: Profile, look: Look) -> go.Figure:
    names = ["<br>".join(wrap(short_name(name, 40), _LETTERS_A_LINE)) for name in profile.clusters]
    codes = [look.code(name) for name in profile.clusters]
    rows = len(profile.attributes)
    heat = cells(
        profile.sizes,
        profile.cells,
        less_to_more(look, 0.4, 0.6),
        zmin=-1,
        zmax=1,
        hovertext=[["<br>".join(wrap(text, 60)) for text in row] for row in profile.sentences],
        customdata=np.repeat([[[code] for code in codes]], rows, axis=0),
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
    )
    labels = [short_name(each, _ATTRIBUTE_LETTERS) for each in profile.attributes]
    return look.figure(
        heat,
        xaxis=cells_axis(names) | {"side": "top", "tickangle": 0},
        yaxis=cells_axis(labels) | {"autorange": "reversed"},
        shapes=selected_frame("x", profile.clusters, look),
    )
