"""What the page shows of one customer, put together from a snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from callbacks.parts.attributes import joined_attributes
from callbacks.parts.looks import membership_of
from layouts.charts.customer import habits, values
from layouts.charts.customer import orders as figures
from layouts.charts.drawing.look import Look
from layouts.customers import (
    card as customer_card,
)
from layouts.customers import (
    orders as customer_orders,
)
from layouts.customers import (
    tables as customer_tables,
)
from layouts.customers.card import Card
from layouts.customers.search import Found
from layouts.ids import Chart, Customers
from layouts.parts import words
from layouts.parts.memberships import Membership
from rfm import schema
from rfm.customer.percentiles import MEASURES, standing
from rfm.log.purchases import products_bought
from rfm.snapshot import Snapshot

CHARTS: Final[Mapping[str, Chart]] = {
    "purchases": Customers.PURCHASES,
    "standing": Customers.STANDING,
    "top-products": Customers.TOP_PRODUCTS,
    "buying-times": Customers.BUYING_TIMES,
    "order-values": Customers.ORDER_VALUES,
}
MOST_FOUND: Final = 8
_LAPSED: Final = 75


@dataclass(frozen=True, kw_only=True)
class CustomerView:
    """The parts of the page for one customer, as the callback returns them."""

    card: Any
    orders: list[Any]
    charts: dict[str, dict[str, Any]]


def describe_customer(snapshot: Snapshot, number: str, look: Look) -> CustomerView:
    """Return everything the page shows of a customer."""
    customer = snapshot.customer(number)
    orders = orders_of(snapshot, number)
    stands = standing_of(snapshot, customer, look)
    card = Card(
        customer={str(name): value for name, value in customer.items()},
        memberships=memberships_of(snapshot, customer),
        standing=stands,
        as_of=snapshot.as_of,
        look=look,
        attributes=tuple(
            (each.label, each.value(customer[each.name])) for each in joined_attributes(snapshot)
        ),
    )
    listed = [
        customer_orders.title_of_orders(orders),
        customer_orders.orders_grid(orders, look.currency),
        customer_orders.caption_of_orders(orders),
    ]
    charts = {
        "purchases": _purchases(orders, look),
        "standing": _standing(stands, customer, snapshot, look),
        "top-products": _top_products(products_of(snapshot, number), look),
        "buying-times": _buying_times(orders, look),
        "order-values": _order_values(orders, averages_of(stands, customer, look), look),
    }
    return CustomerView(card=customer_card.customer_card(card), orders=listed, charts=charts)


def orders_of(snapshot: Snapshot, number: str) -> pd.DataFrame:
    """Return the orders and returns of a customer, oldest first."""
    orders = snapshot.orders_of(number)
    return orders.sort_values(schema.ORDERED_AT, kind="stable", ignore_index=True)


def products_of(snapshot: Snapshot, number: str) -> pd.DataFrame | None:
    """Return the products of a customer, the most bought first; None where none are named."""
    lines = snapshot.lines_of(number)
    return None if lines is None else products_bought(lines)


def standing_of(snapshot: Snapshot, customer: pd.Series, look: Look) -> pd.DataFrame:
    """Return where a customer stands on every measure that the base has."""
    measures = [name for name in MEASURES if name in snapshot.customer_columns]
    customers = snapshot.customers(look.column, *measures)
    return standing(customers, customer, look.column)


def averages_of(stands: pd.DataFrame, customer: pd.Series, look: Look) -> values.Averages:
    """Return a customer's average order value next to the segment's."""
    medians = stands.set_index(schema.MEASURE)[schema.MEDIAN]
    return values.Averages(
        own=float(customer[schema.AVERAGE_ORDER_VALUE]),
        of_segment=float(medians.get(schema.AVERAGE_ORDER_VALUE, np.nan)),
        segment=str(customer[look.column]),
    )


def memberships_of(snapshot: Snapshot, customer: pd.Series) -> tuple[Membership, ...]:
    """Return the customer's segment under every scheme, the chosen one first, and the cluster."""
    return tuple(
        membership_of(
            snapshot,
            grouping,
            str(customer[schema.group_column(grouping)]),
            str(customer.get(schema.code_column(grouping), "")),
        )
        for grouping in snapshot.groupings
    )


def found_by(snapshot: Snapshot, text: str) -> list[Found]:
    """Return the customers whose number is, begins with or has a text in it."""
    return [_found(snapshot, number) for number in snapshot.find_customers(text, MOST_FOUND)]


