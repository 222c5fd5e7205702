"""A shop's own database is read: a table or one query, and nothing in it can be changed."""

import sqlite3
from datetime import datetime

import polars as pl
import pytest
from sqlalchemy import create_engine, text

from server.database import DRIVERS
from server.sources.databases import DatabaseSourceError, read_database
from tests.servers import mariadb, postgresql

SALES = (
    "CREATE TABLE sales (customer VARCHAR(20), ordered_at TIMESTAMP, amount NUMERIC(10, 2))",
    "INSERT INTO sales VALUES ('Ann', '2026-01-02 10:00:00', 12.50)",
    "INSERT INTO sales VALUES ('Zoë', '2026-03-04 11:30:00', 7)",
    "INSERT INTO sales VALUES (NULL, '2026-03-05 00:00:00', NULL)",
)
SOLD = {
    "customer": ["Ann", "Zoë", None],
    "ordered_at": [
        datetime(2026, 1, 2, 10),
        datetime(2026, 3, 4, 11, 30),
        datetime(2026, 3, 5),
    ],
    "amount": [12.5, 7.0, None],
}


def fill(address):
    kind, _, rest = address.partition("://")
    engine = create_engine(f"{DRIVERS.get(kind, kind)}://{rest}")
    with engine.begin() as connection:
        for statement in SALES:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="module", params=[postgresql, mariadb])
def server(request):
    with request.param() as address:
        fill(address)
        yield address


@pytest.fixture
def file(tmp_path):
    address = f"sqlite:///{tmp_path}/shop.db"
    fill(address)
    return address


def read(address, asked, tmp_path):
    target = tmp_path / "read.parquet"
    rows = read_database(address, asked, target)
    table = pl.read_parquet(target)
    assert table.height == rows
    return table


@pytest.mark.parametrize("asked", ["sales", "SELECT * FROM sales ORDER BY ordered_at;"])
def test_a_table_or_a_query_of_a_server_is_read_with_its_types(server, asked, tmp_path):
    assert read(server, asked, tmp_path).to_dict(as_series=False) == SOLD


def test_a_file_of_sqlite_is_read(file, tmp_path):
    table = read(file, "sales", tmp_path)
    assert table["customer"].to_list() == SOLD["customer"]
    assert table["amount"].to_list() == SOLD["amount"]


def test_a_query_with_signs_that_drivers_know_is_sent_as_it_is(server, tmp_path):
    asked = "SELECT customer FROM sales WHERE customer LIKE 'A%' AND ':x %s' <> customer"
    assert read(server, asked, tmp_path)["customer"].to_list() == ["Ann"]


@pytest.mark.parametrize(
    "asked",
    [
        "DELETE FROM sales",
        "SELECT 1; DROP TABLE sales",
        "WITH gone AS (DELETE FROM sales RETURNING *) SELECT * FROM gone",
        "SELECT * INTO copied FROM sales",
        "SELECT * FROM sales FOR UPDATE",
        "UPDATE sales SET amount = 0",
        "",
        "this is no query",
    ],
)
def test_what_is_no_plain_select_is_not_sent(server, asked, tmp_path):
    with pytest.raises(DatabaseSourceError, match="one query that begins with SELECT"):
        read(server, asked, tmp_path)
    assert read(server, "sales", tmp_path).height == 3


def test_the_database_itself_keeps_a_select_from_writing(tmp_path):
    with postgresql() as address:
        fill(address)
        engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS "
                    "'INSERT INTO sales VALUES (NULL, NULL, NULL); SELECT 1'"
                )
            )
        engine.dispose()
        with pytest.raises(DatabaseSourceError, match="read-only transaction"):
            read(address, "SELECT sneak()", tmp_path)
        assert read(address, "sales", tmp_path).height == 3


def test_rows_are_read_in_parts_that_may_differ_in_type(tmp_path, monkeypatch):
    monkeypatch.setattr("server.sources.databases.ROWS_AT_ONCE", 2)
    with sqlite3.connect(tmp_path / "odd.db") as connection:
        connection.execute("CREATE TABLE odd (a, b, c)")
        rows = [(1, None, 1), (2, None, 2), (3.5, 1, "x"), (4, 2, b"y"), (5, 3, 3)]
        connection.executemany("INSERT INTO odd VALUES (?, ?, ?)", rows)
    connection.close()
    seen = []
    target = tmp_path / "odd.parquet"
    assert read_database(f"sqlite:///{tmp_path}/odd.db", "odd", target, seen.append) == 5
    assert seen == [2, 4, 5]
    table = pl.read_parquet(target)
    assert [float(value) for value in table["a"]] == [1, 2, 3.5, 4, 5]
    assert [value and int(value) for value in table["b"]] == [None, None, 1, 2, 3]
    assert table["c"].to_list()[:3] == ["1", "2", "x"]


# Ibis asks DuckDB for Arrow by a name that is going away.
@pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")
def test_any_other_address_is_left_to_ibis(tmp_path):
    import duckdb

    with duckdb.connect(tmp_path / "shop.duckdb") as connection:
        connection.execute(SALES[0])
        connection.execute(SALES[1])
    assert read(f"duckdb:///{tmp_path}/shop.duckdb", "sales", tmp_path)["customer"].to_list() == [
        "Ann"
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "cannot be understood"),
        ("sqlite:///nowhere/shop.db", "There is no database file 'shop.db'"),
        ("postgresql://me:secret@127.0.0.1:1/shop", "The database 'shop' at 127.0.0.1"),
        ("mysql://me:secret@127.0.0.1:1/shop", "The database 'shop' at 127.0.0.1"),
        ("oracle://me:secret@127.0.0.1/shop", "driver is not installed"),
    ],
)
def test_a_database_that_cannot_be_read_is_a_sentence_without_its_password(address, said, tmp_path):
    with pytest.raises(DatabaseSourceError, match=said) as raised:
        read(address, "sales", tmp_path)
    assert "secret" not in str(raised.value)


def test_a_table_that_is_not_there_is_named(server, tmp_path):
    with pytest.raises(DatabaseSourceError, match="nowhere"):
        read(server, "nowhere", tmp_path)


def test_a_query_without_rows_leaves_no_file(file, tmp_path):
    with pytest.raises(DatabaseSourceError, match="has no rows there"):
        read(file, "SELECT * FROM sales WHERE amount > 1000", tmp_path)
    assert not (tmp_path / "read.parquet").exists()
