"""Each amount once: totals that stand on every line, prices of whole lines, returns, refunds."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.log.meaning.refunds import without_refunds
from rfm.log.meaning.statuses import IS_REFUND
from rfm.log.texts import words_for
from rfm.reading.layouts import AmountOf
from rfm.reading.where import Where
from rfm.words import compared, counted, percent

_NEARLY_ALL: Final = 0.9
# Discounts, taxes and postage lie between an order's total and what its lines add up to.
_NEAR: Final = 0.35
_EQUAL: Final = 0.011
# Prices of so many first rows tell whether they grow with the quantity.
_LOOKED_AT: Final = 50_000
_TOTAL: Final = "total of order"
_WEIGHT: Final = "weight"


def each_once(
    lines: pl.LazyFrame,
    columns: Mapping[str, str],
    amount_of: AmountOf,
    where: Where,
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines with what each of them cost, less what was given back, and how that was told.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines, with `refunded` and `is_refund` where the log tells; both are gone then.
    columns : mapping of str to str
        The file's own name of each field.
    amount_of : {"", "line", "order"}
        Whether an amount is the line's or the whole order's, as the user or a known layout says.
    where : str
        The file, for messages.

    Returns
    -------
    tuple
        The lines, with amounts in the log's currency, and notes.

    Raises
    ------
    QuestionError
        When an amount may be the line's or the order's, and nothing in the log decides.
    """
    lines, notes = _signed(lines, columns, where)
    if schema.AMOUNT not in columns:
        lines, more = _of_lines(lines, columns)
        lines, given_back = without_refunds(lines, columns)
        return lines, (*notes, *more, *given_back)
    of = amount_of or _told_by_data(lines, columns, where)
    if of == "order" and _repeats(lines):
        lines = _spread(lines)
        name = columns[schema.AMOUNT]
        notes = (*notes, f"'{name}' is the whole order's on each of its lines: it counts once.")
    lines, given_back = without_refunds(lines, columns)
    return lines, (*notes, *given_back)


