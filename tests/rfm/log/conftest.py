"""Logs in canonical form, as the reading step hands them over, and what is counted in them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from rfm import schema
from rfm.log.cells import is_cancelled
from rfm.log.customers import customer_table
from rfm.log.reading import Reading, read_log
from rfm.log.transactions.cleaning import clean, connect
from rfm.log.transactions.tables import Transactions, default_as_of
from rfm.reading.coded import as_names
from rfm.reading.where import Where
from rfm.settings import Settings

NOON = datetime(2024, 5, 1, 12)
LINE = {
    schema.CUSTOMER_ID: pl.String,
    schema.ORDER_ID: pl.String,
    schema.ORDERED_AT: pl.Datetime("us"),
    schema.PRODUCT: pl.String,
    schema.QUANTITY: pl.Float64,
    schema.UNIT_PRICE: pl.Float64,
}


def lines_of(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Return lines of (customer, order, time, product, quantity, unit price)."""
    return pl.DataFrame(rows, schema=LINE, orient="row")


def lines_of_noon(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Return lines of noon: (customer, order, product code, product, quantity, unit price)."""
    texts = [schema.CUSTOMER_ID, schema.ORDER_ID, schema.PRODUCT_ID, schema.PRODUCT]
    columns = dict.fromkeys(texts, pl.String)
    columns |= dict.fromkeys([schema.QUANTITY, schema.UNIT_PRICE], pl.Float64)
    lines = pl.DataFrame(rows, schema=columns, orient="row")
    return lines.with_columns(pl.lit(NOON).alias(schema.ORDERED_AT))


def counts(transactions: Transactions) -> dict[str, int]:
    """Return how many rows have each reason."""
    return {row.reason: row.rows for row in transactions.report if row.rows}


def table_of(
    transactions: Transactions, settings: Settings | None = None, as_of: datetime | None = None
) -> pl.DataFrame:
    """Return a row per customer, as an analysis counts them."""
    as_of = as_of or default_as_of(transactions)
    customers = customer_table(transactions, settings or Settings(), as_of)
    return pl.DataFrame(pl.from_arrow(customers.to_pyarrow()))


def canonical(lines: pl.DataFrame) -> pl.DataFrame:
    """Return lines with the columns that reading adds to those it finds."""
    if schema.AMOUNT not in lines.columns:
        amount = pl.col(schema.QUANTITY) * pl.col(schema.UNIT_PRICE)
        lines = lines.with_columns(amount.alias(schema.AMOUNT))
    if schema.ORDER_ID in lines.columns:
        order_id = pl.col(schema.ORDER_ID).cast(pl.String)
        lines = lines.with_columns(is_cancelled(order_id).alias(schema.IS_CANCELLED))
    return lines.with_columns(
        lines.hash_rows().alias(schema.ROW_HASH),
        pl.any_horizontal(pl.all().is_null()).alias(schema.HAS_EMPTY_FIELD),
        pl.col(schema.ORDERED_AT).cast(pl.Datetime("us")),
        pl.col(schema.AMOUNT).cast(pl.Float64),
    ).with_row_index(schema.LINE_NO, offset=1)


def in_memory(lines: pl.DataFrame) -> pl.DataFrame:
    """Return canonical lines as reading hands over those of a log that fits into memory."""
    return pl.DataFrame([as_names(column) for column in lines])


def in_file(lines: pl.DataFrame, path: Path) -> Path:
    """Return canonical lines as reading hands over those of a larger log."""
    lines.write_parquet(path)
    return path


@pytest.fixture(params=["in memory", "in a file"])
def readings(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[pl.DataFrame], Any]:
    """Return a function that hands lines over as the reading step would."""
    numbers = iter(range(1_000_000))

    def hand_over(lines: pl.DataFrame) -> Any:
        lines = canonical(lines)
        if request.param == "in memory":
            return SimpleNamespace(lines=in_memory(lines), where=Where("log"))
        path = tmp_path / f"reading-{next(numbers)}.parquet"
        return SimpleNamespace(lines=in_file(lines, path), where=Where("log"))

    return hand_over


@pytest.fixture(scope="session", params=["in memory", "in a file"])
def online_retail(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Reading:
    """Return the real log of the published report."""
    workspace = tmp_path_factory.mktemp("online-retail")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in a file":
            patch.setattr("rfm.reading.opening.MOST_ROWS_IN_MEMORY", 0)
        return read_log(shared / "data" / "online_retail.parquet", Settings(), workspace)


@pytest.fixture
def messy(shared: Path, tmp_path: Path) -> Callable[[str], Reading]:
    """Return a function that reads a messy log."""
    return lambda name: read_log(shared / "messy" / name, Settings(), tmp_path / "reading")


@pytest.fixture
def cleaned(
    readings: Callable[[pl.DataFrame], Any], tmp_path: Path
) -> Iterator[Callable[..., Transactions]]:
    """Return a function that cleans lines, or a reading, in a database of its own."""
    connections = []

    def run(log: Any, settings: Settings | None = None) -> Transactions:
        workspace = tmp_path / f"database-{len(connections)}"
        workspace.mkdir()
        connections.append(connect(workspace))
        reading = readings(log) if isinstance(log, pl.DataFrame) else log
        return clean(reading, settings or Settings(), connections[-1])

    yield run
    for connection in connections:
        connection.disconnect()
