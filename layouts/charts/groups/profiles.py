"""How groups differ: the median recency, frequency and spend of each beside those of all.

`groups` has one row per group, best first, with the columns GROUP, RECENCY_MEDIAN, FREQUENCY_MEDIAN
and MONETARY_MEDIAN of `rfm.schema`; `typical` maps RECENCY_DAYS, FREQUENCY and MONETARY to the
median of all customers. Customdata is [group code, median, times the median of all].
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.cells import cells, less_to_more, selected_frame
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.labels import MEDIAN_OF
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import NO_GROUPS, names_axis
from layouts.parts.tables import GROUP_NUMBERS
from rfm import schema

# The colour is deepest at 8 times the typical median, and at an eighth of it.
_MOST_DOUBLINGS: Final = 3.0
_FURTHEST: Final = 10.0


def profiles(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> Drawn:
    """Draw each group's median recency, frequency and spend as a multiple of the typical one."""
    raw = groups[list(GROUP_NUMBERS)]
    numbers = in_both(raw, look)
    question = f"How do the {look.group_word}s differ?"
    if groups.empty:
        return nothing_drawn(NO_GROUPS, question, look, **numbers)
    middle = ", ".join(look.value(column, typical[column]) for column in schema.RFM)
    return Drawn(
        figure=_figure(groups, typical, look),
        title=_furthest(groups, typical) or question,
        caption=f"Each {look.group_word}'s median beside the median of all customers ({middle}); "
        f"blue is more, amber is less, deeper is further. {len(groups)} {look.group_word}s, best "
        "first.",
        **numbers,
    )


def _furthest(groups: pd.DataFrame, typical: Mapping[str, float]) -> str:
    """Return the group whose median spend is furthest above the typical customer's."""
    medians = groups[schema.MONETARY_MEDIAN].dropna()
    if len(medians) < 2 or typical[schema.MONETARY] <= 0:  # noqa: PLR2004 - nothing to compare
        return ""
    best = groups.loc[medians.index[int(medians.to_numpy().argmax())]]
    times = best[schema.MONETARY_MEDIAN] / typical[schema.MONETARY]
    return f"{best[schema.GROUP]} typically spend {times:.1f} times the median customer"


def _figure(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> go.Figure:
    titles = [look.axis_title(column) for column in schema.RFM]
    names = [short_name(name, 20) for name in groups[schema.GROUP]]
    return look.figure(
        _heat(groups, typical, look),
        xaxis={
            "tickvals": [0, 1, 2],
            "ticktext": titles,
            "side": "top",
            "ticks": "",
            "showgrid": False,
        }
        | {"title": {"text": f"Median of each {look.group_word}, and times the median of all"}},
        yaxis=names_axis() | {"tickvals": np.arange(len(names)), "ticktext": names},
        shapes=selected_frame("y", list(groups[schema.GROUP]), look),
    )


def doublings(medians: np.ndarray, typical: float) -> np.ndarray:
    """Return how often each median doubles the typical one; negative where it is less.

    One is added to both where one of them is zero; below zero is as far below as can be shown.
    """
    offset = 1.0 if typical <= 0 or bool((medians == 0).any()) else 0.0
    ratio = (np.maximum(medians, 0) + offset) / (max(typical, 0.0) + offset)
    least = 2.0**-_FURTHEST
    return np.asarray(np.log2(np.clip(np.nan_to_num(ratio, nan=1.0), least, 1 / least)))


def _heat(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> go.Heatmap:
    times = np.column_stack([_times(groups, typical, column) for column in schema.RFM])
    medians = groups[[MEDIAN_OF[column] for column in schema.RFM]].to_numpy(dtype=float)
    codes = np.repeat([[look.code(name)] for name in groups[schema.GROUP]], len(schema.RFM), axis=1)
    return cells(
        np.clip(times, -_MOST_DOUBLINGS, _MOST_DOUBLINGS),
        _compared(groups, times, look),
        less_to_more(look, 0.45, 0.5),
        zmin=-_MOST_DOUBLINGS,
        zmax=_MOST_DOUBLINGS,
        hovertext=[[name] * len(schema.RFM) for name in groups[schema.GROUP]],
        customdata=np.dstack([codes, np.nan_to_num(medians), 2.0**times]),
        hovertemplate="<b>%{hovertext}</b><br>%{x}: %{customdata[1]:,.1~f},<br>"
        "%{customdata[2]:.2~f} times the median of all<extra></extra>",
    )


def _times(groups: pd.DataFrame, typical: Mapping[str, float], column: str) -> np.ndarray:
    return doublings(groups[MEDIAN_OF[column]].to_numpy(dtype=float), float(typical[column]))


def _compared(groups: pd.DataFrame, times: np.ndarray, look: Look) -> list[list[str]]:
    """Return each median in words with how many times the typical one it is."""
    return [
        [
            f"<b>{look.short_value(column, row[MEDIAN_OF[column]])}</b>  {2.0**doubled:.2g} ×"
            for column, doubled in zip(schema.RFM, of_row, strict=True)
        ]
        for (_, row), of_row in zip(groups.iterrows(), times, strict=True)
    ]
