"""Jobs run once, say how far they are, and are seen as dead when they are."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import psutil
import pytest

from server.jobs import MOST_ATTEMPTS, Jobs

WAITS = "print('1/2 Reading', flush=True); import time; time.sleep(60)"
PUBLISHES = "print('2/2 Publishing', flush=True); open('done', 'w').close()"
EXPLAINS = "import sys; print('1/2 Reading'); print('rfm: Line 3 has no date.'); sys.exit(1)"
CRASHES = "import os; os.kill(os.getpid(), 9)"


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


def python_jobs(folder: Path, code: str) -> Jobs:
    return Jobs(folder / "jobs", lambda _: [sys.executable, "-c", code], directory=folder)


def never_done() -> bool:
    return False


@pytest.fixture
def make_jobs(tmp_path: Path) -> Iterator[Callable[[str], Jobs]]:
    made: list[Jobs] = []

    def make(code: str) -> Jobs:
        made.append(python_jobs(tmp_path, code))
        return made[-1]

    yield make
    for jobs in made:
        jobs.stop()


def test_a_job_that_was_never_started_is_idle_and_leaves_no_trace(make_jobs, tmp_path):
    assert make_jobs(WAITS).state("shop").kind == "idle"
    assert not (tmp_path / "jobs").exists()


def test_a_working_job_says_which_step_it_is_at(make_jobs):
    jobs = make_jobs(WAITS)
    assert jobs.start("shop", done=never_done)
    until(lambda: jobs.state("shop").step == 1)
    state = jobs.state("shop")
    assert (state.kind, state.steps, state.message) == ("working", 2, "Reading")


def test_a_second_start_does_nothing_while_the_first_works(make_jobs):
    jobs = make_jobs(WAITS)
    assert jobs.start("shop", done=never_done)
    assert not jobs.start("shop", done=never_done)
    assert not make_jobs(WAITS).start("shop", done=never_done)


def test_what_is_done_is_not_started(make_jobs):
    assert not make_jobs(WAITS).start("shop", done=lambda: True)


def test_a_job_that_ended_well_is_idle_again(make_jobs, tmp_path):
    jobs = make_jobs(PUBLISHES)
    jobs.start("shop", done=never_done)
    until((tmp_path / "done").exists)
    until(lambda: jobs.state("shop").kind == "idle")


def test_a_killed_child_is_seen_as_dead_at_once_and_can_be_started_again(make_jobs):
    jobs = make_jobs(WAITS)
    others = set(psutil.Process().children())
    jobs.start("shop", done=never_done)
    until(lambda: jobs.state("shop").step == 1)
    (child,) = set(psutil.Process().children()) - others
    os.kill(child.pid, signal.SIGKILL)
    until(lambda: jobs.state("shop").kind == "idle", seconds=1)
    assert jobs.start("shop", done=never_done)
    assert jobs.state("shop").kind == "working"


def test_a_child_outlives_the_process_that_started_it(tmp_path):
    process = get_context("spawn").Process(target=_start_and_leave, args=(tmp_path,))
    process.start()
    process.join()
    jobs = python_jobs(tmp_path, WAITS)
    assert jobs.state("shop").kind == "working"
    (child,) = [each for each in psutil.process_iter(["cmdline"]) if _is_ours(each, tmp_path)]
    child.kill()
    until(lambda: jobs.state("shop").kind == "idle", seconds=1)


def _start_and_leave(folder: Path) -> None:
    python_jobs(folder, f"folder = {str(folder)!r}; {WAITS}").start("shop", done=never_done)


def _is_ours(process: psutil.Process, folder: Path) -> bool:
    return str(folder) in " ".join(process.info["cmdline"] or []) and process.pid != os.getpid()


def test_a_failed_job_has_its_sentence_until_it_is_tried_afresh(make_jobs):
    jobs = make_jobs(EXPLAINS)
    jobs.start("shop", done=never_done)
    until(lambda: jobs.state("shop").kind == "failed")
    assert jobs.state("shop").message == "Line 3 has no date."
    assert not jobs.start("shop", done=never_done)
    assert jobs.start("shop", done=never_done, afresh=True)


def test_a_job_that_is_killed_again_and_again_is_given_up(make_jobs):
    jobs = make_jobs(CRASHES)
    for _ in range(MOST_ATTEMPTS):
        assert jobs.start("shop", done=never_done)
        until(lambda: jobs.state("shop").kind != "working")
    assert jobs.state("shop").kind == "failed"
    assert "3 times" in jobs.state("shop").message
    assert not jobs.start("shop", done=never_done)
    assert jobs.start("shop", done=never_done, afresh=True)


def test_many_processes_and_threads_start_one_child(tmp_path):
    marks = f"import os, time; open(f'child-{{os.getpid()}}', 'w').close(); {WAITS}"
    with get_context("spawn").Pool(3) as pool:
        started = sum(pool.starmap(_start_from_threads, [(tmp_path, marks)] * 3))
        assert started == 1
        until(lambda: len(list(tmp_path.glob("child-*"))) == 1)
        (mark,) = tmp_path.glob("child-*")
        os.kill(int(mark.name.removeprefix("child-")), signal.SIGKILL)


def _start_from_threads(folder: Path, code: str) -> int:
    jobs = python_jobs(folder, code)
    with ThreadPoolExecutor(4) as threads:
        return sum(threads.map(lambda _: jobs.start("shop", done=never_done), range(8)))


def test_looking_at_a_job_never_keeps_it_from_starting(make_jobs):
    jobs = make_jobs(PUBLISHES)
    looking = True

    def look() -> None:
        while looking:
            jobs.state("shop")

    with ThreadPoolExecutor(2) as threads:
        looks = [threads.submit(look) for _ in range(2)]
        for attempt in range(20):
            until(lambda: jobs.state("shop").kind != "working")
            assert jobs.start("shop", done=never_done, afresh=True), attempt
        looking = False
        for each in looks:
            each.result()


LEAVES_FILES = (
    "import os, tempfile; from pathlib import Path; "
    "Path(tempfile.mkdtemp(), 'log').write_text('17850'); print('1/2 Reading', flush=True); "
)


@pytest.mark.parametrize("end", ["import time; time.sleep(60)", CRASHES, "raise SystemExit(1)"])
def test_no_passing_file_of_an_analysis_outlives_it(make_jobs, tmp_path, end):
    jobs = make_jobs(LEAVES_FILES + end)
    jobs.start("shop", done=never_done)
    until(lambda: jobs.state("shop").step == 1 or jobs.state("shop").kind == "idle")
    jobs.stop()
    until(lambda: not (tmp_path / "jobs" / "shop.work").exists())
    assert sorted(path.name for path in (tmp_path / "jobs").iterdir()) == ["shop.lock", "shop.log"]


def test_a_job_begins_with_none_of_the_files_of_a_killed_one(make_jobs, tmp_path):
    left = tmp_path / "jobs" / "shop.work" / "tmpold"
    left.mkdir(parents=True)
    jobs = make_jobs(WAITS)
    jobs.start("shop", done=never_done)
    assert not left.exists()
