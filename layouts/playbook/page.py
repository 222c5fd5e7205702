"""The page Playbook: what to do with each segment or cluster, to be changed where it stands.

It has one card a group: the play in words, and below it the same five texts as fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Playbook
from layouts.parts.components import aria, button, chip
from layouts.parts.controls import field
from layouts.parts.memberships import DEFAULT_SCHEME, Membership, false_name
from layouts.parts.plays import LABELS, play_in_words
from rfm import schema, words

Texts = Mapping[str, str]
OWN: Final = "Written here"
SHIPPED: Final = "As shipped"
SAVED: Final = (
    "Saved. It shows on the segment, on its customers' pages and in the files you download."
)
RESET: Final = "Reset to what comes with the program."
_AREAS: Final = ("action", "why")


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The ways to the list of a group and to its file, and what is at stake, if that is known."""

    listed: str
    file: str
    stake: str = ""


def layout(grouping: str = DEFAULT_SCHEME, **_address: str) -> html.Div:
    """Return the page, empty; the address may name the grouping."""
    choice = dbc.Select(id=Playbook.CHOICE, options=[], value=grouping)
    return html.Div(
        [
            dcc.Location(id=Playbook.ADDRESS, refresh=False),
            html.H1("Playbook", className="visually-hidden"),
            html.P(id=Playbook.SENTENCE, className="lead-sentence"),
            html.Div(field("Groups of", choice), className="filters"),
            html.Div(id=Playbook.NOTICE),
            html.Div(id=Playbook.CARDS, className="play-cards"),
        ],
        className="playbook",
    )


def sentence(groups: int, own: int, grouping: str) -> str:
    """Return what is shown, in a sentence made of numbers."""
    kind = "cluster" if grouping == schema.CLUSTERS else "segment"
    many = words.counted(groups, kind)
    if not own:
        return f"What to do with each of {many}: all as they come with the program."
    were = "was" if own == 1 else "were"
    return f"What to do with each of {many}: {own:,} {were} written here."


def card(
    of_group: Membership,
    texts: Texts,
    longest: Mapping[str, int] | None,
    reach: Reach,
    *,
    is_own: bool,
) -> html.Article:
    """Return the card of a group and the texts of its play.

    It is for reading alone without `longest`, the most letters of each text.
    """
    group, size = of_group.group, words.counted(of_group.size, "customer")
    head = html.Div(
        [
            html.H2(
                chip(group, of_group.colour, size, rule=of_group.explained),
                className="card-heading",
            ),
            html.Span(
                origin(is_own=is_own),
                id=Playbook.part("origin", group),
                className="play-origin",
            ),
        ],
        className="card-head",
    )
    warning = [false_name(of_group.warning)] if of_group.warning else []
    play = html.Div(play_in_words(texts), id=Playbook.part("words", group))
    form = [_form(group, texts, longest)] if longest else []
    stake = html.P(reach.stake, className="note") if reach.stake else None
    return html.Article(
        [head, *warning, stake, play, _ways(reach, group), *form],
        className="panel",
        **aria(label=group),
    )


def _ways(reach: Reach, group: str) -> html.Div:
    about = html.Span(f" of {group}", className="visually-hidden")
    return html.Div(
        [
            dcc.Link(["Open the list", about], href=reach.listed, className="action"),
            html.A(["Download (CSV)", about], href=reach.file, download="", className="action"),
        ],
        className="action-ways",
    )


def origin(*, is_own: bool) -> str:
    """Return where a play comes from."""
    return OWN if is_own else SHIPPED


def _form(group: str, texts: Texts, longest: Mapping[str, int]) -> html.Details:
    fields = [_field(name, group, texts[name], longest[name]) for name in LABELS]
    buttons = html.Div(
        [
            _button("save", "Save", group, "action primary"),
            _button("reset", "Reset to default", group, "action"),
        ],
        className="play-buttons",
    )
    message = html.Div(id=Playbook.part("message", group), **aria(live="polite"))
    summary = html.Summary(
        ["Edit", html.Span(f" the play of {group}", className="visually-hidden")]
    )
    return html.Details([summary, *fields, buttons, message], className="play-form")


def _field(name: str, group: str, text: str, most: int) -> html.Label:
    choices = {
        "id": Playbook.part(name, group),
        "value": text,
        "maxLength": most,
    }
    is_long = name in _AREAS
    control = dbc.Textarea(**choices, rows=3) if is_long else dbc.Input(**choices, type="text")
    return html.Label([html.Span(LABELS[name]), control], className="field")


def _button(part: str, label: str, group: str, class_name: str) -> html.Button:
    named = aria(label=f"{label}: {group}")
    return button(label, class_name, id=Playbook.part(part, group), **named)
