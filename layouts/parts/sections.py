"""Sections of a page: a heading with a note, its parts, and what can be done with all of it.

A section that opens has its contents neither drawn, asked for nor in the page until somebody opens
it: `opening` is its heading, `callbacks.parts.sections` brings what is below it.
"""

from typing import Any

from dash import dcc, html

from layouts.ids import Opening


def section(
    title: str | list[html.Span], note: str | html.P, *parts: Any, action: Any = None, **names: Any
) -> html.Section:
    """Return a section of a page; `action` stands beside its heading."""
    below = html.P(note, className="section-note") if isinstance(note, str) else note
    head = html.Div([html.Div([html.H2(title), below]), action], className="section-head")
    return html.Section([head, *parts], className="section", **names)


def opening(ids: Opening, opened: str, title: str, note: str, **names: Any) -> html.Details:
    """Return the heading of a section that opens, closed.

    `opened` is the store of the page that says which sections are open; the browser writes it, and
    the address follows (assets/51-sections.js).
    """
    head = html.Summary([html.H2(title), html.Span(note, className="section-note")])
    own: dict[str, Any] = {"data-section": ids.what, "data-opened": opened}
    return html.Details(
        [
            head,
            html.Div(id=ids.body, className="section-body"),
            dcc.Store(id=ids.wanted, data=False),
        ],
        id=ids.fold,
        open=False,
        className="section opening",
        **own | names,
    )


def later(ids: Opening) -> html.Div:
    """Return the place of what is not drawn before a store says something (`register_later`)."""
    return html.Div([html.Div(id=ids.body), dcc.Store(id=ids.wanted, data=False)])


def cards(*shown: Any, class_name: str = "", **names: Any) -> html.Div:
    """Return cards side by side, as many as fit."""
    return html.Div(list(shown), className=f"cards {class_name}".strip(), **names)


def folded(title: str, *parts: Any) -> html.Details:
    """Return parts of a card that are there for who asks for them."""
    return html.Details([html.Summary(title), *parts], className="more-of")
