"""The frame around every page: name, data set, links, theme; and the page of no page's address.

What depends on data is filled by callbacks/shell/frame.py. On a narrow screen everything but the
name folds into a menu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Shell
from layouts.parts.components import aria, button, empty_state, message, progress
from layouts.parts.controls import radio_buttons

POLL_MS: Final = 1000
CANCEL: Final = "Stop the analysis"
RETRY: Final = "Try again"
START_AGAIN: Final = "Start again"
ADD_DATA: Final = "Add your data"
DATA_PAGE: Final = "/data"
DOT: Final = " · "

MORE: Final = "More"
_Links = tuple[tuple[str, str, str], ...]
_TABS: Final[_Links] = (
    (Shell.NAV_GENERAL, "General Segmentation", "/"),
    (Shell.NAV_CUSTOMERS, "Customer Details", "/customers"),
    (Shell.NAV_PREDICTION, "Cluster Prediction", "/prediction"),
)
# What analysts and administrators need stands behind the three tabs.
_BEHIND: Final[_Links] = (
    (Shell.NAV_CLUSTERS, "Clusters", "/clusters"),
    (Shell.NAV_MODELS, "Models", "/models"),
    (Shell.NAV_PLAYBOOK, "Playbook", "/playbook"),
    (Shell.NAV_DATA, "Data", DATA_PAGE),
)
# The pages, in the order in which assets/40-shell.js knows them.
LINKS: Final = (*_TABS, *_BEHIND)
_THEMES: Final = (("light", "Light"), ("dark", "Dark"), ("system", "Auto"))


@dataclass(frozen=True)
class DataLink:
    """A data set as the switch lists it: how large it is, up to when it looks, how old that is.

    Of one that was not analysed, `state` says how it stands instead.
    """

    name: str
    title: str
    description: str
    size: str = ""
    day: str = ""
    age: str = ""
    state: str = ""

    @property
    def facts(self) -> str:
        """All of it in one line."""
        return DOT.join(filter(None, (self.state, self.day, self.size, self.age)))


def layout() -> html.Div:
    """Return the whole site: the frame, with the page that the address names inside."""
    return html.Div(
        [
            dcc.Location(id=Shell.ADDRESS, refresh=False),
            dcc.Store(id=Shell.SHOWN),
            dcc.Store(id=Shell.DATA),
            dcc.Store(id=Shell.TABLE),
            dcc.Store(id=Shell.THEME),
            dcc.Interval(id=Shell.POLL, interval=POLL_MS, disabled=True),
            html.A("Skip to the content", href=f"#{Shell.MAIN}", className="skip-link"),
            _header(),
            html.Div(id=Shell.STATUS, className="shell-status", **aria(live="polite")),
            _offer(Shell.CANCEL_ROW, Shell.CANCEL, CANCEL),
            _offer(Shell.RETRY_ROW, Shell.RETRY, RETRY),
            html.Main(dash.page_container, id=Shell.MAIN, className="page", tabIndex=-1),
            html.Div(id=Shell.TOASTS, className="shell-toasts"),
        ]
    )


def _offer(row: str, button_id: str, words: str) -> html.Div:
    """Return a hidden row below the status with a button: what can be done about it."""
    return html.Div(button(words, id=button_id), id=row, className="shell-offer", hidden=True)


def _header() -> html.Header:
    names = aria(expanded="false", controls=Shell.MENU)
    toggle = button("Menu", "menu-toggle", id=Shell.MENU_TOGGLE, **names)
    menu = html.Div([_links(), _theme_switch()], id=Shell.MENU, className="shell-menu")
    bar = html.Div([_brand(), toggle, menu, _data_switch()], className="shell-bar")
    return html.Header(bar, className="shell-header")


def _brand() -> html.Span:
    mark = html.Img(src="/assets/favicon.svg", alt="")
    return html.Span([mark, html.Span("Customer Segmentation")], className="brand")


def _links() -> html.Nav:
    tabs = [html.Li(dbc.NavLink(text, id=each, href=href)) for each, text, href in _TABS]
    behind = [html.Li(dbc.NavLink(text, id=each, href=href)) for each, text, href in _BEHIND]
    summary = html.Summary(MORE, id=Shell.NAV_MORE, className="nav-link")
    menu = html.Ul(behind, className="menu")
    more = html.Details([summary, menu], className="drop-down more-pages")
    return html.Nav(html.Ul([*tabs, html.Li(more)], className="shell-links"), **aria(label="Pages"))


def _data_switch() -> html.Details:
    summary = html.Summary([html.Span("Data set", className="name")], id=Shell.DATA_SUMMARY)
    menu = html.Nav(id=Shell.DATA_SWITCH, className="menu", **aria(label="Data sets"))
    return html.Details([summary, menu], className="drop-down data-switch")


def _theme_switch() -> html.Div:
    buttons = radio_buttons(Shell.THEME_CHOICE, _THEMES)
    # assets/00-theme.js follows the system.
    names = aria(label="Theme") | {"data-theme-store": Shell.THEME}
    return html.Div(buttons, role="radiogroup", className="theme-switch", **names)


def data_summary(shown: DataLink) -> list[Any]:
    """Return what the closed switch says: the data set's name, and its facts in small."""
    facts: list[Any] = [DOT.join(filter(None, (shown.state, shown.day)))]
    for class_name, fact in (("size", shown.size), ("age", shown.age)):
        if fact:
            facts.append(html.Span(DOT + fact, className=class_name))
    return [
        html.Span("Data set: ", className="visually-hidden"),
        html.Span(shown.title, className="name"),
        html.Span(facts, className="facts", title=shown.facts),
    ]


