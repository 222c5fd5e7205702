"""One row per customer, as one expression that runs wherever the log lives.

Everything is counted from the orders, which are far fewer than the lines; only the favourite
product needs the lines. DuckDB, PostgreSQL and Sail (Spark Connect) give the same values in every
column: tests/rfm/log/test_engines.py runs the expression on each.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from rfm import schema
from rfm.log.transactions.cleaning import shop_time
from rfm.log.transactions.tables import SECONDS_PER_DAY, Transactions, baskets_of, day_number
from rfm.settings import Settings

PURCHASE_DAYS: Final = "purchase_days"
RETURNED_UNITS: Final = "returned_units"
# A count and a product number in one whole number, the count above: its maximum is the product
# bought most often and, among equals, the first of the alphabet.
PRODUCT_NUMBERS: Final = 2**32
# The columns that people know by names, and the column of lines whose names they are.
NAMED: Final = {
    schema.CUSTOMER_ID: schema.CUSTOMER_ID,
    schema.FAVOURITE_PRODUCT: schema.PRODUCT_NO,
    schema.COUNTRY: schema.COUNTRY,
}


def customer_table(transactions: Transactions, settings: Settings, as_of: datetime) -> ir.Table:
    """Return one row per customer who has bought, sorted by customer number as a text.

    Parameters
    ----------
    transactions : Transactions
        The lines and orders that count.
    settings : Settings
        What `frequency` counts.
    as_of : datetime
        The moment looked back from. Orders that began later, and their lines, are not used, nor
        are customers without an earlier purchase.

    Returns
    -------
    ibis Table
        An expression; nothing is computed before it is executed.

        ==================== ==============================================================
        customer_id          text
        first_order_at       time of the first purchase
        last_order_at        time of the last purchase
        recency_days         whole periods of 24 hours from the last purchase to `as_of`
        frequency            orders, lines or purchase days, as the settings say
        monetary             money spent less money given back, in the currency
        tenure_days          whole periods of 24 hours from the first purchase to `as_of`
        orders, lines        number of purchases, and of their lines
        average_order_value  `monetary` divided by `orders`
        returned_amount      money given back, as a positive number
        products             number of different products bought
        favourite_product    on most lines; among equals the first of the alphabet
        repeat_orders        purchase days after the first
        last_repeat_days     calendar days from the first purchase day to the last
        country              on most lines; among equals the first of the alphabet
        ==================== ==============================================================

        `products` and `favourite_product` are absent when the log has no products, `country`
        when it has none.
    """
    customers = customers_by_number(transactions, settings, as_of)
    columns = customers.columns
    for column, names in NAMED.items():
        if column in columns:
            customers = transactions.named(customers, column, names)
    return customers.select(columns).order_by(schema.CUSTOMER_ID)


def customers_of(transactions: Transactions, settings: Settings, as_of: datetime) -> pd.DataFrame:
    """Return `customer_table`, executed: names are added here faster than in the database.

    Parameters
    ----------
    transactions : Transactions
        The lines and orders that count.
    settings : Settings
        What `frequency` counts, and how returns do.
    as_of : datetime
        The moment looked back from, on the clock of the shop.

    Returns
    -------
    DataFrame
        One row per customer, by customer number; `customer_table` names the columns.
    """
    found = customers_by_number(transactions, settings, as_of)
    customers = found.order_by(schema.CUSTOMER_ID).to_pyarrow()
    cursor = transactions.lines.get_backend().con
    for column, names in NAMED.items():
        if column in customers.column_names and names in transactions.names:
            place = customers.column_names.index(column)
            texts = transactions.names[names].of(customers[column], cursor)
            customers = customers.set_column(place, column, texts)
    named: pd.DataFrame = customers.to_pandas()
    return named


def customers_by_number(
    transactions: Transactions, settings: Settings, as_of: datetime
) -> ir.Table:
    """Return `customer_table` in no order, with numbers where lines and orders have numbers."""
    moment = shop_time(as_of, settings)
    orders = _orders_until(transactions, moment)
    customers = _histories(orders)
    columns = _columns(customers, settings, moment)
    if transactions.has_products:
        lines = transactions.lines.filter(transactions.lines[schema.ORDERED_AT] <= moment)
        customers = customers.left_join(
            _favourites(lines), schema.CUSTOMER_ID, rname="product_{name}"
        )
        columns[schema.PRODUCTS] = _[schema.PRODUCTS].fill_null(0).cast("int64")
        columns[schema.FAVOURITE_PRODUCT] = _[schema.FAVOURITE_PRODUCT]
    if schema.COUNTRY in orders.columns:
        customers = customers.left_join(
            _countries(orders), schema.CUSTOMER_ID, rname="country_{name}"
        )
        columns[schema.COUNTRY] = _[schema.COUNTRY]
    return customers.select(**columns)


def scorable_by_number(transactions: Transactions, settings: Settings, as_of: datetime) -> ir.Table:
    """Return `customers_by_number` without products and country: what segments are made of.

    Parameters
    ----------
    transactions : Transactions
        The orders that count.
    settings : Settings
        What `frequency` counts.
    as_of : datetime
        The moment looked back from; later orders are not used.

    Returns
    -------
    ibis Table
        An expression, in no order.
    """
    moment = shop_time(as_of, settings)
    customers = _histories(_orders_until(transactions, moment))
    return customers.select(**_columns(customers, settings, moment))


def _orders_until(transactions: Transactions, moment: datetime) -> ir.Table:
    return transactions.orders.filter(transactions.orders[schema.ORDERED_AT] <= moment)


def _histories(orders: ir.Table) -> ir.Table:
    """Count and sum the orders of each customer who has bought."""
    happened_at = orders[schema.ORDERED_AT]
    units = orders[schema.AMOUNT_UNITS]
    is_return = orders[schema.IS_RETURN]
    histories = orders.group_by(schema.CUSTOMER_ID).aggregate(
        happened_at.min(where=~is_return).name(schema.FIRST_ORDER_AT),
        happened_at.max(where=~is_return).name(schema.LAST_ORDER_AT),
        is_return.count(where=~is_return).name(schema.ORDERS),
        orders[schema.LINES].sum(where=~is_return).name(schema.LINES),
        happened_at.date().nunique(where=~is_return).name(PURCHASE_DAYS),
        units.sum().name(schema.AMOUNT_UNITS),
        units.sum(where=is_return).fill_null(0).name(RETURNED_UNITS),
    )
    return histories.filter(_[schema.ORDERS] > 0)


def _columns(histories: ir.Table, settings: Settings, as_of: datetime) -> dict[str, Any]:
    """Return the columns that follow from a customer's orders."""
    first, last = histories[schema.FIRST_ORDER_AT], histories[schema.LAST_ORDER_AT]
    monetary = _money(histories[schema.AMOUNT_UNITS])
    counted = {"orders": schema.ORDERS, "lines": schema.LINES, "days": PURCHASE_DAYS}
    values: Mapping[str, Any] = {
        schema.RECENCY_DAYS: _whole_days(last, as_of),
        schema.FREQUENCY: histories[counted[settings.count]],
        schema.MONETARY: monetary,
        schema.TENURE_DAYS: _whole_days(first, as_of),
        schema.ORDERS: histories[schema.ORDERS],
        schema.LINES: histories[schema.LINES],
        schema.AVERAGE_ORDER_VALUE: monetary / histories[schema.ORDERS],
        schema.RETURNED_AMOUNT: _money(-histories[RETURNED_UNITS]),
        schema.REPEAT_ORDERS: histories[PURCHASE_DAYS] - 1,
        schema.LAST_REPEAT_DAYS: day_number(last) - day_number(first),
    }
    names = (schema.CUSTOMER_ID, schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT)
    whole = {
        name: value if value.type().is_floating() else value.cast("int64")
        for name, value in values.items()
    }
    return {name: histories[name] for name in names} | whole


