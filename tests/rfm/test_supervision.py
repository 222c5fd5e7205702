"""A process that reads files keeps to its limits, ends with a sentence, and outlives nobody."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from rfm.limits import ReadingLimits, limits_of
from rfm.supervision import supervise

PROJECT = Path(__file__).resolve().parents[2]
WATCHED = """
import os, signal, sys, tempfile, time
from pathlib import Path
from rfm import supervision
from rfm.limits import ReadingLimits, reading_is_over
limits = ReadingLimits({memory}, {processor}, {seconds})
supervision.limits_of = lambda files: limits
{before}
def work():
    {work}
sys.exit(supervision.supervise([Path("sales.csv")], work))
"""
WAITS = "print(os.getpid(), flush=True); time.sleep(60)"


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is needed")


def started(work, *, memory=10**9, processor=60, seconds=60, before="", **more):
    body = work.strip().replace("\n", "\n    ")
    code = WATCHED.format(
        memory=memory, processor=processor, seconds=seconds, before=before, work=body
    )
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def watched(work, **choices):
    with started(work, **choices) as process:
        output, said = process.communicate(timeout=60)
    return process.returncode, output, said


def until_gone(process):
    end = time.monotonic() + 10
    while psutil.pid_exists(process) and psutil.Process(process).status() != "zombie":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_output_progress_and_exit_code_are_those_of_the_work():
    work = "print('out'); sys.stderr.write('1/2 Reading\\n'); sys.exit(7)"
    assert watched(work) == (7, "out\n", "1/2 Reading\n")


def test_work_that_fills_too_much_memory_is_ended_with_a_sentence():
    code, _, said = watched("held = [b'x' * 2**22 for _ in range(2000)]", memory=200_000_000)
    assert code == 1
    assert said.startswith("rfm: sales.csv needed more than 200 MB of memory, far more than files")


def test_memory_that_is_only_reserved_does_not_count():
    work = "import mmap; held = mmap.mmap(-1, 2**32); print('done')"
    assert watched(work, memory=200_000_000) == (0, "done\n", "")


@pytest.mark.parametrize(
    ("work", "limit"), [("while True: pass", "processor"), ("time.sleep(60)", "seconds")]
)
def test_reading_that_takes_too_long_is_ended_with_a_sentence(work, limit):
    code, _, said = watched(work, **{limit: 1})
    assert code == 1
    assert said.startswith("rfm: sales.csv took more than 1 s to read, far more than files of")


def test_time_counts_until_the_file_is_read():
    work = "reading_is_over(); reading_is_over(); time.sleep(1); print('done')"
    assert watched(work, seconds=0.5) == (0, "done\n", "")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("os.abort()", "something in it ends what reads it"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "something in it ends what reads it"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "more memory than this machine has left"),
    ],
)
def test_an_end_by_a_signal_is_a_sentence_that_names_the_file(end, words):
    code, _, said = watched(end)
    assert code == 1
    assert said.startswith("rfm: sales.csv ")
    assert words in said


def test_what_a_library_says_when_it_panics_is_not_shown():
    assert watched("os.write(2, b'thread panicked'); sys.exit(3)") == (3, "", "")


def test_whoever_is_told_to_end_ends_the_work_and_its_tidying_is_awaited(tmp_path):
    work = f"""
try:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    {WAITS}
finally:
    Path({str(tmp_path / "tidied")!r}).touch()
"""
    with started(work) as process:
        worker = int(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 143
    assert not psutil.pid_exists(worker)
    assert (tmp_path / "tidied").exists()


def test_work_that_does_not_listen_is_ended_all_the_same():
    with started(f"signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}") as process:
        worker = int(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 143
    assert not psutil.pid_exists(worker)


def test_work_ends_by_itself_where_it_does_not_listen_to_being_told():
    with started(WAITS) as process:
        process.stdout.readline()
        process.terminate()
        assert process.wait(10) == 128 + signal.SIGTERM


def test_work_is_interrupted_with_the_process_that_watches_it():
    with started(f"try: {WAITS}\nexcept KeyboardInterrupt: sys.exit(130)") as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


def test_an_interrupt_at_a_terminal_reaches_the_work_once():
    ours, theirs = pty.openpty()
    work = """
