"""One look for page and charts: the tokens, each group's colour, and the charts' templates.

The style sheet repeats the tokens (assets/20-tokens.css; a test compares them), since plotly does
not read the page's variables. A group's colour is the same in both themes and in every export: it
keeps 3:1 against either surface.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import plotly.graph_objects as go

from rfm import schema

LIGHT: Final = "light"
DARK: Final = "dark"
FONT: Final = '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif'

_TOKENS: Final[Mapping[str, Mapping[str, str]]] = {
    LIGHT: {
        "page": "#F7F8FA",
        "surface": "#FFFFFF",
        "line": "#E3E6EB",
        "field": "#838D9B",
        "text": "#1B2330",
        "muted": "#5B6676",
        "accent": "#2F5FD0",
        "good": "#137A4B",
        "watch": "#9A5B00",
        "bad": "#B3261E",
    },
    DARK: {
        "page": "#11151B",
        "surface": "#181E26",
        "line": "#2A323D",
        "field": "#6B7686",
        "text": "#E6EAF0",
        "muted": "#9AA6B5",
        "accent": "#7EA2FF",
        "good": "#4CC38A",
        "watch": "#E0A13A",
        "bad": "#F2827A",
    },
}

GREY: Final = "#788394"
# From green (best) by blue and amber to red and brown; names of two schemes that mean the same
# share a colour.
_SEGMENTS: Final[Mapping[str, str]] = {
    "Champions": "#0F7F57",
    "Loyal": "#3DA35D",
    "Potential Loyalist": "#148C97",
    "New": "#2F7FD6",
    "Promising": "#6A6FE3",
    "Need Attention": "#B58500",
    "About To Sleep": "#C76A1E",
    "At Risk": "#D2423A",
    "Cannot Lose Them": "#BC3585",
    "Hibernating": "#8E63B5",
    "Lost": "#80695A",
    "Recent": "#2F7FD6",
    "Needs Attention": "#B58500",
    "Inactive": "#80695A",
    "Top Tier": "#0F7F57",
    "Frequent Supporters": "#148C97",
    "High Spenders": "#2F7FD6",
    "Inactive But Potentially Returning": "#B58500",
    "Inactive and Unlikely to Return": "#D2423A",
    "Pillars": "#0F7F57",
    "Big Spenders": "#2F7FD6",
    "Frequent Buyers": "#148C97",
    "Steady": "#3DA35D",
    "Little So Far": "#6A6FE3",
    "Valued but Overdue": "#BC3585",
    "Overdue": "#B58500",
    "Valued but Silent": "#D2423A",
    "Silent": "#80695A",
    "Other": GREY,
    "Noise": GREY,
}
# Clusters and the user's own segments, best first: neighbours are told apart by hue and by light.
_BY_RANK: Final = (
    *("#0F7F57", "#2F7FD6", "#B58500", "#BC3585", "#148C97", "#C76A1E"),
    *("#6A6FE3", "#3DA35D", "#D2423A", "#8E63B5", "#80695A", "#A08A1F"),
)
_GREYS: Final = frozenset(name for name, colour in _SEGMENTS.items() if colour == GREY)


def tokens(theme: str) -> Mapping[str, str]:
    """Return the colours of a theme by name; anything but "dark" is the light one.

    The names: page, surface, line (hairlines), field (borders of controls), text, muted, accent,
    good, watch, bad.
    """
    return _TOKENS[DARK if theme == DARK else LIGHT]


def group_colours(grouping: str, names: Sequence[str], slots: Sequence[int] = ()) -> dict[str, str]:
    """Return the one colour of every group.

    Parameters
    ----------
    grouping : str
        A scheme's name, or `schema.CLUSTERS`.
    names : sequence of str
        All groups of the grouping, best first: unknown segments go by their place.
    slots : sequence of int
        The place of each name's colour, where it is not that of the name: clusters keep theirs.
        Below zero is grey: those in no cluster.
    """
    known: Mapping[str, str] = {} if grouping == schema.CLUSTERS else _SEGMENTS
    places = slots or range(len(names))
    return {
        name: known.get(name, GREY if place < 0 or name in _GREYS else _by_rank(place))
        for place, name in zip(places, names, strict=True)
    }


def _by_rank(place: int) -> str:
    return _BY_RANK[place % len(_BY_RANK)]


@lru_cache(maxsize=2)
def figure_template(theme: str) -> go.layout.Template:
    """Return plotly's template of a theme: our font, hairline grid, transparent background."""
    colours = tokens(theme)
    axis = _axis(colours) | {"automargin": True}
    axis["title"] = axis["title"] | {"standoff": 8}
    scene = _axis(colours) | {"showbackground": False}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colours["text"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(_BY_RANK),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "hoverlabel": _hover_label(colours),
            "modebar": _mode_bar(colours),
            "colorscale": {"sequential": colour_scale(theme)},
            "coloraxis": {"colorbar": {"outlinewidth": 0, "thickness": 12}},
            "legend": {"font": {"size": 12, "color": colours["muted"]}},
            "xaxis": axis,
            "yaxis": axis,
            "scene": dict.fromkeys(("xaxis", "yaxis", "zaxis"), scene),
            "separators": ".,",
        }
    )


def colour_scale(theme: str) -> list[list[float | str]]:
    """Return the scale of counts, from nearly the surface (few) to the accent (many)."""
    few, some, many = (
        ("#1F2A3B", "#3F63B0", "#A9C2FF") if theme == DARK else ("#E9EFFC", "#7F9FE8", "#1F46A8")
    )
    return [[0.0, few], [0.5, some], [1.0, many]]


def empty_figure(sentence: str, theme: str) -> go.Figure:
    """Return a figure without axes that says why there is nothing to draw."""
    reason = {
        "text": sentence,
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": 14, "color": tokens(theme)["muted"]},
    }
    layout = {
        "template": figure_template(theme),
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "annotations": [reason],
    }
    # Checking the template again would take ten times as long as the rest of the figure.
    return go.Figure(layout=layout, _validate=False)


def _hover_label(colours: Mapping[str, str]) -> dict[str, object]:
    return {
        "bgcolor": colours["surface"],
        "bordercolor": colours["field"],
        "font": {"family": FONT, "size": 13, "color": colours["text"]},
        "align": "left",
    }


def _axis(colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "gridcolor": colours["line"],
        "linecolor": colours["line"],
        "zerolinecolor": colours["line"],
        "nticks": 6,
        "title": {"font": {"size": 12, "color": colours["muted"]}},
        "tickfont": {"size": 12, "color": colours["muted"]},
    }


def _mode_bar(colours: Mapping[str, str]) -> dict[str, str]:
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "color": colours["muted"],
        "activecolor": colours["accent"],
    }
