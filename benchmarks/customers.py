"""Figure (a): one row per customer from ten million lines.

All rivals start from the same cleaned lines and count orders, money, products and favourites.
The Ibis expression and the hand-written SQL (rival.sql) take turns on one connection, and their
rows are compared. The tutorial's pandas gets its lines in memory and is timed once. The memory
is that of a process that cleans the ten million rows and counts the customers.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.logs import real_log, tile
from benchmarks.measuring import Figure, in_turns, measure_module, print_measures
from rfm.settings import Settings

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

    from rfm.log.transactions.tables import Transactions

SLOWEST_AGAINST_SQL: Final = 1.5
FASTEST_AGAINST_PANDAS: Final = 8
MOST_GIGABYTES: Final = 1.5
RIVAL_LINES: Final = """COPY (
    SELECT customers.name AS "CustomerID", orders.name AS "InvoiceNo",
           ordered_at AS "InvoiceDate", products.name AS "Description",
           amount_units / 10000 AS "Amount"
    FROM lines
    JOIN names_of_customer_id customers ON customers.number = lines.customer_id
    JOIN names_of_order_id orders ON orders.number = lines.order_id
    JOIN names_of_product_no products ON products.number = lines.product_no
    WHERE NOT is_return
) TO '{}'"""


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return the three figures of one row per customer."""
    log = real_log(workspace)
    tiled = tile(log, workspace)
    connection, transactions = cleaned(tiled, workspace / "measured")
    ours, by_hand = seconds_of_queries(connection, transactions, runs)
    rows = transactions.lines.count().to_pyarrow().as_py()
    connection.con.execute(RIVAL_LINES.format(workspace / "lines.parquet"))
    connection.disconnect()
    pandas = measure_module("benchmarks.tutorial", workspace / "lines.parquet")["seconds"]
    memory = measure_module("benchmarks.customers", tiled, workspace / "fresh")["peak_gigabytes"]
    what = f"one row per customer, {log.title} tiled to 10,000,000 lines ({rows:,} count)"
    return [
        Figure(
            "a",
            f"{what}: Ibis / hand-written SQL",
            f"{ours / by_hand:.2f} x ({ours:.2f} s / {by_hand:.2f} s)",
            f"<= {SLOWEST_AGAINST_SQL} x",
            ours <= SLOWEST_AGAINST_SQL * by_hand,
        ),
        Figure(
            "a",
            f"{what}: the tutorial's pandas / Ibis",
            f"{pandas / ours:.1f} x ({pandas:.1f} s / {ours:.2f} s)",
            f">= {FASTEST_AGAINST_PANDAS} x",
            pandas >= FASTEST_AGAINST_PANDAS * ours,
        ),
        Figure(
            "a",
            f"{what}: peak memory, cleaning included",
            f"{memory:.2f} GB",
            f"< {MOST_GIGABYTES} GB",
            memory < MOST_GIGABYTES,
        ),
    ]


def cleaned(tiled: Path, workspace: Path) -> "tuple[Backend, Transactions]":
    """Return the cleaned log in a new database."""
    from rfm.log.reading import Reading
    from rfm.log.transactions.cleaning import clean, connect

    workspace.mkdir()
    connection = connect(workspace)
    reading = Reading(lines=tiled, rows=0, columns={}, notes=(), currency="")
    return connection, clean(reading, Settings(), connection)


def seconds_of_queries(
    connection: "Backend", transactions: "Transactions", runs: int
) -> tuple[float, float]:
    """Return the median seconds of our expression and of the hand-written SQL."""
    from dataclasses import replace

    from rfm.log.customers import customer_table
    from rfm.log.transactions.tables import default_as_of, orders_of

    as_of = default_as_of(transactions)
    # The SQL begins with the lines, so we do too, instead of with the orders we have already.
    from_lines = replace(transactions, orders=orders_of(transactions.lines))
    expression = customer_table(from_lines, Settings(), as_of)
    query = Path(__file__).with_name("rival.sql").read_text(encoding="utf-8")

    def ours() -> Any:
        return expression.to_pyarrow()

    def by_hand() -> Any:
        return connection.con.execute(query, {"as_of": as_of}).to_arrow_table()

    expected = by_hand()
    if not ours().cast(expected.schema).equals(expected):
        raise SystemExit("The Ibis expression and the hand-written SQL give different rows.")
    mine, rival = in_turns([ours, by_hand], runs)
    return mine, rival


def count_customers(tiled: Path, workspace: Path) -> None:
    """Clean a log and count its customers, then print how much memory that took."""
    from rfm.log.customers import customer_table
    from rfm.log.transactions.tables import default_as_of

    connection, transactions = cleaned(tiled, workspace)
    as_of = default_as_of(transactions)
    customers = customer_table(transactions, Settings(), as_of).to_pyarrow()
    connection.disconnect()
    print_measures(customers=customers.num_rows)


if __name__ == "__main__":
    count_customers(Path(sys.argv[1]), Path(sys.argv[2]))
