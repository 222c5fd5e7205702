"""Jobs run once, say how far they are, stop when asked, and never work for ever."""

import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from server.database import Database
from server.jobs.book import ANALYSE, COMPARE, MOST_ATTEMPTS, Job
from server.jobs.consumer import LOOK_SECONDS
from server.jobs.workbench import Workbench
from server.settings import ServerSettings
from server.storage.storing import Storage
from tests.server.jobs.at_work import (
    CRASHES,
    EXPLAINS,
    PUBLISHES,
    WAITS,
    children,
    make_site,
    never_done,
    until,
)


def test_a_job_that_was_never_started_leaves_no_trace(make, tmp_path):
    assert make(WAITS).jobs.latest(ANALYSE, "shop") is None
    assert list(tmp_path.iterdir()) == []


def test_a_working_job_says_which_step_it_is_at_and_a_second_start_does_nothing(make):
    site = make(WAITS)
    assert site.start()
    assert not site.start()
    assert (site.job().state, site.job().message) == ("queued", "Waiting for its turn")
    with site.working():
        until(lambda: site.job().step == 1)
        job = site.job()
        assert (job.state, job.steps, job.message, job.attempt) == ("working", 2, "Reading", 1)
        assert not site.start()
        assert not make(WAITS).start(afresh=True)


def test_a_job_begins_within_about_a_second_of_being_asked_for(make):
    site = make(WAITS)
    with site.working(look=LOOK_SECONDS):
        time.sleep(LOOK_SECONDS)
        site.start()
        until(lambda: site.job().state == "working", seconds=1.5)


def test_jobs_wait_while_the_database_is_down_and_begin_when_it_is_back(make, monkeypatch, caplog):
    site = make(PUBLISHES)
    monkeypatch.setattr("server.jobs.consumer.SWEEP_SECONDS", 0.1)
    answers, waiting = [OperationalError("", {}, OSError())], site.claims.waiting

    def fail_once():
        if answers:
            raise answers.pop()
        return waiting()

    monkeypatch.setattr(site.claims, "waiting", fail_once)
    assert site.start()
    with site.working():
        until(lambda: site.done == "x")
    assert caplog.messages[0] == "Looking for jobs failed: OperationalError."


def test_no_more_jobs_run_at_once_than_there_are_workers(make):
    site = make(WAITS)
    for name in ("shop", "other", "third"):
        site.start(name)
    with site.working(workers=2):
        until(lambda: site.job("other").step == 1)
        time.sleep(0.3)
        assert (site.job("third").state, len(children())) == ("queued", 2)
        site.jobs.cancel(ANALYSE, "shop")
        until(lambda: site.job("third").step == 1)


def test_what_is_done_is_not_started(make):
    assert not make(WAITS).jobs.start(ANALYSE, "shop", done=lambda: True)


def test_another_kind_of_job_may_run_on_the_same_data_set(make):
    site = make(WAITS)
    assert site.start()
    assert site.jobs.start(COMPARE, "shop", done=never_done, arguments={"snapshot": "1"})
    compared = site.jobs.latest(COMPARE, "shop")
    assert compared is not None
    assert compared.arguments == {"snapshot": "1"}


def test_a_failed_job_has_its_sentence_until_it_is_tried_afresh(make):
    site = make(EXPLAINS)
    with site.working():
        site.start()
        until(lambda: site.job().state == "failed")
        assert site.job().message == "Line 3 has no date."
        assert not site.start()
        assert site.start(afresh=True)


@pytest.mark.parametrize("kind", [ANALYSE, COMPARE])
def test_a_sentence_names_the_data_set_and_not_where_it_lies(tmp_path, kind):
    settings = ServerSettings(var=tmp_path, samples=tmp_path)
    bench = Workbench(settings, Database(settings), Storage(settings))
    work = bench.work_of(Job(1, kind, "shop", "working"))
    place = next(part for part in work.command if part.endswith("shop") and part != "shop")
    assert work.for_visitors(f"'{place}' cannot be written.") == "'shop' cannot be written."


