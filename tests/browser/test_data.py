"""A shop's export in a browser: dropped, understood, corrected and used, on a phone too."""

from datetime import date

import pytest
from dash.testing.wait import until
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from layouts.ids import Data, General, Shell
from tests.browser.bringing import (
    EITHER_WAY,
    SECONDS_TO_ANALYSE,
    choice_of,
    choose,
    drop,
    figures,
    orders,
    pick,
    says,
    told,
    use,
)


def test_a_dropped_file_becomes_the_dashboard_in_two_actions(here):
    drop(here, "spring_orders.csv", orders())
    says(here, Data.SENTENCE, "spring_orders.csv holds orders")
    assert figures(here)[:4] == ["36", "12", "36", "360"]
    assert told(here, Data.ASKED).count("!") == 0
    here.click(f"#{Data.USE}")
    here.wait_for_address("/?data=spring-orders")
    says(here, General.SENTENCE, "12 customers placed 36 orders", SECONDS_TO_ANALYSE)
    assert "Spring orders" in told(here, Shell.DATA_SUMMARY)
    # Whoever comes back without an address is shown it too.
    here.open("/")
    says(here, General.SENTENCE, "12 customers placed 36 orders")


def test_the_switch_leads_to_the_page_first(here):
    here.open("/")
    here.click(f"#{Shell.DATA_SUMMARY}")
    first = here.browser.find_elements(f"#{Shell.DATA_SWITCH} a")[0]
    assert first.text == "Add your data"
    first.click()
    here.settle()
    assert here.path == "/data"
    assert here.title == "Add your data - Customer Segmentation"


def test_several_files_of_one_layout_are_one_data_set(here, tmp_path):
    later = orders(begins=date(2026, 6, 1))
    choose(here, tmp_path, spring=orders(), summer=later)
    says(here, Data.SENTENCE, "2 files hold orders")
    assert figures(here)[:3] == ["72", "12", "72"]


def test_a_column_is_corrected_and_the_figures_follow(here, tmp_path):
    choose(here, tmp_path, columns=orders())
    says(here, Data.SENTENCE, "columns.csv holds orders")
    assert figures(here)[3] == "360"
    pick(here, "Net", "Amount")
    until(lambda: figures(here)[3:4] == ["288"], timeout=15)
    assert Select(choice_of(here, "Amount")).first_selected_option.text == "Not used"
    here.click(f"#{Data.UNDERSTOOD} .reading-card summary")
    choice_of(here, "Currency").send_keys("EUR", Keys.ENTER)
    until(lambda: figures(here)[3:4] == ["EUR 288"], timeout=15)
    # What was opened is open, and the focus is where it was.
    assert choice_of(here, "Currency").is_displayed()
    assert choice_of(here, "Currency") == here.browser.driver.switch_to.active_element
    use(here)
    says(here, General.SENTENCE, "worth EUR 288")
    # The next file of the same layout is read in the same way, and that is said.
    here.open("/data")
    choose(here, tmp_path, next=orders(13))
    says(here, Data.ASKED, "As for the last file of this layout")
    assert figures(here)[3] == "EUR 312"
    here.click(f"#{Data.ASKED} .data-answers button")
    until(lambda: figures(here)[3:4] == ["390"], timeout=15)


def test_a_question_is_answered_and_the_answer_taken_back(here, tmp_path):
    choose(here, tmp_path, dates=EITHER_WAY)
    says(here, Data.SENTENCE, "one thing is to be said")
    assert not here.browser.find_element(f"#{Data.USE}").is_enabled()
    buttons = here.browser.find_elements(f"#{Data.ASKED} .question-card .action")
    assert len(buttons) == 2
    buttons[0].click()
    says(here, Data.SENTENCE, "dates.csv holds orders")
    assert here.browser.find_element(f"#{Data.USE}").is_enabled()
    here.click(f"#{Data.ASKED} .data-answers button")
    says(here, Data.SENTENCE, "one thing is to be said")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_a_phone(here, tmp_path, width):
    here.resize(width)
    here.open("/data")
    assert here.run("return document.documentElement.scrollWidth") <= width
    choose(here, tmp_path, phone=orders())
    says(here, Data.SENTENCE, "phone.csv holds orders")
    here.click(f"#{Data.UNDERSTOOD} .reading-card summary")
    here.click(f"#{Data.UNDERSTOOD} .report-card summary")
    assert here.run("return document.documentElement.scrollWidth") <= width
