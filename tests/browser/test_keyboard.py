"""Data are brought, and their versions kept, with the keyboard alone."""

from dash.testing.wait import until
from selenium.webdriver.common.keys import Keys

from layouts.ids import Data
from tests.browser.bringing import (
    EITHER_WAY,
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