def test_a_job_whose_child_crashes_is_tried_three_times_and_given_up(make, tmp_path):
    site = make(CRASHES)
    with site.working():
        site.start()
        until(lambda: site.job().state == "failed")
    assert "3 times" in site.job().message
    assert (tmp_path / "tried").read_text() == "x" * MOST_ATTEMPTS
    assert not site.start()
    assert site.start(afresh=True)


def test_a_child_that_is_killed_is_replaced_at_once(make):
    site = make(WAITS)
    with site.at_its_first_step():
        (child,) = children()
        child.kill()
        until(lambda: site.job().attempt == 2, seconds=5)
        until(lambda: len(children()) == 1)


def test_a_job_is_stopped_when_asked_and_waits_to_be_asked_for_again(make):
    site = make(WAITS)
    with site.at_its_first_step():
        (child,) = children()
        assert site.jobs.cancel(ANALYSE, "shop")
        until(lambda: site.job().state == "cancelled")
        assert not child.is_running()
        assert "stopped" in site.job().message
        assert not site.jobs.cancel(ANALYSE, "shop")
        assert not site.start()
        assert site.start(afresh=True)
        until(lambda: site.job().step == 1)


def test_a_job_that_waits_is_cancelled_without_ever_running(make):
    site = make(PUBLISHES)
    site.start()
    assert site.jobs.cancel(ANALYSE, "shop")
    assert site.job().state == "cancelled"
    site.start("other")
    with site.working():
        until(lambda: site.job("other").state == "done")
    assert site.done == "x"


def test_a_child_that_does_not_listen_is_stopped_all_the_same(make, monkeypatch):
    monkeypatch.setattr("server.processes.SECONDS_TO_STOP", 0.3)
    site = make(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}")
    with site.at_its_first_step():
        site.jobs.cancel(ANALYSE, "shop")
        until(lambda: site.job().state == "cancelled")
    assert children() == []


def test_many_processes_and_threads_start_one_job(make, tmp_path):
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert sum(pool.map(_start_from_threads, [tmp_path] * 3)) == 1
    with make(PUBLISHES).working():
        until(lambda: make(PUBLISHES).job().state == "done")
    assert make(PUBLISHES).done == "x"


def _start_from_threads(folder: Path) -> int:
    site = make_site(folder, PUBLISHES)
    with ThreadPoolExecutor(4) as threads:
        return sum(threads.map(lambda _: site.start(), range(8)))


LEAVES_FILES = (
    "import os, tempfile; from pathlib import Path; "
    "Path(tempfile.mkdtemp(), 'log').write_text('17850'); print('1/2 Reading', flush=True); "
)


@pytest.mark.parametrize("end", ["import time; time.sleep(60)", CRASHES, "raise SystemExit(1)"])
def test_no_passing_file_of_an_analysis_outlives_it(make, tmp_path, end):
    site = make(LEAVES_FILES + end)
    site.start()
    with site.working():
        until(lambda: site.job().step == 1 or site.job().state == "failed")
    files = sorted(path.name for path in (tmp_path / "jobs").iterdir())
    assert files == ["shop.lock", "shop.log"]


def test_a_job_begins_with_none_of_the_files_of_a_killed_one(make, tmp_path):
    left = tmp_path / "jobs" / "shop.work" / "tmpold"
    left.mkdir(parents=True)
    site = make(WAITS)
    with site.at_its_first_step():
        assert not left.exists()


def test_looking_at_a_job_never_keeps_it_from_being_done(make):
    site = make(PUBLISHES)
    looking = threading.Event()

    def look():
        while not looking.is_set():
            site.jobs.latest(ANALYSE, "shop")

    with ThreadPoolExecutor(2) as threads, site.working():
        looks = [threads.submit(look) for _ in range(2)]
        for times in range(1, 4):
            assert site.start()
            until(lambda wanted=times: site.done == "x" * wanted and site.job().is_over)
        looking.set()
        for each in looks:
            each.result()
