"""The playbook in a browser: a play is changed, and found on its segment and in its file."""

import sys

import pytest
from dash.testing.wait import until
from selenium.webdriver.common.by import By

from layouts.ids import General, Playbook, Shell


@pytest.fixture
def own_site(visit, serve, var_folder, tmp_path):
    """Yield a browser on a site of its own: its plays are nobody else's."""
    (tmp_path / "snapshots").symlink_to(var_folder / "snapshots")
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        yield visit


def card(visit, group):
    return visit.browser.driver.find_element(By.CSS_SELECTOR, f'article[aria-label="{group}"]')


def edit(visit, group, label, text):
    form = card(visit, group)
    if not form.find_element(By.TAG_NAME, "details").get_property("open"):
        summary = form.find_element(By.TAG_NAME, "summary")
        visit.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", summary)
        summary.click()
    field = form.find_element(
        By.XPATH, f'.//label[span="{label}"]//*[self::input or self::textarea]'
    )
    field.clear()
    field.send_keys(text)


def press(visit, group, button):
    found = card(visit, group).find_element(By.CSS_SELECTOR, f'[aria-label="{button}: {group}"]')
    visit.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    found.click()
    visit.settle()


def test_a_changed_play_is_found_on_its_segment_and_in_its_file(own_site, tmp_path):
    visit = own_site
    visit.browser.driver.execute_cdp_cmd(
        "Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path / "saved")}
    )
    visit.open("/")
    visit.go_behind(Shell.NAV_PLAYBOOK)
    visit.browser.wait_for_contains_text(f"#{Playbook.SENTENCE}", "each of 11 segments")
    visit.settle()
    edit(visit, "Champions", "Title", "Send a hand-written card")
    press(visit, "Champions", "Save")
    assert "Saved." in card(visit, "Champions").text
    assert "Written here" in card(visit, "Champions").text

    edit(visit, "Champions", "Offer", " ")
    press(visit, "Champions", "Save")
    assert "The offer is empty" in card(visit, "Champions").text

    visit.open(f"/?group=Champions&open={General.NUMBERS.what}")
    visit.browser.wait_for_contains_text(f"#{General.PLAY}", "Send a hand-written card")
    visit.click(f"#{General.SEGMENTS_CSV}")
    file = tmp_path / "saved" / "cdnow_segments_grid_all.csv"
    until(file.exists, timeout=10)
    assert "Send a hand-written card" in file.read_text()

    visit.click(f"#{General.PLAY} a")
    visit.browser.wait_for_contains_text(f"#{Playbook.SENTENCE}", "1 was written here")
    visit.settle()
    edit(visit, "Champions", "Title", "Forgotten")
    press(visit, "Champions", "Reset to default")
    assert "Thank them, and show the new first" in card(visit, "Champions").text
    assert "As shipped" in card(visit, "Champions").text


def test_the_address_keeps_which_groups_are_shown(own_site):
    visit = own_site
    visit.open("/playbook")
    visit.run(
        "const choice = document.getElementById(arguments[0]);"
        "Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')"
        ".set.call(choice, 'clusters');"
        "choice.dispatchEvent(new Event('change', {bubbles: true}))",
        Playbook.CHOICE,
    )
    visit.wait_for_address("grouping=clusters")
    visit.settle()
    visit.browser.wait_for_contains_text(f"#{Playbook.SENTENCE}", "clusters")
    visit.open(visit.path)
    visit.browser.wait_for_contains_text(f"#{Playbook.SENTENCE}", "clusters")


def test_an_analysis_is_stopped_and_started_again(visit, serve, tmp_path):
    with serve([sys.executable, "app.py"], tmp_path) as (address, _):
        visit.site = address
        # A table takes longer than a page on a busy machine takes to open.
        visit.browser.driver.get(f"{address}/?data=loyalty-cards")
        visit.browser.wait_for_contains_text(f"#{Shell.STATUS}", "being analysed", timeout=30)
        visit.browser.find_element(f"#{Shell.CANCEL}").click()
        visit.browser.wait_for_contains_text(f"#{Shell.STATUS}", "was stopped", timeout=20)
        visit.browser.wait_for_text_to_equal(f"#{Shell.RETRY}", "Start again")
        assert not visit.browser.find_element(f"#{Shell.CANCEL}").is_displayed()
        visit.browser.find_element(f"#{Shell.RETRY}").click()
        visit.browser.wait_for_contains_text(f"#{Shell.STATUS}", "being analysed")
        visit.browser.find_element(f"#{Shell.CANCEL}").click()
        visit.browser.wait_for_contains_text(f"#{Shell.STATUS}", "was stopped", timeout=20)
        visit.assert_quiet()
