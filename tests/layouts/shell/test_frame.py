"""The frame around every page."""

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html

from layouts.ids import Shell
from layouts.shell import frame as shell
from layouts.shell.frame import DataLink
from tests.trees import by_id, parts_of, text_of

FRAME = shell.layout()


def test_the_skip_link_leads_to_the_page():
    assert next(parts_of(FRAME, html.A)).href == f"#{Shell.MAIN}"
    assert by_id(FRAME)[Shell.MAIN].tabIndex == -1


def test_the_tabs_are_links():
    tabs = (Shell.NAV_GENERAL, Shell.NAV_CUSTOMERS, Shell.NAV_PREDICTION)
    assert [by_id(FRAME)[tab].href for tab in tabs] == ["/", "/customers", "/prediction"]


def test_a_manager_sees_the_three_tabs_and_one_word_behind_which_the_other_pages_stand():
    shown = next(parts_of(FRAME, html.Nav))
    (more,) = parts_of(shown, html.Details)
    behind = [text_of(link) for link in parts_of(more, dbc.NavLink)]
    links = [text_of(link) for link in parts_of(shown, dbc.NavLink)]
    assert links == ["General Segmentation", "Customer Details", "Cluster Prediction", *behind]
    assert (text_of(next(parts_of(more, html.Summary))), behind) == (
        "More",
        ["Clusters", "Models", "Playbook", "Data"],
    )


def test_the_theme_is_chosen_by_the_browser_not_by_the_page():
    assert getattr(by_id(FRAME)[Shell.THEME_CHOICE], "value", None) is None
    assert getattr(by_id(FRAME)[Shell.THEME], "data", None) is None


def test_data_sets_are_links_that_keep_the_tab_and_mark_the_shown_one():
    sets = [DataLink("a b", "A", "Real"), DataLink("c", "C", "")]
    _, *links = shell.data_links(sets, "c", "/customers")
    assert [link.href for link in links] == ["/customers?data=a%20b", "/customers?data=c"]
    assert [link.className for link in links] == ["", "current"]
    assert all(isinstance(link, dcc.Link) for link in links)


def test_data_is_added_first_in_the_switch_even_where_there_is_none():
    (add,) = shell.data_links([], "", "/customers")
    assert (text_of(add), add.href) == ("Add your data", "/data")


def test_of_a_data_set_the_day_stands_and_size_and_age_can_give_way():
    analysed = DataLink("c", "C", "", size="4 rows", day="as of 9 Dec 2011", age="analysed today")
    summary = shell.data_summary(analysed)
    assert text_of(summary[-1]) == "as of 9 Dec 2011  · 4 rows  · analysed today"
    assert summary[-1].title == "as of 9 Dec 2011 · 4 rows · analysed today"
    given_up = {each.className: text_of(each) for each in parts_of(summary[-1], html.Span)}
    assert (given_up["size"], given_up["age"]) == (" · 4 rows", " · analysed today")
    waiting = shell.data_summary(DataLink("c", "C", "", state="Being analysed"))[-1]
    assert (text_of(waiting), waiting.title) == ("Being analysed", "Being analysed")


@pytest.mark.parametrize(
    "state",
    [
        shell.failed("CDNOW", "No."),
        shell.cancelled("CDNOW"),
        shell.working("CDNOW", "Reading", 0.5, offers_adding=True),
    ],
)
def test_where_there_is_nothing_to_show_data_can_be_added(state):
    assert [link.href for link in parts_of(state, dcc.Link)] == ["/data"]


def test_a_running_analysis_shows_how_far_it_is():
    state = shell.working("CDNOW", "Step 3 of 8: Cleaning", 0.25)
    (bar,) = [each for each in parts_of(state) if hasattr(each, "aria-label")]
    assert "CDNOW is being analysed" in str(state)
    assert int(bar.value) == 25
