"""The data sets that were brought: their versions, each with what became of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.data.report import ReasonRows, in_short, report_parts
from layouts.ids import Data
from layouts.parts.components import aria, button, plain_table, progress
from rfm import words

FEWEST_COMPARED: Final = 2
NOTHING: Final = "Nothing was brought yet. The samples in the header show what a data set becomes."


@dataclass(frozen=True, kw_only=True)
class BroughtVersion:
    """A version as the page shows it; numbers that are not known are empty texts.

    `state` says how it stands while it cannot be shown; `share` of the work is done, None where
    nothing is being done.
    """

    number: int
    when: str
    day: str
    files: str
    mode: str
    rows: str = ""
    customers: str = ""
    orders: str = ""
    revenue: str = ""
    left_out: str = ""
    state: str = ""
    share: float | None = None
    is_current: bool = False
    report: Sequence[ReasonRows] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class BroughtSet:
    """A data set as the page shows it, the newest version first."""

    name: str
    title: str
    versions: Sequence[BroughtVersion] = field(default_factory=tuple)


def set_cards(sets: Sequence[BroughtSet], *, may_change: bool) -> list[Any]:
    """Return a card for each data set, or what is said where there is none."""
    if not sets:
        return [html.P(NOTHING, className="section-note")]
    return [_card(each, may_change=may_change) for each in sets]


def _card(brought: BroughtSet, *, may_change: bool) -> html.Article:
    link = dcc.Link(brought.title, href=f"/?data={quote(brought.name)}")
    head = html.Div(html.H3(link, className="card-heading"), className="card-head")
    parts = [head, _versions(brought, may_change=may_change)]
    ready = [version for version in brought.versions if version.rows]
    foot = [_reports(brought)]
    if len(ready) >= FEWEST_COMPARED:
        foot.append(_comparison(brought, ready))
    if may_change:
        foot.append(_deletion(brought))
    return html.Article(
        [*parts, html.Div(foot, className="set-foot")],
        className="panel set-card",
        **aria(label=brought.title),
    )


HEADS: Final = ("Version", "Brought", "File", "Rows", "Customers", "Orders", "Revenue", "Left out")


def _versions(brought: BroughtSet, *, may_change: bool) -> html.Div:
    """Return the versions as a table, each of which is a card on a phone.

    The roles say what the elements are also where a style makes them blocks.
    """
    heads = [html.Th(head, scope="col", role="columnheader") for head in HEADS]
    hidden = html.Span("What can be done", className="visually-hidden")
    heads.append(html.Th(hidden, scope="col", role="columnheader"))
    rows = [_version(brought, version, may_change=may_change) for version in brought.versions]
    parts = [
        html.Thead(html.Tr(heads, role="row"), role="rowgroup"),
        html.Tbody(rows, role="rowgroup"),
    ]
    label = aria(label=f"Versions of {brought.title}")
    return html.Div(
        html.Table(parts, role="table", **label),
        className="plain-table versions-table",
        tabIndex=0,
        role="group",
        **label,
    )


def _version(brought: BroughtSet, version: BroughtVersion, *, may_change: bool) -> html.Tr:
    number = words.count(version.number)
    action = _action(brought, version, may_change=may_change)
    return html.Tr(
        [
            html.Th(number, scope="row", role="rowheader", **_labelled(HEADS[0])),
            _cell(HEADS[1], version.when, title=version.day),
            _cell(HEADS[2], [version.files, html.Small(version.mode)], className="files"),
            *_figures(version),
            html.Td(action, role="cell", className="doing"),
        ],
        role="row",
    )


def _figures(version: BroughtVersion) -> list[html.Td]:
    """Return the cells of a version's numbers, or the one of how it stands."""
    numbers = (version.rows, version.customers, version.orders, version.revenue, version.left_out)
    if version.rows:
        named = zip(HEADS[3:], numbers, strict=True)
        return [_cell(head, number or words.MISSING) for head, number in named]
    bar = [] if version.share is None else [progress(version.share, "Share of the work done")]
    return [html.Td([version.state, *bar], colSpan=len(numbers), className="state", role="cell")]


def _cell(head: str, content: Any, **options: Any) -> html.Td:
    return html.Td(content, role="cell", **_labelled(head), **options)


def _labelled(head: str) -> dict[str, Any]:
    """Return the head as an attribute, which a style shows where the row of heads is hidden."""
    return {"data-label": head}


def _action(brought: BroughtSet, version: BroughtVersion, *, may_change: bool) -> Any:
    if version.is_current and version.share is None:
        return html.Span("shown", className="badge-current")
    if not may_change:
        return None
    of_version = f"version {version.number} of {brought.title}"
    if version.share is not None:
        stop = aria(label=f"Stop the analysis of {of_version}")
        return button("Stop", "quiet", id=Data.stop(brought.name), **stop)
    label = "Go back to it" if version.rows else "Try again"
    own = Data.roll_back(brought.name, version.number)
    return button(label, "quiet", id=own, **aria(label=f"{label}: {of_version}"))


def _reports(brought: BroughtSet) -> html.Details:
    parts = [
        html.Details(
            [
                html.Summary(f"Version {version.number}: {in_short(version.report)}"),
                *report_parts(version.report, version.notes),
            ],
            open=version.is_current,
        )
        for version in brought.versions
        if version.report
    ]
    return _part(brought, "rows", "What became of the rows", parts)


def _part(brought: BroughtSet, name: str, title: str, parts: Sequence[Any]) -> html.Details:
    """Return what opens below the versions; what is drawn anew stays open by its id."""
    own = Data.part(name, brought.name)
    return html.Details([html.Summary(title), *parts], id=own, className="set-part")


def _comparison(brought: BroughtSet, ready: Sequence[BroughtVersion]) -> html.Details:
    options = [{"value": str(each.number), "label": f"Version {each.number}"} for each in ready]
    newer, older = options[0]["value"], options[1]["value"]
    selects: list[Any] = [
        html.Label(
            [html.Span(label), dbc.Select(id=own, options=options, value=value)], className="field"
        )
        for label, own, value in (
            ("From", Data.compared("first", brought.name), older),
            ("To", Data.compared("second", brought.name), newer),
        )
    ]
    selects.append(button("Compare", id=Data.compared("ask", brought.name)))
    told = html.Div(id=Data.compared("told", brought.name), **aria(live="polite"))
    parts = [html.Div(selects, className="filters"), told]
    return _part(brought, "comparison", "Compare two versions", parts)


def comparison(rows: Sequence[Sequence[str]], heads: Sequence[str], note: str) -> html.Div:
    """Return how two versions differ: what, each of the two, and the change."""
    return plain_table(("", *heads, "Change"), rows, note)


def _deletion(brought: BroughtSet) -> html.Details:
    many = words.counted(len(brought.versions), "version")
    said = (
        f"{brought.title} goes with its {many}, its files and what was written about it. "
        "This cannot be taken back."
    )
    delete = button(
        "Delete for good",
        "action danger",
        id=Data.delete(brought.name),
        **aria(label=f"Delete for good: {brought.title}"),
    )
    return _part(brought, "deletion", "Delete", [html.P(said), delete])
