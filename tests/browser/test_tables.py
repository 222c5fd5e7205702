"""A customer table in a browser: a cluster chosen on the map, and one of its customers opened."""

import sys

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.select import Select

from layouts.ids import Customers, General
from tests.hand_made_tables import publish_holders


@pytest.fixture
def table_site(visit, serve, tmp_path):
    """Yield a browser on a site that has the card holders."""
    publish_holders(tmp_path)
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        yield visit


def choose_on_map(visit):
    """Click the diamond of the first cluster as a mouse does: plotly has to see it come."""
    selector = f"#{General.MAP.graph} .scatterlayer .trace:last-child .point"
    diamond = visit.browser.wait_for_element(selector)
    visit.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", diamond)
    mouse = ActionChains(visit.browser.driver)
    mouse.move_to_element(diamond).pause(0.4).move_by_offset(1, 1).pause(0.4).click().perform()


def test_a_table_is_filtered_by_a_cluster_and_a_customer_opened(table_site):
    visit = table_site
    visit.open("/?data=holders")
    visit.browser.wait_for_contains_text(f"#{General.SENTENCE}", "180 customers with")
    visit.browser.wait_for_element(f"#{General.MAP.graph} .main-svg")
    visit.settle()
    choose_on_map(visit)
    visit.wait_for_address("group=")
    visit.settle()
    assert visit.browser.find_element(f"#{General.CHIP_FIELD}").is_displayed()
    shared = visit.path
    visit.click(f"#{General.PROFILES} a")
    visit.wait_for_address("/customers/H")
    visit.browser.wait_for_contains_text(f"#{Customers.CARD}", "in the cluster")
    for chart in (Customers.ATTRIBUTE_PERCENTILES, Customers.MAP):
        visit.scroll_to(chart.graph)
        visit.browser.wait_for_element(f"#{chart.graph} .main-svg")
    visit.write(f"#{Customers.SEARCH}", "H0003")
    visit.click(f'#{Customers.FOUND} a[href^="/customers/H0003"]')
    visit.browser.wait_for_contains_text(f"#{Customers.CARD}", "Customer H0003")
    visit.settle()
    visit.open(shared)
    visit.browser.wait_for_contains_text(f"#{General.CHIP}", "customers")
    visit.click(f"#{General.CHIP_REMOVE}")
    visit.wait_for_address("group=", gone=True)
    visit.settle()


def test_no_page_of_a_table_is_longer_than_what_it_shows(table_site):
    for page in ("/", "/customers", "/customers/H0003", "/prediction", "/models"):
        table_site.open(f"{page}?data=holders")
        assert table_site.empty_length() < 1, page


def test_two_attributes_are_chosen_and_held_by_the_address(table_site):
    visit = table_site
    visit.open("/?data=holders&x=job")
    visit.scroll_to(General.PAIR.graph)
    visit.browser.wait_for_contains_text(f"#{General.PAIR.caption}", "adds up to 100 %")
    Select(visit.browser.find_element(f"#{General.Y}")).select_by_value("age")
    visit.wait_for_address("y=age")
    visit.settle()
    assert "x=job" in visit.path
