"""The list of customers in a browser: filtered, linked to, gone back to, chosen from, saved."""

import csv
import io
import urllib.request

from dash.testing.wait import until
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from layouts.ids import Listing
from rfm import schema

SENTENCE = f"#{Listing.SENTENCE}"
FIRST = '.ag-row[row-index="0"] [col-id="customer_id"]'


def choose(visit, select_id, value):
    """Choose from a list as soon as it offers the value."""
    visit.browser.wait_for_element(f'#{select_id} option[value="{value}"]')
    Select(visit.browser.find_element(f"#{select_id}")).select_by_value(value)


def count(visit):
    """Return how many customers the sentence says are listed."""
    return int(visit.browser.find_element(SENTENCE).text.split()[0].replace(",", ""))


def numbers(visit):
    """Return the numbers of the customers in sight, first row first."""
    rows = visit.browser.find_elements(".ag-row[row-index]")
    at = {int(row.get_attribute("row-index")): row for row in rows}
    cells = [
        at[place].find_elements("css selector", '[col-id="customer_id"]') for place in sorted(at)
    ]
    return [cell.text for found in cells for cell in found]


def saved(visit):
    """Return the rows of the file that the page offers."""
    href = visit.browser.find_element(f"#{Listing.FILE}").get_attribute("href")
    with urllib.request.urlopen(href) as answer:  # noqa: S310 - the site of this test
        return list(csv.DictReader(io.StringIO(answer.read().decode())))


def test_a_list_is_filtered_linked_to_gone_back_to_and_saved(visit):
    visit.open("/customers?data=cdnow")
    visit.browser.wait_for_element(FIRST)
    everybody = count(visit)
    choose(visit, Listing.BY, "segment")
    choose(visit, Listing.LEVEL, "Champions")
    visit.wait_for_address("segment=Champions")
    visit.settle()
    assert 0 < count(visit) < everybody
    # Sorted by hand: once up, once more down.
    for address in ("sort=monetary", "sort=-monetary"):
        visit.click('.ag-header-cell[col-id="monetary"]')
        visit.wait_for_address(address)
        visit.settle()
    shown, copied, size = numbers(visit), visit.path, count(visit)
    rows = saved(visit)
    assert [row["customer_id"] for row in rows[: len(shown)]] == shown
    assert (len(rows), {row["segment"] for row in rows}) == (size, {"Champions"})
    # Going back takes one step after the other back.
    visit.browser.driver.back()
    visit.wait_for_address("sort=monetary")
    visit.settle()
    until(lambda: numbers(visit) != shown, timeout=10)
    # A copied address opens the same list.
    visit.open("/models")
    visit.open(copied)
    visit.browser.wait_for_element(FIRST)
    until(lambda: numbers(visit) == shown, timeout=10)
    visit.click(f"{FIRST} a")
    visit.wait_for_address(f"/customers/{shown[0]}?data=cdnow")
    visit.settle()
    visit.browser.driver.back()
    visit.wait_for_address("segment=Champions")
    visit.browser.wait_for_contains_text(SENTENCE, f"{size:,} of")
    visit.settle()


def test_columns_are_chosen_and_searched_for_by_keyboard(visit):
    visit.open("/customers?data=cdnow&q=0001")
    visit.browser.wait_for_element(FIRST)
    visit.run("document.querySelector('.chooser > summary').focus()")
    visit.press(Keys.ENTER)
    assert visit.browser.find_element(".column-choices").is_displayed()
    for _ in range(2):
        visit.press(Keys.TAB)
    visit.press(Keys.SPACE)
    visit.wait_for_address("columns=")
    visit.settle()
    assert visit.browser.find_elements('.ag-header-cell[col-id="segment"]') == []
    assert "segment" not in saved(visit)[0]
    visit.write(f"#{Listing.SEARCH}", "no such customer")
    visit.browser.wait_for_contains_text(f"#{Listing.NOBODY}", "Nothing matches")
    visit.settle()
    visit.click(f"#{Listing.CLEAR}")
    visit.wait_for_address("q=", gone=True)
    visit.settle()
    assert not visit.browser.find_element(f"#{Listing.NOBODY}").is_displayed()


def test_a_list_on_a_phone_has_few_columns_and_scrolls_inside_itself(visit):
    visit.resize(390)
    visit.open(f"/customers?data=cdnow&{schema.MONETARY}=100..")
    visit.browser.wait_for_element(FIRST)
    heads = [each.text for each in visit.browser.find_elements(".ag-header-cell-text")]
    assert heads[:2] == ["Customer", "Segment"]
    assert len(heads) == 3
    assert visit.run("return document.documentElement.scrollWidth") <= 390
    visit.click(".list-chips button")
    visit.wait_for_address("monetary", gone=True)
    visit.settle()
    visit.resize(1440, 900)
