"""What to check in a log that was read: gaps, jumps, lone dates and doubtful customers.

Each is a sentence with its figures. A rule compares a log with itself, and speaks where hardly any
sound log would be: a shop's closed days, its season and its best customer are none.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from rfm import schema
from rfm.log.transactions.doubtful import doubtful_customers
from rfm.words import counted, date_text, listed, money

if TYPE_CHECKING:
    from rfm.log.transactions.tables import Transactions

# Fewer days with orders tell nothing of what is usual.
_FEWEST_DAYS: Final = 30
# A gap is odd that is so long, and so many times as long as one in twenty.
_SHORTEST_GAP: Final = 5
_TIMES_USUAL: Final = 5
_USUAL: Final = 0.95
# Days so far from all others, on which hardly anything was bought, may be dated wrongly.
_LONELY_DAYS: Final = 90
_HARDLY: Final = 0.01
# A day is odd with so many times as many orders, or as much money, as the middle one.
_TIMES_A_DAY: Final = 10
_FEWEST_ORDERS: Final = 20
# The level is odd that changes so many times from four weeks to the next.
_TIMES_A_MONTH: Final = 4
_WEEKS: Final = 4
_FEWEST_A_WEEK: Final = 5
_LARGE_SHARE: Final = 0.1
_SHOWN: Final = 3


def warnings_of(transactions: "Transactions", currency: str) -> tuple[str, ...]:
    """Return what to check in the lines and orders that count, in sentences.

    Parameters
    ----------
    transactions : Transactions
        What counts of a log.
    currency : str
        The currency of its money; empty when unknown.

    Returns
    -------
    tuple of str
        Mostly none.
    """
    orders = transactions.orders
    bought = orders.filter(~orders[schema.IS_RETURN])
    by_day = bought.group_by(day=bought[schema.ORDERED_AT].date()).aggregate(
        orders=bought.count(), units=bought[schema.AMOUNT_UNITS].sum()
    )
    days = by_day.to_polars().sort("day").cast({"day": pl.Date, "orders": pl.Int64})
    of_customers = doubtful_customers(transactions, bought)
    if days.height < _FEWEST_DAYS:
        return tuple(of_customers)
    return (*_of_days(days, currency), *of_customers)


def _of_days(days: pl.DataFrame, currency: str) -> Iterator[str]:
    lonely = _lonely(_empty_days(days), days)
    yield from _lone_days(lonely)
    first: Any = lonely.filter(~pl.col("is_last"))["day"].max() or days["day"][0]
    last: Any = lonely.filter("is_last")["before"].min() or days["day"][-1]
    others = days.filter(pl.col("day").is_between(first, last))
    yield from _gaps(others)
    yield from _large_days(others, currency)
    yield from _levels(others)


def _empty_days(days: pl.DataFrame) -> pl.DataFrame:
    """Return, for each day with orders, the days without any before it, and the last that has."""
    day = pl.col("day")
    return days.with_columns(
        empty=day.diff().dt.total_days() - 1, before=day.shift(), bought=pl.col("orders").cum_sum()
    ).drop_nulls("empty")


def _usual_gap(gaps: pl.DataFrame) -> float:
    usual: Any = gaps["empty"].quantile(_USUAL)
    return max(1.0, float(usual or 0))


def _gaps(days: pl.DataFrame) -> Iterator[str]:
    """Yield the stretches without an order that are much longer than others."""
    gaps = _empty_days(days)
    longest = max(_SHORTEST_GAP, _TIMES_USUAL * _usual_gap(gaps))
    odd = gaps.filter(pl.col("empty") >= longest).sort("empty", descending=True)
    if odd.is_empty():
        return
    shown = [
        f"between {date_text(before)} and {date_text(day)} ({counted(empty, 'day')})"
        for day, before, empty in odd.head(_SHOWN).select("day", "before", "empty").iter_rows()
    ]
    more = f" and {odd.height - _SHOWN} more stretches" if odd.height > _SHOWN else ""
    yield (
        f"There is no order {listed(shown)}{more}, far longer than this log is usually without: "
        "was the shop closed, or is a part of the log missing?"
    )


def _lonely(gaps: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return the gaps beyond which, on one side, hardly an order lies."""
    total = int(days["orders"].sum())
    before = pl.col("bought") - pl.col("orders")
    few = pl.min_horizontal(before, total - before)
    far = max(_LONELY_DAYS, 2 * _TIMES_USUAL * _usual_gap(gaps))
    return gaps.with_columns(few=few, is_last=total - before == few).filter(
        (pl.col("empty") >= far) & (few <= max(1, _HARDLY * total))
    )


