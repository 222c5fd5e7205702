"""The queue passes numbers, in a file or over Redis, and nothing in it is ever run."""

import shutil
import socket
import subprocess
import time

import pytest

from rfm.errors import SettingsError
from server.job_queue import JobQueue, JsonMessages
from server.settings import ServerSettings
from tests.server.jobs_at_work import until


@pytest.fixture
def redis_url(tmp_path):
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("There is no redis-server here: apt-get install redis-server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        until(lambda: _answers(port))
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def pass_numbers(settings: ServerSettings) -> list[int]:
    taken: list[int] = []
    site, runner = JobQueue(settings), JobQueue(settings, taken.append)
    for number in (3, 1, 2):
        site.put(number)
    assert len(site) == 3
    (worker, _) = runner.consumer(1).worker_threads[0]
    end = time.monotonic() + 10
    while len(site) and time.monotonic() < end:
        worker.loop()
    return taken


def test_numbers_come_out_in_the_order_they_went_in(tmp_path):
    assert pass_numbers(ServerSettings(var=tmp_path)) == [3, 1, 2]
    assert (tmp_path / "queue.db").exists()


def test_redis_keeps_the_queue_where_it_is_asked_to(tmp_path, redis_url):
    assert pass_numbers(ServerSettings(var=tmp_path, redis_url=redis_url)) == [3, 1, 2]
    assert not (tmp_path / "queue.db").exists()


def test_what_is_not_json_is_refused():
    # What the standard library would run as a program.
    with pytest.raises(ValueError, match="Expecting value"):
        JsonMessages().deserialize(b"cos\nsystem\n(S'true'\ntR.")


@pytest.mark.parametrize("url", ["nonsense", "ftp://user:secret@host"])
def test_an_address_of_redis_that_cannot_be_used_is_a_sentence(tmp_path, url):
    with pytest.raises(SettingsError, match="REDIS_URL cannot be understood") as refused:
        JobQueue(ServerSettings(var=tmp_path, redis_url=url))
    assert "secret" not in str(refused.value)
