"""How clusters differ in the attributes that tell them apart best: a heat map with its numbers.

Takes `profile`, one row per attribute (or level of one) and a cell per cluster: `cells` is what
each says, `sizes` its effect from -1 (lower than nearly all others) to 1.
"""

from dataclasses import dataclass
from textwrap import wrap
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.cells import cells, cells_axis, less_to_more, selected_frame
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from rfm import words

NOTHING: Final = "Nothing sets the clusters apart, or there are none."
_LETTERS: Final = 15
_ATTRIBUTE_LETTERS: Final = 30


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
        figure=_figure(profile, look),
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


def _figure(profile: Profile, look: Look) -> go.Figure:
    names = ["<br>".join(wrap(short_name(name, 40), _LETTERS)) for name in profile.clusters]
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
