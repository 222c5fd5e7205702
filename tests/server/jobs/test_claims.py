"""A job outlives whoever works on it, and two never work on it at once."""

import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from server.jobs.book import ANALYSE, MOST_ATTEMPTS, Job, queue
from tests.server.jobs.at_work import (
    PUBLISHES,
    WAITS,
    children,
    make_site,
    until,
    work_until_killed,
)

JOBS_CLAIMED = 1_000


def test_a_runner_that_is_told_to_end_puts_its_job_back_without_counting_the_attempt(make):
    site = make(WAITS)
    with site.at_its_first_step():
        pass
    assert (site.job().state, site.job().attempt) == ("queued", 0)
    assert children() == []
    with make(PUBLISHES).working():
        until(lambda: site.job().state == "done")
    assert site.done == "x"


# The first child is still at work when its runner is killed, and must not publish later on.
SLOW_AT_FIRST = (
    "import os, time; first = not os.path.exists('tried'); open('tried', 'a').write('x'); "
    "print('1/2 Reading', flush=True); time.sleep(3 if first else 0); "
    "open('done', 'a').write('x')"
)


@pytest.mark.parametrize("is_same_runner", [True, False])
def test_a_job_whose_runner_is_killed_is_claimed_again_and_finished_once(
    make, tmp_path, is_same_runner
):
    site = make(SLOW_AT_FIRST, lease=1.0, name="" if is_same_runner else "another host")
    site.start()
    process = get_context("spawn").Process(
        target=work_until_killed, args=(tmp_path, SLOW_AT_FIRST, 60.0 if is_same_runner else 1.0)
    )
    process.start()
    until(lambda: site.job().step == 1)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert site.job().state == "working"
    with site.working():
        # The same runner knows at its start that it was dead; another waits for the lease to end.
        until(lambda: site.job().state == "done", seconds=10)
    assert site.job().attempt == 2
    time.sleep(3)
    assert site.done == "x"


def test_a_job_whose_runner_is_killed_again_and_again_fails_with_the_reason(make):
    site = make(WAITS)
    site.start()
    for _ in range(MOST_ATTEMPTS):
        job = site.claims.claim(site.job().id)
        assert job is not None
        site.claims.let_go()
        site.claims.reclaim()
    assert site.job().state == "failed"
    assert "3 times" in site.job().message
    assert site.claims.claim(site.job().id) is None


def test_a_lease_that_is_renewed_is_not_taken_over(make):
    site = make(WAITS, lease=1.0)
    with site.at_its_first_step():
        time.sleep(2.5)
        assert (site.job().state, site.job().attempt) == ("working", 1)


def test_who_was_given_up_and_comes_back_changes_nothing(make):
    late, other = make(WAITS, lease=-1.0, name="late"), make(WAITS, name="other")
    late.start()
    held = late.claims.claim(late.job().id)
    other.claims.reclaim()
    taken = other.claims.claim(held.id)
    assert (taken.attempt, taken.state) == (2, "working")
    assert late.claims.look(held) is None
    assert not late.claims.renew(held)
    assert not late.claims.progress(held, 2, 2, "Publishing")
    assert not late.claims.end(held, "failed", "Too late.")
    assert late.job().state == "working"


def test_a_job_that_was_to_be_cancelled_when_its_runner_died_is_cancelled(make):
    site = make(WAITS, lease=-1.0)
    site.start()
    site.claims.claim(site.job().id)
    site.jobs.cancel(ANALYSE, "shop")
    site.claims.reclaim()
    assert site.job().state == "cancelled"


def test_progress_never_goes_back(make):
    site = make(WAITS, lease=-1.0)
    site.start()
    job = site.claims.claim(site.job().id)
    for step, shown in ((1, 1), (6, 6), (3, 6), (6, 6)):
        site.claims.progress(job, step, 9, f"Step {step}")
        assert site.job().step == shown
    site.claims.reclaim()
    job = site.claims.claim(job.id)
    assert (site.job().step, site.job().message) == (6, "Starting again, attempt 2 of 3")
    site.claims.progress(job, 2, 9, "Step 2")
    assert site.job().step == 6
    site.claims.progress(job, 7, 9, "Step 7")
    assert (site.job().step, site.job().message) == (7, "Step 7")


def test_two_runners_claim_a_thousand_jobs_and_none_of_them_twice(make, tmp_path):
    site = make(WAITS)
    with site.database.writing() as connection:
        for number in range(JOBS_CLAIMED):
            queue(connection, ANALYSE, f"shop-{number}")
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        claimed = [number for each in pool.map(_claim_all, [tmp_path] * 2) for number in each]
    assert sorted(claimed) == list(range(1, JOBS_CLAIMED + 1))


def _claim_all(folder: Path) -> list[int]:
    claims = make_site(folder, WAITS, name=f"runner {os.getpid()}").claims

    def claim(number: int) -> Job | None:
        while True:
            # On a slow machine SQLite may let one wait longer than it takes: then nothing was done.
            with suppress(OperationalError):
                return claims.claim(number)

    with ThreadPoolExecutor(4) as threads:
        jobs = threads.map(claim, range(1, JOBS_CLAIMED + 1))
        return [job.id for job in jobs if job is not None]
