"""Decide about each row of a log: does it count, and if not, why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from rfm import schema
from rfm.errors import SourceError
from rfm.settings import Settings
from rfm.transactions import reasons
from rfm.transactions.fees import is_product
from rfm.transactions.reasons import Rules, rules_for
from rfm.transactions.tables import RowCount, Transactions, orders_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

    from rfm.reading import Reading

# No line of a shop is worth more; beyond it a number is a mistake, and its sum no longer exact.
LARGEST_AMOUNT: Final = 1e11
CANCELLED_ORDER: Final = "C"
REASON: Final = "reason"
COPY_NO: Final = "copy_no"
LOG: Final = "log"
COPIED: Final = (schema.ROW_HASH, schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT)
KEPT_COLUMNS: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.PRODUCT_ID,
    schema.PRODUCT,
    schema.PRODUCT_NO,
    schema.IS_PRODUCT,
    schema.QUANTITY,
    schema.UNIT_PRICE,
    schema.AMOUNT_UNITS,
    schema.COUNTRY,
    schema.IS_RETURN,
)


def clean(reading: "Reading", settings: Settings, connection: "Backend") -> Transactions:
    """Return the lines and orders of a log that count, with an account of all its rows.

    Parameters
    ----------
    reading : Reading
        The log in canonical form.
    settings : Settings
        Which rows count. `as_of` leaves out what is later.
    connection : ibis.backends.duckdb.Backend
        A new database, as `connect` makes it. It gets the tables `log`, `orders`, `products`.

    Returns
    -------
    Transactions
        Tables of the database, and the report.

    Raises
    ------
    SourceError
        When no row is a purchase.
    """
    log = connection.read_parquet(reading.path)
    has_orders = schema.ORDER_ID in log.columns
    products = _products(log, connection)
    rules = rules_for(settings, has_orders=has_orders, has_products=products is not None)
    checks = _checks(settings)
    # A view, since an expression that grows step by step is translated anew at every step.
    rows = connection.create_view("described", _described(log, products))
    if reasons.DUPLICATE in rules.left_out:
        rows = rows.left_join(_copies(log, connection), [(schema.LINE_NO, COPY_NO)])
    rows = rows.mutate(_first_reason(checks, rules))
    columns = [column for column in (*KEPT_COLUMNS, REASON) if column in rows.columns]
    decided = connection.create_table(LOG, rows.select(columns))
    # Where returns are left out, whoever has a line left has bought something.
    if reasons.RETURNED in rules.kept:
        _leave_out_strangers(decided, rules, connection)
    report = _report(decided, rules)
    lines = decided.filter(decided[REASON].isin(rules.kept)).drop(REASON)
    lines = connection.create_view("lines", lines)
    return Transactions(
        lines=lines,
        orders=connection.create_table("orders", orders_of(lines)),
        products=None if products is None else _names(products),
        report=report,
        has_orders=has_orders,
    )


def shop_time(moment: datetime, settings: Settings) -> datetime:
    """Return a moment as the clock in the shop shows it, without a zone."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(settings.time_zone)).replace(tzinfo=None)


def _products(log: "ir.Table", connection: "Backend") -> "ir.Table | None":
    """Give each product its number in the alphabet and tell fees from products."""
    import ibis

    named = [column for column in (schema.PRODUCT, schema.PRODUCT_ID) if column in log.columns]
    if not named:
        return None
    sold = log.filter(log[schema.CUSTOMER_ID].notnull()).select(named).distinct()
    code, description = (
        sold[column] if column in named else ibis.null("string")
        for column in (schema.PRODUCT_ID, schema.PRODUCT)
    )
    name = ibis.coalesce(description, code)
    number = ibis.ifelse(name.notnull(), ibis.dense_rank().over(order_by=name), None)
    return connection.create_table(
        "products",
        sold.select(
            *(sold[column].fill_null("").name(f"log_{column}") for column in named),
            name.name(schema.PRODUCT),
            number.cast("int32").name(schema.PRODUCT_NO),
            is_product(code, description).name(schema.IS_PRODUCT),
        ),
    )


def _described(log: "ir.Table", products: "ir.Table | None") -> "ir.Table":
    """Add what cleaning and counting need to know of each row."""
    import ibis
    from ibis import _

    amount = log[schema.AMOUNT]
    is_readable = (
        log[schema.ORDERED_AT].notnull() & ~amount.isnan() & (amount.abs() <= LARGEST_AMOUNT)
    )
    units = ibis.ifelse(is_readable, amount * schema.UNITS_PER_CURRENCY, None).round().cast("int64")
    rows = log.mutate(
        units.name(schema.AMOUNT_UNITS), log[schema.ORDERED_AT].date().name(schema.DAY)
    )
    day = _[schema.DAY].cast("string")
    order_id = _[schema.ORDER_ID].fill_null(day) if schema.ORDER_ID in log.columns else day
    gives_back = _[schema.AMOUNT_UNITS] < 0
    if schema.QUANTITY in log.columns:
        gives_back |= (_[schema.AMOUNT_UNITS] == 0) & (_[schema.QUANTITY] < 0).fill_null(False)
    rows = rows.mutate(**{schema.ORDER_ID: order_id, schema.IS_RETURN: gives_back})
    return rows if products is None else _with_products(rows, products)


