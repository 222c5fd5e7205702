"""What was brought is listed, compared, gone back to and deleted, or a sentence says why not."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from dash.exceptions import PreventUpdate

from callbacks.data import versions
from layouts.ids import Data
from rfm import schema
from server.data.editing import Editing
from server.jobs.book import JobState
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.versions.comparing import VersionComparison
from server.versions.version import Version
from tests.hand_made_sites import as_text

NOW = datetime(2026, 3, 1, tzinfo=UTC)
READY = Version(
    dataset="shop",
    number=1,
    state=JobState("ready"),
    mode="new",
    base=None,
    source=("a.csv", "b.csv"),
    content_hash="",
    choices={},
    report=[
        {
            "name": "purchase",
            "label": "Purchase",
            "rows": 10,
            "kept": True,
            "reason": "purchase",
            "explanation": "A customer paid.",
        }
    ],
    notes=["Read as UTF-8."],
    figures={schema.CUSTOMERS: 4, schema.ORDERS: 9, schema.REVENUE: 1234.5, "currency": "EUR"},
    snapshot="s",
    created_at=NOW.timestamp() - 7200,
    created_by="",
    is_current=True,
)
WORKING = replace(
    READY,
    number=2,
    state=JobState("working", 3, 9, "Cleaning"),
    mode="append",
    base=1,
    figures={},
    report=[],
    is_current=False,
)
FAILED = replace(WORKING, number=3, state=JobState("failed", message="No date."), mode="replace")


class Brought:
    """The versions of one data set, and what was asked of them."""

    def __init__(self, *kept):
        self.kept = kept
        self.asked = []
        self.compared = VersionComparison(
            customers=(4, 6),
            orders=(9, 12),
            revenue=(1234.5, 1300.0),
            added=3,
            removed=0,
            changed=1,
            same=9,
        )

    def titles(self):
        return {"shop": "My shop"}

    def list(self, _dataset):
        return list(self.kept)

    def version(self, _dataset, number):
        for version in self.kept:
            if version.number == number:
                return version
        raise RefusedError("There is no such version.", 404)

    def roll_back(self, dataset, number):
        self.asked.append(("roll back", dataset, number))
        return self.version(dataset, number)

    def delete(self, dataset):
        self.asked.append(("delete", dataset))

    def compare(self, _dataset, first, second):
        self.version("", first)
        self.version("", second)
        return self.compared


@pytest.fixture
def site():
    brought = Brought(FAILED, WORKING, READY)
    return SimpleNamespace(
        versions=brought,
        editing=Editing(ServerSettings(allow_editing="yes")),
        cancel=lambda dataset: brought.asked.append(("stop", dataset)),
        health=SimpleNamespace(trouble=lambda: ""),
    )


def test_versions_are_listed_with_how_they_stand_and_what_can_be_done(site):
    cards, digest, is_working = versions.listed(site, NOW)
    told = as_text(cards)
    assert is_working
    assert versions.listed(site, NOW)[1] == digest
    for part in (
        "a.csv and b.csv",
        "2 hours ago",
        "EUR 1,234",
        "added to version 1",
        "Cleaning",
        "A customer paid.",
    ):
        assert part in told, part
    for part in ("No date.", "instead of what was there", "Try again: version 3 of My shop"):
        assert part in told, part
    assert "Stop the analysis of version 2 of My shop" in told
    site.editing = Editing(ServerSettings())
    told = as_text(versions.listed(site, NOW)[0])
    assert not any(word in told for word in ("Try again", "Delete", "Stop the analysis"))


def test_a_version_that_cannot_move_says_why_and_is_looked_at_again(site):
    site.health.trouble = lambda: "The disk of this site is full."
    cards, _, is_working = versions.listed(site, NOW)
    assert is_working
    assert "The disk of this site is full." in as_text(cards)
    assert "Cleaning" not in as_text(cards)


def test_two_that_can_be_shown_can_be_compared_the_newest_with_the_one_before(site):
    counts = {"appended": 6, "recognised": 36, "corrected": 0}
    later = replace(READY, number=2, is_current=False, mode="append", base=1, merged=counts)
    site.versions.kept = (later, READY)
    told = as_text(versions.listed(site, NOW)[0])
    assert "Compare two versions" in told
    assert "added to version 1: 6 new, 36 there already and 0 corrected" in told
    assert "Go back to it: version 2 of My shop" in told
    site.versions.kept = (READY,)
    assert "Compare two versions" not in as_text(versions.listed(site, NOW)[0])


def test_a_comparison_says_each_figure_its_change_and_how_many_rows_differ(site):
    site.versions.kept = (replace(READY, number=2), READY)
    told = as_text(versions.compared(site, "shop", "1", "2"))
    for part in ("+2", "+3", "EUR 1,300.00", "+EUR 65.50", "3 rows new, 0 gone, 1 changed"):
        assert part in told, part
    site.versions.compared = VersionComparison(
        customers=(4, 3), orders=(9, None), revenue=(1234.5, None)
    )
    told = as_text(versions.compared(site, "shop", "1", "2"))
    assert '"-1"' in told
    assert "of different kinds" in told


def test_what_cannot_be_compared_is_a_sentence(site):
    assert "no such version" in as_text(versions.compared(site, "shop", "1", "7"))
    for odd in (None, 1, "", "one", "-1"):
        with pytest.raises(PreventUpdate):
            versions.compared(site, "shop", odd, "1")


def test_a_button_does_what_it_says(site):
    told = as_text(versions.act(site, Data.roll_back("shop", 1)))
    assert "My shop shows version 1 again." in told
    told = as_text(versions.act(site, Data.roll_back("shop", 3)))
    assert "Version 3 of My shop is made again" in told
    assert "being stopped" in as_text(versions.act(site, Data.stop("shop")))
    assert "My shop is deleted." in as_text(versions.act(site, Data.delete("shop")))
    assert site.versions.asked == [
        ("roll back", "shop", 1),
        ("roll back", "shop", 3),
        ("stop", "shop"),
        ("delete", "shop"),
    ]


def test_nothing_is_done_for_who_may_not_or_for_what_is_not_there(site):
    assert "no such version" in as_text(versions.act(site, Data.roll_back("shop", 9)))
    with pytest.raises(PreventUpdate):
        versions.act(site, Data.roll_back("shop", "1"))
    site.versions.asked.clear()
    site.editing = Editing(ServerSettings())
    assert "ALLOW_EDITING" in as_text(versions.act(site, Data.delete("shop")))
    assert site.versions.asked == []


def test_a_database_that_does_not_answer_is_a_sentence_in_the_list(site):
    def refuse():
        raise RefusedError("The database does not answer.", 503)

    site.versions.titles = refuse
    cards, _, is_working = versions.listed(site, NOW)
    assert "does not answer" in as_text(cards)
    assert not is_working
    assert "does not answer" in as_text(versions.act(site, Data.delete("shop")))
