"""Customer Details: the search, and the customer in the address, of a log or of a table."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.customers import log_facts as log
from callbacks.customers import table_facts as table
from callbacks.customers.search import first_address, search_customers
from callbacks.customers.view import CustomerView, customer_in, view_of
from callbacks.parts.chart_cards import THEME, ChartCard, Property, register_cards
from callbacks.parts.files import csv_file
from callbacks.parts.plays import play_card
from callbacks.parts.sections import register_sections
from callbacks.parts.views import snapshot_of, theme_of
from layouts.charts.customer.alive import still_customer
from layouts.charts.customer.buying_times import buying_times
from layouts.charts.customer.on_map import customer_on_map
from layouts.charts.customer.order_values import order_values
from layouts.charts.customer.percentiles import percentiles_of_attributes, percentiles_of_measures
from layouts.charts.customer.purchases import purchases, top_products
from layouts.charts.customer.worth import worth_in_segment
from layouts.customers import orders as orders_layout
from layouts.customers import search as layout
from layouts.customers.future import future_card, no_future
from layouts.customers.log_card import card_of_log
from layouts.customers.offer import offer_card
from layouts.customers.page import CONTENTS
from layouts.customers.table_card import attributes_table, card_of_table
from layouts.ids import Customers, Shell
from layouts.parts.listing import list_address
from rfm.errors import UnknownCustomerError
from server.data.datasets import Datasets

Fact = Callable[[CustomerView], Any]


def _where(is_known: Callable[[CustomerView], bool], fact: Fact) -> Fact:
    """Return a card's facts: one, of the customers who have it, and none of others."""
    return lambda view: (fact(view),) if is_known(view) else None


_of_logs = partial(_where, lambda view: view.is_log)
_of_models = partial(_where, lambda view: view.has_lifetime)
_of_tables = partial(_where, lambda view: not view.is_log)
CARDS: Final = (
    ChartCard(Customers.ALIVE, still_customer, _of_models(log.alive_of)),
    ChartCard(Customers.WORTH, worth_in_segment, _of_models(log.worth_of)),
    ChartCard(Customers.PURCHASES, purchases, _of_logs(log.orders_of)),
    ChartCard(Customers.PERCENTILES, percentiles_of_measures, _of_logs(log.percentiles_in_base)),
    ChartCard(Customers.TOP_PRODUCTS, top_products, _of_logs(log.products_of)),
    ChartCard(Customers.BUYING_TIMES, buying_times, _of_logs(log.orders_of)),
    ChartCard(Customers.ORDER_VALUES, order_values, _of_logs(log.order_values_of)),
    ChartCard(
        Customers.ATTRIBUTE_PERCENTILES,
        percentiles_of_attributes,
        _of_tables(table.percentiles_in_base),
    ),
    ChartCard(Customers.MAP, customer_on_map, _of_tables(table.on_map)),
)
_CHOSEN: Final[Mapping[str, Property]] = {
    "token": (Shell.SHOWN, "data"),
    "pathname": (Customers.ADDRESS, "pathname"),
}
_SHOWN: Final[Mapping[str, Property]] = {
    "message": (Customers.MESSAGE, "children"),
    "every": (Customers.EVERY, "href"),
    "card": (Customers.CARD, "children"),
    "play": (Customers.PLAY, "children"),
    "future": (Customers.FUTURE, "children"),
    "offer": (Customers.OFFER, "children"),
    "not_of_log": (Customers.OF_LOG, "hidden"),
    "not_of_table": (Customers.OF_TABLE, "hidden"),
    "attributes": (Customers.ATTRIBUTES, "children"),
}
_NOTHING: Final[dict[str, Any]] = dict.fromkeys(_SHOWN) | {
    "not_of_log": True,
    "not_of_table": True,
}


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("customers", "focus"),
        Output(Customers.FOCUS, "children"),
        Input(Customers.CARD, "children"),
    )
    _register_search(app, datasets)
    app.callback(
        output={name: Output(*each) for name, each in _SHOWN.items()},
        inputs=[Input(*each) for each in (*_CHOSEN.values(), THEME)],
    )(partial(show, datasets))
    register_sections(app, Customers.OPENED, CONTENTS)
    _register_opened(app, datasets)
    register_cards(app, CARDS, partial(view_of, datasets), _CHOSEN)
    for what, (button, download, rows) in FILES.items():
        app.callback(
            Output(download, "data"),
            Input(button, "n_clicks"),
            *[State(*each) for each in _CHOSEN.values()],
            prevent_initial_call=True,
        )(partial(export, datasets, what, rows))