def data_links(links: Sequence[DataLink], current: str, path: str) -> list[Any]:
    """Return where data is added, and the data sets as links to the same page, the shown marked."""
    add = dcc.Link(html.Span(ADD_DATA, className="name"), href=DATA_PAGE, className="add-data")
    return [add, *[_data_link(link, current, path) for link in links]]


def _data_link(link: DataLink, current: str, path: str) -> dcc.Link:
    return dcc.Link(
        [
            html.Span(link.title, className="name"),
            html.Small(link.facts),
            html.Small(link.description),
        ],
        href=f"{path}?data={quote(link.name)}",
        className="current" if link.name == current else "",
    )


def working(title: str, sentence: str, share: float, *, offers_adding: bool = False) -> html.Div:
    """Return the state of a page whose data set is being analysed; nobody may have chosen it."""
    parts = [progress(share, "Share of the analysis done")]
    if offers_adding:
        parts.append(_add_data())
    return empty_state(f"{title} is being analysed", sentence, html.Div(parts))


def renewing(number: int, step: str, share: float) -> html.Div:
    """Return that a data set's next version is on its way, above the one that is shown."""
    bar = progress(share, "Share of the analysis done")
    said = f"Version {number} is being analysed. {step}. The page changes to it by itself."
    return html.Div([html.P(said), bar], className="panel renewing")


def not_renewed(number: int, sentence: str) -> html.Div:
    """Return that a data set's next version came to nothing, above the one that is shown."""
    versions = dcc.Link("Your versions", href=DATA_PAGE)
    said = f"Version {number} is not shown: {sentence}"
    return html.Div([message(said, "watch"), versions], className="renewing")


def cancelled(title: str) -> html.Div:
    """Return the state of a page whose data set's analysis somebody stopped."""
    sentence = "Nothing of it was published, so there is nothing to show. You can start it again."
    return empty_state(f"The analysis of {title} was stopped", sentence, _add_data())


def failed(title: str, sentence: str) -> html.Div:
    """Return the state of a page whose data set could not be analysed."""
    return empty_state(f"{title} could not be analysed", sentence, _add_data())


def _add_data() -> Any:
    return dcc.Link(ADD_DATA, href=DATA_PAGE)


def not_found(**_address: Any) -> html.Div:
    """Return the page of an address that none of our pages has."""
    return empty_state(
        "There is no such page",
        "The address may be mistyped, or the page has moved.",
        dcc.Link("Go to General Segmentation", href="/"),
    )
