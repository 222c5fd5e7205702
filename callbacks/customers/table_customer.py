"""Customer Details of a customer table: the card and the charts of the customer in the address."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import Dash, Input, Output, State, no_update

from callbacks.customers.page import customer_in
from callbacks.customers.table_member import (
    EXPORTED,
    Member,
    card_of,
    example_customers,
    map_of,
    row_of,
    standing_of,
)
from callbacks.parts.files import csv_file
from callbacks.parts.looks import look_of
from layouts.customers import search as customer_search
from layouts.customers import table_card
from layouts.ids import Chart, Customers, Shell, TableCustomer
from rfm.errors import UnknownCustomerError

if TYPE_CHECKING:
    from server.data.datasets import Datasets

CHARTS: Final[Mapping[str, Chart]] = {
    "standing": TableCustomer.STANDING,
    "map": TableCustomer.MAP,
}


def register(app: Dash, datasets: "Datasets") -> None:
    """Connect this part of the page with the data sets."""
    asked = ((Customers.ADDRESS, "pathname"), (Shell.TABLE, "data"))
    app.callback(
        output={
            "page": [
                Output(TableCustomer.MESSAGE, "children"),
                Output(TableCustomer.CARD, "children"),
                Output(TableCustomer.ATTRIBUTES, "children"),
                Output(TableCustomer.CHARTS, "hidden"),
            ],
            "charts": {
                name: [
                    Output(chart.graph, "figure"),
                    Output(chart.title, "children"),
                    Output(chart.caption, "children"),
                    Output(chart.table, "children"),
                ]
                for name, chart in CHARTS.items()
            },
        },
        inputs=[*[Input(*each) for each in asked], Input(Shell.THEME, "data")],
    )(partial(show, datasets))
    saved = {name: (chart.csv, chart.download) for name, chart in CHARTS.items()}
    saved["attributes"] = (TableCustomer.ATTRIBUTES_CSV, TableCustomer.ATTRIBUTES_DOWNLOAD)
    for name, (pressed, download) in saved.items():
        app.callback(
            Output(download, "data"),
            Input(pressed, "n_clicks"),
            *[State(*each) for each in asked],
            prevent_initial_call=True,
        )(partial(export, datasets, name))


def show(datasets: "Datasets", pathname: Any, token: Any, theme: Any) -> dict[str, Any]:
    """Return everything the page shows for a number: the customer, or why there is none."""
    number = customer_in(pathname)
    if number is None or not token:
        return {"page": [no_update] * 4, "charts": dict.fromkeys(CHARTS, [no_update] * 4)}
    snapshot = datasets.snapshot(token["name"])
    look = look_of(snapshot, theme or "light")
    try:
        member = Member(snapshot, snapshot.customer(number), look) if number else None
    except UnknownCustomerError as error:
        unknown = customer_search.unknown_customer(
            number, error.nearest, snapshot.name, snapshot.title
        )
        return _without_customer(unknown)
    if member is None:
        examples = example_customers(snapshot)
        return _without_customer(customer_search.invitation(examples, snapshot.name, look))
    card = table_card.table_card(card_of(member))
    rows = [row_of(member, trait) for trait in member.traits]
    table = table_card.attributes_table(rows, member.cluster)
    return {
        "page": [None, card, table, False],
        "charts": {"standing": standing_of(member), "map": map_of(member)},
    }


def _without_customer(page: Any) -> dict[str, Any]:
    charts = dict.fromkeys(CHARTS, [no_update] * 4)
    return {"page": [page, None, None, True], "charts": charts}


def export(datasets: "Datasets", name: str, _clicks: Any, pathname: Any, token: Any) -> Any:
    """Return the numbers of a chart, or the attributes, as a CSV file."""
    number = customer_in(pathname)
    if not number or not token:
        return no_update
    snapshot = datasets.snapshot(token["name"])
    try:
        member = Member(snapshot, snapshot.customer(number), look_of(snapshot, "light"))
    except UnknownCustomerError:
        return no_update
    told = "".join(letter if letter.isalnum() else "-" for letter in number)[:40]
    return csv_file(f"customer-{told}-{name}.csv", EXPORTED[name](member))
