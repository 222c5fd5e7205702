"""The same book of jobs and plays on PostgreSQL and MariaDB."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rfm.playbook import TEXTS
from server.data.editing import Editing
from server.data.plays import Of, Plays
from server.database import Database
from server.jobs.book import ANALYSE
from tests.server.jobs.at_work import CRASHES, PUBLISHES, WAITS, Site, never_done, until

pytestmark = pytest.mark.every_database


def test_a_job_is_started_once_done_and_started_again(settings):
    site = Site(settings, PUBLISHES)
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(lambda _: site.start(), range(8))) == 1
    with site.working():
        until(lambda: site.job().state == "done")
        assert site.start()
        until(lambda: site.done == "xx")


def test_a_job_is_cancelled_and_a_crashing_one_given_up(settings):
    waiting, crashing = Site(settings, WAITS), Site(settings, CRASHES)
    with waiting.at_its_first_step():
        waiting.jobs.cancel(ANALYSE, "shop")
        until(lambda: waiting.job().state == "cancelled")
    with crashing.working():
        crashing.start("other")
        until(lambda: crashing.job("other").state == "failed")


def test_jobs_are_claimed_once_each(settings):
    site = Site(settings, WAITS)
    for number in range(50):
        site.jobs.start(ANALYSE, f"shop-{number}", done=never_done)
    numbers = site.claims.waiting()
    with ThreadPoolExecutor(4) as threads:
        claimed = threads.map(site.claims.claim, [each for each in numbers for _ in range(2)])
        assert sorted(job.id for job in claimed if job is not None) == numbers
    site.database.close()


def test_plays_are_kept(settings):
    database = Database(settings)
    playbook = Plays(Editing(replace(settings, allow_editing="yes")), database)
    champions = Of("shop", "grid", "Champions")
    for title in ("Call them", "Write to them"):
        playbook.save(champions, dict.fromkeys(TEXTS, "x") | {"title": title})
    kept = playbook.plays("shop", "grid", ["Champions"])["Champions"]
    assert kept.play.title == "Write to them"
    playbook.reset(champions)
    assert not playbook.plays("shop", "grid", ["Champions"])["Champions"].is_own
    database.close()
