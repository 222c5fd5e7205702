"""How many clusters there are and how they differ: elbow, silhouettes, profiles.

`scan` has one row per number of clusters that was tried, with the columns K, INERTIA and SILHOUETTE
of `rfm.schema`; `groups` one row per group, best first, with GROUP, CUSTOMERS and the three medians.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts import words
from layouts.figures.labels import MEDIAN_OF
from layouts.figures.look import Look, clear, short_name
from layouts.figures.segments import NO_GROUPS, names_axis
from layouts.theme import empty_figure
from rfm import schema

NOT_TRIED: Final = "There are too few customers to compare numbers of clusters."
_TITLES: Final = {
    schema.INERTIA: "Spread within the clusters (inertia)",
    schema.SILHOUETTE: "Separation (silhouette, -1 to 1)",
}
# Medians this many times above or below the typical one fill their bar.
_MOST_DOUBLINGS: Final = 5.0
_PANELS: Final = ((0.0, 0.3), (0.35, 0.65), (0.7, 1.0))


def draw_elbow(scan: pd.DataFrame, chosen: int, look: Look) -> go.Figure:
    """Return the spread within the clusters for each number of clusters, the chosen one marked."""
    return _draw_scan(scan, schema.INERTIA, chosen, look)


def draw_silhouettes(scan: pd.DataFrame, chosen: int, look: Look) -> go.Figure:
    """Return how well apart the clusters are for each number of them, the chosen one marked."""
    return _draw_scan(scan, schema.SILHOUETTE, chosen, look)


def finding_of_elbow(scan: pd.DataFrame, chosen: int, look: Look) -> str:
    """Return how much of the spread the chosen number of clusters removes."""
    del look
    rows = scan.set_index(schema.K)[schema.INERTIA].dropna()
    if chosen not in rows.index or rows.index.min() == chosen or rows.iloc[0] <= 0:
        return "How many clusters are enough?"
    fewest = int(rows.index.min())
    less = words.percent(1 - rows[chosen] / rows[fewest])
    return f"{chosen} clusters leave {less} less spread than {fewest}"


def finding_of_silhouettes(scan: pd.DataFrame, chosen: int, look: Look) -> str:
    """Return whether the chosen number of clusters is the best separated."""
    del look
    rows = scan.set_index(schema.K)[schema.SILHOUETTE].dropna()
    if chosen not in rows.index:
        return "How well apart are the clusters?"
    best = int(rows.idxmax())
    if best == chosen:
        return f"{chosen} clusters are the best separated of all that were tried"
    return f"{chosen} clusters are separated by {rows[chosen]:.2f}; {best} would be by {rows[best]:.2f}"


def caption_of_elbow(scan: pd.DataFrame, chosen: int, look: Look) -> str:
    """Return how to read the elbow."""
    del look
    return (
        f"{_tried(scan)} The curve falls with every cluster added; where it bends, another one tells "
        f"little more. {chosen} were chosen."
    )


def caption_of_silhouettes(scan: pd.DataFrame, chosen: int, look: Look) -> str:
    """Return how to read the silhouettes."""
    del look
    return (
        f"{_tried(scan)} 1: customers are much nearer to their own cluster than to the next; "
        f"0: clusters touch. {chosen} were chosen."
    )


def draw_profiles(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> go.Figure:
    """Return each group's median recency, frequency and spend as a multiple of the typical one.

    `typical` maps RECENCY_DAYS, FREQUENCY and MONETARY to the median of all customers.
    """
    if groups.empty:
        return empty_figure(NO_GROUPS, look.theme)
    rows = np.arange(len(groups))
    layout: dict[str, Any] = {
        "yaxis": names_axis()
        | {
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [short_name(name, 20) for name in groups[schema.GROUP]],
        },
        "bargap": 0.35,
        "showlegend": False,
    }
    bars = []
    for place, column in enumerate(schema.RFM):
        times = doublings(groups[MEDIAN_OF[column]].to_numpy(dtype=float), typical[column])
        bars.append(_panel(groups, times, column, look))
        suffix = "" if place == 0 else str(place + 1)
        bars[-1].update(xaxis=f"x{suffix}")
        layout[f"xaxis{suffix}"] = _panel_axis(times, _PANELS[place], look.axis_title(column))
    return look.figure(*bars, **layout)


def finding_of_profiles(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> str:
    """Return the group whose median spend is furthest above the typical customer's."""
    medians = groups[schema.MONETARY_MEDIAN].dropna()
    if len(medians) < 2 or typical[schema.MONETARY] <= 0:  # noqa: PLR2004 - nothing to compare
        return f"How do the {look.group_word}s differ?"
    best = groups.loc[medians.idxmax()]
    times = best[schema.MONETARY_MEDIAN] / typical[schema.MONETARY]
    return f"{best[schema.GROUP]} typically spend {times:.1f} times the median customer"


