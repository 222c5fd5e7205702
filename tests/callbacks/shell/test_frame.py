"""The frame follows an analysis: how far it is, that it was stopped, and what to do then."""

import time

import pytest

from callbacks.shell import frame as shell
from layouts.ids import Shell
from server.data.datasets import Datasets
from server.jobs.book import JobState
from server.settings import ServerSettings
from server.versions.version import Version
from tests.hand_made_sites import post, silence_database
from tests.server.jobs.at_work import EXPLAINS, WAITS, Site, until


def test_a_data_set_that_is_opened_first_is_analysed_with_its_progress_shown(datasets, settings):
    assert "Waiting for its turn" in str(shell.stand(datasets, "cdnow").status)
    with Site(settings, WAITS).working():
        until(lambda: "Step 1 of 2: Reading" in str(shell.stand(datasets, "cdnow").status))
        standing = shell.stand(datasets, "cdnow")
        assert (standing.is_working, standing.again, standing.token) == (True, "", None)


def test_an_analysis_that_was_stopped_says_so_and_can_be_started_again(datasets, settings):
    with Site(settings, WAITS).working():
        shell.stand(datasets, "cdnow")
        until(lambda: datasets.state("cdnow").step == 1)
        datasets.cancel("cdnow")
        until(lambda: datasets.state("cdnow").kind == "cancelled")
        standing = shell.stand(datasets, "cdnow")
        assert "The analysis of CDNOW was stopped" in str(standing.status)
        assert (standing.is_working, standing.again) == (False, "Start again")
        assert shell.stand(datasets, "cdnow", afresh=True).is_working


def test_an_analysis_that_failed_says_why_and_can_be_tried_again(datasets, settings):
    with Site(settings, EXPLAINS).working():
        shell.stand(datasets, "cdnow")
        until(lambda: datasets.state("cdnow").kind == "failed")
        standing = shell.stand(datasets, "cdnow")
        assert "Line 3 has no date." in str(standing.status)
        assert standing.again == "Try again"


def test_the_switch_says_that_an_analysis_was_stopped(datasets):
    datasets.start("cdnow")
    datasets.cancel("cdnow")
    links = {link.name: link.facts for link in shell.data_links(datasets, None)}
    assert links["cdnow"] == "Its analysis was stopped"
    assert links["gift-shop"] == "Analysed when you open it"


def test_the_button_stops_the_analysis_over_http(settings):
    from app import create_app

    app = create_app(settings)
    datasets = app.server.extensions["datasets"]
    datasets.start("cdnow")
    answer = post(app, f"{Shell.STATUS}.children", f"{Shell.CANCEL}.n_clicks", {})
    shown = answer.json["response"]
    assert "was stopped" in str(shown[Shell.STATUS])
    assert shown[Shell.CANCEL_ROW]["hidden"] is True
    assert shown[Shell.RETRY_ROW]["hidden"] is False
    assert shown[Shell.RETRY]["children"] == "Start again"
    assert datasets.state("cdnow").kind == "cancelled"


def version(number, kind, *, is_current=False, created_at=0.0):
    state = JobState(kind, 3, 9, "Cleaning")
    known = {"dataset": "cdnow", "mode": "replace", "base": None, "source": ("a.csv",)}
    known |= {"content_hash": "", "choices": {}, "report": [], "notes": [], "figures": {}}
    known |= {"snapshot": "", "created_by": "", "created_at": created_at}
    return Version(number=number, state=state, is_current=is_current, **known)


@pytest.fixture
def shown_with(monkeypatch, var_folder, tmp_path):
    """Return a function that says how the frame stands on a data set with some versions."""
    datasets = Datasets(ServerSettings(var=var_folder, samples=tmp_path))

    def stand(*versions, trouble=""):
        monkeypatch.setattr(datasets.health, "trouble", lambda: trouble)
        monkeypatch.setattr(datasets.versions, "list", lambda _name: list(versions))
        return shell.stand(datasets, "cdnow")

    return stand


def test_a_next_version_that_is_on_its_way_stands_above_the_one_that_is_shown(shown_with):
    standing = shown_with(version(2, "working"), version(1, "ready", is_current=True))
    assert "Version 2 is being analysed. Step 3 of 9: Cleaning." in str(standing.status)
    assert (standing.is_working, standing.token["name"]) == (True, "cdnow")


def test_a_next_version_that_cannot_move_says_why_and_is_looked_for_again(shown_with):
    both = version(2, "working"), version(1, "ready", is_current=True)
    standing = shown_with(*both, trouble="The disk of this site is full.")
    assert "Version 2 is being analysed. The disk of this site is full." in str(standing.status)
    assert "Cleaning" not in str(standing.status)
    assert (standing.is_working, standing.token["name"]) == (True, "cdnow")


def test_that_a_next_version_came_to_nothing_is_said_for_a_day(shown_with):
    shown = version(1, "ready", is_current=True)
    standing = shown_with(version(2, "failed", created_at=time.time() - 60), shown)
    assert "Version 2 is not shown: Cleaning" in str(standing.status)
    assert (standing.is_working, standing.again) == (False, "")
    assert shown_with(version(2, "failed", created_at=time.time() - 90_000), shown).status is None


def test_of_what_is_shown_nothing_more_is_said(shown_with):
    assert shown_with(version(1, "ready", is_current=True)).status is None
    assert shown_with(version(2, "ready"), version(1, "ready", is_current=True)).status is None
    assert shown_with().status is None


def test_what_is_published_is_shown_though_nothing_is_known_of_versions(
    monkeypatch, var_folder, tmp_path
):
    (tmp_path / "snapshots").symlink_to(var_folder / "snapshots")
    (tmp_path / "site.db").touch()
    datasets = Datasets(ServerSettings(var=tmp_path, samples=tmp_path))
    silence_database(monkeypatch)
    standing = shell.stand(datasets, "cdnow")
    assert (standing.status, standing.token["name"]) == (None, "cdnow")