def _signed(
    lines: pl.LazyFrame, columns: Mapping[str, str], where: Where
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Make the amounts of returns negative that only their quantity or their kind tells."""
    there = lines.collect_schema()
    amount = pl.col(schema.AMOUNT)
    given_back = pl.lit(value=False)
    if schema.QUANTITY in there and schema.AMOUNT in columns:
        given_back |= pl.col(schema.QUANTITY) < 0
    if IS_REFUND in there:
        given_back |= pl.col(IS_REFUND)
    is_turned = (given_back & (amount > 0)).fill_null(value=False)
    rows, first = (
        lines.select(is_turned.sum().alias("rows"), pl.col(schema.LINE_NO).filter(is_turned).min())
        .collect(engine="streaming")
        .row(0)
    )
    if not rows:
        return lines.drop(IS_REFUND, strict=False), ()
    turned = lines.with_columns(pl.when(is_turned).then(-amount).otherwise(amount))
    note = (
        f"{counted(rows, 'row gives', 'rows give')} money back, the first is {where.row(first)}: "
    )
    why = "its quantity or its kind says so, and its amount has no sign."
    return turned.drop(IS_REFUND, strict=False), (note + why,)


def _told_by_data(lines: pl.LazyFrame, columns: Mapping[str, str], where: Where) -> AmountOf:
    """Return whether the amounts are lines' or orders', asking where the log does not tell."""
    if not _repeats(lines):
        return "line"
    seen = _survey(lines)
    if not seen["several"] or not seen["totals"]:
        return "line"
    if seen["by_line"] is not None and seen["by_line"] >= _NEARLY_ALL:
        return "line"
    share = (seen["repeated"] or 0) / seen["several"]
    is_like_orders = seen["by_order"] is not None and seen["by_order"] >= _NEARLY_ALL
    name = compared(columns[schema.AMOUNT])
    is_named_so = name in words_for("amounts_of_orders")
    is_some_total = bool(re.search(r"^total|^(?!line|item).*(total|paid)$", name))
    if share == 1 and (is_like_orders or is_named_so):
        return "order"
    # Two lines of an order may cost the same; all orders' lines seldom do.
    is_chance = seen["totals"] == 1 and not is_some_total
    if share < _NEARLY_ALL or (share < 1 and not is_named_so) or is_chance:
        return "line"
    raise QuestionError(
        f"{where}: '{columns[schema.AMOUNT]}' is the same on each line of {percent(share, 0)} of "
        f"{seen['several']:,} orders with several lines: is it the order's total, repeated, or "
        "what each line cost?",
        "settings.amount_is",
        (("order", "the order's total, repeated"), ("line", "what each line cost")),
        how="Say --amount-is order or --amount-is line.",
    )


def _survey(lines: pl.LazyFrame) -> dict[str, float | None]:
    """Return what orders of several lines tell of their amounts."""
    there = lines.collect_schema()
    amount = pl.col(schema.AMOUNT)
    has_both = schema.QUANTITY in there and schema.UNIT_PRICE in there
    cost = pl.col(schema.QUANTITY) * pl.col(schema.UNIT_PRICE) if has_both else pl.lit(None)
    of_line = (amount - cost).abs() <= _EQUAL
    orders = (
        lines.filter(_is_known(lines) & (amount > 0))
        .group_by(*_order(lines), pl.col(schema.ORDERED_AT).dt.date().alias(schema.DAY))
        .agg(
            # Exact copies are no lines of their own.
            n=pl.col(schema.ROW_HASH).n_unique(),
            different=amount.n_unique(),
            total=amount.max(),
            cost=cost.sum(),
            by_line=of_line.mean(),
        )
        .filter(pl.col("n") > 1)
    )
    near = ((pl.col("total") - pl.col("cost")).abs() <= _NEAR * pl.col("total")).mean()
    return (
        orders.select(
            several=pl.len(),
            repeated=(pl.col("different") == 1).sum(),
            totals=pl.col("total").filter(pl.col("different") == 1).n_unique(),
            by_line=pl.col("by_line").mean(),
            by_order=near if has_both else pl.lit(None, pl.Float64),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )


def _order(lines: pl.LazyFrame) -> list[str]:
    """Return what tells orders apart: their number, else their customer and moment."""
    if schema.ORDER_ID in lines.collect_schema():
        return [schema.ORDER_ID]
    return [schema.CUSTOMER_ID, schema.ORDERED_AT]


def _is_known(lines: pl.LazyFrame) -> pl.Expr:
    """Tell rows that count and whose order is known: in a day a customer may buy twice."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in _order(lines))
    if schema.IS_UNPAID in lines.collect_schema():
        known &= ~pl.col(schema.IS_UNPAID)
    if schema.ORDER_ID in lines.collect_schema():
        return known
    return known & (pl.col(schema.ORDERED_AT).dt.time() != time())


def _repeats(lines: pl.LazyFrame) -> bool:
    order = pl.struct(_order(lines))
    counts = lines.filter(_is_known(lines)).select(pl.len() > order.n_unique())
    return bool(counts.collect(engine="streaming").item())


def _spread(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return lines with their part of the order's total: by price and quantity, else evenly."""
    there = lines.collect_schema()
    price = pl.col(schema.UNIT_PRICE).abs() if schema.UNIT_PRICE in there else pl.lit(1.0)
    many = pl.col(schema.QUANTITY).abs() if schema.QUANTITY in there else pl.lit(1.0)
    weighed = lines.with_columns((price * many).fill_null(0).alias(_WEIGHT))
    totals = (
        weighed.filter(_is_known(lines))
        .group_by(_order(lines))
        .agg(
            pl.col(schema.AMOUNT).drop_nulls().first().alias(_TOTAL),
            pl.col(_WEIGHT).sum().alias("weights"),
            pl.len().alias("n"),
        )
    )
    joined = weighed.join(totals, on=_order(lines), how="left", maintain_order="left")
    has_weights = pl.col("weights") > 0
    part = pl.when(has_weights).then(pl.col(_WEIGHT) / pl.col("weights")).otherwise(1 / pl.col("n"))
    own = pl.coalesce(pl.col(_TOTAL) * part, schema.AMOUNT)
    return joined.with_columns(own.alias(schema.AMOUNT)).drop(_WEIGHT, _TOTAL, "weights", "n")


def _of_lines(
    lines: pl.LazyFrame, columns: Mapping[str, str]
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Take a price for the whole line's where, product by product, it grows with the quantity."""
    product = schema.PRODUCT_ID if schema.PRODUCT_ID in columns else schema.PRODUCT
    if not {schema.QUANTITY, schema.UNIT_PRICE, product} <= set(lines.collect_schema()):
        return lines, ()
    price, quantity = pl.col(schema.UNIT_PRICE), pl.col(schema.QUANTITY)
    told = (
        lines.head(_LOOKED_AT)
        .filter((price > 0) & (quantity > 0))
        .group_by(product)
        .agg(
            many=quantity.n_unique(),
            prices=price.n_unique(),
            each=(price / quantity).round(2).n_unique(),
        )
        .filter(pl.col("many") > 1)
        .select(
            of_lines=((pl.col("each") == 1) & (pl.col("prices") > 1)).sum(),
            of_pieces=(pl.col("prices") == 1).sum(),
        )
        .collect(engine="streaming")
    )
    of_lines, of_pieces = told.row(0)
    if of_lines <= of_pieces:
        return lines, ()
    name = columns[schema.UNIT_PRICE]
    return lines.with_columns(price.alias(schema.AMOUNT)), (
        f"'{name}' grows with the quantity of {counted(of_lines, 'product')}: it is taken as what "
        "the whole line cost.",
    )
