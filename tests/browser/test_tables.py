"""A customer table in a browser: a cluster chosen on the map, and one of its customers opened."""

import sys

import pytest

from layouts.ids import Customers, Shell, TableCustomer, TableGeneral
from tests.hand_made_tables import publish_holders


@pytest.fixture
def table_site(visit, serve, tmp_path):
    """Yield a browser on a site that has the card holders."""
    publish_holders(tmp_path)
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        yield visit


def choose_on_map(visit, trace):
    """Click the first mark of a trace of the map, as plotly tells a click."""
    visit.run(
        """
        const plot = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
        const custom = plot.data[arguments[1]].customdata;
        const first = plot._fullData[arguments[1]].customdata[0];
        plot.emit('plotly_click', {points: [{curveNumber: arguments[1], pointNumber: 0,
          data: plot.data[arguments[1]], fullData: plot._fullData[arguments[1]],
          x: 0, y: 0, customdata: first || custom[0]}]});
        """,
        TableGeneral.MAP.graph,
        trace,
    )


def test_a_table_is_filtered_by_a_cluster_and_a_customer_opened(table_site):
    visit = table_site
    visit.open("/?data=holders")
    visit.browser.wait_for_contains_text(f"#{TableGeneral.SENTENCE}", "180 customers with")
    visit.browser.wait_for_element(f"#{TableGeneral.MAP.graph} .main-svg")
    visit.settle()
    choose_on_map(visit, 0)
    visit.wait_for_address("cluster=")
    visit.settle()
    assert visit.browser.find_element(f"#{TableGeneral.CHIP_FIELD}").is_displayed()
    shared = visit.path
    visit.click(f"#{TableGeneral.CARDS} a")
    visit.wait_for_address("/customers/H")
    visit.browser.wait_for_contains_text(f"#{TableCustomer.CARD}", "in the cluster")
    for chart in (TableCustomer.STANDING, TableCustomer.MAP):
        visit.scroll_to(chart.graph)
        visit.browser.wait_for_element(f"#{chart.graph} .main-svg")
    visit.write(f"#{Customers.SEARCH}", "H0003")
    visit.click(f'#{Customers.FOUND} a[href^="/customers/H0003"]')
    visit.browser.wait_for_contains_text(f"#{TableCustomer.CARD}", "Customer H0003")
    visit.settle()
    visit.open(shared)
    visit.browser.wait_for_contains_text(f"#{TableGeneral.CHIP}", "customers")
    visit.click(f"#{TableGeneral.CHIP_REMOVE}")
    visit.wait_for_address("cluster=", gone=True)
    visit.settle()


def test_two_attributes_are_chosen_and_held_by_the_address(table_site):
    visit = table_site
    visit.open("/?data=holders&x=job")
    visit.scroll_to(TableGeneral.PAIR.graph)
    visit.browser.wait_for_contains_text(f"#{TableGeneral.PAIR.caption}", "adds up to 100 %")
    visit.run(
        """
        const select = document.getElementById(arguments[0]);
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, 'age');
        select.dispatchEvent(new Event('change', {bubbles: true}));
        """,
        TableGeneral.Y,
    )
    visit.wait_for_address("y=age")
    visit.settle()
    assert "x=job" in visit.path


def test_from_a_table_to_a_log_and_back(table_site):
    visit = table_site
    visit.open("/?data=holders")
    visit.browser.wait_for_contains_text(f"#{TableGeneral.SENTENCE}", "180 customers")
    visit.click(f"#{Shell.NAV_CUSTOMERS}")
    visit.browser.wait_for_contains_text(f"#{TableCustomer.MESSAGE}", "Who is it about?")
    visit.settle()
