"""The same rows wherever the log lives: every column on PostgreSQL and Sail as on DuckDB."""

import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import ibis
import numpy as np
import polars as pl
import pytest

from rfm import schema
from rfm.log.transactions.names import Names
from rfm.log.transactions.tables import Transactions, default_as_of
from rfm.reading.where import Where
from rfm.settings import Settings
from tests.rfm.log.conftest import canonical, in_memory, table_of
from tests.servers import postgresql

# The client of Spark has not been tested with pandas 3, and says so each time.
pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet", "ignore::pandas.errors.Pandas4Warning"
)

Put = Callable[[str, Any], Any]
MONTH_END = datetime(2024, 1, 31, 23, 59, 58)


@contextmanager
def on_postgresql(_folder):
    """Yield a function that puts a table of DuckDB into PostgreSQL."""
    with postgresql() as url:
        backend = ibis.connect(url)

        def put(name, table):
            backend.create_table(name, schema=table.schema(), overwrite=True)
            with backend.con.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN CSV") as rows:
                rows.write(table.to_polars().write_csv(include_header=False))
            backend.con.commit()
            return backend

        yield put
        backend.disconnect()


@contextmanager
def on_sail(folder):
    """Yield a function that puts a table of DuckDB into Sail, which speaks Spark Connect."""
    with pytest.MonkeyPatch.context() as patch:
        # A main module without a file, as pytest's workers have, is taken for doctests of Spark.
        patch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)
        pytest.importorskip("pyspark.sql.connect", reason="pyspark-client is not installed.")
    sail = pytest.importorskip("pysail.spark", reason="pysail is not installed.")
    from pyspark.sql import SparkSession

    server = sail.SparkConnectServer()
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").create()
    backend = ibis.pyspark.connect(session)

    def put(name, table):
        path = folder / f"{len(list(folder.iterdir()))}.parquet"
        table.to_parquet(path)
        backend.read_parquet(path, table_name=name)
        return backend

    yield put
    session.stop()
    server.stop()


@pytest.fixture(scope="module", params=[on_postgresql, on_sail], ids=lambda each: each.__name__)
def put(request, tmp_path_factory):
    with request.param(tmp_path_factory.mktemp("moved")) as put:
        yield put


def counted(transactions: Transactions, settings: Settings, as_of: datetime) -> pl.DataFrame:
    # Each database has an order of texts of its own.
    return table_of(transactions, settings, as_of).sort(schema.CUSTOMER_ID)


def moved(transactions: Transactions, put: Put) -> Transactions:
    """Return the same lines, orders and names in another database."""
    names = {
        column: Names(put(kept.at, kept.table), kept.at, is_stored=True)
        for column, kept in transactions.names.items()
    }
    tables = {
        name: put(name, getattr(transactions, name)).table(name) for name in ("lines", "orders")
    }
    return replace(transactions, names=names, **tables)


def hard_log(lines: int = 4_000) -> pl.DataFrame:
    """Return a log with all that engines may count otherwise, the same at each run.

    Returns, orders of one day, favourites that tie, microseconds, the ends of months.
    """
    drawn = np.random.default_rng(7)
    order = drawn.integers(0, lines // 3, lines)
    happened = np.where(
        order % 3,
        drawn.integers(0, 400 * 86_400 * 1_000_000, lines // 3)[order],
        drawn.integers(0, 4, lines // 3)[order] * 86_400_000_000 + order % 2_000_003,
    )
    names = np.array(["ALARM CLOCK", "BOX", "cup", "Ümlaut", "ÄPFEL", "a b", "A-B", None])
    return pl.DataFrame(
        {
            schema.CUSTOMER_ID: [f"c{number}" for number in order % 211],
            schema.ORDER_ID: order.astype(str),
            schema.ORDERED_AT: [
                MONTH_END + timedelta(microseconds=int(moment)) for moment in happened
            ],
            schema.PRODUCT: names[drawn.integers(0, len(names), lines)].tolist(),
            schema.QUANTITY: drawn.integers(-2, 5, lines).astype(float),
            schema.UNIT_PRICE: drawn.integers(0, 400, lines) / 100,
            schema.COUNTRY: np.array(["France", "Åland", "EIRE", None])[order % 4].tolist(),
        },
        schema_overrides={schema.ORDERED_AT: pl.Datetime("us")},
    )


def test_every_column_of_a_hard_log_equals_duckdbs(put, cleaned):
    lines = in_memory(canonical(hard_log()))
    transactions = cleaned(SimpleNamespace(lines=lines, where=Where("log")))
    elsewhere = moved(transactions, put)
    first_order = transactions.orders[schema.ORDERED_AT].min().to_pyarrow().as_py()
    asked: dict[Any, datetime] = {
        "orders": default_as_of(transactions),
        "lines": MONTH_END + timedelta(days=29),
        "days": first_order + timedelta(days=3, microseconds=1),
    }
    for count, as_of in asked.items():
        expected = counted(transactions, Settings(count=count), as_of)
        found = counted(elsewhere, Settings(count=count), as_of)
        assert found.schema == expected.schema
        assert found.equals(expected)


@pytest.mark.parametrize("online_retail", ["in memory"], indirect=True)
def test_every_column_of_a_real_log_equals_duckdbs(put, online_retail, cleaned):
    transactions = cleaned(online_retail)
    as_of = default_as_of(transactions)
    expected = counted(transactions, Settings(), as_of)
    assert expected.height == 4_327
    assert counted(moved(transactions, put), Settings(), as_of).equals(expected)
