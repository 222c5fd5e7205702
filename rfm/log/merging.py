"""A log and a newer one of the same shop become one log.

Orders are told apart by their number and customer. An order that is not there yet is appended, one
that says the same is recognised, and one that says something else is corrected: its new rows take
the place of the old ones. Rows without an order number are recognised where they are equal; one
that has the customer, moment and product of an older row, which the newer log no longer has,
corrects it. Where a day is all that is known of the moment it may be another purchase: it is told.
"""

from collections.abc import Sequence
from datetime import time
from typing import Final

import polars as pl

from rfm import schema
from rfm.log.merged import (
    APPENDED,
    COPY,
    CORRECTED,
    FATE,
    GIVES_BACK,
    HAS_CLOCK,
    PLACE,
    RECOGNISED,
    SAID,
    MergeCounts,
    correct_rows,
)

# What a row says, beside where it stood.
_SAYS: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.PRODUCT_ID,
    schema.PRODUCT,
    schema.QUANTITY,
    schema.UNIT_PRICE,
    schema.AMOUNT,
    schema.COUNTRY,
    schema.IS_CANCELLED,
    schema.IS_UNPAID,
)
# What a row without an order number is known by.
_STANDS_FOR: Final = (
    schema.CUSTOMER_ID,
    schema.ORDERED_AT,
    schema.PRODUCT_ID,
    schema.PRODUCT,
)
_MARKS: Final = (
    schema.IS_CANCELLED,
    schema.IS_UNPAID,
    schema.IS_OTHER_CURRENCY,
    schema.HAS_EMPTY_FIELD,
)
_SEEDS: Final = (11, 13)
_ORDER: Final = (schema.ORDER_ID, schema.CUSTOMER_ID)
_FATES: Final = (APPENDED, RECOGNISED, CORRECTED)


def merge(older: pl.LazyFrame, newer: pl.LazyFrame) -> tuple[pl.LazyFrame, MergeCounts]:
    """Return one log of two, and what became of their rows.

    Parameters
    ----------
    older, newer : polars.LazyFrame
        Lines as `rfm.log.reading.Reading` has them, with every text as text.

    Returns
    -------
    LazyFrame, MergeCounts
        The lines that stay of the older log in their order, then those of the newer one, whose
        numbers go on; and the counts.
    """
    says = [name for name in _SAYS if name in newer.collect_schema()]
    are_numbered = all(schema.ORDER_ID in each.collect_schema() for each in (older, newer))
    older, newer = alike(older, newer)
    before = _compared(older, says, are_numbered=are_numbered)
    after = _compared(newer, says, are_numbered=are_numbered)
    fates, taken = _fates(before, after)
    fates, replaced, unsure = correct_rows(before, after, fates)
    taken = pl.concat([taken, replaced]).unique()
    last = before[schema.LINE_NO].max() or 0
    added = fates.filter(pl.col(FATE) != RECOGNISED).select(schema.LINE_NO).lazy()
    merged = pl.concat(
        [
            older.join(taken.lazy(), on=schema.LINE_NO, how="anti", maintain_order="left"),
            newer.join(added, on=schema.LINE_NO, how="semi", maintain_order="left").with_columns(
                pl.col(schema.LINE_NO) + last
            ),
        ]
    )
    return merged, _counts(len(before), after, fates, len(taken), unsure)


