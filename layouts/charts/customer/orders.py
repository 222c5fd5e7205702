"""The charts of one customer: when they bought, for how much, what, and next to their segment.

Each takes the customer's own orders or lines, so it stays small for the busiest customer. A
customer with a single order gets a chart that says just that.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import whole_ticks
from layouts.charts.drawing.look import Look, clear, ink_on, short_name
from layouts.parts import words
from layouts.theme import empty_figure
from rfm import schema

TOP_PRODUCTS: Final = 5
NO_PRODUCTS: Final = "This log names no products."
NONE_BOUGHT: Final = "No product is on record for this customer."
_LONGEST_NAME: Final = 60
MOST_MARKS: Final = 2_000


def purchases_of(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders of a customer without the returns."""
    return orders[~orders[schema.IS_RETURN].to_numpy(dtype=bool)]


def has_times(orders: pd.DataFrame) -> bool:
    """Return whether a log tells the time of day; one of days has midnights only."""
    moments = orders[schema.ORDERED_AT]
    return bool((moments != moments.dt.normalize()).any())


def draw_purchases(orders: pd.DataFrame, look: Look) -> go.Figure:
    """Draw what a customer spent in all, order after order, with returns marked."""
    spent = orders[schema.AMOUNT].cumsum()
    is_return = orders[schema.IS_RETURN].to_numpy(dtype=bool)
    line = go.Scatter(
        x=moments_of(orders),
        y=spent.to_numpy(),
        mode="lines",
        line={"shape": "hv", "color": look.token("accent"), "width": 2},
        fill="tozeroy" if len(orders) > 1 else "none",
        fillcolor=clear(look.token("accent"), 0.08),
        hoverinfo="skip",
        showlegend=False,
    )
    kinds = (("Order", ~is_return, "circle", "accent"), ("Return", is_return, "x", "bad"))
    marks = [
        _order_marks(orders[rows], spent[rows], look, (name, symbol, token))
        for name, rows, symbol, token in kinds
        if rows.any()
    ]
    return look.figure(
        line,
        *marks,
        xaxis=_time_axis(orders),
        yaxis=plain_axis(look.with_currency("Spent in all")) | {"rangemode": "tozero"},
        showlegend=len(marks) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )


def finding_of_purchases(orders: pd.DataFrame, look: Look) -> str:
    """Return what was spent in all, in how many orders, and when."""
    purchases = purchases_of(orders)
    spent = words.money(orders[schema.AMOUNT].sum(), look.currency)
    if purchases.empty:
        return f"Only returns are on record, of {spent}"
    first, last = (words.date_text(purchases[schema.ORDERED_AT].agg(end)) for end in ("min", "max"))
    if len(purchases) == 1:
        return f"One order so far, of {first}: {spent} in all"
    days = f"on {first}" if first == last else f"from {first} to {last}"
    return f"{spent} in {words.count(len(purchases))} orders {days}"


def caption_of_purchases(orders: pd.DataFrame, look: Look) -> str:
    """Return what the marks are, and how much was returned."""
    returns = orders[orders[schema.IS_RETURN].to_numpy(dtype=bool)]
    if returns.empty:
        return "Each dot is an order; the line adds up what was spent. Nothing was returned."
    worth = words.money(-returns[schema.AMOUNT].sum(), look.currency)
    crosses = f"Crosses are {len(returns)} returns" if len(returns) > 1 else "The cross is a return"
    return f"Each dot is an order; the line adds up what was spent. {crosses} worth {worth}."


def _order_marks(
    orders: pd.DataFrame, spent: pd.Series, look: Look, kind: tuple[str, str, str]
) -> go.Scatter:
    name, symbol, token = kind
    step = int(np.ceil(len(orders) / MOST_MARKS))
    return go.Scatter(
        x=moments_of(orders)[::step],
        y=spent.to_numpy()[::step],
        customdata=orders[schema.AMOUNT].to_numpy()[::step],
        name=name,
        mode="markers",
        marker={
            "symbol": symbol,
            "size": 8,
            "color": look.token(token),
            "line": {"width": 1, "color": look.token("surface")},
        },
        hovertemplate=f"{name} of %{{x|%-d %b %Y}} - {look.priced('customdata')}"
        f" - {look.priced('y')} in all<extra></extra>",
    )


def draw_top_products(products: pd.DataFrame | None, look: Look) -> go.Figure:
    """Draw the products a customer bought most often, with what was spent on each."""
    if products is None or products.empty:
        return empty_figure(NO_PRODUCTS if products is None else NONE_BOUGHT, look.theme)
    names = products[schema.PRODUCT].map(short_name)
    most = int(products[schema.LINES].max())
    bars = go.Bar(
        x=products[schema.LINES].to_numpy(),
        y=np.arange(len(products)),
        orientation="h",
        customdata=products[schema.REVENUE].to_numpy(),
        marker={"color": look.token("accent"), "line": {"width": 0}},
        text=[words.money(value, look.currency) for value in products[schema.REVENUE]],
        textposition="auto",
        insidetextfont={"color": ink_on(look.token("accent"))},
        cliponaxis=False,
        hovertemplate=f"Times bought: %{{x:,}} - {look.priced('customdata')}<extra></extra>",
    )
    return look.figure(
        bars,
        bargap=0.35,
        xaxis=plain_axis("Times bought") | whole_ticks(most) | {"rangemode": "tozero"},
        yaxis={
            "tickvals": list(range(len(products))),
            "ticktext": names.tolist(),
            "autorange": "reversed",
            "showgrid": False,
        },
        showlegend=False,
    )


def finding_of_top_products(products: pd.DataFrame | None) -> str:
    """Return the product bought most often."""
    if products is None or products.empty:
        return "What do they buy?"
    times = int(products[schema.LINES].iloc[0])
    name = short_name(str(products[schema.PRODUCT].iloc[0]), _LONGEST_NAME)
    if times == 1:
        return "No product was bought more than once"
    return f"Bought most often: {name}, {words.count(times)} times"


def caption_of_top_products(products: pd.DataFrame | None, kinds: int) -> str:
    """Return what the bars count, or why there are none."""
    if products is None:
        return NO_PRODUCTS
    if products.empty:
        return NONE_BOUGHT
    if kinds == 1:
        return "The only product, with what was spent on it; returns do not count."
    told = f"All {kinds}" if kinds <= len(products) else f"The first {len(products)} of {kinds:,}"
    return (
        f"{told} products by the number of order lines, and what was spent on each; returns do "
        "not count, ties go by the alphabet."
    )


def moments_of(orders: pd.DataFrame) -> np.ndarray:
    """Return when each order was placed, in the type that travels shortest."""
    return orders[schema.ORDERED_AT].to_numpy().astype("datetime64[s]")


def _time_axis(orders: pd.DataFrame) -> dict[str, Any]:
    first, last = orders[schema.ORDERED_AT].min(), orders[schema.ORDERED_AT].max()
    pad = max((last - first) * 0.04, pd.Timedelta(days=3))
    return {
        "title": {"text": "Date of order"},
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "showgrid": False,
    }


def plain_axis(title: str) -> dict[str, Any]:
    """Return an axis with a title, as plotly's layout."""
    return {"title": {"text": title}, "tickformat": ",~f"}
