"""Data are brought, and their versions kept, with the keyboard alone."""

from dash.testing.wait import until
from selenium.webdriver.common.keys import Keys

from layouts.ids import Data, General
from tests.browser.bringing import (
    EITHER_WAY,
    SECONDS_TO_ANALYSE,
    orders,
    reach,
    says,
)


def test_a_file_is_brought_corrected_and_used_with_the_keyboard_alone(here, tmp_path):
    path = tmp_path / "keys.csv"
    path.write_text(orders(), encoding="utf-8")
    reached = []
    while not here.run("return document.activeElement.type === 'file'"):
        reached.append(here.press(Keys.TAB))
        assert len(reached) < 25, reached
    # The dialog that Enter opens is the system's own.
    here.browser.driver.switch_to.active_element.send_keys(str(path))
    says(here, Data.SENTENCE, "keys.csv holds orders")
    assert here.run("return document.activeElement.id") == Data.SENTENCE
    while here.run("return document.activeElement.tagName") != "SELECT":
        here.press(Keys.TAB)
    held = here.run("return document.activeElement.id")
    here.press("N")
    says(here, Data.UNDERSTOOD, "4 of 5 columns used")
    until(lambda: here.run("return document.activeElement.id") == held, timeout=10)
    here.run("document.getElementById(arguments[0]).focus()", Data.TITLE)
    here.press(Keys.ENTER)
    here.wait_for_address("/?data=keys")


def bring(visit, folder, name, rows):
    """Choose a file with the keyboard; the dialog that Enter opens is the system's own."""
    path = folder / f"{name}.csv"
    path.write_text(rows, encoding="utf-8")
    visit.open("/data")
    reach(visit, ".file-choice input")
    visit.browser.driver.switch_to.active_element.send_keys(str(path))
    visit.wait_for_address("upload=")
    visit.settle()


def test_a_question_is_answered_and_all_is_cancelled_with_the_keyboard_alone(here, tmp_path):
    bring(here, tmp_path, "dates", EITHER_WAY)
    says(here, Data.SENTENCE, "one thing is to be said")
    reach(here, ".question-card .action")
    here.press(Keys.ENTER)
    says(here, Data.SENTENCE, "dates.csv holds orders")
    reach(here, "Cancel")
    here.press(Keys.ENTER)
    here.wait_for_address("upload", gone=True)
    says(here, Data.ZONE, "Drop your files here")


def sold(customers=12):
    """Return a log of a layout of its own: what was corrected in another is remembered for it."""
    return orders(customers).replace("Net", "Till", 1)


def test_versions_are_made_compared_rolled_back_and_deleted_with_the_keyboard_alone(here, tmp_path):
    bring(here, tmp_path, "shop", sold())
    reach(here, "Use this data")
    here.press(Keys.ENTER)
    here.wait_for_address("/?data=shop")
    says(here, General.SENTENCE, "12 customers placed 36 orders", SECONDS_TO_ANALYSE)
    for presses, rows, shown in ((1, sold(14), "14 customers"), (2, sold(5), "5 customers")):
        bring(here, tmp_path, "more", rows)
        reach(here, f"#{Data.MODE} input")
        for _ in range(presses):
            here.press(Keys.ARROW_RIGHT)
        # What it goes to is the data set of the same layout.
        reach(here, f"#{Data.TARGET}")
        assert here.run("return document.activeElement.value") == "shop"
        reach(here, "Use this data")
        here.press(Keys.ENTER)
        here.wait_for_address("/?data=shop")
        says(here, General.SENTENCE, shown, SECONDS_TO_ANALYSE)
    here.open("/data")
    reach(here, "Go back to it")
    here.press(Keys.ENTER)
    says(here, Data.SETS_MESSAGE, "Shop shows version 2 again.")
    here.open("/data")
    reach(here, "Compare two versions")
    here.press(Keys.ENTER)
    reach(here, "Compare")
    here.press(Keys.ENTER)
    says(here, Data.SETS, "-27")
    here.open("/data")
    reach(here, "Delete")
    here.press(Keys.ENTER)
    reach(here, "Delete for good")
    here.press(Keys.ENTER)
    says(here, Data.SETS_MESSAGE, "Shop is deleted.")
