"""What every page must do: fit the window, follow the theme, work without a mouse."""

import sys

import pytest
from selenium.webdriver.common.keys import Keys

from layouts.ids import General, Shell

PAGES = (
    "/",
    "/?view=clusters",
    "/customers",
    "/customers/00001",
    "/prediction?r=34&f=55&m=66",
    "/?group=Champions",
    "/playbook",
    "/data",
)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_wider_than_the_window(visit, width):
    visit.resize(width)
    for page in PAGES:
        visit.open(page)
        assert visit.run("return document.documentElement.scrollWidth") <= width, page


def test_no_page_of_a_log_is_longer_than_what_it_shows(visit):
    for page in ("/", "/customers", "/customers/00001", "/prediction", "/models", "/data"):
        visit.open(page)
        assert visit.empty_length() < 1, page


def test_dark_is_dark_on_page_and_charts_and_is_remembered(visit):
    visit.open("/?open=clouds")
    visit.scroll_to(General.RECENCY_MONETARY.graph)
    visit.browser.wait_for_element(f"#{General.RECENCY_MONETARY.graph} .xtick")
    visit.settle()
    light = visit.run("return getComputedStyle(document.body).backgroundColor")
    ink = axis_ink(visit)
    visit.click(f"#{Shell.THEME_CHOICE} label", 1)
    visit.settle()
    assert visit.run("return document.documentElement.dataset.bsTheme") == "dark"
    dark = visit.run("return getComputedStyle(document.body).backgroundColor")
    assert brightness(dark) < 60
    assert brightness(light) > 200
    assert axis_ink(visit) != ink
    visit.open("/prediction")
    assert visit.run("return document.documentElement.dataset.bsTheme") == "dark"
    visit.click(f"#{Shell.THEME_CHOICE} label", 0)
    visit.settle()
    assert visit.run("return getComputedStyle(document.body).backgroundColor") == light


def axis_ink(visit):
    return visit.run(
        "return getComputedStyle(document.querySelector(arguments[0])).fill",
        f"#{General.RECENCY_MONETARY.graph} .xtick text",
    )


def brightness(colour):
    return sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) / 3


def test_everything_on_the_first_screen_is_reached_and_used_with_the_keyboard(visit):
    visit.open("/")
    assert visit.press(Keys.TAB) == "Skip to the content"
    visit.press(Keys.ENTER)
    assert visit.run("return document.activeElement.id || location.hash").endswith(Shell.MAIN)
    visit.open("/")
    reached = [visit.press(Keys.TAB) for _ in range(12)]
    for name in ("General Segmentation", "Customer Details", "Cluster Prediction"):
        assert name in reached
    focus(visit, f"#{General.VIEW} input")
    visit.press(Keys.ARROW_RIGHT)
    visit.wait_for_address("view=clusters")
    visit.settle()
    assert visit.run("return document.activeElement.value") == "clusters"
    focus(visit, f"#{Shell.NAV_PREDICTION}")
    visit.press(Keys.ENTER)
    visit.settle()
    assert visit.path.startswith("/prediction")


def focus(visit, selector):
    visit.run(
        "const all = [...document.querySelectorAll(arguments[0])];"
        "(all.find(each => each.checked) || all[0]).focus()",
        selector,
    )


def test_an_unknown_address_leads_back(visit):
    visit.browser.driver.get(visit.site + "/none")
    visit.settle()
    visit.browser.wait_for_contains_text("#_pages_content", "There is no such page")
    # The browser notes the status of the page itself; nothing else may be in its console.
    assert [entry for entry in visit.console() if "404" not in entry["message"]] == []
    visit.click("#_pages_content a")
    visit.browser.wait_for_contains_text(f"#{General.SENTENCE}", "customers placed")


def test_the_first_start_shows_how_far_it_is_and_then_fills_by_itself(visit, serve, tmp_path):
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        visit.browser.driver.get(address)
        visit.browser.wait_for_contains_text(f"#{Shell.STATUS}", "CDNOW is being analysed")
        assert not visit.browser.find_element(f"#{Shell.MAIN}").is_displayed()
        visit.browser.wait_for_contains_text(
            f"#{General.SENTENCE}", "customers placed", timeout=120
        )
        visit.settle()
        assert visit.browser.find_element(f"#{Shell.STATUS}").text == ""
        visit.assert_quiet()
