"""The first screen of a log in decisions: what to do first, and the one table of groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from layouts.ids import General
from layouts.parts.components import aria, chip
from rfm import words


@dataclass(frozen=True, kw_only=True)
class Action:
    """What to do with a group: how much is at stake, and the ways to its list, file and play."""

    group: str
    colour: str
    title: str
    sentence: str
    listed: str
    file: str
    play: str


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A row of the table of groups; what is not known is empty.

    `came` and `left` are how many, each with the way to the list of them; `revenue` and `expected`
    are money in words, `likely` the ends of the latter.
    """

    group: str
    colour: str
    explained: str
    warning: str
    customers: int
    share: float
    revenue_share: float | None
    came: tuple[int, str] | None
    left: tuple[int, str] | None
    revenue: str
    revenue_change: str
    expected: str
    likely: str
    play: str
    listed: str
    is_chosen: bool


def action_cards(actions: Sequence[Action]) -> list[html.Article]:
    """Return what to do first, the most money first."""
    return [_action(place, each) for place, each in enumerate(actions, start=1)]


def _action(place: int, action: Action) -> html.Article:
    named = aria(label=f"{action.title}: {action.group}")
    ways = [
        dcc.Link("Open the list", href=action.listed, className="action"),
        html.A("Download (CSV)", href=action.file, download="", className="action"),
        dcc.Link("The play", href=action.play, className="play-link"),
    ]
    return html.Article(
        [
            html.Div(
                [html.Span(str(place), className="place"), html.H3(action.title)],
                className="action-head",
            ),
            html.P([chip(action.group, action.colour), html.Span(action.sentence)]),
            html.Div(ways, className="action-ways"),
        ],
        className="panel action-card",
        **named,
    )


def groups_table(rows: Sequence[GroupRow], word: str, *, ahead: str = "") -> html.Table:
    """Return the table of groups; `word` is what they are called, `ahead` the span looked ahead.

    Bars are as long as their share is of the largest.
    """
    known = _known(rows)
    largest = max((max(each.share, each.revenue_share or 0) for each in rows), default=1) or 1
    heads = {
        "group": word.capitalize(),
        "share": "Share",
        "customers": "Customers",
        "moved": "Came, left",
        "revenue": "Revenue",
        "expected": f"Expected in {ahead}" if ahead else "Expected",
        "play": "What to do",
    }
    body = [
        html.Tr(
            [
                _share(each, largest) if name == "share" else _CELLS[name](each)
                for name in heads
                if name in known
            ],
            className="chosen-row" if each.is_chosen else "",
        )
        for each in rows
    ]
    first = html.Tr([html.Th(head, scope="col") for name, head in heads.items() if name in known])
    return html.Table(
        [html.Thead(first), html.Tbody(body)],
        className="groups-table",
    )


def _known(rows: Sequence[GroupRow]) -> set[str]:
    """Return the columns of which at least one row says something."""
    known = {"group", "share", "customers", "play"}
    known |= {"revenue", "expected"} & {
        name for name in ("revenue", "expected") if any(getattr(each, name) for each in rows)
    }
    return known | ({"moved"} if any(each.came for each in rows) else set())


def _group(row: GroupRow) -> html.Th:
    pressed = aria(pressed=str(row.is_chosen).lower())
    button = html.Button(
        chip(row.group, row.colour),
        id=General.row(row.group),
        type="button",
        title=row.explained,
        className="row-button",
        **pressed,
    )
    warning = html.B(
        "!", className="warned", title=row.warning, role="img", **aria(label=row.warning)
    )
    return html.Th([button, warning] if row.warning else [button], scope="row")


def _share(row: GroupRow, largest: float) -> html.Td:
    told = f"{words.percent(row.share)} of customers"
    bars = [_bar(row.share / largest, row.colour, "")]
    if row.revenue_share is not None:
        told = f"{told}, {words.percent(row.revenue_share)} of revenue"
        bars.append(_bar(row.revenue_share / largest, row.colour, "of-revenue"))
    drawn = html.Span(bars, className="bars", role="img", title=told, **aria(label=told))
    return html.Td(drawn, className="share-cell")


def _bar(share: float, colour: str, class_name: str) -> html.Span:
    width = f"{100 * min(max(share, 0), 1):.1f}%"
    return html.Span(style={"width": width, "background": colour}, className=f"bar {class_name}")


def _customers(row: GroupRow) -> html.Td:
    listed = dcc.Link(words.count(row.customers), href=row.listed, title=f"The list of {row.group}")
    return html.Td(listed, className="number")


def _moved(row: GroupRow) -> html.Td:
    parts = [
        dcc.Link(f"{sign}{words.count(many)}", href=address, title=f"Who {verb} {row.group}")
        for sign, verb, found in (("+", "came to", row.came), ("−", "left", row.left))
        if found
        for many, address in [found]
    ]
    return html.Td(parts, className="number moved")


def _revenue(row: GroupRow) -> html.Td:
    change = html.Small(row.revenue_change) if row.revenue_change else None
    return html.Td([row.revenue, change], className="number")


def _expected(row: GroupRow) -> html.Td:
    return html.Td(row.expected, className="number", title=row.likely)


def _play(row: GroupRow) -> html.Td:
    return html.Td(row.play, className="what-to-do")


_CELLS = {
    "group": _group,
    "customers": _customers,
    "moved": _moved,
    "revenue": _revenue,
    "expected": _expected,
    "play": _play,
}
