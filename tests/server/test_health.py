"""Where the site cannot do its work it says so, on the page and to whoever watches it."""

import os
import resource
import shutil
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import create_app
from callbacks.shell.frame import stand
from server.data.datasets import Datasets
from server.database import CONNECT_SECONDS, DRIVERS, Database
from server.health import FULL, NO_DATABASE, NO_FOLDER, READ_ONLY, SECONDS, Health
from server.settings import ServerSettings
from tests.hand_made_sites import as_text
from tests.server.data.test_datasets import publish
from tests.server.jobs.at_work import Site, until


def health_of(settings: ServerSettings) -> Health:
    return Health(settings, Database(settings))


@pytest.mark.every_database
def test_where_all_is_well_nothing_is_said(settings):
    database = Database(settings)
    assert Health(settings, database).trouble() == ""
    database.close()


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path):
    (tmp_path / "var").write_text("a file")
    for var in (tmp_path / "var", tmp_path / "var" / "below"):
        assert health_of(ServerSettings(var=var, samples=tmp_path)).trouble() == NO_FOLDER


def test_a_folder_that_cannot_be_written_is_a_sentence():
    # Not even the administrator can make a file there.
    assert health_of(ServerSettings(var=Path("/proc"))).trouble() == READ_ONLY


def test_a_full_disk_is_a_sentence(settings):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        # The limit of a process on a file's size stands for a disk's end; it is this child's alone.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        os.write(writer, health_of(settings).trouble().encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 1000).decode() == FULL
    os.close(reader)
    os.close(writer)


def test_a_database_that_cannot_be_opened_is_a_sentence(settings):
    (settings.var / "site.db").mkdir(parents=True)
    assert health_of(settings).trouble() == NO_DATABASE


def test_a_database_that_cannot_be_written_is_a_sentence(settings, postgresql_server):
    from tests.servers import empty_database

    url = empty_database(postgresql_server)
    settings = replace(settings, database_url=url)
    database = Database(settings)
    assert Health(settings, database).trouble() == ""
    database.close()
    kind, _, rest = url.partition("://")
    engine = create_engine(f"{DRIVERS[kind]}://{rest}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name = url.rpartition("/")[2]
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    engine.dispose()
    database = Database(settings)
    assert Health(settings, database).trouble() == NO_DATABASE
    database.close()


def test_a_server_that_takes_calls_and_says_nothing_is_waited_for_some_seconds(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://site@127.0.0.1:{silent.getsockname()[1]}/site"
        database = Database(replace(settings, database_url=url))
        begun = time.monotonic()
        assert Health(settings, database).trouble() == NO_DATABASE
        assert time.monotonic() - begun < 3 * CONNECT_SECONDS
        database.close()


def test_a_look_holds_for_seconds_and_no_longer(settings):
    now = [0.0]
    database = Database(settings)
    health = Health(settings, database, clock=lambda: now[0])
    assert health.trouble() == ""
    database.close()
    shutil.rmtree(settings.var)
    settings.var.write_text("a file")
    assert health.trouble() == ""
    now[0] += SECONDS + 1
    assert health.trouble() == NO_FOLDER


def test_a_site_whose_folder_is_a_file_starts_and_says_so(tmp_path):
    (tmp_path / "var").write_text("a file")
    settings = ServerSettings(var=tmp_path / "var", samples=tmp_path / "samples")
    server = create_app(settings).server
    datasets = server.extensions["datasets"]
    datasets.begin()
    shown = stand(datasets, "")
    assert (shown.token, shown.is_working) == (None, False)
    assert NO_FOLDER in as_text(shown.status)
    answer = server.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, NO_FOLDER)
    assert server.test_client().get("/livez").status_code == 200
    for address in ("/", "/data", "/prediction"):
        assert server.test_client().get(address).status_code == 200
    # As soon as it is a folder the site goes on by itself.
    (tmp_path / "var").unlink()
    datasets.health._looked = None
    assert stand(datasets, "", afresh=True).is_working
    datasets.stop()


def test_an_analysis_that_waits_while_nothing_can_be_written_is_no_waiting(settings, monkeypatch):
    datasets = Datasets(replace(settings, job_runner="apart"))
    assert datasets.start("cdnow").kind == "working"
    monkeypatch.setattr(datasets.health, "trouble", lambda: FULL)
    state = datasets.state("cdnow")
    assert (state.kind, state.message) == ("failed", FULL)
    monkeypatch.undo()
    assert datasets.state("cdnow").kind == "working"
    datasets.stop()


@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_snapshot_that_is_deleted_while_it_is_shown_is_made_again(settings, is_emptied):
    datasets = Datasets(settings)
    publish(settings, "cdnow", "1")
    assert datasets.snapshot("cdnow").id == "1"
    folder = (settings.snapshots / "cdnow").resolve()
    shutil.rmtree(folder)
    if is_emptied:
        folder.mkdir()
    assert datasets.state("cdnow").kind == "absent"
    works = "print('1/2 Reading', flush=True); import time; time.sleep(60)"
    with Site(settings, works).working():
        assert stand(datasets, "cdnow").is_working
        until(lambda: datasets.state("cdnow").message == "Reading")
    datasets.stop()
