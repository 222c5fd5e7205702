"""Rows of several kinds that tell one order's money more than once: it counts by one of them."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rfm import schema
from rfm.log.texts import meaning_of
from rfm.words import counted, listed, quoted

_NEARLY_ALL: Final = 0.9
_EQUAL: Final = 0.011
# Fewer orders, or one total alone, may be chance.
_FEWEST: Final = 2
_KIND: Final = "kind of row"
_SUM: Final = "sum"


@dataclass(frozen=True)
class _Seen:
    """The kinds whose rows repeat an order's money, the one that counts first; in how many."""

    words: tuple[str, ...]
    orders: int


def rows_told_twice(
    lines: pl.LazyFrame, column: str, is_sale: pl.Expr, name: str
) -> tuple[pl.Expr | None, str]:
    """Return which rows repeat the money of their order under another kind, and a note.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines with signed amounts.
    column : str
        Their column of kinds.
    is_sale : polars.Expr
        The rows that count so far.
    name : str
        The file's own name of the column.

    Returns
    -------
    tuple
        A condition, or None where each row counts; and the note.
    """
    if schema.ORDER_ID not in lines.collect_schema():
        return None, ""
    seen = _seen_twice(lines, column, is_sale)
    if seen is None:
        return None, ""
    first, *others = seen.words
    if seen.orders < _FEWEST and not _are_payments(others):
        return None, (
            f"'{name}': the rows {quoted(seen.words)} of an order come to the same amount, and "
            f"each counts. If it is the same money, '{others[0]}' is to be left out as unpaid."
        )
    note = (
        f"'{name}' tells the money of {counted(seen.orders, 'order')} more than once "
        f"({quoted(seen.words)} come to the same): '{first}' counts there, and not "
        f"{listed([repr(word) for word in others])}."
    )
    places = {word: place for place, word in enumerate(seen.words)}
    rank = pl.col(column).cast(pl.String).replace_strict(places, default=None)
    best = pl.when(is_sale).then(rank).min().over(schema.ORDER_ID)
    return (is_sale & (rank > best)).fill_null(value=False), note


def _seen_twice(lines: pl.LazyFrame, column: str, is_sale: pl.Expr) -> _Seen | None:
    """Return the kinds that come to the same in nearly all orders which have several of them."""
    sums = (
        lines.filter(is_sale & pl.col(schema.ORDER_ID).is_not_null())
        .group_by(schema.ORDER_ID, pl.col(column).cast(pl.String).alias(_KIND))
        .agg(pl.col(schema.AMOUNT).sum().alias(_SUM), pl.len().alias("rows"))
        .filter(pl.col(_KIND).is_not_null() & (pl.col(_SUM) > 0))
        .filter(pl.len().over(schema.ORDER_ID) > 1)
    )
    orders = sums.group_by(schema.ORDER_ID).agg(
        is_same=(pl.col(_SUM).max() - pl.col(_SUM).min()) <= _EQUAL, total=pl.col(_SUM).max()
    )
    several, share, totals = (
        orders.select(pl.len(), pl.col("is_same").mean(), pl.col("total").n_unique())
        .collect(engine="streaming")
        .row(0)
    )
    if not several or share < _NEARLY_ALL:
        return None
    # The kind with the most rows says the most of what was bought.
    kinds = sums.group_by(_KIND).agg(pl.col("rows").sum())
    kinds = kinds.sort("rows", _KIND, descending=[True, False])
    found = kinds.collect(engine="streaming")[_KIND].to_list()
    words = tuple(sorted(found, key=lambda word: _are_payments([word])))
    return _Seen(words, several if totals > 1 else min(several, _FEWEST - 1))


def _are_payments(words: list[str]) -> bool:
    return all(meaning_of(word, ("payments",)) for word in words)