def alike(older: pl.LazyFrame, newer: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return both with the columns of both: what one does not have is empty, marks are not set.

    Parameters
    ----------
    older, newer : polars.LazyFrame
        Any rows.

    Returns
    -------
    tuple of polars.LazyFrame
        The same rows, whose columns are those of the newer ones, then the older ones' own.
    """
    types = {**newer.collect_schema(), **older.collect_schema()}

    def filled(lines: pl.LazyFrame) -> pl.LazyFrame:
        own = lines.collect_schema()
        return lines.select(
            pl.col(name).cast(dtype)
            if name in own
            else pl.lit(value=False if name in _MARKS else None, dtype=dtype).alias(name)
            for name, dtype in types.items()
        )

    return filled(older), filled(newer)


def what_is_said(columns: Sequence[str]) -> list[pl.Expr]:
    """Return the columns `SAID`, by which rows that say the same are told from others: 128 bits."""
    said = pl.struct(columns)
    return [said.hash(seed).alias(name) for seed, name in zip(_SEEDS, SAID, strict=True)]


def which_copy() -> pl.Expr:
    """Return the column `COPY`: of rows that say the same, which one it is."""
    return pl.int_range(pl.len()).over(SAID).alias(COPY)


def _compared(lines: pl.LazyFrame, says: list[str], *, are_numbered: bool) -> pl.DataFrame:
    """Return of each row what it is compared by: its order, and what it says, in 128 bits."""
    columns = lines.collect_schema()
    gives_back = pl.any_horizontal(
        pl.col(name) < 0 for name in (schema.AMOUNT, schema.QUANTITY) if name in columns
    )
    order = pl.col(schema.ORDER_ID) if are_numbered else pl.lit(None, dtype=pl.String)
    compared = lines.select(
        schema.LINE_NO,
        schema.CUSTOMER_ID,
        order.alias(schema.ORDER_ID),
        pl.col(schema.ORDERED_AT).dt.date().alias(schema.DAY),
        gives_back.fill_null(value=False).alias(GIVES_BACK),
        (pl.col(schema.ORDERED_AT).dt.time() != time()).alias(HAS_CLOCK),
        pl.struct(name for name in _STANDS_FOR if name in columns).hash().alias(PLACE),
        *what_is_said(says),
    ).collect()
    return compared.with_columns(which_copy())


def _fates(before: pl.DataFrame, after: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what becomes of each row of the newer log, and which of the older one go."""
    orders, taken = _fates_of_orders(before, after)
    rows = after.join(orders, on=_ORDER, how="left", nulls_equal=True, maintain_order="left")
    there = before.select(*SAID, COPY, is_there=pl.lit(value=True))
    rows = rows.join(there, on=[*SAID, COPY], how="left", maintain_order="left")
    of_row = pl.when(pl.col("is_there")).then(pl.lit(RECOGNISED)).otherwise(pl.lit(APPENDED))
    fates = rows.select(schema.LINE_NO, *_ORDER, pl.col(FATE).fill_null(of_row))
    return fates, taken


def _fates_of_orders(
    before: pl.DataFrame, after: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what becomes of the newer log's orders, and the older rows whose place they take.

    Orders that only give back what was bought in others are left out: they go by their rows.
    """
    old, new = _orders(before), _orders(after)
    both = new.join(old, on=_ORDER, how="left", nulls_equal=True, suffix="_old")
    is_same = _equal("all") | (~pl.col(GIVES_BACK) & _equal("bought"))
    is_return = ~pl.col("buys") & pl.col("buys_old")
    both = both.with_columns(
        pl.when(pl.col("rows_old").is_null())
        .then(pl.lit(APPENDED))
        .when(is_same)
        .then(pl.lit(RECOGNISED))
        .when(~is_return)
        .then(pl.lit(CORRECTED))
        .alias(FATE)
    )
    # Of another customer on the same day: the customer is what was corrected.
    alone = old.join(new, on=_ORDER, how="anti", nulls_equal=True)
    renamed = both.filter(pl.col(FATE) == APPENDED).join(
        alone.select(schema.ORDER_ID, schema.DAY, other=schema.CUSTOMER_ID),
        on=[schema.ORDER_ID, schema.DAY],
    )
    is_renamed = renamed.select(*_ORDER, is_renamed=pl.lit(value=True)).unique()
    fates = both.join(is_renamed, on=_ORDER, how="left", nulls_equal=True).select(
        *_ORDER,
        pl.when(pl.col("is_renamed")).then(pl.lit(CORRECTED)).otherwise(FATE).alias(FATE),
    )
    replaced = pl.concat(
        [
            both.filter(pl.col(FATE) == CORRECTED).select(*_ORDER, GIVES_BACK),
            renamed.select(schema.ORDER_ID, pl.col("other").alias(schema.CUSTOMER_ID), GIVES_BACK),
        ]
    ).unique()
    old_rows = before.join(replaced, on=_ORDER, nulls_equal=True, suffix="_new")
    # What was given back stays where the newer order says nothing of it.
    taken = old_rows.filter(~pl.col(GIVES_BACK) | pl.col(f"{GIVES_BACK}_new")).select(
        schema.LINE_NO
    )
    return fates.drop_nulls(FATE), taken.unique()


def _orders(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the orders that have a number, with what they say together."""
    bought = ~pl.col(GIVES_BACK)
    return (
        rows.filter(pl.col(schema.ORDER_ID).is_not_null())
        .group_by(_ORDER)
        .agg(
            pl.col(schema.DAY).min(),
            pl.col(GIVES_BACK).any(),
            bought.any().alias("buys"),
            pl.len().alias("rows"),
            *(pl.col(name).sum().alias(f"{name}_all") for name in SAID),
            *(pl.col(name).filter(bought).sum().alias(f"{name}_bought") for name in SAID),
        )
    )


def _equal(old: str) -> pl.Expr:
    """Tell whether an order says the same as the older one, or as what was bought in it."""
    return pl.all_horizontal(pl.col(f"{name}_all") == pl.col(f"{name}_{old}_old") for name in SAID)


def _counts(
    before: int, after: pl.DataFrame, fates: pl.DataFrame, removed: int, unsure: int
) -> MergeCounts:
    rows = {fate: len(fates.filter(pl.col(FATE) == fate)) for fate in _FATES}
    numbered = fates.filter(pl.col(schema.ORDER_ID).is_not_null())
    orders = {fate: numbered.filter(pl.col(FATE) == fate).n_unique(_ORDER) for fate in _FATES}
    return MergeCounts(
        **rows,
        **{f"orders_{fate}": count for fate, count in orders.items()},
        removed=removed,
        rows=before - removed + len(after) - rows[RECOGNISED],
        alike=unsure,
    )