def example_customers(snapshot: Snapshot) -> list[Found]:
    """Return customers worth a look: the best, a typical one, and a good one who went away."""
    customers = snapshot.customers(schema.CUSTOMER_ID, *schema.RFM)
    spent = customers[schema.MONETARY].to_numpy()
    recency = customers[schema.RECENCY_DAYS].to_numpy()
    gone = recency >= np.percentile(recency, _LAPSED)
    rows = {
        int(np.argmax(spent)): "spent the most",
        _typical(customers): "close to the median customer",
        int(np.argmax(np.where(gone, spent, -np.inf))): "spent the most of those long away",
    }
    numbers = customers[schema.CUSTOMER_ID]
    return [_found(snapshot, str(numbers.iloc[row]), note) for row, note in rows.items()]


def _typical(customers: pd.DataFrame) -> int:
    """Return the row of the customer nearest to the medians, in units of each measure's spread."""
    distance = np.zeros(len(customers))
    for measure in schema.RFM:
        values_of = customers[measure].to_numpy(dtype=float)
        low, middle, high = np.percentile(values_of, (25, 50, 75))
        distance += np.abs(values_of - middle) / ((high - low) or 1.0)
    return int(np.argmin(distance))


def _found(snapshot: Snapshot, number: str, note: str = "") -> Found:
    customer = snapshot.customer(number)
    if not snapshot.groupings:
        return Found(number=number, note=note)
    group = str(customer[schema.group_column(snapshot.groupings[0])])
    if snapshot.kind == schema.CUSTOMER_TABLE:
        told = f"{words.percent(customer[schema.CLUSTER_PROBABILITY])} sure"
    else:
        told = words.money(float(customer[schema.MONETARY]), snapshot.currency)
    return Found(number=number, segment=group, told=told, note=note)


def _purchases(orders: pd.DataFrame, look: Look) -> dict[str, Any]:
    return {
        "title": figures.finding_of_purchases(orders, look),
        "graph": figures.draw_purchases(orders, look),
        "caption": figures.caption_of_purchases(orders, look),
        "table": _as_table(customer_tables.table_of_purchases(orders, look), "Orders and returns"),
    }


def _standing(
    stands: pd.DataFrame, customer: pd.Series, snapshot: Snapshot, look: Look
) -> dict[str, Any]:
    segment = str(customer[look.column])
    size = len(snapshot.customers(schema.MONETARY))
    table = customer_tables.table_of_standing(stands)
    return {
        "title": habits.finding_of_standing(stands, segment),
        "graph": habits.draw_standing(stands, segment, look),
        "caption": habits.caption_of_standing(size, segment, look),
        "table": _as_table(table, "This customer and the segment"),
    }


def _top_products(products: pd.DataFrame | None, look: Look) -> dict[str, Any]:
    top = None if products is None else products.head(figures.TOP_PRODUCTS)
    table = customer_tables.table_of_top_products(top, look)
    return {
        "title": figures.finding_of_top_products(top),
        "graph": figures.draw_top_products(top, look),
        "caption": figures.caption_of_top_products(top, 0 if products is None else len(products)),
        "table": _as_table(table, "Products bought most often"),
    }


def _buying_times(orders: pd.DataFrame, look: Look) -> dict[str, Any]:
    return {
        "title": habits.finding_of_buying_times(orders),
        "graph": habits.draw_buying_times(orders, look),
        "caption": habits.caption_of_buying_times(orders),
        "table": _as_table(customer_tables.table_of_buying_times(orders), "Orders by time"),
    }


def _order_values(orders: pd.DataFrame, averages: values.Averages, look: Look) -> dict[str, Any]:
    table = customer_tables.table_of_order_values(orders, look)
    return {
        "title": values.finding_of_order_values(orders, averages, look),
        "graph": values.draw_order_values(orders, averages, look),
        "caption": values.caption_of_order_values(orders, averages, look),
        "table": _as_table(table, "Value of each order"),
    }


def _as_table(table: pd.DataFrame, caption: str) -> Any:
    return customer_tables.told_as_table(table, caption)


TABLES: Final[Mapping[str, Callable[[Snapshot, str, Look], pd.DataFrame]]] = {
    "orders": lambda snapshot, number, _look: customer_orders.table_of_orders(
        orders_of(snapshot, number)
    ),
    "purchases": lambda snapshot, number, look: customer_tables.table_of_purchases(
        orders_of(snapshot, number), look
    ),
    "standing": lambda snapshot, number, look: customer_tables.table_of_standing(
        standing_of(snapshot, snapshot.customer(number), look)
    ),
    "top-products": lambda snapshot, number, look: customer_tables.table_of_top_products(
        products_of(snapshot, number), look
    ),
    "buying-times": lambda snapshot, number, _look: customer_tables.table_of_buying_times(
        orders_of(snapshot, number)
    ),
    "order-values": lambda snapshot, number, look: customer_tables.table_of_order_values(
        orders_of(snapshot, number), look
    ),
}
