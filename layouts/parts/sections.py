"""Sections of a page: a heading with a note, its parts, and what can be done with all of it."""

from typing import Any

from dash import html


def section(
    title: str | list[html.Span], note: str | html.P, *parts: Any, action: Any = None, **names: Any
) -> html.Section:
    """Return a section of a page; `action` stands beside its heading."""
    below = html.P(note, className="section-note") if isinstance(note, str) else note
    head = html.Div([html.Div([html.H2(title), below]), action], className="section-head")
    return html.Section([head, *parts], className="section", **names)


def cards(*shown: Any, class_name: str = "", **names: Any) -> html.Div:
    """Return cards side by side, as many as fit."""
    return html.Div(list(shown), className=f"cards {class_name}".strip(), **names)
