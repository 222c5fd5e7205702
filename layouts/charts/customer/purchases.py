"""When one customer bought, for how much, and what most often.

A chart of orders takes the customer's own orders, so it stays small for the busiest customer. A
customer with a single order gets a chart that says just that.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import whole_ticks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, clear, ink_on, short_name
from rfm import schema, words

MOST_MARKS: Final = 2_000
MOST_SHOWN: Final = 5
NO_PRODUCTS: Final = "This log names no products."
NONE_BOUGHT: Final = "No product is on record for this customer."
ORDER, GIVEN_BACK, RETURN = "Order", "Order given back whole", "Return"
_MARKS: Final = (
    (ORDER, "circle", "accent"),
    (GIVEN_BACK, "circle-open", "bad"),
    (RETURN, "x", "bad"),
)
_LONGEST_NAME: Final = 60


def purchases_of(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders of a customer without the returns."""
    return orders[~orders[schema.IS_RETURN].to_numpy(dtype=bool)]


def kinds_of(orders: pd.DataFrame) -> np.ndarray:
    """Return what each row is: an order, one that was given back whole, or a return."""
    is_return = orders[schema.IS_RETURN].to_numpy(dtype=bool)
    was_bought = orders[schema.AMOUNT].to_numpy() >= 0
    return np.select([~is_return, was_bought], [ORDER, GIVEN_BACK], RETURN)


def moments_of(orders: pd.DataFrame) -> np.ndarray:
    """Return when each order was placed, in the type that travels shortest."""
    return orders[schema.ORDERED_AT].to_numpy().astype("datetime64[s]")


def plain_axis(title: str) -> dict[str, Any]:
    """Return an axis with a title, as plotly's layout."""
    return {"title": {"text": title}, "tickformat": ",~f"}


def purchases(orders: pd.DataFrame, look: Look) -> Drawn:
    """Draw what a customer spent in all, order after order, with returns marked."""
    spent = orders[schema.AMOUNT].cumsum()
    kinds = kinds_of(orders)
    numbers = pd.DataFrame(
        {
            "Date": orders[schema.ORDERED_AT],
            "Kind": kinds,
            look.with_currency("Amount"): orders[schema.AMOUNT],
            look.with_currency("Spent in all"): spent,
        }
    )
    return Drawn(
        figure=_figure(orders, spent, kinds, look),
        title=_title(orders, look),
        caption=_caption(orders, kinds, look),
        numbers=numbers,
    )


def _figure(orders: pd.DataFrame, spent: pd.Series, kinds: np.ndarray, look: Look) -> go.Figure:
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
    marks = [
        _order_marks(orders[kinds == name], spent[kinds == name], look, (name, symbol, token))
        for name, symbol, token in _MARKS
        if (kinds == name).any()
    ]
    return look.figure(
        line,
        *marks,
        xaxis=_time_axis(orders),
        yaxis=plain_axis(look.with_currency("Spent in all")) | {"rangemode": "tozero"},
        showlegend=len(marks) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )


def _title(orders: pd.DataFrame, look: Look) -> str:
    bought = purchases_of(orders)
    spent = words.money(orders[schema.AMOUNT].sum(), look.currency)
    if bought.empty:
        return f"Only returns are on record, of {spent}"
    first, last = (words.date_text(bought[schema.ORDERED_AT].agg(end)) for end in ("min", "max"))
    if len(bought) == 1:
        return f"One order so far, of {first}: {spent} in all"
    days = f"on {first}" if first == last else f"from {first} to {last}"
    return f"{spent} in {words.count(len(bought))} orders {days}"


def _caption(orders: pd.DataFrame, kinds: np.ndarray, look: Look) -> str:
    line = "Each dot is an order; the line adds up what was spent."
    whole = int((kinds == GIVEN_BACK).sum())
    hollow = f" {words.counted(whole, 'order was', 'orders were')} given back whole." * bool(whole)
    returns = orders[kinds == RETURN]
    if returns.empty:
        return line + (hollow or " Nothing was returned.")
    worth = words.money(-returns[schema.AMOUNT].sum(), look.currency)
    crosses = f"Crosses are {len(returns)} returns" if len(returns) > 1 else "The cross is a return"
    return f"{line} {crosses} worth {worth}.{hollow}"


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
        marker=look.outlined(8, look.token(token), 1, symbol=symbol),
        hovertemplate=f"{name} of %{{x|%-d %b %Y}} - {look.priced('customdata')}"
        f" - {look.priced('y')} in all<extra></extra>",
    )


def _time_axis(orders: pd.DataFrame) -> dict[str, Any]:
    first, last = orders[schema.ORDERED_AT].min(), orders[schema.ORDERED_AT].max()
    pad = max((last - first) * 0.04, pd.Timedelta(days=3))
    return {
        "title": {"text": "Date of order"},
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "showgrid": False,
    }


def top_products(products: pd.DataFrame | None, look: Look) -> Drawn:
    """Draw the products that a customer bought most often; `products` is None without names."""
    heads = ["Product", "Times bought", look.with_currency("Spent")]
    if products is None or products.empty:
        nothing = NO_PRODUCTS if products is None else NONE_BOUGHT
        return nothing_drawn(nothing, "What do they buy?", look, pd.DataFrame(columns=heads))
    numbers = products[[schema.PRODUCT, schema.LINES, schema.REVENUE]].set_axis(heads, axis=1)
    top = products.head(MOST_SHOWN)
    return Drawn(
        figure=_bars(top, look),
        title=_title_of_products(top),
        caption=_caption_of_products(len(top), len(products)),
        numbers=numbers.head(MOST_SHOWN),
        file=lambda: numbers,
    )


def _bars(top: pd.DataFrame, look: Look) -> go.Figure:
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


def _title_of_products(top: pd.DataFrame) -> str:
    times = int(top[schema.LINES].iloc[0])
    if times == 1:
        return "No product was bought more than once"
    name = short_name(str(top[schema.PRODUCT].iloc[0]), _LONGEST_NAME)
    return f"Bought most often: {name}, {words.count(times)} times"


def _caption_of_products(shown: int, kinds: int) -> str:
    if kinds == 1:
        return "The only product, with what was spent on it; returns do not count."
    which = f"All {kinds}" if kinds <= shown else f"The first {shown} of {kinds:,}"
    return (
        f"{which} products by the number of order lines, and what was spent on each; returns do "
        "not count, ties go by the alphabet."
    )
