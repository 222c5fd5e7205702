"""The site's database: a SQLite file of its own, or what DATABASE_URL names.

A Database opens nothing until it is used, and each process opens its own connections. Whoever is
first brings the tables to the newest revision; the others wait for that.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from rfm.errors import RfmError, SettingsError
from server.settings import OWN_FILE, PROJECT, ServerSettings
from server.tables import NEWEST_REVISION

MIGRATIONS: Final = PROJECT / "server" / "migrations"
LOCK_MS: Final = 5000
# So long a page waits for a server that says nothing.
CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 30
MYSQL: Final = ("mysql", "mariadb")
# One name for all sites of a server: to wait for another one's tables does no harm.
LOCK_NAME: Final = "customer-segmentation-tables"
LOCK_SECONDS: Final = 25
# Drivers that are not the ones SQLAlchemy takes by itself.
DRIVERS: Final = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
_PRAGMAS: Final = (
    f"busy_timeout={LOCK_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    # What was erased leaves no bytes in the file.
    "secure_delete=ON",
    "temp_store=MEMORY",
)


class DatabaseError(RfmError):
    """The database cannot be used as it is."""


class Database:
    """Gives short transactions on the site's database.

    Parameters
    ----------
    settings : ServerSettings
        Names the database and the folder of the site's own files.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._url = _url(settings)
        if self._file is None:
            # A driver that is missing is said at once.
            _engine(self._url).dispose()
        self._var = settings.var
        self._lock = threading.Lock()
        self._opened: tuple[int, Engine] | None = None

    @property
    def exists(self) -> bool:
        """Whether there is anything to read; a file that nobody wrote to yet is not made."""
        file = self._file
        return file is None or file.exists()

    def reading(self) -> Connection:
        """Return a connection that sees one state of the database, to be closed by `with`."""
        return self.engine.connect()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are kept together at the end, or not at all.

        On SQLite it is the only one that writes, from its first statement on: otherwise two that
        read before they write would fail as "locked".
        """
        with self.engine.connect() as connection:
            alone = connection.execution_options(sqlite_begin="IMMEDIATE")
            with alone.begin():
                yield alone

    @property
    def engine(self) -> Engine:
        """The connections of this process, to a database that has all tables."""
        with self._lock:
            opened = self._opened
            if opened is None or opened[0] != os.getpid():
                if opened is not None:
                    # They belong to the process that this one was forked from.
                    opened[1].dispose(close=False)
                opened = self._opened = os.getpid(), self._open()
            return opened[1]

    def close(self) -> None:
        """Close this process's connections."""
        with self._lock:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].dispose()
            self._opened = None

    @property
    def _file(self) -> Path | None:
        is_file = self._url.get_backend_name() == "sqlite" and self._url.database
        return Path(str(self._url.database)) if is_file else None

    def _open(self) -> Engine:
        try:
            self._var.mkdir(parents=True, exist_ok=True)
            with _alone(self._var / "database.lock"):
                return self._migrated()
        except OSError as error:
            # A folder that is a file, a disk that is full: whoever asks is told as of any database.
            raise OperationalError("open", None, error) from error

    def _migrated(self) -> Engine:
        engine = _engine(self._url)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine


def _url(settings: ServerSettings) -> URL:
    if settings.database_url == OWN_FILE:
        return URL.create("sqlite", database=str(settings.var / "site.db"))
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise SettingsError(
            "DATABASE_URL cannot be understood: give one such as "
            "postgresql://user:password@host/name, or leave it out for a file below VAR_DIR."
        ) from None
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, pool_pre_ping=True, **_options(url))
    except (ImportError, NoSuchModuleError):
        raise SettingsError(
            f"DATABASE_URL asks for {url.drivername}, whose driver is not installed: "
            "pip install 'psycopg[binary]' for PostgreSQL, PyMySQL for MySQL or MariaDB."
        ) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _options(url: URL) -> dict[str, Any]:
    kind = url.get_backend_name()
    if kind not in ("postgresql", *MYSQL):
        return {}
    is_mysql = kind in MYSQL
    waits = {"connect_timeout": CONNECT_SECONDS}
    reads = {"read_timeout": READ_SECONDS} if is_mysql else {}
    # As on PostgreSQL: a row that was waited for is seen as it is now, and no gaps are locked.
    isolation = {"isolation_level": "READ COMMITTED"} if is_mysql else {}
    return {"connect_args": waits | reads, **isolation}


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # Python's driver begins transactions too late; SQLAlchemy begins them with the event below.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision; one process of all hosts does."""
    with engine.connect() as connection:
        if _revision(connection) == NEWEST_REVISION:
            return
    from alembic.util import CommandError

    alone = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    with alone as connection, connection.begin(), _no_other_host(connection):
        try:
            upgrade(connection)
        except CommandError:
            raise DatabaseError(
                "The database was made by a newer version of this program. Start that "
                "version, or name another database with DATABASE_URL."
            ) from None


def upgrade(connection: Connection, revision: str = "head", *, down: bool = False) -> None:
    """Bring the database of a connection to a revision, forth or back."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # Alembic reads it as a configuration file's text, where a % begins a variable.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    (command.downgrade if down else command.upgrade)(config, revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


@contextmanager
def _no_other_host(connection: Connection) -> Iterator[None]:
    """Hold a lock of the database's server meanwhile; SQLite's is held already."""
    if connection.dialect.name == "postgresql":
        # Until the end of the transaction.
        connection.execute(text("SELECT pg_advisory_xact_lock(727301)"))
    if connection.dialect.name not in MYSQL:
        yield
        return
    if connection.scalar(text(f"SELECT GET_LOCK('{LOCK_NAME}', {LOCK_SECONDS})")) != 1:
        raise DatabaseError(
            "The database is being brought to the newest tables by another host, which takes "
            f"longer than {LOCK_SECONDS} seconds. Start this one again when that is done."
        )
    try:
        yield
    finally:
        connection.execute(text(f"SELECT RELEASE_LOCK('{LOCK_NAME}')"))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep the other processes of this machine out."""
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
