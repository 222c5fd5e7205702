"""The site as it is hosted: two gunicorn workers, one analysis, a clean end."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import psutil

from tests.server.jobs.at_work import until

HOSTED = [sys.executable, "-m", "gunicorn", "app:server", "--config", "gunicorn.conf.py"]
SECONDS_TO_END = 30
# On a slow machine that works on an analysis meanwhile.
SECONDS_TO_START = 180


def answer_of(address: str) -> str:
    with urlopen(address, timeout=10) as answer:  # noqa: S310  our own site
        return str(answer.read().decode())


def processes(part: str) -> list[psutil.Process]:
    return [
        each
        for each in psutil.process_iter(["cmdline"])
        if any(part in word for word in each.info["cmdline"] or [])
    ]


def lives(process: psutil.Process) -> bool:
    """Tell whether a process works; where nobody asks how it ended, a dead one stays listed."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def analyses_in(var: Path) -> list[psutil.Process]:
    return processes(f"{var}/snapshots")


def runner_of(var: Path) -> psutil.Process:
    number = (var / "consumer.lock").read_text().split()[0]
    return psutil.Process(int(number))


def test_two_workers_answer_start_one_analysis_and_end_cleanly(serve, tmp_path):
    with serve(HOSTED, tmp_path, stderr=subprocess.PIPE) as (address, process):
        assert answer_of(f"{address}/livez") == "OK"
        assert '<html lang="en">' in answer_of(address)
        children = psutil.Process(process.pid).children()
        assert len([each for each in children if "gunicorn" in " ".join(each.cmdline())]) == 2
        (standby,) = [each for each in children if "rfm.standby" in each.cmdline()]
        until(lambda: analyses_in(tmp_path) != [])
        started = analyses_in(tmp_path)
        assert len(started) == 1
        runner = runner_of(tmp_path)
        process.terminate()
        _, errors = process.communicate(timeout=SECONDS_TO_END)
    assert process.returncode == 0
    assert not re.search(r"Traceback|\bERROR\b|Warning", errors), errors
    assert errors.count("Analysing cdnow") == 1
    assert (tmp_path / "jobs" / "cdnow.log").read_text().startswith("attempt 1\n")
    assert not lives(started[0])
    assert not lives(runner)
    until(lambda: not lives(standby))


def test_the_end_of_a_worker_does_not_end_the_analysis(serve, tmp_path):
    with serve(HOSTED, tmp_path) as (_, process):
        until(lambda: analyses_in(tmp_path) != [])
        (analysis,) = analyses_in(tmp_path)
        for worker in psutil.Process(process.pid).children():
            worker.kill()
        until(lambda: len(psutil.Process(process.pid).children()) == 2)
        assert lives(analysis)
        assert analyses_in(tmp_path) == [analysis]


def test_a_runner_that_is_killed_is_replaced_and_its_analysis_done_again(serve, tmp_path):
    with serve([sys.executable, "app.py"], tmp_path) as (_, process):
        until(lambda: analyses_in(tmp_path) != [])
        (first,) = analyses_in(tmp_path)
        runner_of(tmp_path).kill()
        until(lambda: analyses_in(tmp_path) not in ([first], []), seconds=30)
        (second,) = analyses_in(tmp_path)
        assert not lives(first)
        log = tmp_path / "jobs" / "cdnow.log"
        until(lambda: log.read_text().startswith("attempt 2\n"))
        assert lives(second)
        runner = runner_of(tmp_path)
        process.terminate()
        assert process.wait(SECONDS_TO_END) == 0
    assert analyses_in(tmp_path) == []
    assert not lives(runner)


def test_a_runner_apart_is_started_by_hand_and_once(tmp_path, serve, monkeypatch):
    monkeypatch.setenv("JOB_RUNNER", "apart")
    command = [sys.executable, "-m", "server.jobs.consumer"]
    with serve([sys.executable, "app.py"], tmp_path):
        assert not (tmp_path / "consumer.lock").exists()
        environment = os.environ | {"VAR_DIR": str(tmp_path)}
        with subprocess.Popen(command, env=environment) as apart:
            until(lambda: analyses_in(tmp_path) != [])
            second = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )
            assert second.returncode == 1
            assert "Another process runs the jobs" in second.stderr
            apart.terminate()
            assert apart.wait(SECONDS_TO_END) == 0
    assert analyses_in(tmp_path) == []


def test_the_address_in_use_is_a_sentence(serve, tmp_path):
    command = [sys.executable, "app.py"]
    with serve(command, tmp_path) as (address, _):
        port = address.rpartition(":")[2]
        second = subprocess.run(
            command,
            env=os.environ | {"PORT": port, "VAR_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_TO_START,
        )
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1].startswith(f"127.0.0.1:{port} cannot be")
    assert "Traceback" not in second.stderr


def test_a_file_is_analysed_and_shown_first_and_again_once_it_has_changed(serve, tmp_path):
    path, var = tmp_path / "my sales.v2.csv", tmp_path / "var"
    rows = ["Order ID,Date,Customer,Total"]
    rows += [f"{day},2024-01-{day:02},C{day % 5},10" for day in range(1, 29)]
    manifest = var / "snapshots" / "my-sales" / "manifest.json"
    for customer in ("C1", "C9"):
        path.write_text("\n".join([*rows, f"99,2024-01-29,{customer},5", ""]))
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        with serve([sys.executable, "app.py", str(path)], var) as (address, _):
            until(lambda: manifest.exists() and fingerprint in manifest.read_text())  # noqa: B023
            assert answer_of(f"{address}/readyz") == "OK"
    figures = json.loads(manifest.read_text())["key_figures"]
    assert figures["customers"] == 6
