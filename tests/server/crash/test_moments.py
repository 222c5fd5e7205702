"""Who runs a job is killed at each moment that counts: the job is done in the end, and once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select

from server.data.datasets import Datasets
from server.jobs import consumer
from server.jobs.book import MOST_ATTEMPTS
from server.jobs.claims import Claims
from server.jobs.consumer import consume
from server.jobs.runner import Runner
from server.jobs.workbench import Workbench
from server.settings import PROJECT
from server.storage.storing import Storage
from server.tables import JOBS, REQUESTS
from server.versions.brought import Brought
from tests.server.crash.test_jobs import QUICK, orders
from tests.server.jobs.at_work import until

CUSTOMERS = 40
# Forked from a process that has all imported: a start takes milliseconds.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.server.crash.test_moments"])
# What a runner does last before it is killed, or would do next.
AFTER, BEFORE = True, False
MOMENTS = {
    "it was claimed": (Claims, "claim", AFTER),
    "its process was started": (Runner, "_attend", BEFORE),
    "it was at its first step": (Claims, "progress", AFTER),
    "its process had ended": (Runner, "_close", BEFORE),
    "a part of it was kept": (Storage, "put", AFTER),
    "it was shown": (Brought, "finish", AFTER),
    "all but the book was written": (Claims, "end", BEFORE),
}


def work(settings, made, moment=None):
    """Do jobs, as another host does, until killed at a moment or told to end."""
    consumer.runner_name = lambda _: f"runner {os.getpid()}"
    work_of = Workbench.work_of

    def instead(bench, job):
        real = work_of(bench, job)
        command = (sys.executable, "-m", "tests.server.crash.analysed", str(made))
        return replace(real, command=(*command, str(real.passing / "kept"), str(real.result)))

    Workbench.work_of = instead
    if moment:
        owner, name, is_after = MOMENTS[moment]
        does = getattr(owner, name)

        def last(*given, **named):
            if is_after:
                does(*given, **named)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(owner, name, last)
    consume(settings, for_site=False)


@contextmanager
def working(*given):
    process = PROCESSES.Process(target=work, args=given)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(20)
        process.kill()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a snapshot, and with what is kept for a version."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "orders.csv").write_bytes(orders(CUSTOMERS))
    command = [sys.executable, "-m", "rfm", "analyse", "orders.csv", "--lifetime", "off"]
    options = ["--out", "out", "--keep", "kept"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    subprocess.run([*command, *options], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def imported(settings):
    """Yield a site whose leases are short, with a data set that waits to be analysed."""
    datasets = Datasets(replace(settings, job_lease_seconds=1, job_runner="apart"))
    received = datasets.imports.receive("shop.csv", [orders(CUSTOMERS)])
    datasets.imports.add(received.id, QUICK)
    yield datasets
    datasets.stop()


def state_of(datasets):
    return datasets.versions.version("shop", 1).state


def rows(datasets, table):
    with datasets._database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_job_whose_runner_is_killed_at_a_moment_is_done_once(imported, made, moment):
    with working(imported._settings, made, moment) as killed:
        killed.join(60)
        assert killed.exitcode == -signal.SIGKILL
    assert state_of(imported).kind == "working"
    furthest = state_of(imported).step
    with working(imported._settings, made):
        end = time.monotonic() + 60
        while state_of(imported).kind == "working":
            now = state_of(imported).step
            assert now >= furthest
            assert time.monotonic() < end
            furthest = now
            time.sleep(0.02)
    assert state_of(imported).kind == "ready"
    (version,) = imported.versions.list("shop")
    assert version.is_current
    assert version.kept
    assert imported.snapshot("shop").key_figures["customers"] == CUSTOMERS
    # One upload, one import, one job: nothing is there twice, and nothing passing is left.
    assert (rows(imported, REQUESTS), rows(imported, JOBS)) == (2, 1)
    left = {path.name for path in imported._settings.jobs.iterdir()}
    assert left == {"shop.lock", "shop.log"}
    assert imported._jobs.latest("analyse", "shop").attempt == 2


def test_a_job_that_kills_whoever_runs_it_has_failed_after_three_attempts(imported, made):
    for _ in range(MOST_ATTEMPTS):
        with working(imported._settings, made, "it was at its first step") as killed:
            killed.join(60)
            assert killed.exitcode == -signal.SIGKILL
    with working(imported._settings, made):
        until(lambda: state_of(imported).kind != "working", 30)
    assert state_of(imported).kind == "failed"
    assert f"stopped {MOST_ATTEMPTS} times" in state_of(imported).message
    assert imported._jobs.latest("analyse", "shop").attempt == MOST_ATTEMPTS
