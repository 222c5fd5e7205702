"""What was given back of an order or a line is subtracted from what it cost."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from rfm import schema
from rfm.reading.fields import ADJUSTED, PIECES_BACK, REFUNDED
from rfm.words import counted, quoted

# Less is left of nothing.
_NOTHING: Final = 0.0055
_TOTAL: Final = "total of order"
_BACK: Final = "given back"


def without_refunds(
    lines: pl.LazyFrame, columns: Mapping[str, str]
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines less what was given back, and a note; what was so wholly is no purchase.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines with signed amounts, and columns of what was given back where there are.
    columns : mapping of str to str
        The file's own name of each field.

    Returns
    -------
    tuple
        The lines without those columns, and notes.
    """
    there = lines.collect_schema()
    amount = pl.col(schema.AMOUNT)
    if ADJUSTED in there:
        adjusted = pl.when(pl.col(ADJUSTED) > 0).then(ADJUSTED)
        lines = lines.with_columns(pl.coalesce(adjusted, amount).alias(schema.AMOUNT))
    if REFUNDED in there:
        lines, back = _given_back(lines)
    elif PIECES_BACK in there and schema.QUANTITY in there:
        share = pl.col(PIECES_BACK).abs() / pl.col(schema.QUANTITY)
        back = amount * share.clip(0, 1).fill_nan(0).fill_null(0)
    else:
        return lines, ()
    counts = lines.select(((back > 0) & (amount > 0)).sum()).collect(engine="streaming")
    name = columns.get(REFUNDED) or columns[PIECES_BACK]
    rows = counted(counts.item(), "row")
    notes = (
        (f"What was given back by '{name}' is subtracted from {rows}.",) if counts.item() else ()
    )
    left = amount - back
    is_gone = ((amount > 0) & (left < _NOTHING)).fill_null(value=False)
    unpaid = pl.col(schema.IS_UNPAID) if schema.IS_UNPAID in there else pl.lit(value=False)
    return lines.with_columns(
        left.alias(schema.AMOUNT), (unpaid | is_gone).alias(schema.IS_UNPAID)
    ).drop(_BACK, _TOTAL, REFUNDED, strict=False), notes


def _given_back(lines: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.Expr]:
    """Return lines, and what was given back of each by its order's refund."""
    amount, back = pl.col(schema.AMOUNT), pl.col(REFUNDED).abs().fill_null(0)
    if schema.ORDER_ID not in lines.collect_schema():
        return lines, back
    # On one of an order's lines, or repeated on each: it is the order's.
    orders = lines.group_by(schema.ORDER_ID).agg(
        back.max().alias(_BACK), amount.sum().alias(_TOTAL)
    )
    share = pl.when(pl.col(_TOTAL) > 0).then(amount / pl.col(_TOTAL)).otherwise(0)
    joined = lines.join(orders, on=schema.ORDER_ID, how="left", maintain_order="left")
    return joined, pl.coalesce(pl.col(_BACK) * share, back)


def is_partly_back() -> pl.Expr:
    """Return a condition: rows of which a part was given back, as the amount of it says."""
    back = pl.col(REFUNDED).abs()
    return ((back > 0) & (back < pl.col(schema.AMOUNT).abs())).fill_null(value=False)


def partly_back(
    lines: pl.LazyFrame, name: str, words: list[str], columns: Mapping[str, str]
) -> list[str]:
    """Return that orders were given back in part, where nothing says how much it was.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines.
    name : str
        Their column of statuses.
    words : list of str
        Those with which an order was given back in part.
    columns : mapping of str to str
        The file's own name of each field.

    Returns
    -------
    list of str
        A note, or none.
    """
    if not words or {REFUNDED, ADJUSTED, PIECES_BACK} & set(columns):
        return []
    is_part = pl.col(name).cast(pl.String).is_in(words)
    rows = lines.filter(is_part).select(pl.len(), pl.col(schema.LINE_NO).min())
    count, first = rows.collect(engine="streaming").row(0)
    return [
        f"{counted(count, 'row was', 'rows were')} given back in part by '{columns[name]}' "
        f"({quoted(words)}, the first is row {first:,}), and no column says how much: the whole "
        "amount counts, unless rows of their own give it back."
    ]
