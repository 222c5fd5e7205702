"""Orders and lines as files, by customer and time, with texts and with money in the currency.

They and the baskets are made ready while something else is worked out.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rfm import schema
from rfm.log.transactions.tables import ROWS_PER_GROUP, Transactions, baskets_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

# So many are sorted in memory at a time, and all of one customer's.
ROWS_AT_ONCE: Final = 500_000
WRITTEN_ORDER: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.AMOUNT,
    schema.LINES,
    schema.QUANTITY,
    schema.PRODUCTS,
    schema.IS_RETURN,
)


class Writer:
    """Writes the orders and lines of a log, beside others who use its database."""

    def __init__(self, transactions: Transactions) -> None:
        self.transactions = transactions
        connection = transactions.lines.get_backend()
        # What the database is to say is worked out here: others may use its connection later on.
        self.cursor = connection.con.cursor()
        self.lines = transactions.lines.compile()
        self.orders = transactions.orders.compile()
        self.is_stopped = Event()

    def write_orders(self, path: Path) -> None:
        """Write the orders as Parquet."""
        self._write(self.orders, WRITTEN_ORDER, path)

    def write_lines(self, path: Path) -> None:
        """Write the lines as Parquet."""
        self._write(self.lines, schema.LINE_COLUMNS, path)

    def baskets(self) -> "Callable[[], ir.Table]":
        """Return what counts what each customer bought, as a table."""
        counted = baskets_of(self.transactions.lines)
        connection = self.transactions.lines.get_backend()
        table = connection.create_table("baskets", schema=counted.schema())
        query = f"INSERT INTO baskets {counted.compile()}"

        def count() -> "ir.Table":
            self.cursor.execute(query)
            return table

        return count

    def interrupt(self) -> None:
        """End what is being written for somebody who no longer waits for it."""
        self.is_stopped.set()
        self.cursor.interrupt()

    def _write(self, query: str, columns: tuple[str, ...], path: Path) -> None:
        blocks = (self._written(block, columns) for block in self._blocks(query))
        # One customer's rows are looked for, and nothing else.
        stated = {"compression": "zstd", "write_statistics": [schema.CUSTOMER_ID]}
        try:
            first = next(blocks)
            file = pq.ParquetWriter(path, first.schema, **stated)
            # The thread ends before the file is closed, after an error too: both write into it.
            with file, ThreadPoolExecutor(1) as pool:
                writing = pool.submit(file.write_table, first, ROWS_PER_GROUP)
                for block in blocks:
                    writing.result()
                    if self.is_stopped.is_set():
                        return
                    writing = pool.submit(file.write_table, block, ROWS_PER_GROUP)
                writing.result()
        except duckdb.IOException as error:
            raise OSError(str(error)) from error

    def _blocks(self, query: str) -> Iterator[pa.Table]:
        """Yield the rows by customer, so many at a time as can be sorted in memory."""
        (rows,) = self.cursor.sql(f"SELECT count(*) FROM ({query})").fetchone()  # noqa: S608
        if rows <= ROWS_AT_ONCE:
            yield self.cursor.sql(query).to_arrow_table()
            return
        customer = schema.CUSTOMER_ID
        blocks = self.cursor.sql(
            f"SELECT min({customer}), max({customer}) FROM ("  # noqa: S608
            f"SELECT {customer}, (sum(count(*)) OVER (ORDER BY {customer}) - 1) // {ROWS_AT_ONCE} "
            f"AS block FROM ({query}) GROUP BY {customer}) GROUP BY block ORDER BY block"
        ).fetchall()
        block = f"FROM ({query}) WHERE {customer} BETWEEN ? AND ?"
        for limits in blocks:
            yield self.cursor.execute(block, limits).to_arrow_table()

    def _written(self, rows: pa.Table, columns: tuple[str, ...]) -> pa.Table:
        """Return rows as they are written: sorted, and with names and money that people know."""
        # By customer and time, then by everything else: the order of the log leaves no trace.
        # Numbers are in the order of the alphabet and sorted several times faster than texts.
        first = [schema.CUSTOMER_ID, schema.ORDERED_AT]
        by = [*first, *(column for column in rows.column_names if column not in first)]
        rows = rows.take(pc.sort_indices(rows, [(column, "ascending") for column in by]))
        found = dict(zip(rows.column_names, rows.columns, strict=True))
        for column, names in self.transactions.names.items():
            if column in found:
                found[column] = names.of(rows[column], self.cursor)
        found[schema.ORDER_ID] = self._orders(rows, found[schema.ORDER_ID])
        if schema.PRODUCT_NO in found:
            found[schema.PRODUCT] = found[schema.PRODUCT_NO]
        units = rows[schema.AMOUNT_UNITS].cast("float64")
        found[schema.AMOUNT] = pc.divide(units, float(schema.UNITS_PER_CURRENCY))
        return pa.table({column: found[column] for column in columns if column in found})

    def _orders(self, rows: pa.Table, names: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the names of orders; those without a number have the name of their day."""
        if self.transactions.has_orders and not names.null_count:
            return names
        days = rows[schema.ORDERED_AT].cast("date32").cast("string")
        return pc.coalesce(names, days.cast(names.type)) if self.transactions.has_orders else days


@dataclass(frozen=True)
class Prepared:
    """Files of the orders and of the lines, and the baskets as a table.

    Lines and baskets are None when the log has no products.

    Parameters
    ----------
    orders : Path
        The file of the orders.
    lines : Path or None
        The file of the lines.
    counting : Future or None
        What becomes the baskets.
    """

    orders: Path
    lines: Path | None
    counting: "Future[ir.Table] | None"

    @property
    def baskets(self) -> "ir.Table | None":
        """What each customer bought, waited for until it is counted."""
        return self.counting.result() if self.counting else None


@contextmanager
def preparing(transactions: Transactions, folder: Path) -> Iterator[Prepared]:
    """Write orders and lines into a folder and count baskets; on exit all of it is there.

    Others may use the database meanwhile.

    Parameters
    ----------
    transactions : Transactions
        The lines and orders that count.
    folder : Path
        An existing folder for the files.

    Yields
    ------
    Prepared
        The files, being written.

    Raises
    ------
    OSError
        On exit, when the files cannot be written.
    """
    writer = Writer(transactions)
    orders, lines, counting = folder / "orders.parquet", None, None
    with ThreadPoolExecutor(1) as worker:
        jobs: list[Future[Any]] = []
        if transactions.has_products:
            lines, counting = folder / "lines.parquet", worker.submit(writer.baskets())
            # The longest first: what remains when the other work is done should be short.
            jobs = [counting, worker.submit(writer.write_lines, lines)]
        jobs.append(worker.submit(writer.write_orders, orders))
        try:
            yield Prepared(orders, lines, counting)
        except BaseException:
            worker.shutdown(wait=False, cancel_futures=True)
            writer.interrupt()
            raise
        for job in jobs:
            job.result()