def _with_products(rows: "ir.Table", products: "ir.Table") -> "ir.Table":
    keys = [column for column in (schema.PRODUCT, schema.PRODUCT_ID) if column in rows.columns]
    matches = [rows[column].fill_null("") == products[f"log_{column}"] for column in keys]
    joined = rows.left_join(products, matches, rname="named_{name}")
    if schema.PRODUCT not in keys:
        return joined
    return joined.mutate(joined[f"named_{schema.PRODUCT}"].name(schema.PRODUCT))


def _names(products: "ir.Table") -> "ir.Table":
    named = products.filter(products[schema.PRODUCT_NO].notnull())
    return named.select(schema.PRODUCT_NO, schema.PRODUCT).distinct()


def _checks(settings: Settings) -> dict[str, Any]:
    """Return what tells each reason, for rows that were described."""
    import ibis
    from ibis import _

    is_cancelled = _[schema.ORDER_ID].upper().startswith(CANCELLED_ORDER)
    as_of = settings.as_of and shop_time(settings.as_of, settings)
    return {
        reasons.NO_CUSTOMER: _[schema.CUSTOMER_ID].isnull(),
        reasons.UNREADABLE: _[schema.AMOUNT_UNITS].isnull(),
        reasons.EMPTY_FIELD: _[schema.HAS_EMPTY_FIELD],
        reasons.AFTER_AS_OF: _[schema.ORDERED_AT] > ibis.literal(as_of, "timestamp(6)"),
        reasons.DUPLICATE: _[COPY_NO].notnull(),
        reasons.NOT_A_PRODUCT: ~_[schema.IS_PRODUCT],
        reasons.CANCELLED: _[schema.IS_RETURN] & is_cancelled,
        reasons.RETURNED: _[schema.IS_RETURN],
        reasons.ZERO_PRICE: _[schema.AMOUNT_UNITS] == 0,
    }


def _first_reason(checks: Mapping[str, Any], rules: Rules) -> "ir.StringColumn":
    """Return the first reason that leaves a row out, else the first that describes it."""
    import ibis

    branches = [(checks[name], name) for name in (*rules.left_out, *rules.kept) if name in checks]
    return ibis.cases(*branches, else_=reasons.PURCHASE).name(REASON)


def _leave_out_strangers(decided: "ir.Table", rules: Rules, connection: "Backend") -> None:
    """Leave out the rows of customers of whom nothing but returns would count."""
    kept = decided.filter(decided[REASON].isin(rules.kept))
    customers = kept.group_by(schema.CUSTOMER_ID)
    strangers = customers.having(kept[schema.IS_RETURN].all()).aggregate(kept.count())
    connection.create_table("strangers", strangers.select(schema.CUSTOMER_ID))
    connection.con.execute(
        f"UPDATE {LOG} SET {REASON} = ? WHERE list_contains(?, {REASON}) "  # noqa: S608
        f"AND {schema.CUSTOMER_ID} IN (FROM strangers)",
        [reasons.NEVER_BOUGHT, list(rules.kept)],
    )


def _copies(log: "ir.Table", connection: "Backend") -> "ir.Table":
    """Return the numbers of the rows that repeat an earlier row."""
    from ibis import _

    sold = log.filter(log[schema.CUSTOMER_ID].notnull())
    # First the few hashes seen twice, then the rows themselves: two equal hashes may be chance.
    hashes = sold.group_by(schema.ROW_HASH).aggregate(times=sold.count()).filter(_.times > 1)
    repeated = sold.semi_join(hashes, schema.ROW_HASH)
    number = repeated[schema.LINE_NO]
    copies = repeated.mutate(first=number.min().over(group_by=COPIED)).filter(number > _.first)
    return connection.create_table("copies", copies.select(number.name(COPY_NO)))


def _report(decided: "ir.Table", rules: Rules) -> tuple[RowCount, ...]:
    counts = decided.group_by(REASON).aggregate(rows=decided.count()).to_pyarrow().to_pylist()
    rows = {count[REASON]: count["rows"] for count in counts}
    shown = (rules.kept[-1], *rules.kept[:-1], *rules.left_out)
    report = tuple(_row_count(name, rows.get(name, 0), name in rules.kept) for name in shown)
    if any(row.kept and row.rows for row in report):
        return report
    told = "; ".join(f"{row.label}: {row.rows:,}" for row in report if row.rows)
    raise SourceError(
        f"No row of the log is a purchase ({told or 'it has no rows'}). "
        "Check that the columns of the customer, the date and the amount are the right ones, and "
        "that the day looked back from (--as-of) is not before the log."
    )


def _row_count(name: str, rows: int, kept: bool) -> RowCount:
    reason = reasons.REASON[name]
    explanation = reason.kept if kept else reason.left_out
    return RowCount(name, reason.label, rows, kept, explanation)
