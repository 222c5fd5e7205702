"""Customer Details: the search, the card and the charts of the customer in the address."""

from typing import Any, Final
from urllib.parse import unquote

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.customers.views import CHARTS, TABLES, describe_customer, example_customers, found_by
from callbacks.parts.looks import look_of
from callbacks.parts.plays import play_card
from layouts.customers import search as customer_search
from layouts.ids import Customers, Shell, TableCustomer
from rfm import schema
from rfm.errors import UnknownCustomerError
from rfm.exports import csv_text
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

ADDRESS: Final = "/customers"
_NOTHING: Final[dict[str, Any]] = {
    "title": no_update,
    "graph": no_update,
    "caption": no_update,
    "table": no_update,
}


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("customers", "focus"),
        Output(Customers.FOCUS, "children"),
        Input(Customers.CARD, "children"),
        Input(TableCustomer.CARD, "children"),
    )

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

    @app.callback(
        output=_outputs(),
        inputs=[
            Input(Customers.ADDRESS, "pathname"),
            Input(Shell.DATA, "data"),
            Input(Shell.THEME, "data"),
        ],
    )
    def show(pathname: str | None, shown: dict[str, str] | None, theme: str | None) -> Any:
        number = customer_in(pathname)
        if number is None or not shown:
            return {"page": [no_update] * 3, "orders": [no_update] * 3, "charts": _no_charts()}
        return show_customer(datasets.snapshot(shown["name"]), number, theme or "light")

    _register_advice(app, datasets)
    for name, button, download in _downloads():
        _register_download(app, datasets, (name, button, download))


def _register_advice(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Customers.PLAY, "children"),
        Input(Customers.ADDRESS, "pathname"),
        Input(Shell.SHOWN, "data"),
    )
    def advise(pathname: str | None, shown: dict[str, str] | None) -> Any:
        number = customer_in(pathname)
        return advise_on(datasets, shown["name"], number) if number and shown else None


def _register_download(app: Dash, datasets: Datasets, ids: tuple[str, str, str]) -> None:
    name, button, download = ids

    @app.callback(
        Output(download, "data"),
        Input(button, "n_clicks"),
        State(Customers.ADDRESS, "pathname"),
        State(Shell.DATA, "data"),
        prevent_initial_call=True,
    )
    def save(_clicked: int, pathname: str | None, shown: dict[str, str] | None) -> Any:
        number = customer_in(pathname)
        if not number or not shown:
            return no_update
        return download_of(datasets.snapshot(shown["name"]), number, name)


def _outputs() -> dict[str, Any]:
    return {
        "page": [
            Output(Customers.MESSAGE, "children"),
            Output(Customers.CARD, "children"),
            Output(Customers.CHARTS, "hidden"),
        ],
        "orders": [
            Output(Customers.ORDERS_TITLE, "children"),
            Output(Customers.ORDERS, "children"),
            Output(Customers.ORDERS_CAPTION, "children"),
        ],
        "charts": {
            name: {
                "title": Output(chart.title, "children"),
                "graph": Output(chart.graph, "figure"),
                "caption": Output(chart.caption, "children"),
                "table": Output(chart.table, "children"),
            }
            for name, chart in CHARTS.items()
        },
    }


def _no_charts() -> dict[str, Any]:
    return dict.fromkeys(CHARTS, _NOTHING)


def _downloads() -> list[tuple[str, str, str]]:
    of_charts = [(name, chart.csv, chart.download) for name, chart in CHARTS.items()]
    return [*of_charts, ("orders", Customers.ORDERS_CSV, Customers.ORDERS_DOWNLOAD)]


def customer_in(pathname: str | None) -> str | None:
    """Return the customer's number in an address, "" where it names none; None on other pages."""
    path = pathname or ""
    if path.rstrip("/") == ADDRESS:
        return ""
    return unquote(path.removeprefix(f"{ADDRESS}/")) if path.startswith(f"{ADDRESS}/") else None


def search_customers(snapshot: Snapshot, text: str | None) -> Any:
    """Return the customers whose number has a text in it, or a sentence when there are none."""
    asked = (text or "").strip()
    if not asked:
        return None
    found = found_by(snapshot, asked)
    if not found:
        return customer_search.nothing_found(asked, snapshot.title)
    return customer_search.found_customers(found, snapshot.name, look_of(snapshot, "light"))


def first_address(snapshot: Snapshot, text: str | None) -> Any:
    """Return the address of the first match; of the number itself when nothing matches."""
    asked = (text or "").strip()
    if not asked:
        return no_update
    found = snapshot.find_customers(asked, 1)
    return customer_search.customer_address(found[0] if found else asked, snapshot.name)


def show_customer(snapshot: Snapshot, number: str, theme: str) -> dict[str, Any]:
    """Return everything the page shows for a number: the customer, or why there is none."""
    look = look_of(snapshot, theme)
    if not number:
        page = customer_search.invitation(example_customers(snapshot), snapshot.name, look)
        return _without_customer(page)
    try:
        view = describe_customer(snapshot, number, look)
    except UnknownCustomerError as error:
        page = customer_search.unknown_customer(
            number, error.nearest, snapshot.name, snapshot.title
        )
        return _without_customer(page)
    return {"page": [None, view.card, False], "orders": view.orders, "charts": view.charts}


def advise_on(datasets: Datasets, name: str, number: str) -> Any:
    """Return what to do next with a customer, by their segment; nothing for an unknown one."""
    snapshot = datasets.snapshot(name)
    if not snapshot.groupings:
        return None
    grouping = snapshot.groupings[0]
    try:
        segment = str(snapshot.customer(number)[schema.group_column(grouping)])
    except UnknownCustomerError:
        return None
    return play_card(datasets, name, (grouping, segment), f"What to do next: {segment}")


def download_of(snapshot: Snapshot, number: str, name: str) -> Any:
    """Return the numbers of a chart, or the orders, as a CSV file."""
    try:
        table = TABLES[name](snapshot, number, look_of(snapshot, "light"))
    except UnknownCustomerError:
        return no_update
    # The number may have characters that no file name can.
    told = "".join(letter if letter.isalnum() else "-" for letter in number)[:40]
    return {
        "type": "text/csv",
        "content": csv_text(table),
        "filename": f"customer-{told}-{name}.csv",
    }


def _without_customer(page: Any) -> dict[str, Any]:
    return {"page": [page, None, True], "orders": [no_update] * 3, "charts": _no_charts()}
