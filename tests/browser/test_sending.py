"""Files are sent: how far that is, how it is stopped, and what goes wrong on the way."""

import os
import signal
import sys

from dash.testing.wait import until

from layouts.ids import Data
from tests.browser.bringing import (
    choose,
    drop,
    orders,
    says,
    told,
)


def test_what_is_cancelled_is_not_kept(here, tmp_path):
    choose(here, tmp_path, mistaken=orders())
    says(here, Data.SENTENCE, "mistaken.csv holds orders")
    address = here.path
    here.click(f"#{Data.CANCEL}")
    here.wait_for_address("upload", gone=True)
    says(here, Data.ZONE, "Drop your files here")
    assert "mistaken" not in told(here, Data.SETS)
    here.open(address)
    says(here, Data.ASKED, "not here any more")
    here.click(f"#{Data.ASKED} a")
    says(here, Data.ZONE, "Drop your files here")


def slowly(visit, bytes_a_second):
    """Have what is sent from now on take its time; -1 is as fast as can be."""
    visit.browser.driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": bytes_a_second,
        },
    )


def test_sending_shows_how_far_it_is_and_can_be_stopped(here, tmp_path):
    slowly(here, 60_000)
    try:
        choose(here, tmp_path, long=orders() + " " * 1_500_000)
        says(here, Data.ZONE, "Sending long.csv")
        until(lambda: " of 1.5 MB, " in told(here, Data.ZONE), timeout=15)
        here.click(f"#{Data.ZONE} .sending button")
        says(here, Data.ZONE, "Stopped. Nothing was kept.")
    finally:
        slowly(here, -1)
    choose(here, tmp_path, again=orders())
    says(here, Data.SENTENCE, "again.csv holds orders")


def test_files_that_cannot_be_sent_are_sentences_and_others_can_be_chosen(here, tmp_path):
    choose(here, tmp_path, large="x" * 3_100_000)
    says(here, Data.ZONE, "That is 3.1 MB, and this site takes 3 MB at once.")
    here.click(f"#{Data.ZONE} .sending button")
    drop(here, "nothing.csv", "")
    says(here, Data.ZONE, "'nothing.csv' is empty (0 bytes) or a folder")


def test_a_site_that_is_gone_meanwhile_is_a_sentence_and_is_tried_again(visit, serve, tmp_path):
    (tmp_path / "var").mkdir()
    with serve([sys.executable, "app.py"], tmp_path / "var") as (address, process):
        visit.site = address
        visit.open("/data")
        os.kill(process.pid, signal.SIGSTOP)
        choose(visit, tmp_path, lost=orders())
        visit.browser.wait_for_contains_text(f"#{Data.ZONE}", "Sending lost.csv")
        process.kill()
        visit.browser.wait_for_contains_text(f"#{Data.ZONE}", "The connection to the site was lost")
    assert visit.browser.find_element(f"#{Data.ZONE} .sending button").text == "Try again"
    # The page says in the console, too, that the site is gone.
    visit.console()
