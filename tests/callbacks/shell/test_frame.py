"""The frame follows an analysis: how far it is, that it was stopped, and what to do then."""

from callbacks.shell import frame as shell
from layouts.ids import Shell
from tests.hand_made_sites import post
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
