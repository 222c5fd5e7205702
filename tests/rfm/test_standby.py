"""A process stands by with what is slow to import, and forks off each command that it is given."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from rfm import standby
from rfm.standby import Order
from tests.rfm.test_supervision import until_gone

PROJECT = Path(__file__).resolve().parents[2]
LOG = "customer,date,amount\n1,2024-05-01,5\n2,2024-05-02,7.5\n"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks as is needed")


@contextmanager
def standing(folder=PROJECT):
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "rfm.standby", str(theirs.fileno())],
            cwd=folder,
            pass_fds=[theirs.fileno()],
        )
    with process, ours:
        yield process, ours
        ours.close()
        process.wait(20)


@contextmanager
def given(control, *arguments, **environment):
    """Give an order; yield where its process tells of itself, and what it writes to."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    output, said = os.memfd_create("output"), os.memfd_create("said")
    with ours:
        with theirs:
            Order(arguments, dict(os.environ, **environment)).give(control, output, said, theirs)
        ours.settimeout(20)
        yield ours, output, said
    os.close(output)
    os.close(said)


def text(file):
    return os.pread(file, 10**6, 0).decode()


@pytest.fixture
def commands(tmp_path):
    """Return a function that starts a process whose command is the code that is given."""
    room = tmp_path / "rfm"
    room.mkdir()
    for name in ("__init__", "standby", "supervision", "limits"):
        (room / f"{name}.py").write_text((PROJECT / "rfm" / f"{name}.py").read_text())

    def starts(code):
        (room / "__main__.py").write_text(code)
        return standing(tmp_path)

    return starts


def test_a_command_is_run_as_by_itself_again_and_again(tmp_path):
    log = tmp_path / "sales.csv"
    log.write_text(LOG)
    with standing() as (_, control):
        for _ in range(2):
            with given(control, "preview", str(log), "--json") as (told, output, said):
                assert int(told.recv(64)) > 0
                assert told.recv(64) == b"0"
                assert json.loads(text(output))["figures"]["revenue"] == 12.5
                assert text(said) == ""
        with given(control, "preview", str(tmp_path / "none.csv")) as (told, output, said):
            assert (told.recv(64) != b"", told.recv(64)) == (True, b"1")
            assert text(said).startswith("rfm: There is neither a file nor a sample")


def test_it_keeps_to_one_thread_and_ends_with_the_site():
    with standing() as (process, control):
        with given(control, "samples") as (told, _, _):
            assert [told.recv(64) != b"", told.recv(64)] == [True, b"0"]
        assert psutil.Process(process.pid).num_threads() == 1
    assert process.returncode == 0


SHOWS = """
import json, os, sys, tempfile
print(json.dumps([sys.argv, os.environ["X"], tempfile.gettempdir()]))
"""


def test_a_command_has_the_arguments_and_the_environment_that_it_is_given(commands, tmp_path):
    with (
        commands(SHOWS) as (_, control),
        given(control, "a", "b", X="y", TMPDIR=str(tmp_path)) as (told, output, _),
    ):
        told.recv(64)
        assert told.recv(64) == b"0"
        arguments, other, folder = json.loads(text(output))
        assert (arguments[1:], other, folder) == (["a", "b"], "y", str(tmp_path))


@pytest.mark.parametrize(
    ("code", "told_of"),
    [
        ("import sys; sys.exit(7)", b"7"),
        ("import sys; sys.exit('gone')", b"1"),
        ("raise ValueError('what is wrong')", b""),
        ("import os; os.kill(os.getpid(), 9)", b""),
    ],
)
def test_how_a_command_ended_is_told(commands, code, told_of):
    with commands(code) as (_, control), given(control) as (told, *_):
        told.recv(64)
        assert told.recv(64) == told_of


WAITS = "import time; time.sleep(60)"
SUPERVISED = """
import sys, time
from pathlib import Path
from rfm.supervision import supervise
sys.exit(supervise([Path(__file__)], lambda: time.sleep(60)))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_commands_end_with_the_process_that_stands_by(commands, sign):
    with commands(SUPERVISED) as (process, control), given(control) as (told, _, _):
        number = int(told.recv(64))
        process.send_signal(sign)
        process.wait(20)
        assert told.recv(64) == b""
        until_gone(number)


def test_what_nobody_waits_for_any_more_is_not_begun(commands, tmp_path):
    with commands(f"open({str(tmp_path / 'begun')!r}, 'w')") as (_, control):
        with given(control):
            pass
        with given(control) as (told, _, _):
            told.recv(64)
            assert told.recv(64) == b"0"
            (tmp_path / "begun").unlink()
    assert not (tmp_path / "begun").exists()


def test_a_process_with_several_threads_does_not_stand_by(tmp_path, monkeypatch):
    for thread in ("1", "2"):
        (tmp_path / thread).touch()
    monkeypatch.setattr(standby, "_THREADS", tmp_path)
    monkeypatch.setattr(standby, "_IMPORTED", ("json", "no_such_module_at_all"))
    monkeypatch.setattr(standby.os, "environ", dict(os.environ))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    monkeypatch.setattr(sys, "argv", ["standby", str(theirs.detach())])
    with ours:
        standby.main()
        assert ours.recv(64) == b""
