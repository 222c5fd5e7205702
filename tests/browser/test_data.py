"""A shop's export in a browser: dropped, understood, corrected, used, and what becomes of it."""

import os
import signal
import sys
from datetime import date, timedelta

import pytest
from dash.testing.wait import until
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from layouts.ids import Data, General, Shell

SECONDS_TO_ANALYSE = 90
EITHER_WAY = "Customer,Date,Amount\n1,01/02/2026,10\n2,03/04/2026,5\n1,05/06/2026,8\n"


@pytest.fixture(scope="module")
def own_site(serve, analyse_once, tmp_path_factory):
    """Yield the address of a site of its own, to which nobody else brings data."""
    var = tmp_path_factory.mktemp("brought")
    analyse_once(var, "cdnow", "cdnow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOST_UPLOAD_MB", "3")
        with serve([sys.executable, "app.py"], var) as (address, _):
            yield address


@pytest.fixture
def here(visit, own_site):
    """Yield a browser on that site, on the page Data."""
    visit.site = own_site
    visit.resize(1440, 900)
    visit.open("/data")
    return visit


def orders(customers=12, days=90, begins=date(2026, 1, 1)):
    """Return a log in which each customer bought three times."""
    rows = ["Order,Customer,Date,Amount,Net"]
    for place in range(customers * 3):
        day = begins + timedelta(days=(place * 7) % days)
        rows.append(f"{begins:%y%m}{place},C{place % customers},{day},10.00,8.00")
    return "\n".join(rows) + "\n"


def choose(visit, folder, **files):
    """Choose files by their names and rows."""
    paths = []
    for name, rows in files.items():
        path = folder / f"{name}.csv"
        path.write_text(rows, encoding="utf-8")
        paths.append(str(path))
    visit.browser.wait_for_element(".file-choice input").send_keys("\n".join(paths))


def drop(visit, name, rows):
    """Drop a file as a mouse would."""
    visit.browser.wait_for_element(".file-choice input")
    visit.run(
        "const moved = new DataTransfer();"
        "moved.items.add(new File([arguments[2]], arguments[1]));"
        "document.getElementById(arguments[0]).dispatchEvent("
        "new DragEvent('drop', {bubbles: true, dataTransfer: moved}))",
        *(Data.ZONE, name, rows),
    )


def says(visit, component, text, timeout=30):
    visit.browser.wait_for_contains_text(f"#{component}", text, timeout=timeout)
    visit.settle()


def told(visit, component):
    return visit.browser.find_element(f"#{component}").text


def figures(visit):
    # At once: what is shown may be drawn anew meanwhile.
    script = "return Array.from(document.querySelectorAll(arguments[0]), each => each.textContent)"
    return visit.run(script, f"#{Data.ASKED} .key-figure .value")


def choice_of(visit, label):
    """Return the control that a label names."""
    path = f'//label[span[normalize-space()="{label}"]]//*[self::select or self::input]'
    return visit.browser.driver.find_element(By.XPATH, path)


def pick(visit, label, option):
    Select(choice_of(visit, label)).select_by_visible_text(option)
    visit.settle()


def use(visit):
    visit.click(f"#{Data.USE}")
    visit.wait_for_address("/?data=")
    says(visit, General.SENTENCE, "customers placed", SECONDS_TO_ANALYSE)


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


def test_several_files_of_one_layout_are_one_data_set(here, tmp_path):
    later = orders(begins=date(2026, 6, 1))
    choose(here, tmp_path, spring=orders(), summer=later)
    says(here, Data.SENTENCE, "2 files hold orders")
    assert figures(here)[:3] == ["72", "12", "72"]


def press(visit, label):
    """Press a button by what a reader of the screen says."""
    hit(visit, visit.browser.wait_for_element(f'[aria-label="{label}"]'))


def unfold(visit, title):
    path = f'//details/summary[normalize-space()="{title}"]'
    hit(visit, visit.browser.driver.find_element(By.XPATH, path))


def hit(visit, element):
    visit.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    element.click()
    visit.settle()


def bring_to(visit, folder, mode, **files):
    """Bring a file that is added to, or replaces, the data set that there is."""
    visit.open("/data")
    choose(visit, folder, **files)
    says(visit, Data.UNDERSTOOD, "How it was read")
    visit.click(f"#{Data.MODE} label", mode)
    Select(visit.browser.find_element(f"#{Data.TARGET}")).select_by_value("shop")
    visit.click(f"#{Data.USE}")
    visit.wait_for_address("/?data=shop")


def test_what_was_brought_is_added_to_replaced_compared_rolled_back_and_deleted(here, tmp_path):
    choose(here, tmp_path, shop=orders())
    says(here, Data.SENTENCE, "shop.csv holds orders")
    use(here)

    # Two customers more, and what was there before once more.
    bring_to(here, tmp_path, 1, more=orders(14))
    says(here, Shell.STATUS, "Version 2 is being analysed.")
    says(here, General.SENTENCE, "14 customers placed 42 orders", SECONDS_TO_ANALYSE)
    assert told(here, Shell.STATUS) == ""

    bring_to(here, tmp_path, 2, other=orders(5))
    says(here, General.SENTENCE, "5 customers placed 15 orders", SECONDS_TO_ANALYSE)

    here.open("/data")
    says(here, Data.SETS, "Shop")
    unfold(here, "Compare two versions")
    here.click(f"#{Data.SETS} .set-part[open] .filters button")
    says(here, Data.SETS, "-27")
    press(here, "Go back to it: version 2 of Shop")
    says(here, Data.SETS_MESSAGE, "Shop shows version 2 again.")
    here.open("/?data=shop")
    says(here, General.SENTENCE, "14 customers placed 42 orders")

    here.open("/data")
    unfold(here, "What became of the rows")
    says(here, Data.SETS, "Version 1: 36 rows. Every row is used.")
    unfold(here, "Delete")
    press(here, "Delete for good: Shop")
    says(here, Data.SETS_MESSAGE, "Shop is deleted.")
    here.open("/?data=shop")
    says(here, Shell.STATUS, "There is no data set 'shop' here")


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
