"""Clusters and tables in a browser: a comparison arrives, a member is placed, a file comes back."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.testing.wait import until
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from layouts.ids import Clusters, Models, Prediction, Shell
from tests.browser.conftest import Visit
from tests.conftest import PROJECT

SECONDS_TO_COMPARE = 240


def small_log() -> str:
    """Return the orders of two kinds of customers: some often and lately, some once long ago."""
    rows = ["customer,date,amount"]
    for place in range(90):
        wave = (place * 7) % 23
        if place % 2:
            rows += [f"C{place:03},2024-{month:02}-{1 + wave},{40 + wave}" for month in range(3, 9)]
        else:
            rows.append(f"C{place:03},2023-0{1 + wave % 6}-{1 + wave},{5 + wave}")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def site(serve: Callable[..., Any], var_of_table: Path) -> Iterator[str]:
    """Yield the address of a site with a small log and a table."""
    (var_of_table / "orders.csv").write_text(small_log(), encoding="utf-8")
    out = var_of_table / "snapshots" / "orders"
    command = [sys.executable, "-m", "rfm", "analyse", str(var_of_table / "orders.csv")]
    options = ["--out", str(out), "--lifetime", "off"]
    subprocess.run([*command, *options], cwd=PROJECT, check=True, capture_output=True)
    with serve([sys.executable, "app.py"], var_of_table) as (address, _):
        yield address


def words_of(visit: Visit, component: str) -> str:
    return str(visit.browser.find_element(f"#{component}").text)


def test_clusters_are_there_and_a_comparison_begins_is_stopped_and_arrives(visit):
    visit.open("/clusters?data=orders")
    until(lambda: words_of(visit, Clusters.PROFILES), timeout=20)
    until(lambda: "are being compared" in words_of(visit, Clusters.STATUS), timeout=20)
    # What arrives meanwhile moves the page, and with it the button.
    visit.run("document.getElementById(arguments[0]).click()", Clusters.STOP)
    until(lambda: "did not end" in words_of(visit, Clusters.STATUS), timeout=40)
    visit.browser.find_element(f"#{Clusters.START}").click()
    until(lambda: "Step" in words_of(visit, Clusters.STATUS), timeout=60)
    heading = f"#{Clusters.COMPARISON.fold} > summary"
    compared = visit.browser.find_element(heading)
    until(compared.is_displayed, timeout=SECONDS_TO_COMPARE)
    visit.click(heading)
    visit.wait_for_address("open=comparison")
    until(lambda: words_of(visit, Clusters.COMPARED), timeout=20)
    visit.settle()
    assert words_of(visit, Clusters.STATUS) == ""
    assert "k-means" in words_of(visit, Clusters.COMPARED)
    assert "recommended" in words_of(visit, Clusters.COMPARED)
    visit.scroll_to(Clusters.STABILITY.card)
    visit.browser.wait_for_element(f"#{Clusters.STABILITY.graph} .main-svg")
    visit.go_behind(Shell.NAV_MODELS)
    until(lambda: words_of(visit, Models.PLACING_SENTENCE), timeout=20)


def test_a_member_is_placed_and_the_address_keeps_the_values(visit):
    visit.open("/prediction?data=members")
    until(lambda: "typical customer" in words_of(visit, Prediction.MESSAGE), timeout=40)
    age = "[id*='v.Age'][id*='field']"
    visit.write(age, "61")
    choice = visit.browser.find_element("[id*='v.Plan'][id*='field']")
    Select(choice).select_by_visible_text("Premium")
    visit.browser.find_element(age).send_keys(Keys.ENTER)
    visit.wait_for_address("v.Age=61")
    visit.settle()
    result = words_of(visit, Prediction.RESULT)
    assert "What drove it" in result
    visit.open(visit.path)
    visit.browser.wait_for_text_to_equal(f"#{Prediction.RESULT}", result)
    visit.browser.wait_for_element(f"#{Prediction.MAP.graph} .main-svg")
    visit.write(age, "old")
    visit.click(f"#{Prediction.PLACE}")
    until(lambda: "is not a number" in words_of(visit, Prediction.FIELDS), timeout=20)
    visit.browser.driver.back()
    visit.browser.wait_for_text_to_equal(f"#{Prediction.RESULT}", result)


def test_a_file_of_members_comes_back_with_their_clusters(visit, var_of_table, tmp_path):
    visit.browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    visit.open("/prediction?data=members")
    field = visit.browser.find_element(f"#{Prediction.FILE} input[type=file]")
    field.send_keys(str(var_of_table / "members.csv"))
    until(lambda: "240 customers" in words_of(visit, Prediction.FILE_MESSAGE), timeout=40)
    saved = tmp_path / "members-placed.csv"
    until(saved.exists, timeout=20)
    time.sleep(0.2)
    assert len(saved.read_text(encoding="utf-8").splitlines()) == 241


def test_a_file_is_chosen_with_the_keyboard(visit):
    visit.open("/prediction?data=members")
    visit.run(
        f"const field = document.querySelector('#{Prediction.FILE} input[type=file]');"
        "window.opened = 0; field.click = function () { window.opened += 1; };"
        f"document.querySelector('#{Prediction.FILE} button').focus();"
    )
    assert visit.press(Keys.ENTER) == "Choose a file…"
    until(lambda: visit.run("return window.opened") == 1, timeout=5)
    named = "return [field.getAttribute('aria-label'), field.tabIndex].join()"
    find = f"const field = document.querySelector('#{Prediction.FILE} input[type=file]');"
    until(lambda: visit.run(find + named) == "File of customers to place,-1", timeout=5)