def _money(units: ir.IntegerColumn) -> ir.FloatingColumn:
    return units.cast("float64") / schema.UNITS_PER_CURRENCY


def _whole_days(moments: ir.TimestampColumn, as_of: datetime) -> ir.IntegerColumn:
    """Return the whole periods of 24 hours to a moment; databases count midnights instead."""
    until = ibis.literal(as_of.replace(microsecond=0), "timestamp(0)").epoch_seconds()
    second = moments.truncate("s")
    begun = second
    if as_of.microsecond:
        begun = second + ibis.interval(microseconds=as_of.microsecond)
    # Spark has no `microsecond`, and PostgreSQL casts no boolean to a number.
    seconds = until - second.epoch_seconds() - (moments > begun).ifelse(1, 0)
    return (seconds // SECONDS_PER_DAY).cast("int64")


def _favourites(lines: ir.Table) -> ir.Table:
    """Return how many products each customer bought, and the number of that on most lines."""
    times = baskets_of(lines)
    number = (PRODUCT_NUMBERS - 1 - times[schema.PRODUCT_NO]).cast("int64")
    ranked = times[schema.LINES] * PRODUCT_NUMBERS + number
    best = times.group_by(schema.CUSTOMER_ID).aggregate(
        times.count().name(schema.PRODUCTS), ranked.max().name("best")
    )
    favourite = PRODUCT_NUMBERS - 1 - best.best % PRODUCT_NUMBERS
    return best.mutate(favourite.cast("int32").name(schema.FAVOURITE_PRODUCT)).drop("best")


def _countries(orders: ir.Table) -> ir.Table:
    """Return the country of most of each customer's purchased lines."""
    bought = orders.filter(~orders[schema.IS_RETURN] & orders[schema.COUNTRY].notnull())  # noqa: PD004
    lines = bought.group_by(schema.CUSTOMER_ID, schema.COUNTRY).aggregate(
        _[schema.LINES].sum().name(schema.LINES)
    )
    place = ibis.row_number().over(
        group_by=schema.CUSTOMER_ID,
        order_by=[ibis.desc(schema.LINES), schema.COUNTRY],
    )
    placed = lines.mutate(place=place)
    return placed.filter(placed.place == 0).select(schema.CUSTOMER_ID, schema.COUNTRY)
