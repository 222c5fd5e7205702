"""What is told of each cluster: what sets it apart, its rules, and who is typical of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from layouts.customers.search import customer_address, shortened
from layouts.parts import words
from layouts.parts.components import aria, chip

DOUBTED = "Not to be trusted: it is not found again in other samples (Jaccard {:.2f}; .75 is asked)"


@dataclass(frozen=True, kw_only=True)
class EffectShown:
    """What sets a cluster apart: in words, how strongly (words), and -1 to 1."""

    sentence: str
    strength: str
    size: float


@dataclass(frozen=True, kw_only=True)
class RuleShown:
    """A rule, the share of those who meet it that belong, and of those who belong that meet it."""

    text: str
    precision: float
    recall: float


@dataclass(frozen=True, kw_only=True)
class StoryShown:
    """A cluster with its colour; `doubt` is its stability where that is too low."""

    name: str
    colour: str
    customers: int
    share: float
    paragraph: str
    stability: float | None
    is_doubted: bool
    effects: tuple[EffectShown, ...]
    rules: tuple[RuleShown, ...]
    typical: tuple[str, ...]


def story(told: StoryShown, data_set: str) -> html.Article:
    """Return a cluster's full account as a card."""
    size = f"{words.counted(told.customers, 'customer')}, {words.percent(told.share)}"
    return html.Article(
        [
            html.H3(chip(told.name, told.colour, size), className="story-name"),
            _stability(told),
            html.P(told.paragraph),
            _effects(told.effects),
            _rules(told.rules),
            _typical(told.typical, data_set),
        ],
        className="panel story",
        **aria(label=told.name),
    )


def _stability(told: StoryShown) -> html.P | None:
    if told.stability is None:
        return None
    mark = "watch" if told.is_doubted else "good"
    icon = html.Span(
        "!" if told.is_doubted else "✓", className=f"verdict-icon {mark}", **aria(hidden="true")
    )
    sentence = (
        DOUBTED.format(told.stability)
        if told.is_doubted
        else f"Found again in other samples (Jaccard {told.stability:.2f})"
    )
    return html.P([icon, html.Span(f"{sentence}.")], className="fit-verdict")


def _effects(effects: Sequence[EffectShown]) -> html.Div | None:
    if not effects:
        return None
    return html.Div(
        [html.H4("What sets it apart"), html.Ul([_effect(each) for each in effects])],
        className="effects",
    )


def _effect(effect: EffectShown) -> html.Li:
    bar = html.Div(
        html.Span(style={"width": f"{100 * min(abs(effect.size), 1):.0f}%"}),
        className="meter",
        **aria(hidden="true"),
    )
    strength = html.Small(f"{effect.strength} difference", className=f"strength {effect.strength}")
    return html.Li([html.Span(effect.sentence), strength, bar])


def _rules(rules: Sequence[RuleShown]) -> html.Div | None:
    if not rules:
        return None
    return html.Div(
        [
            html.H4("A rule that nearly says who belongs"),
            html.Ul([_rule(each) for each in rules], className="sentences"),
        ]
    )


def _rule(rule: RuleShown) -> html.Li:
    small = (
        f"{words.percent(rule.precision)} of those who meet it belong; it covers "
        f"{words.percent(rule.recall)} of the cluster"
    )
    return html.Li([rule.text, html.Small(f"{small}.")])


def _typical(numbers: Sequence[str], data_set: str) -> html.P | None:
    if not numbers:
        return None
    links = [
        dcc.Link(shortened(number), href=customer_address(number, data_set)) for number in numbers
    ]
    listed = [part for link in links for part in (link, ", ")][:-1]
    return html.P(["Typical customers: ", *listed], className="typical")
