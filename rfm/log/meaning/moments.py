"""When it happened: days far from all others are left out, reused order numbers are told apart."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import polars as pl

from rfm import schema
from rfm.log.cells import BAD
from rfm.log.texts import keep_kind, of_order
from rfm.reading.where import Where
from rfm.words import counted, date_text, listed

# A day so far after, or before, all others is a mistake where hardly a row has it.
_FAR_DAYS: Final = 730
_FAR_SHARE: Final = 0.5
_HARDLY: Final = 0.01
# An order is over after so many days: what comes later under its number is another.
_LONGEST_ORDER_DAYS: Final = 7
_DAYS_TOLD: Final = 1
_SHOWN: Final = 3


def dated_by_order(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Return lines in which a date that stands on an order's first line only stands on all."""
    date_of = pl.col(schema.ORDERED_AT)
    if not lines.select(date_of.null_count()).collect(engine="streaming").item():
        return lines
    is_blank = ~pl.col(BAD + schema.ORDERED_AT)
    return of_order(lines, schema.ORDERED_AT).with_columns(pl.when(is_blank).then(date_of))


def when_it_happened(
    lines: pl.LazyFrame, columns: Mapping[str, str], where: Where, *, keeps_all: bool
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines without absurd dates and with one order a number, and notes on both.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines.
    columns : mapping of str to str
        The file's own name of each field.
    where : Where
        The file, for messages.
    keeps_all : bool
        Whether dates far from all others are kept, since the day looked back from is given.

    Returns
    -------
    tuple
        The lines, and notes.
    """
    notes: tuple[str, ...] = ()
    if not keeps_all:
        lines, notes = _without_far_days(lines, columns, where)
    if schema.ORDER_ID not in columns:
        return lines, notes
    lines, more = _orders_apart(lines, columns)
    return lines, (*notes, *more)


def _without_far_days(
    lines: pl.LazyFrame, columns: Mapping[str, str], where: Where
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    day = pl.col(schema.ORDERED_AT).dt.date()
    days = (
        lines.filter(day.is_not_null())
        .group_by(day.alias("day"))
        .agg(rows=pl.len(), line=pl.col(schema.LINE_NO).min())
        .sort("day")
        .collect(engine="streaming")
    )
    far = _far(days)
    if far.is_empty():
        return lines, ()
    shown_days = far.head(_SHOWN).iter_rows()
    shown = [f"{date_text(day)} ({where.row(line)})" for day, _, line in shown_days]
    kept = pl.when(~day.is_in(far["day"].to_list())).then(pl.col(schema.ORDERED_AT))
    note = (
        f"{counted(int(far['rows'].sum()), 'row is', 'rows are')} left out, dated "
        f"{listed(shown)} in '{columns[schema.ORDERED_AT]}': that is years from all others, "
        "in the past, or in the future. Correct the date, or keep it by choosing the day looked "
        "back from (as_of)."
    )
    return lines.with_columns(kept.alias(schema.ORDERED_AT)), (note,)


def _far(days: pl.DataFrame) -> pl.DataFrame:
    """Return the days, hardly any, that are years from the others or not yet over."""
    most = max(1, int(_HARDLY * int(days["rows"].sum())))
    tomorrow = date.today() + timedelta(days=1)
    day = pl.col("day")
    begins = (day.diff().dt.total_days() > _FAR_DAYS) | (
        (day > tomorrow) & (day.shift() <= tomorrow)
    )
    blocks = days.with_columns(begins.fill_null(value=False).cum_sum().alias("block"))
    sizes = blocks.group_by("block").agg(
        pl.col("rows").sum(), day.min().alias("first"), day.max().alias("last")
    )
    body = sizes.sort("rows", "last", descending=True).row(0, named=True)
    away = pl.max_horizontal(body["first"] - pl.col("last"), pl.col("first") - body["last"])
    is_far = away.dt.total_days() > max(_FAR_DAYS, _FAR_SHARE * (body["last"] - body["first"]).days)
    odd = sizes.filter(
        pl.col("block").ne(body["block"])
        & (pl.col("rows") <= most)
        & (is_far | (pl.col("first") > tomorrow))
    )
    return blocks.filter(pl.col("block").is_in(odd["block"].to_list())).drop("block")


def _orders_apart(
    lines: pl.LazyFrame, columns: Mapping[str, str]
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Split an order by day where its number comes again long after it."""
    order, moment = pl.col(schema.ORDER_ID), pl.col(schema.ORDERED_AT)
    bought = lines.filter(order.is_not_null() & (pl.col(schema.AMOUNT) > 0))
    length = (moment.max() - moment.min()).dt.total_days()
    long = (
        bought.group_by(schema.ORDER_ID)
        .agg(days=length)
        .filter(pl.col("days") > _DAYS_TOLD)
        .sort("days", order.cast(pl.String), descending=[True, False])
        .collect(engine="streaming")
    )
    if long.is_empty():
        return lines, ()
    again = long.filter(pl.col("days") > _LONGEST_ORDER_DAYS)[schema.ORDER_ID].cast(pl.String)
    name, example = columns[schema.ORDER_ID], long[schema.ORDER_ID].cast(pl.String)[0]
    used = f"{counted(long.height, 'order number')} in '{name}'"
    note = f"{used} stand on different dates, such as '{example}'"
    if again.is_empty():
        return lines, (f"{note}: each is one order.",)
    text = order.cast(pl.String)
    by_day = pl.concat_str([text, moment.dt.strftime("%Y-%m-%d")], separator=" ")
    apart = pl.when(text.is_in(again.to_list()) & moment.is_not_null()).then(by_day).otherwise(text)
    changed = keep_kind(lines.with_columns(apart.alias(schema.ORDER_ID)), lines, schema.ORDER_ID)
    split = "all" if again.len() == long.height else f"{again.len():,} of them"
    return changed, (f"{note}: {split} come again after more than a week, and each day counts.",)
