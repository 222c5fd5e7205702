"""Where one customer of a table stands: the percentile of every number, beside their cluster's.

Takes `places`, one row per number with LABEL, VALUE (in words), PERCENTILE, MIDDLE (in words) and
MIDDLE_PERCENTILE.
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import MOST_TICKS
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import links, names_axis
from layouts.parts import words
from layouts.theme import empty_figure

LABEL, VALUE, PERCENTILE = "label", "value", "percentile"
MIDDLE, MIDDLE_PERCENTILE = "middle", "middle_percentile"
NO_NUMBERS: Final = "This customer has no number to compare."
_LETTERS: Final = 26


def draw_standing(places: pd.DataFrame, cluster: str, look: Look) -> go.Figure:
    """Return a line per number: a dot for the customer, a ring for the median of their cluster."""
    if places.empty:
        return empty_figure(NO_NUMBERS, look.theme)
    names = [short_name(name, _LETTERS) for name in places[LABEL]]
    own, middle = (places[each].to_numpy(dtype=float) for each in (PERCENTILE, MIDDLE_PERCENTILE))
    colour = look.colour(cluster) if cluster in look.names else look.token("muted")
    ring = {"size": 10, "color": look.token("surface"), "line": {"width": 2.5, "color": colour}}
    common = {"y": names, "mode": "markers"}
    return look.figure(
        links(names, middle, own, look),
        go.Scatter(
            x=middle,
            marker=ring,
            hovertext=_told(places, MIDDLE, MIDDLE_PERCENTILE, "the cluster's median"),
            hovertemplate="%{hovertext}<extra></extra>",
            **common,
        ),
        go.Scatter(
            x=own,
            marker={"size": 11, "color": look.token("accent")},
            hovertext=_told(places, VALUE, PERCENTILE, "this customer"),
            hovertemplate="%{hovertext}<extra></extra>",
            **common,
        ),
        xaxis={
            "title": {"text": "Above … of customers:  ● own  ○ cluster"},
            "range": [-3, 103],
            "ticksuffix": " %",
            "nticks": MOST_TICKS,
        },
        yaxis=names_axis(),
        showlegend=False,
    )


def finding_of_standing(places: pd.DataFrame, cluster: str) -> str:
    """Return the number in which the customer is furthest from the middle of their cluster."""
    if places.empty:
        return "How do they compare?"
    gaps = (places[PERCENTILE] - places[MIDDLE_PERCENTILE]).to_numpy(dtype=float)
    furthest = places.iloc[int(np.argmax(np.abs(gaps)))]
    word = "above" if gaps[int(np.argmax(np.abs(gaps)))] > 0 else "below"
    return f"Furthest {word} the middle of {cluster}: {furthest[LABEL]}, {furthest[VALUE]}"


def caption_of_standing(places: pd.DataFrame, customers: int) -> str:
    """Return how to read a line."""
    numbers = words.counted(len(places), "number")
    return (
        f"{numbers}; each dot is the share of the {words.count(customers)} customers whose value "
        "is lower, equal ones counting half. The ring is the median of the cluster."
    )


def _told(places: pd.DataFrame, value: str, share: str, who: str) -> list[str]:
    return [
        f"<b>{label}</b>, {who}: {told}<br>above {part:.0f} % of customers"
        for label, told, part in zip(places[LABEL], places[value], places[share], strict=True)
    ]
