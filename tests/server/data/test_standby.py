"""Whoever waits for a file waits for what is read, and not for what is imported."""

import os
import sys
import threading
from pathlib import Path

import psutil
import pytest

from rfm.errors import RfmError
from server.data import asking
from server.data import standby as standbys
from server.data.asking import ask_rfm
from server.data.standby import Standby
from tests.server.jobs.at_work import until

PROJECT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks as is needed")
ANSWERS = """
import json, os, sys
print(json.dumps({"given": sys.argv[1:], "x": os.environ["X"], "folder": os.environ["TMPDIR"],
                  "session": os.getsid(0), "asked": os.getppid()}))
"""
WAITS = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; time.sleep(71)"])
"""


def waiting():
    lines = [each.info["cmdline"] or [] for each in psutil.process_iter(["cmdline"])]
    return [line for line in lines if "time.sleep(71)" in " ".join(line)]


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Return a function that has the process that stands by run the code that is given."""
    room = tmp_path / "rfm"
    room.mkdir()
    for name in ("__init__", "standby", "supervision", "limits"):
        (room / f"{name}.py").write_text((PROJECT / "rfm" / f"{name}.py").read_text())
    standby = Standby()
    monkeypatch.setattr(standbys, "PROJECT", tmp_path)
    monkeypatch.setattr(asking, "PROJECT", tmp_path)
    monkeypatch.setattr(asking, "STANDBY", standby)

    def runs(code):
        (room / "__main__.py").write_text(code)
        standby.begin()
        return standby

    yield runs
    standby.end()


def number(standby):
    return standby._process.pid


def test_an_answer_comes_from_a_fork_of_the_process_that_stands_by(command):
    standby = command(ANSWERS)
    first, second = (ask_rfm([word], seconds=20, environment={"X": "y"}) for word in "ab")
    assert (first["given"], second["given"], second["x"]) == (["a"], ["b"], "y")
    assert first["asked"] == second["asked"] == number(standby)
    assert first["session"] != second["session"]
    assert not os.path.exists(first["folder"])


def test_several_ask_at_once(command):
    command(ANSWERS)
    found = {}

    def ask(word):
        found[word] = ask_rfm([word], seconds=20, environment={"X": word})["x"]

    threads = [threading.Thread(target=ask, args=(word,)) for word in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {word: word for word in "abcd"}


def test_what_takes_too_long_is_ended_with_all_it_started(command):
    command(WAITS)
    with pytest.raises(RfmError, match="longer than 3 seconds"):
        ask_rfm(["any"], seconds=3)
    until(lambda: not waiting())


def test_what_has_not_begun_in_time_is_told_too(command):
    command(ANSWERS)
    with pytest.raises(RfmError, match="longer than 0 seconds"):
        ask_rfm(["any"], seconds=0.001)


def test_while_nobody_stands_by_a_process_is_started_anew(command, monkeypatch, caplog):
    standby = command(ANSWERS)
    killed = psutil.Process(number(standby))
    killed.kill()
    until(lambda: killed.status() == psutil.STATUS_ZOMBIE)
    assert ask_rfm(["a"], seconds=20, environment={"X": "y"})["asked"] == os.getpid()
    assert "Nobody stands by to read files" in caplog.text
    monkeypatch.setattr(standbys, "SECONDS_BETWEEN_STARTS", 0)
    assert ask_rfm(["a"], seconds=20, environment={"X": "y"})["asked"] == os.getpid()
    assert ask_rfm(["a"], seconds=20, environment={"X": "y"})["asked"] == number(standby)
    assert not killed.is_running()


ENDS = "os.kill(os.getpid(), 9)"
ENDS_ALL = "os.kill(os.getppid(), 9); time.sleep(0.5)"


@pytest.mark.parametrize("end", [ENDS, ENDS_ALL])
def test_a_command_whose_process_is_gone_is_run_anew(command, end):
    command(f"import os, time\nif os.getppid() == {os.getpid()}: print(5)\nelse: {end}")
    assert ask_rfm(["any"], seconds=20) == 5


def test_it_ends_with_the_site(command):
    standby = command(ANSWERS)
    process = psutil.Process(number(standby))
    standby.end()
    assert not process.is_running()
    assert standby.run(["any"], {}, 20) is None


def test_nobody_stands_by_where_processes_cannot_be_forked(monkeypatch):
    monkeypatch.setattr("server.data.standby.sys.platform", "win32")
    standby = Standby()
    standby.begin()
    assert standby.run(["any"], {}, 20) is None
    standby.end()
