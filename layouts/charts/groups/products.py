"""What each group buys: the favourite of every group, or the ten best-liked of the selected one.

`products` has one row per group and product, with the columns GROUP, PRODUCT, RANK (1 is the
best-liked), LINES, CUSTOMERS and REVENUE of `rfm.schema`.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import plain_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.groups.segments import names_axis
from layouts.parts.tables import worded
from layouts.theme import empty_figure
from rfm import schema, words

NO_PRODUCTS: Final = "This log names no products, so what each group buys is not known."
NOTHING_SELECTED: Final = "No products were bought by {}."
_MOST_PRODUCTS: Final = 10
_MOST_GROUP_LETTERS: Final = 18
_MOST_LETTERS: Final = 24


def products(found: pd.DataFrame | None, look: Look) -> Drawn:
    """Draw the selected group's ten best-liked products, or every group's favourite."""
    if found is None or found.empty:
        nothing = pd.DataFrame({schema.GROUP: [], schema.PRODUCT: []})
        numbers = in_both(nothing, look)
        return nothing_drawn(NO_PRODUCTS, f"What does each {look.group_word} buy?", look, **numbers)
    own = found[found[schema.GROUP] == look.selected] if look.selected else found
    shown = _shown(found, look)
    return Drawn(
        figure=empty_figure(NOTHING_SELECTED.format(look.selected), look.theme)
        if shown.empty
        else _bars(shown, look),
        title=_title(shown, look),
        caption=_caption(look),
        numbers=worded(own, look),
        file=lambda: own,
    )


def _title(shown: pd.DataFrame, look: Look) -> str:
    if shown.empty:
        return f"What do {look.selected} buy?"
    if look.selected:
        return f"{look.selected} like {_named(shown[schema.PRODUCT].iloc[0])} best"
    favourites = shown[schema.PRODUCT].value_counts()
    if favourites.iloc[0] == 1:
        return f"Every {look.group_word} has another favourite product"
    favourite = _named(favourites.index[0])
    return (
        f"{favourite} is the favourite of {favourites.iloc[0]} of {len(shown)} {look.group_word}s"
    )


def _caption(look: Look) -> str:
    counted = "bars count the customers who bought it at least once."
    if look.selected:
        return f"The ten products that most {look.selected} bought; {counted}"
    return (
        f"The favourite product of each {look.group_word}, best {look.group_word} first; {counted}"
    )


def _bars(shown: pd.DataFrame, look: Look) -> go.Figure:
    bars = go.Bar(
        y=np.arange(len(shown)),
        x=shown[schema.CUSTOMERS].to_numpy(dtype=float),
        orientation="h",
        marker={"color": [look.colour(name) for name in shown[schema.GROUP]]},
        text=_inside(shown, look),
        textposition="auto",
        textangle=0,
        textfont={"size": 12},
        insidetextanchor="start",
        constraintext="none",
        cliponaxis=False,
        customdata=_details(shown, look),
        hovertext=[f"<b>{a}</b><br>{b}" for a, b in _pairs(shown)],
        hovertemplate=_hover(look),
    )
    longest = max(1.0, float(shown[schema.CUSTOMERS].max()))
    return look.figure(
        bars,
        xaxis={"title": {"text": "Customers"}} | plain_ticks(0, longest * 1.25),
        yaxis=names_axis() | {"tickvals": np.arange(len(shown)), "ticktext": _names(shown, look)},
        bargap=0.25,
    )


def _shown(products: pd.DataFrame, look: Look) -> pd.DataFrame:
    if look.selected:
        own = products[products[schema.GROUP] == look.selected]
        return own.nsmallest(_MOST_PRODUCTS, schema.RANK)
    first = products[products[schema.RANK] == 1]
    order = first[schema.GROUP].map(look.code).astype(int)
    return first.loc[order.sort_values(kind="stable").index]


def _pairs(shown: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(shown[schema.GROUP].astype(str), shown[schema.PRODUCT].astype(str), strict=True)


def _names(shown: pd.DataFrame, look: Look) -> list[str]:
    """Return what stands beside the bars: the products of one group, or the groups."""
    return [
        _named(product, _MOST_LETTERS) if look.selected else short_name(group, _MOST_GROUP_LETTERS)
        for group, product in _pairs(shown)
    ]


def _inside(shown: pd.DataFrame, look: Look) -> list[str]:
    counts = [words.count(value) for value in shown[schema.CUSTOMERS]]
    if look.selected:
        return counts
    products = [_named(product, _MOST_LETTERS) for _, product in _pairs(shown)]
    return [f"{product} · {count}" for product, count in zip(products, counts, strict=True)]


def _hover(look: Look) -> str:
    return (
        "%{hovertext}<br>%{customdata[1]:,.0f} customers, %{customdata[2]:,.0f} order lines,<br>"
        f"revenue {look.priced('customdata[3]', 0)}<extra></extra>"
    )


def _named(product: str, most: int = 60) -> str:
    """Return a product's name without the shouting of a warehouse list."""
    name = product.strip().capitalize() if product.isupper() else product.strip()
    return short_name(name, most)


def _details(shown: pd.DataFrame, look: Look) -> np.ndarray:
    codes = [look.code(name) for name in shown[schema.GROUP]]
    numbers = shown[[schema.CUSTOMERS, schema.LINES, schema.REVENUE]].fillna(0)
    return np.column_stack([codes, numbers.to_numpy(dtype=float)])
