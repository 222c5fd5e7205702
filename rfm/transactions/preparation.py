"""What pages and profiles need of a log, made ready while something else is worked out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm.transactions.tables import Transactions, baskets_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS_PER_GROUP: Final = 60_000


@dataclass(frozen=True)
class Prepared:
    """Files of the orders and of the lines, by customer and time, and the baskets as a table.

    Lines and baskets are None when the log has no products.
    """

    orders: Path
    lines: Path | None
    baskets: "ir.Table | None"


@contextmanager
def preparing(transactions: Transactions, folder: Path) -> Iterator[Prepared]:
    """Write orders and lines into a folder and count baskets; on exit all of it is there.

    The database belongs to this work meanwhile.

    Raises
    ------
    OSError
        On exit, when the files cannot be written.
    """
    orders = folder / "orders.parquet"
    work = [partial(transactions.write_orders, orders, ROWS_PER_GROUP)]
    prepared = Prepared(orders, None, None)
    if transactions.has_products:
        lines, counted = folder / "lines.parquet", baskets_of(transactions.lines)
        connection = transactions.lines.get_backend()
        baskets = connection.create_table("baskets", schema=counted.schema())
        work.append(partial(transactions.write_lines, lines, ROWS_PER_GROUP))
        work.append(partial(connection.insert, "baskets", counted))
        prepared = Prepared(orders, lines, baskets)
    with ThreadPoolExecutor(1) as worker:
        jobs = [worker.submit(each) for each in work]
        try:
            yield prepared
        except BaseException:
            worker.shutdown(wait=False, cancel_futures=True)
            transactions.interrupt()
            raise
        for job in jobs:
            job.result()
