"""Logs in canonical form, as the reading step hands them over."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from rfm import schema
from rfm.settings import Settings
from rfm.transactions import Transactions, clean, connect

SHOP_COLUMNS = {
    "InvoiceNo": schema.ORDER_ID,
    "StockCode": schema.PRODUCT_ID,
    "Description": schema.PRODUCT,
    "Quantity": schema.QUANTITY,
    "InvoiceDate": schema.ORDERED_AT,
    "UnitPrice": schema.UNIT_PRICE,
    "CustomerID": schema.CUSTOMER_ID,
    "Country": schema.COUNTRY,
}


def canonical(lines: pl.DataFrame) -> pl.DataFrame:
    """Return lines with the columns that reading adds to those it finds."""
    if schema.AMOUNT not in lines.columns:
        amount = pl.col(schema.QUANTITY) * pl.col(schema.UNIT_PRICE)
        lines = lines.with_columns(amount.alias(schema.AMOUNT))
    return lines.with_columns(
        lines.hash_rows().alias(schema.ROW_HASH),
        pl.any_horizontal(pl.all().is_null()).alias(schema.HAS_EMPTY_FIELD),
        pl.col(schema.ORDERED_AT).cast(pl.Datetime("us")),
        pl.col(schema.AMOUNT).cast(pl.Float64),
    ).with_row_index(schema.LINE_NO, offset=1)


@pytest.fixture
def readings(tmp_path: Path) -> Callable[[pl.DataFrame], Any]:
    """Return a function that writes lines as the reading step would."""
    numbers = iter(range(1_000_000))

    def write(lines: pl.DataFrame) -> Any:
        path = tmp_path / f"reading-{next(numbers)}.parquet"
        canonical(lines).write_parquet(path)
        return SimpleNamespace(path=path, rows=lines.height)

    return write


@pytest.fixture(scope="session")
def online_retail(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the real log of the published report, as the reading step would hand it over."""
    lines = pl.read_parquet(shared / "data" / "online_retail.parquet").rename(SHOP_COLUMNS)
    path = tmp_path_factory.mktemp("online-retail") / "reading.parquet"
    lines = lines.with_columns(
        pl.col(schema.CUSTOMER_ID).cast(pl.String), pl.col(schema.PRODUCT).str.strip_chars()
    )
    canonical(lines).write_parquet(path)
    return SimpleNamespace(path=path, rows=lines.height)


@pytest.fixture
def messy(shared: Path, readings: Callable[[pl.DataFrame], Any]) -> Callable[[str], Any]:
    """Return a function that hands over a messy log of the shop's own columns."""

    def read(name: str) -> Any:
        lines = pl.read_csv(
            shared / "messy" / name,
            schema_overrides={"CustomerID": pl.String, "InvoiceNo": pl.String},
            infer_schema_length=None,
        ).rename(SHOP_COLUMNS)
        time = pl.col(schema.ORDERED_AT).str.to_datetime()
        return readings(lines.with_columns(time, pl.col(schema.QUANTITY).cast(pl.Float64)))

    return read


@pytest.fixture
def cleaned(tmp_path: Path) -> Iterator[Callable[..., Transactions]]:
    """Return a function that cleans a reading in a database of its own."""
    connections = []

    def run(reading: Any, settings: Settings | None = None) -> Transactions:
        workspace = tmp_path / f"database-{len(connections)}"
        workspace.mkdir()
        connections.append(connect(workspace))
        return clean(reading, settings or Settings(), connections[-1])

    yield run
    for connection in connections:
        connection.disconnect()
