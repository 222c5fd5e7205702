"""Orders that were given back whole: returns are matched to what they return.

A return takes back what the same customer bought before, of the same product at the same price:
first a line of the same quantity, else as much of the latest lines as it says. Of a return without
a product nothing is known but its amount: it takes back a recent order of that amount.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from rfm import schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GIVEN_BACK: Final = "given_back"
_ORDER: Final = f"{schema.CUSTOMER_ID}, {schema.ORDER_ID}"
_SOLD: Final = f"{schema.CUSTOMER_ID}, {schema.PRODUCT_NO}"
_SAME_WORTH: Final = " AND ".join(
    f"bought.{column} = returned.{column}" for column in (schema.CUSTOMER_ID, schema.AMOUNT_UNITS)
)
# Longer after an order, what happens to have its amount need not be its return.
_LONGEST_DAYS: Final = 90
_SOON: Final = (
    f"returned.{schema.ORDERED_AT} BETWEEN bought.{schema.ORDERED_AT} "
    f"AND bought.{schema.ORDERED_AT} + INTERVAL {_LONGEST_DAYS} DAY"
)
_PRICE: Final = "price"
_PIECES: Final = "pieces"
_KEY: Final = "key"
_ONE_PIECE: Final = 1_000
# Of more, which a shop never sells at once, their number says nothing.
_MOST_PIECES: Final = 10**9


@dataclass(frozen=True)
class CountedRows:
    """The rows of a log that count, in a database.

    Parameters
    ----------
    database : duckdb.DuckDBPyConnection
        The database.
    query : str
        What selects the rows, with `line_no`; one that gives something back has `is_return`.
    columns : collection of str
        Which columns they have.
    """

    database: "DuckDBPyConnection"
    query: str
    columns: Collection[str]

    def ask(self, query: str) -> pl.DataFrame:
        """Return what the database answers about the rows, which it knows as `counted`."""
        return self.database.sql(f"WITH counted AS ({self.query}) {query}").pl()


def find_given_back(counted: CountedRows) -> pl.DataFrame:
    """Return the orders of which all was given back.

    Parameters
    ----------
    counted : CountedRows
        The rows.

    Returns
    -------
    DataFrame
        `customer_id` and `order_id`, once each.
    """
    returns = f"FROM counted WHERE {schema.IS_RETURN}"
    if schema.PRODUCT_NO not in counted.columns:
        return _of_the_same_amount(counted, returns)
    whole = _line_by_line(counted, returns)
    unnamed = f"{returns} AND {schema.PRODUCT_NO} IS NULL"
    if counted.ask(f"SELECT 1 {unnamed} LIMIT 1").is_empty():
        return whole
    return pl.concat([whole, _of_the_same_amount(counted, unnamed)]).unique()


def _line_by_line(counted: CountedRows, returns: str) -> pl.DataFrame:
    """Return the orders each line of which was given back."""
    # Prices in hundredths: three for 10.00 are 3.33 each, as is one that comes back.
    lines = counted.ask(
        f"SELECT {_ORDER}, {schema.PRODUCT_NO}, {schema.ORDERED_AT}, {schema.LINE_NO}, "  # noqa: S608
        f"{schema.IS_RETURN}, {_pieces(counted)} AS {_PIECES}, "
        f"round(abs({schema.AMOUNT_UNITS}) * 10 / {_PIECES})::BIGINT AS {_PRICE} "
        f"FROM counted WHERE ({_SOLD}) IN (SELECT ({_SOLD}) {returns})"
    )
    alike = (schema.CUSTOMER_ID, schema.PRODUCT_NO, _PRICE)
    same_quantity = _matched(lines, (*alike, _PIECES), pl.lit(1))
    left = lines.join(same_quantity, on=schema.LINE_NO, how="anti")
    matched = pl.concat([same_quantity, _matched(left, alike, pl.col(_PIECES))])
    bought = matched.filter(~pl.col(schema.IS_RETURN))
    orders = bought.group_by(schema.CUSTOMER_ID, schema.ORDER_ID).agg(pl.len().alias(schema.LINES))
    counted.database.register(GIVEN_BACK, orders.to_arrow())
    return counted.ask(
        f"SELECT {_ORDER} FROM counted JOIN {GIVEN_BACK} USING ({_ORDER}) "  # noqa: S608
        f"WHERE NOT {schema.IS_RETURN} GROUP BY {_ORDER} "
        f"HAVING count(*) = any_value({schema.LINES})"
    )


def _pieces(counted: CountedRows) -> str:
    """Return the quantity in whole thousandths: .1 and .2 kilograms are .3."""
    if schema.QUANTITY not in counted.columns:
        return str(_ONE_PIECE)
    pieces = f"TRY_CAST(round(abs({schema.QUANTITY}) * {_ONE_PIECE}) AS BIGINT)"
    return f"coalesce(nullif(least({pieces}, {_MOST_PIECES}), 0), {_ONE_PIECE})"


def _of_the_same_amount(counted: CountedRows, returns: str) -> pl.DataFrame:
    """Return the orders given back by what says nothing but how much it is."""
    totals = (
        f"SELECT {_ORDER}, {schema.IS_RETURN}, min({schema.ORDERED_AT}) AS {schema.ORDERED_AT}, "
        f"min({schema.LINE_NO}) AS {schema.LINE_NO}, "
        f"abs(sum({schema.AMOUNT_UNITS}))::BIGINT AS {schema.AMOUNT_UNITS}"
    )
    orders = counted.ask(
        f", returned AS ({totals} {returns} GROUP BY ALL), bought AS ("  # noqa: S608
        f"{totals} FROM counted WHERE NOT {schema.IS_RETURN} AND {schema.CUSTOMER_ID} IN "
        f"(SELECT {schema.CUSTOMER_ID} FROM returned) GROUP BY ALL) FROM returned UNION ALL "
        f"FROM bought SEMI JOIN returned ON {_SAME_WORTH} AND {_SOON}"
    )
    matched = _matched(orders, (schema.CUSTOMER_ID, schema.AMOUNT_UNITS), pl.lit(1))
    bought = matched.filter(~pl.col(schema.IS_RETURN))
    return bought.select(schema.CUSTOMER_ID, schema.ORDER_ID)


def _matched(rows: pl.DataFrame, alike: tuple[str, ...], pieces: pl.Expr) -> pl.DataFrame:
    """Return the rows that were wholly given back, and the returns that took something back.

    Of what is alike, what was bought last is given back first, like the uppermost of a pile: a row
    is gone when the pile was once as low as before it was laid down.
    """
    piled = (
        _with_a_counterpart(rows, alike)
        .sort(*alike, schema.ORDERED_AT, schema.IS_RETURN, schema.LINE_NO)
        .with_columns(step=pl.when(schema.IS_RETURN).then(-pieces).otherwise(pieces))
        .with_columns(sum=pl.col("step").cum_sum())
    )
    # Groups are parted by more than any sum, so that one pass over all looks at each by itself.
    apart = pl.struct(alike).rle_id().cast(pl.Int64) * (2 * pl.col("step").abs().sum() + 1)
    before = (pl.col("sum") - pl.col("step") - apart).cum_min() + apart
    # What is given back and was never bought in this log leaves no debt.
    ground = pl.min_horizontal(before, "sum")
    piled = piled.with_columns(apart=apart, height=pl.col("sum") - ground, sank=ground < before)
    lowest_after = (pl.col("height") + pl.col("apart")).cum_min(reverse=True) - pl.col("apart")
    is_gone = lowest_after <= pl.col("height") - pl.col("step")
    return piled.filter(pl.when(schema.IS_RETURN).then(~pl.col("sank")).otherwise(is_gone)).select(
        rows.columns
    )


def _with_a_counterpart(rows: pl.DataFrame, alike: tuple[str, ...]) -> pl.DataFrame:
    """Return the rows that are alike to both something bought and something given back."""
    both = rows.with_columns(pl.struct(alike).hash().alias(_KEY))
    for is_return in (True, False):
        side = both.filter(pl.col(schema.IS_RETURN) == is_return)
        both = both.join(side.select(_KEY), on=_KEY, how="semi")
    return both
