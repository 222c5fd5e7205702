"""What pages and profiles need of a log, made ready while something else is worked out."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rfm.log.transactions.tables import Transactions, baskets_of
from rfm.log.transactions.writing import Writer

if TYPE_CHECKING:
    import ibis.expr.types as ir

Found = TypeVar("Found")


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
    baskets : ibis Table or None
        What each customer bought.
    worker : ThreadPoolExecutor
        The thread that writes the files.
    """

    orders: Path
    lines: Path | None
    baskets: "ir.Table | None"
    worker: ThreadPoolExecutor

    def then(self, work: Callable[[], Found]) -> Future[Found]:
        """Return what will be worked out when all of it is there."""
        return self.worker.submit(work)


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
    orders, lines, baskets = folder / "orders.parquet", None, None
    work = [partial(writer.write_orders, orders)]
    if transactions.has_products:
        lines, counted = folder / "lines.parquet", baskets_of(transactions.lines)
        connection = transactions.lines.get_backend()
        baskets = connection.create_table("baskets", schema=counted.schema())
        count = f"INSERT INTO baskets {counted.compile()}"
        # The longest first: what remains when the other work is done should be short.
        work = [
            partial(writer.write_lines, lines),
            *work,
            partial(writer.cursor.execute, count),
        ]
    with ThreadPoolExecutor(1) as worker:
        jobs = [worker.submit(each) for each in work]
        try:
            yield Prepared(orders, lines, baskets, worker)
        except BaseException:
            worker.shutdown(wait=False, cancel_futures=True)
            writer.interrupt()
            raise
        for job in jobs:
            job.result()
