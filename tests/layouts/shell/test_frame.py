"""The frame around every page."""

from dash import dcc, html

from layouts.ids import Shell
from layouts.shell import frame as shell
from layouts.shell.frame import DataLink
from tests.trees import by_id, parts_of

FRAME = shell.layout()


def test_the_skip_link_leads_to_the_page():
    assert next(parts_of(FRAME, html.A)).href == f"#{Shell.MAIN}"
    assert by_id(FRAME)[Shell.MAIN].tabIndex == -1


def test_the_tabs_are_links():
    tabs = (Shell.NAV_GENERAL, Shell.NAV_CUSTOMERS, Shell.NAV_PREDICTION)
    assert [by_id(FRAME)[tab].href for tab in tabs] == ["/", "/customers", "/prediction"]


def test_the_theme_is_chosen_by_the_browser_not_by_the_page():
    assert getattr(by_id(FRAME)[Shell.THEME_CHOICE], "value", None) is None
    assert getattr(by_id(FRAME)[Shell.THEME], "data", None) is None


def test_data_sets_are_links_that_keep_the_tab_and_mark_the_shown_one():
    sets = [DataLink("a b", "A", "3 rows", "Real"), DataLink("c", "C", "4 rows", "")]
    links = shell.data_links(sets, "c", "/customers")
    assert [link.href for link in links] == ["/customers?data=a%20b", "/customers?data=c"]
    assert [link.className for link in links] == ["", "current"]
    assert all(isinstance(link, dcc.Link) for link in links)


def test_a_running_analysis_shows_how_far_it_is():
    state = shell.working("CDNOW", "Step 3 of 8: Cleaning", 0.25)
    (bar,) = [each for each in parts_of(state) if hasattr(each, "aria-label")]
    assert "CDNOW is being analysed" in str(state)
    assert int(bar.value) == 25
