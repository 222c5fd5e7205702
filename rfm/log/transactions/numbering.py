"""The rows of a log as cleaning takes them: texts are numbers, products and copies are known.

A log that is in memory is numbered there, for nearly nothing, since reading it told its texts
apart. The texts of a larger one are numbered by the database, which may spill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import ibis.expr.types as ir
import numpy as np
import polars as pl
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend
from polars import selectors

from rfm import schema
from rfm.log.transactions.fees import is_product
from rfm.log.transactions.names import NAME, NUMBER, Names, hold, name_in_database
from rfm.log.transactions.tables import EXAMPLES
from rfm.reading.coded import as_categories, code, names_of
from rfm.threads import aside

ROWS: Final = "rows"
TEXTS: Final = (schema.CUSTOMER_ID, schema.ORDER_ID, schema.PRODUCT_ID, schema.COUNTRY)
PRODUCT_COLUMNS: Final = (schema.PRODUCT_ID, schema.PRODUCT)
COPIED: Final = (schema.ROW_HASH, schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT)
# Of so many rows the database makes the work of one thread.
_BATCH: Final = 61_440


@dataclass(frozen=True)
class Numbered:
    """The rows of a log.

    Parameters
    ----------
    rows : ibis Table
        The rows with a customer: the columns of `Reading.lines`, of which the texts are numbers.
        With `is_copy`, where the log has order numbers: without them two lines that look alike
        may be two purchases. With `product_no` and `is_product`, where it has products, instead
        of `product`.
    names : mapping of str to Names
        What the numbers of a column stand for.
    without_customer : int
        How many other rows the log has.
    nameless : tuple of int
        The first of them.
    """

    rows: ir.Table
    names: Mapping[str, Names]
    without_customer: int
    nameless: tuple[int, ...]


def number(lines: pl.DataFrame | Path, connection: Backend) -> Numbered:
    """Return the rows of a log that has been read, in a database."""
    if isinstance(lines, Path):
        return _number_in_database(lines, connection)
    known = lines.filter(pl.col(schema.CUSTOMER_ID).is_not_null())
    names = {column: names_of(known[column]) for column in TEXTS if column in known}
    copies = aside(partial(_is_copy, known)) if schema.ORDER_ID in names else None
    columns = [known[column].to_physical().cast(pl.Int32) for column in names]
    sold = known.select(column for column in PRODUCT_COLUMNS if column in known)
    if sold.width:
        product, is_sold = _products(sold)
        names[schema.PRODUCT_NO] = names_of(product)
        numbers = product.to_physical().cast(pl.Int32)
        columns += [numbers.alias(schema.PRODUCT_NO), is_sold.alias(schema.IS_PRODUCT)]
    if copies:
        columns.append(copies.result())
    unused = (schema.PRODUCT, schema.ROW_HASH, *schema.CONTACTS)
    numbered = known.with_columns(*columns).drop(unused, strict=False)
    connection.con.register(ROWS, _in_batches(numbered))
    held = {column: hold(texts, column, connection) for column, texts in names.items()}
    nameless = lines.filter(pl.col(schema.CUSTOMER_ID).is_null())[schema.LINE_NO].head(EXAMPLES)
    return Numbered(connection.table(ROWS), held, lines.height - known.height, tuple(nameless))


def _products(sold: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return for each row the name of the product, and whether it is one."""
    missing = (column for column in PRODUCT_COLUMNS if column not in sold)
    sold = sold.with_columns(pl.lit(None, pl.String).alias(column) for column in missing)
    coded = code(sold.with_columns(as_categories(sold.select(selectors.string()).columns)))
    texts = pl.concat([cells.alias(NAME) for cells in coded.cells.values()])
    kind = pl.Enum(texts.drop_nulls().unique().sort())
    named = coded.work_out({column: pl.col(column).cast(kind) for column in coded.cells})
    name = named.select(pl.coalesce(schema.PRODUCT, schema.PRODUCT_ID)).to_series()
    return name, is_product(coded)


