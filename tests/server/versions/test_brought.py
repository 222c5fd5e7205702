"""A version that is made again is as whole as it was: with the comparison that was added to it."""

import pytest
from sqlalchemy import update

from server.jobs.book import ANALYSE, CANCELLED, COMPARE, DONE, QUEUED, queue
from server.tables import JOBS, VERSIONS
from server.versions import brought
from server.versions.brought import Brought

ORDERS = b"customer,date,amount\nA,2024-01-02,10\n"


@pytest.fixture
def made_again(datasets, tmp_path, monkeypatch):
    """Yield a function that makes a version again; algorithms were compared on a snapshot of it."""
    monkeypatch.setattr(brought, "show", lambda *_: None)
    monkeypatch.setattr(brought, "prune", lambda *_: None)
    received = datasets.imports.receive("shop.csv", [ORDERS])
    datasets.imports.add(received.id, {})
    database = datasets._database

    def make_again(compared_on, ended=DONE, *, keeps=False):
        with database.writing() as connection:
            connection.execute(update(VERSIONS).values(snapshot="s1"))
            connection.execute(update(JOBS).values(state=DONE, busy_with=None))
            queue(connection, COMPARE, "shop", {"snapshot": compared_on})
            compares = JOBS.c.kind == COMPARE
            over = {"state": ended, "busy_with": None}
            connection.execute(update(JOBS).where(compares).values(over))
        if keeps:
            (tmp_path / "kept").mkdir()
            (tmp_path / "kept" / "schemes.json").write_text("{}")
            monkeypatch.setattr(brought, "_merged", lambda _: None)
        parts = datasets._settings, database, datasets.imports._storage
        Brought(*parts, tmp_path).finish("shop", 1)
        return datasets._jobs.latest(COMPARE, "shop")

    return make_again


@pytest.mark.every_database
def test_what_was_compared_is_compared_again(made_again):
    job = made_again("s1")
    assert (job.state, job.arguments) == (QUEUED, {"snapshot": "s1"})


@pytest.mark.parametrize(
    ("compared_on", "ended", "keeps"),
    [("another", DONE, False), ("s1", CANCELLED, False), ("s1", DONE, True)],
)
def test_what_was_not_compared_or_is_made_first_is_not(made_again, compared_on, ended, keeps):
    assert made_again(compared_on, ended, keeps=keeps).state == ended


def test_what_is_being_compared_is_left_at_that(made_again, datasets):
    made_again("s1")
    busy = datasets._jobs.latest(COMPARE, "shop")
    assert datasets._jobs.latest(ANALYSE, "shop").state == DONE
    parts = datasets._settings, datasets._database, datasets.imports._storage
    Brought(*parts, datasets._settings.var / "none")._compare_again("shop", 1)
    assert datasets._jobs.latest(COMPARE, "shop") == busy
