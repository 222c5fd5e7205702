"""Processes and threads that write at once wait for each other, and none is told "locked"."""

import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from server.data.datasets import Datasets
from server.refusals import RefusedError
from server.settings import ServerSettings

IS_LONG = os.environ.get("CRASH_LONG") == "yes"
SECONDS = 60 if IS_LONG else 3
PROCESSES, THREADS = 4, 4
ORDERS = b"customer,date,amount\nA,2024-01-02,10\n"


def write(asked: tuple[ServerSettings, int]) -> tuple[list[float], int]:
    """Mix all kinds of writing for some time; return how long each took, and imports."""
    settings, process = asked
    datasets = Datasets(settings)

    def work(thread: int) -> tuple[list[float], int]:
        seconds, imports = [], 0
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            begun = time.monotonic()
            datasets.requests.keep("prediction", "shop", "s1", {"values": {"x": 1.0}}, {})
            received = datasets.imports.receive("orders.csv", [ORDERS])
            if imports % 3:
                datasets.imports.discard(received.id)
            else:
                datasets.imports.add(received.id, {}, dataset=f"d-{process}-{thread}-{imports}")
            imports += 1
            seconds.append((time.monotonic() - begun) / 3)
        return seconds, imports

    with ThreadPoolExecutor(THREADS) as threads:
        done = list(threads.map(work, range(THREADS)))
    datasets.stop()
    return [each for seconds, _ in done for each in seconds], sum(count for _, count in done)


@pytest.mark.every_database
def test_many_that_write_at_once_all_succeed(settings, caplog):
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        done = list(pool.map(write, [(settings, number) for number in range(PROCESSES)]))
    seconds = np.array([each for times, _ in done for each in times])
    requests = sum(count for _, count in done)
    datasets = Datasets(settings)
    assert len(datasets.requests.kept("shop")) == requests == len(seconds)
    made = len(datasets.versions.titles())
    assert made >= requests / 3
    datasets.stop()
    assert np.quantile(seconds, 0.99) < 5
    assert "not kept" not in caplog.text


@pytest.mark.every_database
def test_one_of_fifty_that_import_the_same_at_once_makes_the_version(settings):
    datasets = Datasets(settings)
    received = datasets.imports.receive("orders.csv", [ORDERS])
    datasets.imports.add(received.id, {}, dataset="shop")

    def ask(_: int) -> int:
        try:
            datasets.imports.add(received.id, {}, dataset="shop", mode="replace")
        except RefusedError as busy:
            return busy.status
        return 200

    datasets.cancel("shop")
    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(ask, range(50))) == [200] + [409] * 49
    assert [version.number for version in datasets.versions.list("shop")] == [2, 1]
    datasets.stop()
