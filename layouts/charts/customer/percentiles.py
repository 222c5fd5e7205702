"""Where one customer stands among all: a radar of a log's measures, a line per number of a table.

Far out, or far to the right, is a higher percentile; beside it lies the middle of the customer's
own group.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import MOST_TICKS
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look, clear, short_name
from layouts.charts.groups.segments import links, names_axis
from layouts.theme import empty_figure
from rfm import schema, words

LABEL, VALUE, PERCENTILE = "label", "value", "percentile"
MIDDLE, MIDDLE_PERCENTILE = "middle", "middle_percentile"
NO_NUMBERS: Final = "This customer has no number to compare."
_LETTERS: Final = 26
HEADS: Final = {
    LABEL: "Attribute",
    VALUE: "Value",
    PERCENTILE: "Above customers (%)",
    MIDDLE: "Cluster's median",
    MIDDLE_PERCENTILE: "Median above (%)",
}

# What each spoke of the radar is called; far out is always good.
SPOKES: Final = {
    schema.RECENCY_DAYS: "Recent",
    schema.FREQUENCY: "Often",
    schema.MONETARY: "Spend",
    schema.AVERAGE_ORDER_VALUE: "Order value",
    schema.PRODUCTS: "Products",
    schema.TENURE_DAYS: "Known for",
}


@dataclass(frozen=True, kw_only=True)
class Percentiles:
    """Where a customer stands among `customers`, and where the middle of their `group` does.

    `places` of a log have a row per measure, as `rfm.customer.percentiles` has them; of a table a
    row per number with LABEL, VALUE (in words), PERCENTILE, MIDDLE (in words), MIDDLE_PERCENTILE.
    """

    places: pd.DataFrame
    customers: int
    group: str


def percentiles_of_measures(facts: Percentiles, look: Look) -> Drawn:
    """Draw a customer's percentile on each measure, with the middle of their segment behind."""
    places, segment = facts.places, facts.group
    ahead = int((places[schema.PERCENTILE] > places[schema.MEDIAN_PERCENTILE]).sum())
    return Drawn(
        figure=_radar(places, segment, look),
        title=f"Ahead of the {segment} median on {ahead} of {len(places)} measures",
        caption=f"Each spoke: the share of the {words.count(facts.customers)} customers that this "
        f"one is ahead of, by a later last order (Recent), more {look.orders_word} (Often), more "
        "spent, a higher average order, more different products, or being known for longer. Equal "
        f"customers count half. Dashed: the median of {segment}.",
        numbers=pd.DataFrame(
            {
                "Measure": [SPOKES[measure] for measure in places[schema.MEASURE]],
                "This customer": places[schema.VALUE],
                "Segment median": places[schema.MEDIAN],
                "Ahead of customers (%)": places[schema.PERCENTILE],
                "Segment median ahead of (%)": places[schema.MEDIAN_PERCENTILE],
            }
        ),
    )


def _radar(places: pd.DataFrame, segment: str, look: Look) -> go.Figure:
    spokes = [SPOKES[measure] for measure in places[schema.MEASURE]]
    colour = _colour(segment, look)
    middle = _ring(
        places[schema.MEDIAN_PERCENTILE].to_numpy(),
        spokes,
        {"color": colour, "width": 1.5, "dash": "dash"},
    )
    middle.update(name=f"{segment} median", fill="toself", fillcolor=clear(colour, 0.12))
    own = _ring(
        places[schema.PERCENTILE].to_numpy(), spokes, {"color": look.token("accent"), "width": 2.5}
    )
    own.update(name="This customer", mode="lines+markers", marker={"size": 7})
    return look.figure(
        middle,
        own,
        margin={"l": 56, "r": 56, "t": 24, "b": 48},
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.08, "yanchor": "top"},
        polar=_polar(look),
    )


def _ring(percentiles: np.ndarray, spokes: list[str], line: dict[str, Any]) -> go.Scatterpolar:
    return go.Scatterpolar(
        r=np.append(percentiles, percentiles[:1]),
        theta=[*spokes, spokes[0]],
        mode="lines",
        line=line,
        hovertemplate="%{theta}: further than %{r:.0f} % of the customers<extra>%{fullData.name}"
        "</extra>",
    )


def _polar(look: Look) -> dict[str, Any]:
    line = look.token("line")
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "radialaxis": {
            "range": [0, 100],
            "tickvals": [25, 50, 75],
            "ticksuffix": " %",
            "tickfont": {"size": 10, "color": look.token("muted")},
            "gridcolor": line,
            "linecolor": line,
            "angle": 90,
            "tickangle": 90,
        },
        "angularaxis": {"gridcolor": line, "linecolor": line, "direction": "clockwise"},
    }


def percentiles_of_attributes(facts: Percentiles, look: Look) -> Drawn:
    """Draw a line per number: a dot for the customer, a ring for the median of their cluster."""
    places = facts.places
    figure = empty_figure(NO_NUMBERS, look.theme)
    if not places.empty:
        figure = _dots(places, facts.group, look)
    return Drawn(
        figure=figure,
        title=_furthest(places, facts.group or "all customers"),
        caption=f"{words.counted(len(places), 'number')}; each dot is the share of the "
        f"{words.count(facts.customers)} customers whose value is lower, equal ones counting half. "
        "The ring is the median of the cluster.",
        numbers=places.rename(columns=HEADS),
    )


def _dots(places: pd.DataFrame, cluster: str, look: Look) -> go.Figure:
    names = [short_name(name, _LETTERS) for name in places[LABEL]]
    own, middle = (places[each].to_numpy(dtype=float) for each in (PERCENTILE, MIDDLE_PERCENTILE))
    outline = {"width": 2.5, "color": _colour(cluster, look)}
    ring = {"size": 10, "color": look.token("surface"), "line": outline}
    common = {"y": names, "mode": "markers", "hovertemplate": "%{hovertext}<extra></extra>"}
    return look.figure(
        links(names, middle, own, look),
        go.Scatter(
            x=middle,
            marker=ring,
            hovertext=_hovers(places, MIDDLE, MIDDLE_PERCENTILE, "the cluster's median"),
            **common,
        ),
        go.Scatter(
            x=own,
            marker={"size": 11, "color": look.token("accent")},
            hovertext=_hovers(places, VALUE, PERCENTILE, "this customer"),
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


def _furthest(places: pd.DataFrame, cluster: str) -> str:
    """Return the number in which the customer is furthest from the middle of their cluster."""
    if places.empty:
        return "How do they compare?"
    gaps = (places[PERCENTILE] - places[MIDDLE_PERCENTILE]).to_numpy(dtype=float)
    row = int(np.argmax(np.abs(gaps)))
    word = "above" if gaps[row] > 0 else "below"
    furthest = places.iloc[row]
    return f"Furthest {word} the middle of {cluster}: {furthest[LABEL]}, {furthest[VALUE]}"


def _hovers(places: pd.DataFrame, value: str, share: str, who: str) -> list[str]:
    return [
        f"<b>{label}</b>, {who}: {text}<br>above {part:.0f} % of customers"
        for label, text, part in zip(places[LABEL], places[value], places[share], strict=True)
    ]


def _colour(group: str, look: Look) -> str:
    return look.colour(group) if group in look.names else look.token("muted")
