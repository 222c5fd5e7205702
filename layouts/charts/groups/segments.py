"""How large each group is and what it brings: treemap, shares.

All take `groups`, one row per group, best first, with the columns GROUP, CUSTOMERS, SHARE, REVENUE,
REVENUE_SHARE, RECENCY_MEDIAN, FREQUENCY_MEDIAN and MONETARY_MEDIAN of `rfm.schema`. Every mark's
customdata starts with the group's code.
"""

from textwrap import wrap
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, ink_on, short_name
from layouts.parts.tables import GROUP_NUMBERS
from layouts.theme import empty_figure
from rfm import schema, words

NO_GROUPS: Final = "No customers to group yet. Bring a log with at least one purchase."
_LETTERS_A_LINE: Final = 12
_SHARES: Final = {schema.CUSTOMERS: schema.SHARE, schema.REVENUE: schema.REVENUE_SHARE}


def treemap(groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw the groups as areas: of customers or of revenue, as `look.measure` says."""
    shown = groups[groups[look.measure] > 0]
    caption = f"{_in_groups(groups, look)}; each area is the {look.group_word}'s {_measured(look)}."
    missing = sorted(set(groups[schema.GROUP]) - set(shown[schema.GROUP]))
    without = f" Without an area, since there is nothing above zero: {', '.join(missing)}."
    return Drawn(
        figure=empty_figure(NO_GROUPS, look.theme) if shown.empty else _areas(shown, look),
        title=_largest(shown, look),
        caption=caption + without * bool(missing),
        **_numbers(groups, look),
    )


def shares(groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw each group's share of the customers (ring) and of the revenue (dot) on one line."""
    title = f"Which {look.group_word}s bring more than their share?"
    if groups.empty:
        return nothing_drawn(NO_GROUPS, title, look, **_numbers(groups, look))
    if len(groups) > 1:
        gain = groups[schema.REVENUE_SHARE] - groups[schema.SHARE]
        best = groups.iloc[int(gain.to_numpy().argmax())]
        people, revenue = (words.percent(best[s]) for s in (schema.SHARE, schema.REVENUE_SHARE))
        title = f"{best[schema.GROUP]}: {people} of the customers bring {revenue} of the revenue"
    return Drawn(
        figure=_rings(groups, look),
        title=title,
        caption=f"{_in_groups(groups, look)}, best first. The ring is the share of the customers, "
        "the dot the share of the revenue: a dot to the right brings more than its share.",
        **_numbers(groups, look),
    )


def _numbers(groups: pd.DataFrame, look: Look) -> dict[str, Any]:
    raw = groups[list(GROUP_NUMBERS)]
    return in_both(raw, look)


def _measured(look: Look) -> str:
    return "revenue" if look.measure == schema.REVENUE else "number of customers"


def _areas(shown: pd.DataFrame, look: Look) -> go.Figure:
    colours = [look.shade(name) for name in shown[schema.GROUP]]
    treemap = go.Treemap(
        labels=_inked([_broken(name) for name in shown[schema.GROUP]], colours),
        ids=list(shown[schema.GROUP]),
        parents=[""] * len(shown),
        values=shown[look.measure].to_numpy(dtype=float),
        marker={
            "colors": colours,
            "line": {"width": 2, "color": look.token("surface")},
            "pad": {"t": 0, "l": 0, "r": 0, "b": 0},
        },
        textfont={"size": 13},
        text=_inked(_sizes_in_words(shown, look), colours),
        texttemplate="<b>%{label}</b><br>%{text}",
        customdata=_details(shown, look),
        hovertemplate=_hover_of_groups(shown, look),
        pathbar={"visible": False},
        tiling={"pad": 0},
        root={"color": "rgba(0,0,0,0)"},
    )
    # A label that would be too small to read is left to hovering and to the table.
    legible = {"minsize": 10, "mode": "hide"}
    return look.figure(treemap, margin={"l": 0, "r": 0, "t": 0, "b": 0}, uniformtext=legible)


def _largest(shown: pd.DataFrame, look: Look) -> str:
    if shown.empty:
        return f"Which {look.group_word}s are the largest?"
    largest = shown.iloc[int(shown[look.measure].to_numpy().argmax())]
    customers = words.percent(largest[schema.SHARE])
    if look.measure == schema.REVENUE:
        revenue = words.percent(largest[schema.REVENUE_SHARE])
        return f"Most revenue: {largest[schema.GROUP]}, {revenue} from {customers} of the customers"
    return f"Largest {look.group_word}: {largest[schema.GROUP]}, {customers} of the customers"


def _rings(groups: pd.DataFrame, look: Look) -> go.Figure:
    names = [short_name(name) for name in groups[schema.GROUP]]
    shades = [look.shade(name) for name in groups[schema.GROUP]]
    of_customers = groups[schema.SHARE].to_numpy(dtype=float)
    of_revenue = groups[schema.REVENUE_SHARE].fillna(0).to_numpy(dtype=float)
    least, most = float(of_revenue.min()), float(max(of_revenue.max(), of_customers.max()))
    common = {
        "y": names,
        "mode": "markers",
        "customdata": _details(groups, look),
        "hovertemplate": _hover_of_groups(groups, look),
    }
    surface = look.token("surface")
    ring = {"size": 11, "color": surface, "line": {"width": 2.5, "color": shades}}
    dot = {"size": 12, "color": shades}
    return look.figure(
        links(names, of_customers, of_revenue, look),
        go.Scatter(x=of_customers, marker=ring, name="○ of customers", **common),
        go.Scatter(x=of_revenue, marker=dot, name="● of revenue", **common),
        xaxis={"title": {"text": "Share of  ○ customers  ● revenue"}}
        | share_ticks(min(0.0, least), max(0.01, most) * 1.08),
        yaxis=names_axis(),
        showlegend=False,
    )


def names_axis() -> dict[str, object]:
    """Return an axis of names with the first one on top."""
    return {
        "autorange": "reversed",
        "dtick": 1,
        "ticks": "",
        "showgrid": False,
        "ticklabelstandoff": 8,
        "title": {"text": ""},
    }


def links(names: list[str], start: np.ndarray, end: np.ndarray, look: Look) -> go.Scatter:
    """Return one line a row, from ring to dot, as one trace with gaps."""
    gaps = np.full(len(start), np.nan)
    return go.Scatter(
        x=np.column_stack([start, end, gaps]).ravel(),
        y=[name for name in names for _ in range(3)],
        mode="lines",
        line={"width": 2, "color": look.token("line")},
        hoverinfo="skip",
    )


def _inked(texts: list[str], colours: list[str]) -> list[str]:
    """Return texts that can be read on colours; plotly reads a list of font colours wrongly."""
    pairs = zip(texts, colours, strict=True)
    return [f'<span style="color:{ink_on(colour)}">{text}</span>' for text, colour in pairs]


def _broken(name: str) -> str:
    """Return a name over several short lines, for a narrow area."""
    return "<br>".join(wrap(short_name(name), _LETTERS_A_LINE))


def _details(groups: pd.DataFrame, look: Look) -> np.ndarray:
    return np.array([[look.code(name)] for name in groups[schema.GROUP]], dtype=float)


def _hover_of_groups(groups: pd.DataFrame, look: Look) -> list[str]:
    """Return what hovering tells of each group."""
    return [
        f"<b>{group[schema.GROUP]}</b><br>{words.counted(group[schema.CUSTOMERS], 'customer')}, "
        f"{words.percent(group[schema.SHARE])} of all<br>"
        f"revenue {words.short_money(group[schema.REVENUE], look.currency)}, "
        f"{words.percent(group[schema.REVENUE_SHARE])} of all<br>"
        f"typically {words.days(group[schema.RECENCY_MEDIAN])} since the last order,<br>"
        f"{look.value(schema.FREQUENCY, group[schema.FREQUENCY_MEDIAN])} and "
        f"{look.value(schema.MONETARY, group[schema.MONETARY_MEDIAN])} spent<extra></extra>"
        for group in groups.to_dict("records")
    ]


def _sizes_in_words(groups: pd.DataFrame, look: Look) -> list[str]:
    shares = groups[_SHARES[look.measure]].fillna(0)
    if look.measure == schema.REVENUE:
        sizes = [words.short_money(value, look.currency) for value in groups[schema.REVENUE]]
    else:
        sizes = [words.count(value) for value in groups[schema.CUSTOMERS]]
    return [f"{a} · {words.percent(b)}" for a, b in zip(sizes, shares, strict=True)]


def _in_groups(groups: pd.DataFrame, look: Look) -> str:
    people = words.count(groups[schema.CUSTOMERS].sum())
    return f"{people} customers in {len(groups)} {look.group_word}{'s' * (len(groups) != 1)}"
