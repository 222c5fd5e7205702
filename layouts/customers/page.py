"""The page Customer Details: who is this, what did they buy, when, and what is next.

The page is the same for every address; a callback reads the customer's number from it and fills
the card and the charts, or says in a sentence why there is none to show.
"""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.customers import future as customer_future
from layouts.customers import table_card
from layouts.customers.orders import orders_card
from layouts.ids import Customers
from layouts.parts.components import aria, chart_card, loading
from layouts.parts.controls import field


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Customers.ADDRESS, refresh="callback-nav"),
            html.Div(id=Customers.FOCUS, hidden=True),
            _search(),
            html.Div(
                [
                    html.Div(id=Customers.MESSAGE),
                    loading(html.Div(id=Customers.CARD), height=280),
                ],
                className="for-log part",
            ),
            table_card.card(),
            html.Div(id=Customers.PLAY),
            html.Div([customer_future.section(), _charts()], className="for-log part"),
            table_card.charts(),
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


def _charts() -> html.Div:
    cards = [
        chart_card(Customers.PURCHASES, "What did they buy over time?", class_name="wide"),
        chart_card(Customers.STANDING, "How do they compare?", class_name="narrow"),
        chart_card(Customers.TOP_PRODUCTS, "What do they buy?", class_name="third"),
        chart_card(Customers.BUYING_TIMES, "When do they buy?", class_name="third"),
        chart_card(Customers.ORDER_VALUES, "What are their orders worth?", class_name="third"),
        orders_card(),
    ]
    return html.Div(cards, id=Customers.CHARTS, className="cards", hidden=True)
