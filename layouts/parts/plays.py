"""What to do with a group, in words: on its segment, on a customer's card and in the playbook."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from dash import dcc, html

from layouts.parts.components import aria

# The five texts of a play, with what they are called.
LABELS: Final[Mapping[str, str]] = {
    "title": "Title",
    "action": "Action",
    "channel": "Channel",
    "offer": "Offer",
    "why": "Why",
}
_BELOW: Final = ("channel", "offer", "why")


def play_in_words(texts: Mapping[str, str]) -> html.Div:
    """Return a play: its title, what to do, and channel, offer and reason below."""
    below = [html.Div([html.Dt(LABELS[name]), html.Dd(texts[name])]) for name in _BELOW]
    return html.Div(
        [
            html.Strong(texts["title"], className="play-title"),
            html.P(texts["action"]),
            html.Dl(below),
        ],
        className="play",
    )


def play_card(heading: str, texts: Mapping[str, str], address: str) -> html.Section:
    """Return a play as a card of another page, with the way to the playbook."""
    link = dcc.Link("Open the playbook", href=address, className="play-link")
    head: list[Any] = [html.H2(heading, className="card-heading"), link]
    return html.Section(
        [html.Div(head, className="card-head"), play_in_words(texts)],
        className="panel play-card",
        **aria(label=heading),
    )


def playbook_address(dataset: str, grouping: str) -> str:
    """Return the address of the plays of a grouping."""
    return f"/playbook?{urlencode({'data': dataset, 'grouping': grouping})}"
