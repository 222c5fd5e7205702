"""Decide about each row of a log: does it count, and if not, why not."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
from ibis import _
from ibis.backends.duckdb import Backend

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import Reading
from rfm.log.transactions import reasons
from rfm.log.transactions.given_back import GIVEN_BACK, CountedRows, find_given_back
from rfm.log.transactions.numbering import ROWS, Numbered, number
from rfm.log.transactions.reasons import RowRules, rules_for
from rfm.log.transactions.tables import EXAMPLES, RowCount, Transactions, day_as_order, orders_of
from rfm.reading.where import Where
from rfm.settings import Settings

MEMORY_LIMIT: Final = "900MB"
MOST_THREADS: Final = 8
# No line of a shop is worth more; beyond it a number is a mistake, and its sum no longer exact.
LARGEST_AMOUNT: Final = 1e11
REASON: Final = "reason"
LOG: Final = "log"
# Products are numbers and money whole ten-thousandths, until they are written.
COUNTED: Final = {schema.PRODUCT: schema.PRODUCT_NO, schema.AMOUNT: schema.AMOUNT_UNITS}
KEPT_COLUMNS: Final = tuple(COUNTED.get(column, column) for column in schema.LINE_COLUMNS)


def connect(
    workspace: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None
) -> Backend:
    """Return a new, empty database that ends with its connection.

    Its tables are kept in memory up to a limit and spill into the workspace beyond it, so that a
    log larger than memory needs time and disk. A database in a file took twice as long to fill.

    Parameters
    ----------
    workspace : Path
        An existing folder for what does not fit into memory.
    memory_limit : str
        How much memory the database may take before it spills, as "900MB" or "4GB".
    threads : int, optional
        How many threads it may use; by default one a processor, at most eight.

    Returns
    -------
    ibis.backends.duckdb.Backend
        The connection; `disconnect` closes it.
    """
    return ibis.duckdb.connect(
        threads=threads or min(MOST_THREADS, os.cpu_count() or 1),
        memory_limit=memory_limit,
        temp_directory=str(workspace / "spilled"),
        # What leaves the database is sorted there or after it, so tables need not keep an order.
        preserve_insertion_order=False,
    )


def clean(reading: Reading, settings: Settings, connection: Backend) -> Transactions:
    """Return the lines and orders of a log that count, with an account of all its rows.

    Parameters
    ----------
    reading : Reading
        The log in canonical form.
    settings : Settings
        Which rows count. `as_of` leaves out what is later.
    connection : ibis.backends.duckdb.Backend
        A new database, as `connect` makes it. It gets the tables `log` and `orders`, the view
        `lines`, names, and what they are made of.

    Returns
    -------
    Transactions
        Tables of the database, and the report.

    Raises
    ------
    SourceError
        When no row is a purchase.
    """
    numbered = number(reading.lines, connection)
    has_orders = schema.ORDER_ID in numbered.names
    has_products = schema.PRODUCT_NO in numbered.names
    rules = rules_for(settings, has_orders=has_orders, has_products=has_products)
    rows = _described(numbered)
    rows = rows.mutate(_first_reason(_checks(settings, rows), rules))
    kept = (*KEPT_COLUMNS, schema.LINE_NO, REASON)
    columns = [column for column in kept if column in rows.columns]
    decided = connection.create_table(LOG, rows.select(columns))
    connection.con.unregister(ROWS)
    # Where returns are left out, whoever has a line left has bought something.
    if reasons.RETURNED in rules.kept:
        _take_back(decided.columns, rules, connection)
        _leave_out_strangers(decided, rules, connection)
    report = _report(rules, numbered, reading.where, connection)
    # A column of a hundred million numbers that nobody needs any more.
    connection.con.execute(f"ALTER TABLE {LOG} DROP COLUMN {schema.LINE_NO}")
    decided = connection.table(LOG)
    lines = decided.filter(decided[REASON] < len(rules.kept)).drop(REASON)
    lines = connection.create_view("lines", lines)
    return Transactions(
        lines=lines,
        orders=connection.create_table("orders", orders_of(lines)),
        names=numbered.names,
        report=report,
        has_orders=has_orders,
    )


def shop_time(moment: datetime, settings: Settings) -> datetime:
    """Return a moment as the clock in the shop shows it, without a zone.

    Parameters
    ----------
    moment : datetime
        With a zone or, when it is the shop's already, without.
    settings : Settings
        Its `time_zone` is the shop's.

    Returns
    -------
    datetime
        Without a zone.
    """
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(settings.time_zone or "UTC")).replace(tzinfo=None)


def _described(numbered: Numbered) -> ir.Table:
    """Add what cleaning and counting need to know of each row."""
    rows = numbered.rows
    amount = rows[schema.AMOUNT]
    is_readable = (
        rows[schema.ORDERED_AT].notnull() & ~amount.isnan() & (amount.abs() <= LARGEST_AMOUNT)
    )
    units = ibis.ifelse(is_readable, amount * schema.UNITS_PER_CURRENCY, None).round().cast("int64")
    rows = rows.mutate(units.name(schema.AMOUNT_UNITS))
    order_id = day_as_order(rows[schema.ORDERED_AT])
    if schema.ORDER_ID in rows.columns:
        order_id = ibis.coalesce(rows[schema.ORDER_ID], order_id)
    gives_back = _[schema.AMOUNT_UNITS] < 0
    if schema.QUANTITY in rows.columns:
        gives_back |= (_[schema.AMOUNT_UNITS] == 0) & (_[schema.QUANTITY] < 0).fill_null(False)
    return rows.mutate(**{schema.ORDER_ID: order_id, schema.IS_RETURN: gives_back})


def _checks(settings: Settings, rows: ir.Table) -> dict[str, Any]:
    """Return what tells each reason, for rows that were described."""
    is_cancelled = rows[schema.IS_CANCELLED] if schema.IS_CANCELLED in rows.columns else False
    as_of = settings.as_of and shop_time(settings.as_of, settings)
    marked = {
        reasons.UNPAID: schema.IS_UNPAID,
        reasons.OTHER_CURRENCY: schema.IS_OTHER_CURRENCY,
    }
    return {reason: rows[mark] for reason, mark in marked.items() if mark in rows.columns} | {
        reasons.UNREADABLE: _[schema.AMOUNT_UNITS].isnull(),
        reasons.EMPTY_FIELD: _[schema.HAS_EMPTY_FIELD],
        reasons.AFTER_AS_OF: _[schema.ORDERED_AT] > ibis.literal(as_of, "timestamp(6)"),
        reasons.DUPLICATE: _[schema.IS_COPY],
        reasons.NOT_A_PRODUCT: ~_[schema.IS_PRODUCT],
        reasons.CANCELLED: _[schema.IS_RETURN] & is_cancelled,
        reasons.RETURNED: _[schema.IS_RETURN],
        reasons.ZERO_PRICE: _[schema.AMOUNT_UNITS] == 0,
    }


def _first_reason(checks: Mapping[str, Any], rules: RowRules) -> ir.IntegerColumn:
    """Return the place, in `rules.places`, of the reason for which a row counts or does not.

    It is the first that leaves the row out, else the first that describes it.
    """
    names = [name for name in (*rules.left_out, *rules.kept) if name in checks]
    branches = [(checks[name], rules.places.index(name)) for name in names]
    return (
        ibis.cases(*branches, else_=rules.places.index(reasons.PURCHASE)).cast("int8").name(REASON)
    )


def _take_back(columns: tuple[str, ...], rules: RowRules, connection: Backend) -> None:
    """Let the lines of orders that were given back whole be no purchases."""
    counted = f"SELECT * EXCLUDE {REASON} FROM {LOG} WHERE {REASON} < {len(rules.kept)}"  # noqa: S608
    orders = find_given_back(CountedRows(connection.con, counted, columns))
    connection.con.register(GIVEN_BACK, orders.to_arrow())
    connection.con.execute(
        f"UPDATE {LOG} SET {schema.IS_RETURN} = true, {REASON} = ? FROM {GIVEN_BACK} AS whole "  # noqa: S608
        f"WHERE {REASON} < ? AND NOT {schema.IS_RETURN} "
        f"AND {LOG}.{schema.CUSTOMER_ID} = whole.{schema.CUSTOMER_ID} "
        f"AND {LOG}.{schema.ORDER_ID} = whole.{schema.ORDER_ID}",
        [rules.places.index(reasons.GIVEN_BACK), len(rules.kept)],
    )
    connection.con.unregister(GIVEN_BACK)


def _leave_out_strangers(decided: ir.Table, rules: RowRules, connection: Backend) -> None:
    """Leave out the rows of customers of whom nothing but returns would count."""
    kept = decided.filter(decided[REASON] < len(rules.kept))
    customers = kept.group_by(schema.CUSTOMER_ID)
    has_bought = kept[REASON] == rules.places.index(reasons.GIVEN_BACK)
    places = [rules.places.index(name) for name in (reasons.GAVE_ALL_BACK, reasons.NEVER_BOUGHT)]
    strangers = customers.having(kept[schema.IS_RETURN].all()).aggregate(
        why=ibis.ifelse(has_bought.any(), *places)
    )
    connection.create_table("strangers", strangers)
    connection.con.execute(
        f"UPDATE {LOG} SET {REASON} = why FROM strangers "  # noqa: S608
        f"WHERE {LOG}.{schema.CUSTOMER_ID} = strangers.{schema.CUSTOMER_ID} AND {REASON} < ?",
        [len(rules.kept)],
    )


def _report(
    rules: RowRules, numbered: Numbered, where: Where, connection: Backend
) -> tuple[RowCount, ...]:
    counts = connection.con.execute(
        f"SELECT {REASON}, count(*), min({schema.LINE_NO}, {EXAMPLES}) "  # noqa: S608
        f"FROM {LOG} GROUP BY {REASON}"
    ).fetchall()
    rows = {rules.places[place]: (many, first) for place, many, first in counts}
    rows[reasons.NO_CUSTOMER] = (numbered.without_customer, numbered.nameless)
    shown = (rules.kept[-1], *rules.kept[:-1], *rules.left_out)
    report = tuple(
        reasons.REASON[name].count(
            many, tuple(where.row(line) for line in first), kept=name in rules.kept
        )
        for name, (many, first) in ((name, rows.get(name, (0, ()))) for name in shown)
    )
    if any(row.kept and row.rows for row in report):
        return report
    reasons_given = "; ".join(f"{row.label}: {row.rows:,}" for row in report if row.rows)
    raise SourceError(
        f"No row of the log is a purchase ({reasons_given or 'it has no rows'}). "
        "Check that the columns of the customer, the date and the amount are the right ones, and "
        "that the day looked back from (as_of) is not before the log."
    )