def _lone_days(lonely: pl.DataFrame) -> Iterator[str]:
    """Yield the dates, of hardly an order, that lie far from all others."""
    for row in lonely.iter_rows(named=True):
        orders = counted(row["few"], "order is", "orders are")
        if row["is_last"]:
            yield (
                f"{orders} dated {date_text(row['day'])} or later, {counted(row['empty'], 'day')} "
                f"after all others, which end on {date_text(row['before'])}: check the dates, "
                "since recency is counted from the last."
            )
        else:
            yield (
                f"{orders} dated {date_text(row['before'])} or earlier, "
                f"{counted(row['empty'], 'day')} before all others, which begin on "
                f"{date_text(row['day'])}: check the dates."
            )


def _large_days(days: pl.DataFrame, currency: str) -> Iterator[str]:
    """Yield the days with many times the orders, or the money, of a usual day."""
    usual: Any = days["orders"].median()
    many = days.filter(pl.col("orders") >= max(_FEWEST_ORDERS, _TIMES_A_DAY * usual))
    for day, orders in (
        many.sort("orders", descending=True).head(_SHOWN).select("day", "orders").iter_rows()
    ):
        yield (
            f"On {date_text(day)} there are {counted(orders, 'order')}, where a usual day has "
            f"{usual:.0f}: were orders imported on that day, or twice?"
        )
    middle: Any = days["units"].median()
    rich = days.filter(
        (pl.col("units") >= _TIMES_A_DAY * middle)
        & (pl.col("units") >= _LARGE_SHARE * pl.col("units").sum())
        & ~pl.col("day").is_in(many["day"].to_list())
    )
    for day, units in rich.head(_SHOWN).select("day", "units").iter_rows():
        amount = money(units / schema.UNITS_PER_CURRENCY, currency)
        ordinary = money(middle / schema.UNITS_PER_CURRENCY, currency)
        yield (
            f"On {date_text(day)} {amount} were spent, where a usual day has {ordinary}: is an "
            "amount of that day wrong?"
        )


def _levels(days: pl.DataFrame) -> Iterator[str]:
    """Yield the week from which on there are many times more, or fewer, orders."""
    weeks = (
        days.group_by_dynamic("day", every="1w")
        .agg(pl.col("orders").sum())
        .upsample("day", every="1w")
        .with_columns(pl.col("orders").fill_null(0))
    )
    before = pl.col("orders").rolling_median(_WEEKS).shift()
    after = pl.col("orders").rolling_median(_WEEKS).shift(1 - _WEEKS)
    # The first and the last week may have begun before the log, or end after it.
    inner = weeks.slice(1, max(0, weeks.height - 2)).with_columns(
        before=before, after=after, step=pl.col("orders").diff().abs()
    )
    times = pl.max_horizontal(
        pl.col("after") / pl.col("before"), pl.col("before") / pl.col("after")
    )
    odd = (
        inner.drop_nulls()
        .filter(pl.min_horizontal("before", "after") >= _FEWEST_A_WEEK)
        .with_columns(times=times)
        .filter(pl.col("times") >= _TIMES_A_MONTH)
    )
    if odd.is_empty():
        return
    day, was, became = odd.sort("times", "step").select("day", "before", "after").row(-1)
    yield (
        f"From the week of {date_text(day)} on there are {counted(became, 'order')} a week, where "
        f"those before had {counted(was, 'order')}: did the shop change so, or is a part "
        "of its orders missing?"
    )
