"""A table, or the answer to a query, of somebody's database becomes a Parquet file.

PostgreSQL, MySQL, MariaDB and SQLite are read through SQLAlchemy, whose drivers the site has
already; every other address is left to Ibis. Whichever reads, nothing can be changed: one SELECT is
let through, in a transaction that the database itself keeps from writing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

import polars as pl
import sqlglot
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlglot import exp

from rfm.errors import RfmError
from server.database import DRIVERS
from server.sources.rows import as_columns, joined

ROWS_AT_ONCE: Final = 50_000
SECONDS_TO_CONNECT: Final = 10
SECONDS_TO_ANSWER: Final = 600
_DIALECTS: Final = {"postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
_QUERIES: Final = (exp.Select, exp.SetOperation)
_CHANGES: Final = (exp.DDL, exp.DML, exp.Into, exp.Lock, exp.Command)
_LONGEST_REASON: Final = 200
# What would lead a driver to another server, or file, than the one that stands in the address.
_ELSEWHERE: Final = frozenset(
    [
        *("host", "hostaddr", "port", "unix_socket", "service", "servicefile", "passfile", "uri"),
        *("read_default_file", "read_default_group", "ssl_key", "sslkey", "sslrootcert", "sslcert"),
    ]
)

Told = Callable[[int], object]


class DatabaseSourceError(RfmError):
    """Somebody's database could not be read."""


def read_database(address: str, asked: str, target: Path, told: Told = lambda _rows: None) -> int:
    """Write what a table or query of a database holds into a Parquet file.

    Parameters
    ----------
    address : str
        Where the database is, as SQLAlchemy or Ibis write it; it may hold a password.
    asked : str
        The name of a table, with its schema if need be, or one SELECT.
    target : Path
        The file to write.
    told : callable
        Told how many rows have been read so far.

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    DatabaseSourceError
        When the address, the question or the database is not as it should be; neither password nor
        rows are repeated.
    """
    url = _url(address)
    with TemporaryDirectory(prefix=".rows-", dir=target.parent) as folder, _explaining(url):
        parts: list[Path] = []
        rows = 0
        for batch in _batches(url, asked):
            parts.append(Path(folder) / f"{len(parts)}.parquet")
            batch.write_parquet(parts[-1])
            rows += batch.height
            told(rows)
        if not rows:
            raise DatabaseSourceError(f"{_where(url)} has no rows there. Ask for other ones.")
        joined(parts).sink_parquet(target)
    return rows


def file_of(address: str) -> str:
    """Return the file that an address names; empty for a database on a server."""
    url = _url(address)
    return "" if url.host else url.database or ""


def host_of(address: str) -> str:
    """Return the server that an address names, in small letters; empty for a file."""
    return (_url(address).host or "").lower()


def _url(address: str) -> URL:
    try:
        url = make_url(address.strip())
    except ArgumentError:
        raise DatabaseSourceError(
            "The address of the database cannot be understood: write it as "
            "postgresql://user:password@host/name, mysql://…, or sqlite:///file.db"
        ) from None
    if _ELSEWHERE & url.query.keys():
        raise DatabaseSourceError("Write the server before the database's name, not behind a '?'.")
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _batches(url: URL, asked: str) -> Iterator[pl.DataFrame]:
    query = _query(asked, _DIALECTS.get(url.get_backend_name(), "sqlite"))
    if url.get_backend_name() not in (*_DIALECTS, "sqlite"):
        yield from _by_ibis(url, query)
        return
    with _reading(url) as connection:
        found = connection.execution_options(stream_results=True).execute(text(query))
        for rows in found.partitions(ROWS_AT_ONCE):
            yield as_columns(tuple(found.keys()), rows)


def _query(asked: str, dialect: str) -> str:
    """Return one SELECT, of what is asked or of the table that is named."""
    asked = asked.strip().rstrip(";")
    try:
        if not any(character.isspace() for character in asked):
            table = exp.to_table(asked, dialect=dialect)
            return exp.select("*").from_(table).sql(dialect=dialect, identify=True)
        found = [each for each in sqlglot.parse(asked, dialect=dialect) if each is not None]
    except sqlglot.errors.SqlglotError:
        found = []
    if len(found) != 1 or not isinstance(found[0], _QUERIES) or found[0].find(*_CHANGES):
        raise DatabaseSourceError(
            "Give the name of a table, or one query that begins with SELECT. Nothing else is sent "
            "to the database."
        )
    return asked.replace(":", r"\:")


@contextmanager
def _reading(url: URL) -> Iterator[Connection]:
    """Yield a connection that cannot change anything, and ends a query that takes too long."""
    backend = url.get_backend_name()
    connecting: dict[str, Any] = {"connect_timeout": SECONDS_TO_CONNECT}
    if backend == "sqlite":
        path = Path(url.database or "")
        if not path.is_file():
            raise DatabaseSourceError(f"There is no database file '{path.name}'. Check the path.")
        file = f"file:{quote(str(path.absolute()))}"
        url = URL.create("sqlite", database=file, query={"mode": "ro", "uri": "true"})
        connecting = {}
    engine = create_engine(url, connect_args=connecting)
    event.listen(engine, "connect", _only_reading(backend))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _only_reading(backend: str) -> Callable[[Any, Any], None]:
    statements: Sequence[str] = {
        "postgresql": (
            "SET default_transaction_read_only = on",
            f"SET statement_timeout = '{SECONDS_TO_ANSWER}s'",
        ),
        "sqlite": ("PRAGMA query_only = ON",),
    }.get(backend, ("SET SESSION TRANSACTION READ ONLY",))

    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    return prepare


def _by_ibis(url: URL, query: str) -> Iterator[pl.DataFrame]:
    import ibis

    address = url.render_as_string(hide_password=False)
    # A query of DuckDB's can read any file of this machine.
    alone: dict[str, Any] = {"read_only": True, "enable_external_access": False}
    reading = alone if url.drivername == "duckdb" else {}
    backend = ibis.connect(address, **reading)
    try:
        for batch in backend.sql(query).to_pyarrow_batches(chunk_size=ROWS_AT_ONCE):
            frame = pl.from_arrow(batch)
            if isinstance(frame, pl.DataFrame):
                yield frame
    finally:
        backend.disconnect()


@contextmanager
def _explaining(url: URL) -> Iterator[None]:
    """Turn what drivers raise into a sentence without address and password."""
    try:
        yield
    except RfmError:
        raise
    except (ImportError, NoSuchModuleError):
        raise DatabaseSourceError(
            f"Databases of the kind {url.drivername} cannot be read here: their driver is not "
            "installed. The operator can install it with pip."
        ) from None
    except DBAPIError as error:
        raise DatabaseSourceError(f"{_where(url)}: {_reason(error.orig)}") from None
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseSourceError(f"{_where(url)}: {_reason(error)}") from None


def _where(url: URL) -> str:
    return f"The database '{Path(url.database or '').name}'" + (
        f" at {url.host}" if url.host else ""
    )


def _reason(error: BaseException | None) -> str:
    """Return the first line of what a driver says, which names tables and never holds rows."""
    said = str(error.args[-1] if error is not None and error.args else error).strip()
    return said.splitlines()[0][:_LONGEST_REASON] if said else "it does not answer."
