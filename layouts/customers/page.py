"""The page Customer Details: who is this, what did they buy, when, and what is next.

The page is the same for every address; a callback reads the customer's number from it and fills
the card and the charts, or says in a sentence why there is none to show.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.customers.orders import orders_card
from layouts.ids import Chart, Customers, Opening
from layouts.parts.components import aria, button, chart_card, loading
from layouts.parts.controls import field
from layouts.parts.listing import LIST
from layouts.parts.sections import cards, opening


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Customers.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=Customers.OPENED, data=""),
            html.Div(id=Customers.FOCUS, hidden=True),
            _search(),
            html.Div(id=Customers.MESSAGE),
            loading(html.Div(id=Customers.CARD), height=280),
            _next(),
            html.Div(_openings(), id=Customers.OF_LOG, hidden=True),
            html.Div(_of_table(), id=Customers.OF_TABLE, hidden=True),
        ],
        className="customers",
    )


def _search() -> html.Div:
    box = dbc.Input(
        id=Customers.SEARCH,
        type="search",
        debounce=150,
        autoComplete="off",
        placeholder="Type a customer number",
        maxLength=60,
    )
    found = html.Div(id=Customers.FOUND, className="found", role="status")
    return html.Div(
        [
            html.H1("Customer Details", className="visually-hidden"),
            field("Find a customer", box, class_name="customer-search"),
            dcc.Link("All customers", href=LIST, id=Customers.EVERY, className="action"),
            found,
        ],
        className="customer-find",
        role="search",
        **aria(label="Customers"),
    )


def _next() -> html.Div:
    """Return what is next of a customer, what to do, and what to offer, side by side."""
    advice = html.Div([html.Div(id=Customers.PLAY), html.Div(id=Customers.OFFER)])
    return html.Div([html.Div(id=Customers.FUTURE), advice], className="customer-next")


def _openings() -> list[html.Details]:
    """Return what is below the first screen, closed; CONTENTS is what it holds."""
    return [
        opening(
            Customers.ORDERED,
            Customers.OPENED,
            "Their orders",
            "Every order and return, and how what they spent added up.",
        ),
        opening(
            Customers.BUYING,
            Customers.OPENED,
            "What they buy, and when",
            "The products on most of their orders, their days and hours, and what an order is "
            "worth.",
        ),
        opening(
            Customers.BESIDE,
            Customers.OPENED,
            "Beside their segment",
            "Each measure beside everybody's, what they are worth, and whether they went away.",
        ),
    ]


def ordered() -> html.Div:
    """Return the orders: added up, and one by one."""
    return cards(_card(Customers.PURCHASES, "What did they buy over time?", "full"), orders_card())


def buying() -> html.Div:
    """Return what is bought, and when."""
    return cards(
        _card(Customers.TOP_PRODUCTS, "What do they buy?", "third"),
        _card(Customers.BUYING_TIMES, "When do they buy?", "third"),
        _card(Customers.ORDER_VALUES, "What are their orders worth?", "third"),
    )


def beside() -> html.Div:
    """Return the customer beside the segment, and through time where that says something."""
    return cards(
        _card(Customers.PERCENTILES, "How do they compare?", "half"),
        _card(Customers.WORTH, "What are they worth beside their segment?", "half"),
        _card(Customers.ALIVE, "Are they still a customer?", "full"),
    )


# What each section holds once it is opened.
CONTENTS: Final[Mapping[Opening, Callable[[], Any]]] = {
    Customers.ORDERED: ordered,
    Customers.BUYING: buying,
    Customers.BESIDE: beside,
}


def _of_table() -> html.Div:
    save = button("Download the attributes (CSV)", id=Customers.ATTRIBUTES_CSV)
    attributes = html.Div(
        [
            html.Div(id=Customers.ATTRIBUTES),
            html.Div(save, className="table-action"),
            dcc.Download(id=Customers.ATTRIBUTES_DOWNLOAD),
        ],
        className="full",
    )
    return cards(
        _card(Customers.ATTRIBUTE_PERCENTILES, "How do they compare?", "half", height=460),
        _card(Customers.MAP, "Where are they on the map?", "half", height=460),
        attributes,
    )


def _card(chart: Chart, title: str, class_name: str, height: int = 320) -> html.Figure:
    return chart_card(chart, title, class_name=class_name, height=height, is_lazy=True)