def _register_opened(app: Dash, datasets: Datasets) -> None:
    """Register what stands inside of sections: it is asked for once they are opened."""
    chosen = [Input(*each) for each in _CHOSEN.values()]
    app.callback(
        [
            Output(Customers.ORDERS_TITLE, "children"),
            Output(Customers.ORDERS, "children"),
            Output(Customers.ORDERS_CAPTION, "children"),
        ],
        *chosen,
    )(partial(list_orders, datasets))
    app.callback(
        [Output(Customers.WORTH.card, "hidden"), Output(Customers.ALIVE.card, "hidden")],
        *chosen,
    )(partial(say_little, datasets))


def _register_search(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Customers.FOUND, "children"),
        Input(Customers.SEARCH, "value"),
        State(Shell.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def search(text: str | None, shown: dict[str, str] | None) -> Any:
        return search_customers(datasets.snapshot(shown["name"]), text) if shown else None

    @app.callback(
        Output(Customers.ADDRESS, "href"),
        Input(Customers.SEARCH, "n_submit"),
        State(Customers.SEARCH, "value"),
        State(Shell.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def open_first(_entered: int, text: str | None, shown: dict[str, str] | None) -> Any:
        return first_address(datasets.snapshot(shown["name"]), text) if shown else no_update


def show(datasets: Datasets, token: Any, pathname: Any, theme: Any) -> dict[str, Any]:
    """Return everything the page shows for a number: the customer, or why there is none."""
    number = customer_in(pathname)
    if not number:
        raise PreventUpdate
    snapshot = snapshot_of(datasets, token)
    view = CustomerView(snapshot, number, theme_of(theme))
    nothing = _NOTHING | {"every": list_address(snapshot.name)}
    try:
        parts = _log_parts(view) if view.is_log else _table_parts(view)
    except UnknownCustomerError as error:
        unknown = layout.unknown_customer(number, error.nearest, snapshot.name, snapshot.title)
        return nothing | {"message": unknown}
    return nothing | parts | {"play": advice(datasets, view)}


def list_orders(datasets: Datasets, token: Any, pathname: Any) -> tuple[Any, ...]:
    """Return the orders of a customer of a log: how many, one by one, and what a row is."""
    view = view_of(datasets, token, pathname)
    if not view.is_log:
        raise PreventUpdate
    orders = log.orders_of(view)
    return (
        orders_layout.title_of_orders(orders),
        orders_layout.orders_grid(orders, view.look.currency),
        orders_layout.caption_of_orders(orders),
    )


def say_little(datasets: Datasets, token: Any, pathname: Any) -> tuple[bool, bool]:
    """Tell whether the charts of worth, and of P(alive) through time, would say nothing."""
    view = view_of(datasets, token, pathname)
    if not view.has_lifetime:
        return True, True
    return False, not log.alive_of(view).is_telling


def _log_parts(view: CustomerView) -> dict[str, Any]:
    future = no_future(view.snapshot.no_lifetime_reason)
    if view.has_lifetime:
        future = future_card(log.future_of(view), view.look)
    return {
        "card": card_of_log(log.customer_of(view), view.look),
        "future": future,
        "offer": offer_card(log.offer_of(view)),
        "not_of_log": False,
    }


def _table_parts(view: CustomerView) -> dict[str, Any]:
    customer = table.customer_of(view)
    return {
        "card": card_of_table(customer),
        "not_of_table": False,
        "attributes": attributes_table(customer.traits, view.group),
    }


def advice(datasets: Datasets, view: CustomerView) -> Any:
    """Return what to do next with a customer, by their group; nothing where there is none."""
    if not view.group:
        return None
    name, grouping = view.snapshot.name, view.snapshot.groupings[0]
    return play_card(datasets, name, (grouping, view.group), f"What to do next: {view.group}")


# The files that belong to no chart: their button, what saves them, and what they hold.
FILES: Final[Mapping[str, tuple[str, str, Fact]]] = {
    "orders": (
        Customers.ORDERS_CSV,
        Customers.ORDERS_DOWNLOAD,
        lambda view: orders_layout.table_of_orders(log.orders_of(view)),
    ),
    "attributes": (
        Customers.ATTRIBUTES_CSV,
        Customers.ATTRIBUTES_DOWNLOAD,
        table.table_of_attributes,
    ),
}


def export(
    datasets: Datasets, what: str, rows: Fact, _clicks: Any, token: Any, pathname: Any
) -> Any:
    """Return the orders, or the attributes, as a CSV file."""
    view = view_of(datasets, token, pathname)
    return csv_file(view.file_name(what), rows(view))
