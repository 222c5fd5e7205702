"""The whole site is killed and started again on its port, again and again, while files arrive."""

import random
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import psutil

from server.settings import ServerSettings
from tests.conftest import free_port
from tests.server.crash.test_imports import IS_LONG, SECONDS, ensure_whole, send
from tests.server.jobs.at_work import until

LIVES = 20 if IS_LONG else 3
CLIENTS = 4
COMMAND = (sys.executable, "-m", "gunicorn", "tests.server.crash.site:server")
OPTIONS = ("--config", "gunicorn.conf.py", "--workers", "2", "--log-level", "critical")


class Clients:
    """Shops that send one file after the other, each until it is acknowledged."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.brought: dict[str, str] = {}
        self.acknowledged: list[dict[str, object]] = []
        self.are_done = Event()

    def send_all(self, client: int) -> None:
        for number in count():
            if self.are_done.is_set():
                return
            key = f"shop-{client}-{number}"
            self.brought[key] = secrets.token_bytes(50_000).hex()
            answer = send(self._address, key, self.brought[key])
            self.acknowledged.append(answer)
            self.are_done.wait(0.02)


def test_nothing_acknowledged_is_lost_or_doubled_when_the_whole_site_is_killed(
    serve, tmp_path, monkeypatch
):
    monkeypatch.setenv("JOB_RUNNER", "apart")
    monkeypatch.setenv("RFM_SAMPLES", str(tmp_path))
    var, port = tmp_path / "var", free_port()
    clients = Clients(f"http://127.0.0.1:{port}")
    with ThreadPoolExecutor(CLIENTS) as threads:
        sending = [threads.submit(clients.send_all, client) for client in range(CLIENTS)]
        for life in range(LIVES):
            with serve([*COMMAND, *OPTIONS], var, port=port) as (_, master):
                before = len(clients.acknowledged)
                until(lambda known=before: len(clients.acknowledged) > known, 60)
                if life == LIVES - 1:
                    clients.are_done.set()
                    for each in sending:
                        each.result()
                    break
                time.sleep(random.uniform(*SECONDS))
                for process in _killed_with(master.pid, alone=bool(life % 2)):
                    process.kill()
                assert master.wait(10) == -signal.SIGKILL
    ensure_whole(ServerSettings(var=var, samples=tmp_path), clients.brought, clients.acknowledged)


def _killed_with(master: int, *, alone: bool) -> Iterator[psutil.Process]:
    """Yield a master and, unless it dies alone, its workers; those that are left see it and end."""
    process = psutil.Process(master)
    workers = [] if alone else process.children()
    yield process
    yield from workers