def caption_of_profiles(groups: pd.DataFrame, typical: Mapping[str, float], look: Look) -> str:
    """Return what the bars compare."""
    middle = ", ".join(look.value(column, typical[column]) for column in schema.RFM)
    return (
        f"Bars compare each {look.group_word}'s median with the median of all customers ({middle}): "
        f"to the right is more, to the left less. {len(groups)} {look.group_word}s, best first."
    )


def doublings(medians: np.ndarray, typical: float) -> np.ndarray:
    """Return how often each median doubles the typical one; negative where it is less.

    A day or a unit is added to both where one of them is zero; below zero is the least there is.
    """
    offset = 1.0 if typical <= 0 or bool((medians == 0).any()) else 0.0
    ratio = (np.maximum(medians, 0) + offset) / (max(typical, 0.0) + offset)
    least = 2.0**-_MOST_DOUBLINGS
    return np.asarray(np.log2(np.clip(np.nan_to_num(ratio, nan=1.0), least, 1 / least)))


def _panel(groups: pd.DataFrame, times: np.ndarray, column: str, look: Look) -> go.Bar:
    medians = groups[MEDIAN_OF[column]].to_numpy(dtype=float)
    codes = [look.code(name) for name in groups[schema.GROUP]]
    told = [look.value(column, value) for value in medians]
    return go.Bar(
        y=np.arange(len(groups)),
        x=times,
        orientation="h",
        marker={"color": [look.shade(name) for name in groups[schema.GROUP]]},
        text=told,
        textposition="outside",
        textfont={"size": 11, "color": look.token("muted")},
        cliponaxis=False,
        customdata=np.column_stack([codes, medians, 2.0**times]),
        hovertext=[f"<b>{a}</b><br>{b}" for a, b in zip(groups[schema.GROUP], told, strict=True)],
        hovertemplate="%{hovertext}, %{customdata[2]:.2~f} times the median of all<extra></extra>",
    )


def _panel_axis(times: np.ndarray, domain: tuple[float, float], title: str) -> dict[str, Any]:
    reach = max(1.0, float(np.abs(times).max()))
    low, high = min(0.0, float(times.min())), max(0.0, float(times.max()))
    ticks = [t for t in (-4, -2, 0, 2, 4) if low - 0.5 <= t <= high + 0.5]
    names = {-4: "1/16", -2: "1/4", 0: "median", 2: "4 ×", 4: "16 ×"}
    return {
        "domain": list(domain),
        "title": {"text": title},
        # Room beside the longest bars for what they say.
        "range": [low - 0.75 * reach, high + 0.75 * reach],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [names[tick] for tick in ticks],
        "zeroline": True,
        "zerolinewidth": 1,
    }


def _draw_scan(scan: pd.DataFrame, column: str, chosen: int, look: Look) -> go.Figure:
    rows = scan[[schema.K, column]].dropna()
    if rows.empty:
        return empty_figure(NOT_TRIED, look.theme)
    accent = look.token("accent")
    is_chosen = (rows[schema.K] == chosen).to_numpy()
    tried = rows[schema.K].to_numpy(dtype=int)
    line = go.Scatter(
        x=tried,
        y=rows[column].to_numpy(dtype=float),
        mode="lines+markers",
        line={"color": look.token("field"), "width": 2},
        marker={
            "size": np.where(is_chosen, 14, 8),
            "color": np.where(is_chosen, accent, look.token("field")),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertemplate="%{x} clusters: %{y:,.3~f}<extra></extra>",
    )
    step = max(1, int(np.ceil(np.ptp(tried) / 11)))
    return look.figure(
        line,
        xaxis={
            "title": {"text": "Number of clusters"},
            "tickmode": "array",
            "tickvals": np.arange(tried.min(), tried.max() + 1, step),
            "range": [tried.min() - 0.5, tried.max() + 0.5],
        },
        yaxis={"title": {"text": _TITLES[column]}, "exponentformat": "B"},
        **_chosen_mark(rows, column, chosen, look),
    )


def _chosen_mark(rows: pd.DataFrame, column: str, chosen: int, look: Look) -> dict[str, Any]:
    own = rows[rows[schema.K] == chosen]
    if own.empty:
        return {}
    accent = look.token("accent")
    line = {"width": 1, "dash": "dot", "color": accent}
    return {
        "shapes": [
            {
                "type": "line",
                "x0": chosen,
                "x1": chosen,
                "y0": 0,
                "y1": 1,
                "yref": "y domain",
                "line": line,
                "layer": "below",
            },
        ],
        "annotations": [
            {
                "x": chosen,
                "y": float(own[column].iloc[0]),
                "text": f"<b>{chosen} clusters</b>, chosen",
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "bottom",
                "xshift": 9,
                "yshift": 6,
                "font": {"size": 13, "color": look.token("text")},
                "bgcolor": clear(look.token("surface"), 0.82),
            }
        ],
    }


def _tried(scan: pd.DataFrame) -> str:
    if scan.empty:
        return NOT_TRIED
    return f"{int(scan[schema.K].min())} to {int(scan[schema.K].max())} clusters were tried."
