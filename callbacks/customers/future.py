"""What is next for the customer in the address: sentence, figures, and two charts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, State, no_update

from callbacks.customers.page import customer_in
from callbacks.parts.looks import look_of
from layouts.charts.customer import alive, worth
from layouts.charts.drawing.look import Look
from layouts.customers.future import Future, future_card, no_future
from layouts.customers.tables import told_as_table
from layouts.ids import Chart, Customers, Shell
from rfm import schema
from rfm.errors import UnknownCustomerError
from rfm.exports import csv_text
from rfm.lifetime.forecast.alive_path import alive_path
from rfm.lifetime.lifetime import Lifetime
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

CHARTS: Final[Mapping[str, Chart]] = {"alive": Customers.ALIVE, "worth": Customers.WORTH}
_PARTS: Final = ("title", "graph", "caption", "table")


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the section with the data sets."""

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
        if number is None or not shown or not theme:
            return _page(no_update, no_update)
        return show_future(datasets.snapshot(shown["name"]), number, theme)

    for name, chart in CHARTS.items():
        _register_download(app, datasets, name, chart)


def _register_download(app: Dash, datasets: Datasets, name: str, chart: Chart) -> None:
    @app.callback(
        Output(chart.download, "data"),
        Input(chart.csv, "n_clicks"),
        State(Customers.ADDRESS, "pathname"),
        State(Shell.DATA, "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, pathname: str | None, shown: dict[str, str] | None) -> Any:
        number = customer_in(pathname)
        if not clicks or not number or not shown:
            return no_update
        return download_of(datasets.snapshot(shown["name"]), number, name)


def _outputs() -> dict[str, Any]:
    properties = ("children", "figure", "children", "children")
    return {
        "card": Output(Customers.FUTURE, "children"),
        "no_charts": Output(Customers.FUTURE_CHARTS, "hidden"),
        "charts": {
            name: {
                part: Output(getattr(chart, part), each)
                for part, each in zip(_PARTS, properties, strict=True)
            }
            for name, chart in CHARTS.items()
        },
    }


def _page(card: Any, no_charts: Any, charts: dict[str, Any] | None = None) -> dict[str, Any]:
    nothing = dict.fromkeys(CHARTS, dict.fromkeys(_PARTS, no_update))
    return {"card": card, "no_charts": no_charts, "charts": charts or nothing}


def show_future(snapshot: Snapshot, number: str, theme: str) -> dict[str, Any]:
    """Return what the section shows for a number; nothing where there is no such customer."""
    try:
        customer = snapshot.customer(number) if number else None
    except UnknownCustomerError:
        customer = None
    if customer is None:
        return _page(None, True)
    lifetime, look = snapshot.lifetime, look_of(snapshot, theme)
    if lifetime is None:
        return _page(no_future(snapshot.no_lifetime_reason), True)
    path = path_of(snapshot, number, lifetime, customer)
    beside = worth_of(snapshot, customer, look)
    charts = {
        "alive": _chart(alive, "alive", path, table_of_alive(path), look),
        "worth": _chart(worth, "worth", beside, table_of_worth(beside, look), look),
    }
    future = future_of(snapshot, lifetime, customer, beside)
    return _page(future_card(future, look), False, charts)


def _chart(figures: Any, noun: str, facts: Any, table: pd.DataFrame, look: Look) -> dict[str, Any]:
    finding = getattr(figures, f"finding_of_{noun}")(facts, look)
    return {
        "title": finding,
        "graph": getattr(figures, f"draw_{noun}")(facts, look),
        "caption": getattr(figures, f"caption_of_{noun}")(facts, look),
        "table": told_as_table(table, finding),
    }


def future_of(
    snapshot: Snapshot, lifetime: Lifetime, customer: pd.Series, beside: worth.Worth
) -> Future:
    """Return what is expected of a customer."""
    group = schema.group_column(snapshot.groupings[0])
    members = _members(snapshot, customer, group)
    churn = snapshot.customers(schema.CHURN_PROBABILITY)[schema.CHURN_PROBABILITY].to_numpy()
    return Future(
        alive=float(customer[schema.P_ALIVE]),
        churn=float(customer[schema.CHURN_PROBABILITY]),
        churn_days=lifetime.horizon_days,
        orders=float(customer[schema.EXPECTED_ORDERS_YEAR]),
        orders_low=float(customer[schema.ORDERS_YEAR_LOW]),
        orders_high=float(customer[schema.ORDERS_YEAR_HIGH]),
        order_value=float(customer[schema.EXPECTED_ORDER_VALUE]),
        value=beside.own,
        low=beside.low,
        high=beside.high,
        value_days=lifetime.value_days,
        next_from=_day(customer[schema.NEXT_ORDER_FROM]),
        next_to=_day(customer[schema.NEXT_ORDER_TO]),
        segment=beside.segment,
        median_value=beside.median,
        median_churn=float(np.median(churn[members])),
        is_indicative=lifetime.is_value_indicative,
    )


def worth_of(snapshot: Snapshot, customer: pd.Series, look: Look) -> worth.Worth:
    """Return a customer's expected value beside everyone's in the segment."""
    members = _members(snapshot, customer, look.column)
    return worth.Worth(
        own=float(customer[schema.CLV]),
        low=float(customer[schema.CLV_LOW]),
        high=float(customer[schema.CLV_HIGH]),
        values=snapshot.customers(schema.CLV)[schema.CLV].to_numpy()[members],
        segment=str(customer[look.column]),
    )


def path_of(
    snapshot: Snapshot, number: str, lifetime: Lifetime, customer: pd.Series
) -> alive.AlivePath:
    """Return P(alive) of a customer day by day."""
    path = alive_path(lifetime.model, snapshot.orders_of(number), snapshot.as_of)
    return alive.AlivePath(
        moments=path.moments,
        probability=path.probability,
        purchases=path.purchases,
        as_of=snapshot.as_of,
        next_from=_day(customer[schema.NEXT_ORDER_FROM]),
        next_to=_day(customer[schema.NEXT_ORDER_TO]),
    )


def _members(snapshot: Snapshot, customer: pd.Series, column: str) -> np.ndarray:
    groups = snapshot.customers(column)[column]
    code = groups.cat.categories.get_loc(customer[column])
    return np.asarray(groups.cat.codes.to_numpy() == code)


def _day(moment: Any) -> datetime | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).to_pydatetime()


def table_of_alive(path: alive.AlivePath) -> pd.DataFrame:
    """Return P(alive) at each day that is drawn, the newest first."""
    shares = 100 * path.probability.astype(float)
    table = pd.DataFrame({"Date": pd.DatetimeIndex(path.moments), "Still a customer (%)": shares})
    return table.iloc[::-1].reset_index(drop=True)


def table_of_worth(beside: worth.Worth, look: Look) -> pd.DataFrame:
    """Return the customer's value and the quartiles of the segment's."""
    quarters = (0, 25, 50, 75, 100)
    told = ("Least", "A quarter below", "Median", "Three quarters below", "Most")
    head = look.with_currency("Expected value")
    segment = [float(np.percentile(beside.values, at)) for at in quarters]
    names = [f"{each} in {beside.segment}" for each in told]
    rows = {"This customer": beside.own, "  likely from": beside.low, "  likely to": beside.high}
    rows |= dict(zip(names, segment, strict=True))
    return pd.DataFrame({"Who": list(rows), head: list(rows.values())})


def download_of(snapshot: Snapshot, number: str, name: str) -> Any:
    """Return the numbers of a chart as a CSV file."""
    try:
        customer = snapshot.customer(number)
    except UnknownCustomerError:
        return no_update
    lifetime, look = snapshot.lifetime, look_of(snapshot, "light")
    if lifetime is None:
        return no_update
    makers: dict[str, Callable[[], pd.DataFrame]] = {
        "alive": lambda: table_of_alive(path_of(snapshot, number, lifetime, customer)),
        "worth": lambda: table_of_worth(worth_of(snapshot, customer, look), look),
    }
    told = "".join(letter if letter.isalnum() else "-" for letter in number)[:40]
    content = csv_text(makers[name]())
    return {"type": "text/csv", "content": content, "filename": f"customer-{told}-{name}.csv"}
