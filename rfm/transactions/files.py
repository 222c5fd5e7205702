"""Orders and lines as Parquet files, written while something else is worked out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rfm.transactions.tables import Transactions

ROWS_PER_GROUP: Final = 60_000


@dataclass(frozen=True)
class WrittenFiles:
    """The orders and, when the log has products, the lines; each by customer and time."""

    orders: Path
    lines: Path | None


@contextmanager
def writing_meanwhile(transactions: Transactions, folder: Path) -> Iterator[WrittenFiles]:
    """Write orders and lines into a folder; on exit they are there.

    The database belongs to the writing meanwhile.

    Raises
    ------
    OSError
        On exit, when the files cannot be written.
    """
    orders = folder / "orders.parquet"
    lines = folder / "lines.parquet" if transactions.has_products else None
    with ThreadPoolExecutor(1) as writer:
        jobs = [writer.submit(transactions.write_orders, orders, ROWS_PER_GROUP)]
        if lines is not None:
            jobs.append(writer.submit(transactions.write_lines, lines, ROWS_PER_GROUP))
        try:
            yield WrittenFiles(orders, lines)
        except BaseException:
            writer.shutdown(wait=False, cancel_futures=True)
            transactions.interrupt()
            raise
        for job in jobs:
            job.result()
