"""What one customer bought most often."""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.customer.purchases import plain_axis
from layouts.charts.drawing.axes import whole_ticks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, ink_on, short_name
from rfm import schema, words

MOST_SHOWN: Final = 5
NO_PRODUCTS: Final = "This log names no products."
NONE_BOUGHT: Final = "No product is on record for this customer."
_LONGEST_NAME: Final = 60


def top_products(products: pd.DataFrame | None, look: Look) -> Drawn:
    """Draw the products that a customer bought most often; `products` is None without names."""
    heads = ["Product", "Times bought", look.with_currency("Spent")]
    if products is None or products.empty:
        nothing = NO_PRODUCTS if products is None else NONE_BOUGHT
        return nothing_drawn(nothing, "What do they buy?", look, pd.DataFrame(columns=heads))
    numbers = products[[schema.PRODUCT, schema.LINES, schema.REVENUE]].set_axis(heads, axis=1)
    top = products.head(MOST_SHOWN)
    return Drawn(
        figure=_figure(top, look),
        title=_title(top),
        caption=_caption(len(top), len(products)),
        numbers=numbers.head(MOST_SHOWN),
        file=lambda: numbers,
    )


def _figure(top: pd.DataFrame, look: Look) -> go.Figure:
    bars = go.Bar(
        x=top[schema.LINES].to_numpy(),
        y=np.arange(len(top)),
        orientation="h",
        customdata=top[schema.REVENUE].to_numpy(),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        text=[words.money(value, look.currency) for value in top[schema.REVENUE]],
        textposition="auto",
        insidetextfont={"color": ink_on(look.token("accent"))},
        cliponaxis=False,
        hovertemplate=f"Times bought: %{{x:,}} - {look.priced('customdata')}<extra></extra>",
    )
    most = int(top[schema.LINES].max())
    return look.figure(
        bars,
        bargap=0.35,
        xaxis=plain_axis("Times bought") | whole_ticks(most) | {"rangemode": "tozero"},
        yaxis={
            "tickvals": list(range(len(top))),
            "ticktext": top[schema.PRODUCT].map(short_name).tolist(),
            "autorange": "reversed",
            "showgrid": False,
        },
        showlegend=False,
    )


def _title(top: pd.DataFrame) -> str:
    times = int(top[schema.LINES].iloc[0])
    if times == 1:
        return "No product was bought more than once"
    name = short_name(str(top[schema.PRODUCT].iloc[0]), _LONGEST_NAME)
    return f"Bought most often: {name}, {words.count(times)} times"


def _caption(shown: int, kinds: int) -> str:
    if kinds == 1:
        return "The only product, with what was spent on it; returns do not count."
    which = f"All {kinds}" if kinds <= shown else f"The first {shown} of {kinds:,}"
    return (
        f"{which} products by the number of order lines, and what was spent on each; returns do "
        "not count, ties go by the alphabet."
    )
