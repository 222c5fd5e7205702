"""The page Customer Details: who is this, what did they buy, when, and what is next.

The page is the same for every address; a callback reads the customer's number from it and fills
the card and the charts, or says in a sentence why there is none to show.
"""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.customers.orders import orders_card
from layouts.ids import Chart, Customers
from layouts.parts.components import aria, button, chart_card, loading
from layouts.parts.controls import field
from layouts.parts.sections import cards


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Customers.ADDRESS, refresh="callback-nav"),
            html.Div(id=Customers.FOCUS, hidden=True),
            _search(),
            html.Div(id=Customers.MESSAGE),
            loading(html.Div(id=Customers.CARD), height=280),
            html.Div(id=Customers.PLAY),
            html.Div([_future(), _of_log()], id=Customers.OF_LOG, hidden=True),
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
            found,
        ],
        className="customer-find",
        role="search",
        **aria(label="Customers"),
    )


def _future() -> html.Section:
    charts = cards(
        _card(Customers.ALIVE, "Are they still a customer?", "wide"),
        _card(Customers.WORTH, "What are they worth beside their segment?", "narrow"),
        id=Customers.FUTURE_CHARTS,
        hidden=True,
    )
    return html.Section([html.Div(id=Customers.FUTURE), charts], className="customer-future")


def _of_log() -> html.Div:
    return cards(
        _card(Customers.PURCHASES, "What did they buy over time?", "wide"),
        _card(Customers.PERCENTILES, "How do they compare?", "narrow"),
        _card(Customers.TOP_PRODUCTS, "What do they buy?", "third"),
        _card(Customers.BUYING_TIMES, "When do they buy?", "third"),
        _card(Customers.ORDER_VALUES, "What are their orders worth?", "third"),
        orders_card(),
    )


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