times = []
signal.signal(signal.SIGINT, lambda *_: times.append(1))
print("ready", flush=True)
time.sleep(0.5)
sys.exit(len(times))
"""
    with started(
        work,
        start_new_session=True,
        stdin=theirs,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        process.stdout.readline()
        os.write(ours, b"\x03")
        assert process.wait(10) == 1
    os.close(ours)
    os.close(theirs)


def test_without_a_place_for_passing_files_the_work_is_left_to_say_so():
    before = """
def fail(**_): raise FileNotFoundError("No usable temporary directory")
supervision.tempfile.mkdtemp = fail
"""
    assert watched("print('done')", before=before) == (0, "done\n", "")


def test_work_does_not_outlive_the_process_that_watches_it():
    with started(WAITS) as process:
        worker = int(process.stdout.readline())
        process.kill()
        process.wait(10)
        until_gone(worker)


def test_who_asked_in_the_environment_is_not_outlived():
    code = WATCHED.format(memory=10**9, processor=60, seconds=60, before="", work=WAITS)
    asks = (
        "import os, subprocess, sys; "
        f"asked = subprocess.Popen([sys.executable, '-c', {code!r}], "
        "env=os.environ | {'RFM_PARENT': str(os.getpid())}); asked.wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", asks], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as site:
        worker = int(site.stdout.readline())
        site.kill()
        site.wait(10)
        until_gone(worker)


def test_nothing_is_begun_for_somebody_who_is_gone():
    assert watched("print('done')", env=os.environ | {"RFM_PARENT": "1"}) == (1, "", "")


def test_passing_files_are_removed_although_the_work_was_killed(tmp_path):
    work = """
(Path(tempfile.mkdtemp()) / "half").touch()
(Path(os.environ["TMPDIR"]) / "other").touch()
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert watched(work, env=os.environ | {"TMPDIR": str(tmp_path)})[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_a_machine_that_is_short_of_memory_ends_the_work_first():
    work = "print(Path('/proc/self/oom_score_adj').read_text())"
    assert watched(work)[1].strip() == "1000"


def test_elsewhere_the_work_is_done_without_being_watched(tmp_path, monkeypatch):
    file = tmp_path / "sales.csv"
    file.touch()
    monkeypatch.setattr("rfm.supervision.sys", Mock(platform="darwin"))
    done = []
    assert supervise([file], lambda: done.append(os.getpid()) or 7) == 7
    assert done == [os.getpid()]


def test_the_limits_of_what_cannot_be_opened_are_those_of_a_text(tmp_path):
    # A folder: who reads it says so.
    size = tmp_path.stat().st_size
    assert limits_of([tmp_path]) == ReadingLimits.of(packed=0, text=size)


def test_limits_follow_the_size_of_the_files_and_can_be_lifted(tmp_path, monkeypatch):
    files = [tmp_path / "a", tmp_path / "b"]
    for file in files:
        file.write_bytes(bytes(1_000_000))
    small, both = limits_of(files[:1]), limits_of(files)
    assert both == ReadingLimits.of(packed=0, text=2_000_000)
    assert small.memory < both.memory < 1_000_000_000
    assert (small.processor < both.processor, small.seconds < both.seconds) == (True, True)
    files[0].write_bytes(b"PK" + bytes(999_998))
    assert limits_of(files) == ReadingLimits.of(packed=1_000_000, text=1_000_000)
    assert limits_of(files).memory > both.memory
    assert limits_of([]) is None
    monkeypatch.setenv("RFM_LIMITS", "off")
    assert limits_of(files) is None