def _is_copy(known: pl.DataFrame) -> pl.Series:
    """Return whether a row repeats an earlier one."""
    # First the few hashes seen twice, then the rows themselves: two equal hashes may be chance.
    hashes = known[schema.ROW_HASH]
    again = hashes.filter(~hashes.is_first_distinct())
    alike = known.select(COPIED).with_row_index().filter(hashes.is_in(again.unique().implode()))
    copies = alike.filter(~pl.struct(*COPIED).is_first_distinct())["index"]
    marks = np.zeros(known.height, dtype=bool)
    marks[copies.to_numpy()] = True
    return pl.Series(schema.IS_COPY, marks)


def _in_batches(rows: pl.DataFrame) -> pa.Table:
    table = rows.rechunk().to_arrow()
    return pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH), table.schema)


def _number_in_database(path: Path, connection: Backend) -> Numbered:
    log = connection.read_parquet(path)
    known = log.filter(log[schema.CUSTOMER_ID].notnull())
    names = {
        column: name_in_database(known[column], column, connection)
        for column in TEXTS
        if column in log.columns
    }
    rows = known
    sold = [column for column in PRODUCT_COLUMNS if column in log.columns]
    if sold:
        facts, names[schema.PRODUCT_NO] = _facts_of_products(known.select(sold), connection)
        alike = [rows[column].identical_to(facts[f"log_{column}"]) for column in sold]
        rows = rows.left_join(facts, alike).drop(
            *(f"log_{column}" for column in sold), *({schema.PRODUCT} & set(sold))
        )
    for column in TEXTS:
        if column in names:
            rows = _with_numbers(rows, column, names[column])
    if schema.ORDER_ID in names:
        rows = _with_copies(rows, known, connection)
    rows = connection.create_view(ROWS, rows.drop(schema.ROW_HASH))
    others = log.filter(log[schema.CUSTOMER_ID].isnull())[schema.LINE_NO]
    nameless = others.as_table().order_by(schema.LINE_NO).limit(EXAMPLES).to_pyarrow()
    first = tuple(nameless[schema.LINE_NO].to_pylist())
    return Numbered(rows, names, others.count().to_pyarrow().as_py(), first)


def _facts_of_products(sold: ir.Table, connection: Backend) -> tuple[ir.Table, Names]:
    """Return number and kind of what was sold, by what the log calls it."""
    pairs = sold.distinct().to_polars()
    product, is_sold = _products(pairs)
    facts = pairs.select(pl.all().name.prefix("log_")).with_columns(
        product.to_physical().cast(pl.Int32).alias(schema.PRODUCT_NO),
        is_sold.alias(schema.IS_PRODUCT),
    )
    connection.con.register("sold", facts.to_arrow())
    names = hold(names_of(product), schema.PRODUCT_NO, connection)
    return connection.table("sold"), names


def _with_numbers(rows: ir.Table, column: str, names: Names) -> ir.Table:
    joined = rows.left_join(names.table, rows[column] == names.table[NAME])
    return joined.drop(column, NAME).rename({column: NUMBER})


def _with_copies(rows: ir.Table, known: ir.Table, connection: Backend) -> ir.Table:
    """Add whether a row repeats an earlier one."""
    hashes = known.group_by(schema.ROW_HASH).aggregate(times=known.count()).filter(_.times > 1)
    repeated = known.semi_join(hashes, schema.ROW_HASH)
    line = repeated[schema.LINE_NO]
    copies = repeated.mutate(first=line.min().over(group_by=COPIED)).filter(line > _.first)
    # Found before the rows are joined, since both together would need the memory twice.
    numbers = connection.create_table("copies", copies.select(line.name(NUMBER)))
    joined = rows.left_join(numbers, rows[schema.LINE_NO] == numbers[NUMBER])
    return joined.mutate(joined[NUMBER].notnull().name(schema.IS_COPY)).drop(NUMBER)
