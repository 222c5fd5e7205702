"""General Segmentation in a browser: open, filter, share, go back."""

import sys

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.select import Select

from layouts.ids import General, Listing, Playbook, Shell
from tests.hand_made_joins import publish_joined

SENTENCE = f"#{General.SENTENCE}"
CHIP = f"#{General.CHIP_FIELD}"
ROW = f'#{General.TABLE} button[id*="{{}}"]'


def test_the_page_opens_with_its_answer_and_every_chart_drawn(visit):
    visit.open("/?open=clouds,bringing")
    visit.browser.wait_for_contains_text(SENTENCE, "customers placed")
    for chart in (General.TREEMAP, General.RECENCY_MONETARY, General.SPACE, General.PARETO):
        visit.scroll_to(chart.graph)
        visit.browser.wait_for_element(f"#{chart.graph} .main-svg")
        visit.browser.wait_for_contains_text(f"#{chart.caption}", ".")
    visit.settle()


def test_the_scheme_in_use_is_named_before_one_is_chosen(visit):
    for path, control in (("/", General.SCHEME), ("/playbook", Playbook.CHOICE)):
        visit.open(path)
        visit.browser.wait_for_contains_text(f"#{control}", "segments")
        visit.settle()
        select = Select(visit.browser.find_element(f"#{control}"))
        assert select.first_selected_option.text == "Grid: eleven segments"


def test_the_list_of_the_best_action_is_a_click_away_and_so_is_its_file(visit):
    visit.open("/")
    best = f"#{General.ACTIONS} .action-card:first-child"
    visit.browser.wait_for_element(best)
    file = visit.browser.find_element(f"{best} a[download]").get_attribute("href")
    lines = visit.run(
        "const answer = new XMLHttpRequest(); answer.open('GET', arguments[0], false);"
        "answer.send(); return answer.responseText.split('\\n')",
        file,
    )
    assert lines[0].startswith("customer_id,")
    assert "play_title" in lines[0]
    group = visit.browser.find_element(f"{best} .chip .name").text
    visit.click(f"{best} .action-ways a")
    visit.wait_for_address("segment=")
    visit.browser.wait_for_contains_text(f"#{Listing.CHIPS}", group)
    visit.settle()


def test_choosing_a_segment_filters_the_page_and_the_chip_takes_it_back(visit):
    visit.open("/")
    visit.browser.wait_for_element(ROW.format("Champions"))
    visit.click(ROW.format("Champions"))
    visit.wait_for_address("group=Champions")
    visit.browser.wait_for_contains_text(f"#{General.CHIP}", "Champions")
    visit.settle()
    visit.click(f"#{General.CHIP_REMOVE}")
    visit.wait_for_address("group=Champions", gone=True)
    visit.settle()
    assert not visit.browser.find_element(CHIP).is_displayed()


def test_a_shared_address_opens_the_same_view(visit):
    visit.open("/?open=bringing")
    visit.click(f"#{General.VIEW} label", 1)
    visit.wait_for_address("view=clusters")
    visit.click(f"#{General.MEASURE} label", 1)
    visit.wait_for_address("measure=revenue")
    visit.settle()
    visit.scroll_to(General.TREEMAP.graph)
    visit.settle()
    title = visit.browser.find_element(f"#{General.TREEMAP.title}").text
    shared = visit.path
    visit.open("/prediction")
    visit.open(shared)
    visit.scroll_to(General.TREEMAP.graph)
    visit.browser.wait_for_text_to_equal(f"#{General.TREEMAP.title}", title)
    assert visit.is_checked(f"#{General.VIEW} input", 1)
    assert visit.is_checked(f"#{General.MEASURE} input", 1)


def test_back_returns_to_the_view_before(visit):
    visit.open("/")
    visit.click(f"#{General.VIEW} label", 1)
    visit.wait_for_address("view=clusters")
    visit.settle()
    visit.browser.driver.back()
    visit.wait_for_address("view=clusters", gone=True)
    visit.settle()
    assert visit.is_checked(f"#{General.VIEW} input", 0)


def test_another_data_set_is_a_click_away_and_stays_on_every_tab(visit, publish):
    publish("gift-shop")
    visit.open("/")
    visit.click(f"#{Shell.DATA_SUMMARY}")
    visit.click(f'#{Shell.DATA_SWITCH} a[href$="data=gift-shop"]')
    visit.browser.wait_for_contains_text(f"#{Shell.DATA_SUMMARY}", "synthetic")
    visit.settle()
    visit.click(f"#{Shell.NAV_PREDICTION}")
    visit.settle()
    assert visit.path == "/prediction?data=gift-shop"


def test_a_click_on_a_mark_chooses_its_segment(visit):
    visit.open("/?open=bringing")
    visit.scroll_to(General.CUSTOMER_TYPES.graph)
    selector = f"#{General.CUSTOMER_TYPES.graph} .scatterlayer .trace:last-child .point"
    visit.browser.wait_for_element(selector)
    visit.settle()
    dot = visit.browser.find_elements(selector)[0]
    mouse = ActionChains(visit.browser.driver)
    mouse.move_to_element(dot).pause(0.4).move_by_offset(1, 1).pause(0.4).click().perform()
    visit.wait_for_address("group=Champions")
    visit.settle()


def test_a_joined_attribute_filters_the_page_and_a_copied_address_does_too(visit, serve, tmp_path):
    publish_joined(tmp_path)
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        visit.open("/?data=shop")
        visit.browser.wait_for_contains_text(SENTENCE, "12 customers placed 13 orders")
        choose(visit, General.FILTER.where, "region")
        visit.wait_for_address("where=region")
        visit.settle()
        choose(visit, General.FILTER.level, "North")
        visit.wait_for_address("is=North")
        visit.browser.wait_for_contains_text(SENTENCE, "Region North: 5 customers")
        visit.browser.wait_for_text_to_equal(
            f"#{General.LIST_LINK}", "Open the list of 5 customers"
        )
        visit.settle()
        copied = visit.path
        visit.open("/prediction")
        visit.open(copied)
        visit.browser.wait_for_contains_text(f"#{General.FILTER.chip}", "Region: North")
        visit.browser.driver.back()
        visit.wait_for_address("/prediction")
        visit.settle()
        visit.open("/?data=shop&where=age&from=90")
        visit.browser.wait_for_contains_text(f"#{General.FILTER.empty}", "Age from 90")
        visit.click(f"#{General.FILTER.clear}")
        visit.wait_for_address("where=", gone=True)
        visit.browser.wait_for_contains_text(SENTENCE, "12 customers placed")
        visit.settle()
        assert not visit.browser.find_element(f"#{General.FILTER.chip_field}").is_displayed()


def choose(visit, select_id, value):
    """Choose from a list as soon as it offers the value."""
    visit.browser.wait_for_element(f'#{select_id} option[value="{value}"]')
    Select(visit.browser.find_element(f"#{select_id}")).select_by_value(value)
