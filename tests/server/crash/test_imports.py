"""What was acknowledged is there after the site was killed, whole and once; nothing is half."""

import json
import os
import random
import secrets
import signal
import sqlite3
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException
from threading import Event
from urllib.request import Request, urlopen

import psutil
from sqlalchemy import select

from server.data.datasets import Datasets
from server.settings import ServerSettings
from server.tables import JOBS, UPLOAD_FILES, VERSIONS

# With CRASH_LONG=yes as many as are promised.
IS_LONG = os.environ.get("CRASH_LONG") == "yes"
IMPORTS = 200 if IS_LONG else 40
AT_LEAST = 3
SECONDS = (0.05, 1.5) if IS_LONG else (0.05, 0.5)


def send(address: str, key: str, content: str) -> dict[str, object]:
    """Import a file, again and again with the same key until that is acknowledged."""
    end = time.monotonic() + 120
    while True:
        asked = Request(f"{address}/import?key={key}", data=content.encode(), method="POST")  # noqa: S310
        try:
            with urlopen(asked, timeout=20) as answer:  # noqa: S310  our own site
                return json.load(answer)
        except (OSError, HTTPException):
            assert time.monotonic() < end, "It was never acknowledged."
            time.sleep(0.05)


def test_no_acknowledged_import_is_lost_and_none_is_half_when_the_site_is_killed(
    serve, tmp_path, monkeypatch
):
    var = tmp_path / "var"
    command = [sys.executable, "-m", "gunicorn", "tests.server.crash.site:server"]
    command += ["--config", "gunicorn.conf.py", "--workers", "1"]
    brought: dict[str, str] = {}
    pause, killed = Event(), 0
    monkeypatch.setenv("JOB_RUNNER", "apart")
    monkeypatch.setenv("RFM_SAMPLES", str(tmp_path))
    with (
        serve([*command, "--log-level", "critical"], var) as (address, process),
        ThreadPoolExecutor(4) as clients,
    ):
        sent: list[Future[dict[str, object]]] = []
        while killed < AT_LEAST or not all(each.done() for each in sent):
            # A fast machine would be done before the kills: it is given more.
            if all(each.done() for each in sent):
                more = {f"shop-{len(brought) + number}": _text() for number in range(IMPORTS)}
                sent += [clients.submit(send, address, *each) for each in more.items()]
                brought |= more
            pause.wait(random.uniform(*SECONDS))
            for worker in psutil.Process(process.pid).children():
                os.kill(worker.pid, signal.SIGKILL)
                killed += 1
        acknowledged = [each.result() for each in sent]
    assert len(acknowledged) == len(brought) >= IMPORTS
    ensure_whole(ServerSettings(var=var, samples=tmp_path), brought, acknowledged)


def _text() -> str:
    return secrets.token_bytes(200_000).hex()


def ensure_whole(settings, brought, acknowledged):
    """Fail unless each file became one version, which is there whole, and no more than those."""
    datasets = Datasets(settings)
    with datasets._database.reading() as connection:
        versions = connection.execute(select(VERSIONS)).all()
        files = connection.execute(select(UPLOAD_FILES)).all()
        jobs = {row.id: row for row in connection.execute(select(JOBS)).all()}
    datasets.stop()
    found = {(row.dataset, row.number, row.content_hash) for row in versions}
    # Each once, although it was sent again after its answer was lost.
    assert len(versions) == len(brought)
    assert {(each["dataset"], each["number"], each["hash"]) for each in acknowledged} == found
    assert {row.content_hash for row in versions} == {
        sha256(text.encode()).hexdigest() for text in brought.values()
    }
    assert all(jobs[row.job].arguments == {"version": row.number} for row in versions)
    for file in files:
        content = (settings.var / "storage" / file.stored_as).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.bytes, file.sha256)
    uploads = {row.upload for row in files}
    assert {row.upload for row in versions} <= uploads
    with sqlite3.connect(settings.var / "site.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
