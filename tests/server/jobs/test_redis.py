"""The queue of jobs on a Redis server."""

import socket
import subprocess

import pytest

from server.settings import ServerSettings
from tests.server.jobs.at_work import PUBLISHES, Site, pass_numbers, until


@pytest.fixture
def redis_url(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)]
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


def test_redis_keeps_the_queue_where_it_is_asked_to(tmp_path, redis_url):
    assert pass_numbers(ServerSettings(var=tmp_path, redis_url=redis_url)) == [3, 1, 2]
    assert not (tmp_path / "queue.db").exists()


def test_a_job_is_done_that_waited_on_redis(tmp_path, redis_url):
    site = Site(ServerSettings(var=tmp_path, redis_url=redis_url), PUBLISHES)
    site.start()
    with site.working(workers=1):
        until(lambda: site.job().state == "done")
    assert site.done == "x"
