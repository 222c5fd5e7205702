"""The cards of clusters: what sets each apart, its rule, its typical members, whether to trust it.

A card is told by a `Story`; nothing here knows how it was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html

from layouts.parts.components import aria, chip
from layouts.parts.customer_link import customer_address, shortened
from rfm import words

MOST_EFFECTS: Final = 5


@dataclass(frozen=True, kw_only=True)
class EffectBar:
    """One effect: its size from -1 to 1, the cluster's value and that of the others in words."""

    label: str
    size: float
    inside: str
    outside: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a card tells of a cluster; `rule` is empty where none was found."""

    name: str
    colour: str
    customers: int
    share: float
    paragraph: str
    effects: tuple[EffectBar, ...]
    rule: str = ""
    precision: float = 0.0
    recall: float = 0.0
    typical: tuple[str, ...] = ()
    jaccard: float | None = None
    is_doubted: bool = False
    is_chosen: bool = False


def story_cards(stories: Sequence[Story], data_set: str) -> list[html.Article]:
    """Return a card per cluster, best first."""
    return [_card(story, data_set) for story in stories]


def _card(story: Story, data_set: str) -> html.Article:
    size = f"{words.count(story.customers)} · {words.percent(story.share)}"
    head = [html.H3(chip(story.name, story.colour, size), className="card-heading"), _trust(story)]
    bars = [_bar(each, story.colour) for each in story.effects]
    return html.Article(
        [
            html.Div(head, className="card-head"),
            html.P(story.paragraph),
            html.Ul(bars, className="story-effects"),
            _rule(story),
            _typical(story, data_set),
        ],
        className=f"panel story-card {'chosen' * story.is_chosen}".strip(),
    )


def _trust(story: Story) -> Any:
    if story.jaccard is None:
        return None
    told = f"Jaccard {words.number(story.jaccard, 2)}"
    if not story.is_doubted:
        return html.Span(f"stable · {told}", className="trust good", title=STABLE)
    return html.Span(f"! not to be trusted · {told}", className="trust watch", title=DOUBTED)


STABLE: Final = "In repeated samples of the customers this cluster comes back nearly the same."
DOUBTED: Final = (
    f"In repeated samples of the customers this cluster does not come back; at least "
    f"{words.TRUSTED_FROM} is needed "
    "to rely on it."
)


def _bar(effect: EffectBar, colour: str) -> html.Li:
    """Return a bar from the middle: to the right where the cluster has more, else to the left."""
    half = 50 * min(abs(effect.size), 1.0)
    left = 50.0 if effect.size >= 0 else 50.0 - half
    fill = {"left": f"{left:.1f}%", "width": f"{half:.1f}%", "background": colour}
    return html.Li(
        [
            html.Span(effect.label, className="name"),
            html.Span(html.Span(style=fill), className="track", **aria(hidden="true")),
            html.Span(
                [html.B(effect.inside), html.Span(f" vs {effect.outside}")], className="values"
            ),
        ],
        title=effect.sentence,
    )


def _rule(story: Story) -> Any:
    if not story.rule:
        return None
    return html.P(
        [
            html.Span("Rule", className="eyebrow"),
            html.Span(story.rule, className="rule-text"),
            html.Small(
                f"finds {words.percent(story.recall)} of them (recall); "
                f"{words.percent(story.precision)} of those it finds belong here (precision)"
            ),
        ],
        className="story-rule",
    )


def _typical(story: Story, data_set: str) -> Any:
    if not story.typical:
        return None
    links = [
        html.Li(dcc.Link(shortened(number), href=customer_address(number, data_set)))
        for number in story.typical
    ]
    label = html.Span("Typical customers", className="eyebrow")
    return html.Div([label, html.Ul(links)], className="story-typical")
