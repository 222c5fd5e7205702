"""An import whose runner is killed again and again is done in the end, once, and shown whole."""

import os
import random
import signal
import subprocess
import sys
import time

from server.data.datasets import Datasets
from server.settings import PROJECT
from tests.server.jobs.at_work import until

KILLS = 2
QUICK = {"settings": {"lifetime": "off"}}


def orders(customers: int) -> bytes:
    rows = [
        f"C{customer:03},2024-{1 + visit:02}-{1 + customer % 28:02},{10 + customer}"
        for customer in range(customers)
        for visit in range(1 + customer % 5)
    ]
    return "\n".join(["customer,date,amount", *rows]).encode()


def test_an_import_survives_its_runners(settings):
    datasets = Datasets(settings)
    received = datasets.imports.receive("shop.csv", [orders(40)])
    datasets.imports.add(received.id, QUICK)

    def state():
        return datasets.versions.version("shop", 1).state

    command = [sys.executable, "-m", "server.jobs.consumer"]
    environment = os.environ | settings.environment
    furthest = 0
    for _ in range(KILLS):
        with subprocess.Popen(command, cwd=PROJECT, env=environment) as runner:
            until(lambda: state().step > 0, 60)
            time.sleep(random.uniform(0, 1))
            os.kill(runner.pid, signal.SIGKILL)
        assert state().step >= furthest
        furthest = state().step
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as runner:
        until(lambda: state().kind != "working", 90)
        runner.terminate()
    (version,) = datasets.versions.list("shop")
    assert (version.state.kind, version.is_current) == ("ready", True)
    assert datasets.snapshot("shop").key_figures["customers"] == 40
    assert not (settings.jobs / "shop.files").exists()
    datasets.stop()
