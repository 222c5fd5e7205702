"""The database is made once, by whoever is first, and never says that it is locked."""

import os
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, update

from rfm.errors import RfmError, SettingsError
from server.database import MIGRATIONS, Database, upgrade
from server.settings import ServerSettings
from server.tables import METADATA, NEWEST_REVISION, PLAYS


def database_in(folder: Path) -> Database:
    return Database(ServerSettings(var=folder))


@pytest.fixture
def database(settings):
    database = Database(settings)
    yield database
    database.close()


def test_a_database_that_nobody_used_is_no_file(database, tmp_path):
    assert not database.exists
    assert list(tmp_path.iterdir()) == []
    with database.reading():
        assert database.exists


@pytest.mark.every_database
def test_the_revisions_lead_to_the_tables_that_the_code_uses(database):
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST_REVISION


@pytest.mark.every_database
def test_the_revisions_lead_back(database):
    with database.writing() as connection:
        upgrade(connection, "base", down=True)
        assert inspect(connection).get_table_names() == ["alembic_version"]
        upgrade(connection)
        assert {"jobs", "plays"} <= set(inspect(connection).get_table_names())


def test_sqlite_keeps_what_was_written_and_erases_what_was_erased(database):
    kept = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "secure_delete": 1}
    with database.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in kept}
    assert found == kept


@pytest.mark.every_database
def test_several_that_start_at_once_make_one_database(settings, tmp_path):
    # Each with a folder of its own, as hosts have: only the database keeps them apart.
    is_file = settings.database_url == ServerSettings.database_url
    folders = [tmp_path if is_file else tmp_path / str(number) for number in range(6)]
    hosts = [replace(settings, var=folder) for folder in folders]
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert list(pool.map(_count_plays, hosts)) == [0] * 6


def _count_plays(settings: ServerSettings) -> int:
    database = Database(settings)
    with database.reading() as connection:
        count = len(connection.execute(select(PLAYS)).all())
    database.close()
    return count


def play_row(group: str) -> dict[str, object]:
    texts = dict.fromkeys(("title", "action", "channel", "offer", "why"), "x")
    return {"dataset": "shop", "grouping": "grid", "group_name": group, "updated_at": 0.0} | texts


def test_those_who_read_and_then_write_wait_for_each_other(tmp_path):
    with database_in(tmp_path).writing() as connection:
        connection.execute(insert(PLAYS).values(play_row("Loyal")))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        slowest = max(pool.map(_count_up, [tmp_path] * 2))
    with database_in(tmp_path).reading() as connection:
        assert connection.scalar(select(PLAYS.c.updated_at)) == 2 * 4 * 25
    assert slowest < 5


def _count_up(folder: Path) -> float:
    database = database_in(folder)

    def once(_: int) -> float:
        start = time.monotonic()
        with database.writing() as connection:
            count = connection.scalar(select(PLAYS.c.updated_at)) or 0
            connection.execute(update(PLAYS).values(updated_at=count + 1))
        return time.monotonic() - start

    with ThreadPoolExecutor(4) as threads:
        return max(threads.map(once, range(4 * 25)))


@pytest.mark.every_database
def test_what_goes_wrong_half_way_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(PLAYS).values(play_row("Loyal")))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(select(PLAYS)).all() == []


def test_a_process_that_was_forked_opens_its_own_connections(database):
    engine = database.engine
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with database.reading() as connection:
            connection.execute(select(PLAYS)).all()
        os.write(writer, b"other" if database.engine is not engine else b"same")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10) == b"other"
    os.close(reader)
    os.close(writer)
    assert database.engine is engine


def test_a_database_of_a_newer_version_is_left_alone(tmp_path):
    database_in(tmp_path).engine.dispose()
    with sqlite3.connect(tmp_path / "site.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(RfmError, match="newer version of this program"):
        _count_plays(ServerSettings(var=tmp_path))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("oracle://user:secret@host/name", "driver is not installed"),
        ("nonsense", "cannot be understood"),
        ("oddbase://user:secret@host/name", "driver is not installed"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_sentence_without_its_password(tmp_path, url, says):
    settings = ServerSettings(var=tmp_path, database_url=url)
    with pytest.raises(SettingsError, match=says) as refused:
        Database(settings)
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(settings)
