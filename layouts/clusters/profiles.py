"""The profile of each cluster: what sets it apart, its rules, and who is typical of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dash import dcc, html

from layouts.parts.components import aria, chip
from layouts.parts.customer_link import customer_link
from layouts.parts.listing import list_address
from layouts.parts.verdicts import clear_effects, is_doubted, verdict
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.profiles.results import ClusterProfile, Effect, Rule

MOST_EFFECTS: Final = 6
MOST_RULES: Final = 3
MOST_TYPICAL: Final = 6


def profile_card(profile: "ClusterProfile", colour: str, data_set: str) -> html.Article:
    """Return a cluster's full account as a card."""
    size = f"{words.counted(profile.customers, 'customer')}, {words.percent(profile.share)}"
    return html.Article(
        [
            html.H3(chip(profile.name, colour, size), className="profile-name"),
            _stability(profile.jaccard),
            html.P(profile.paragraph),
            _effects(clear_effects(profile)),
            _rules(profile.rules),
            _typical(profile.typical, data_set),
            _way_to_list(profile.name, data_set),
        ],
        className="panel profile",
        **aria(label=profile.name),
    )


def _way_to_list(name: str, data_set: str) -> dcc.Link:
    about = html.Span(f" of {name}", className="visually-hidden")
    return dcc.Link(["Open the list", about], href=list_address(data_set, cluster=name))


def _stability(jaccard: float | None) -> html.P | None:
    if jaccard is None:
        return None
    if not is_doubted(jaccard):
        return verdict(f"Found again in other samples (Jaccard {jaccard:.2f}).", is_good=True)
    asked = words.threshold(words.TRUSTED_FROM)
    return verdict(
        f"Not to be trusted: it is not found again in other samples (Jaccard {jaccard:.2f}; "
        f"{asked} is asked).",
        is_good=False,
    )


def _effects(effects: Sequence["Effect"]) -> html.Div | None:
    if not effects:
        return None
    shown = html.Ul([_effect(each) for each in effects[:MOST_EFFECTS]])
    return html.Div([html.H4("What sets it apart"), shown], className="effects")


def _effect(effect: "Effect") -> html.Li:
    bar = html.Div(
        html.Span(style={"width": f"{100 * min(abs(effect.size), 1):.0f}%"}),
        className="meter",
        **aria(hidden="true"),
    )
    strength = html.Small(f"{effect.strength} difference", className=f"strength {effect.strength}")
    return html.Li([html.Span(effect.sentence), strength, bar])


def _rules(rules: Sequence["Rule"]) -> html.Div | None:
    if not rules:
        return None
    shown = html.Ul([_rule(each) for each in rules[:MOST_RULES]], className="sentences")
    return html.Div([html.H4("A rule that nearly says who belongs"), shown])


def _rule(rule: "Rule") -> html.Li:
    small = (
        f"{words.percent(rule.precision)} of those who meet it belong; it covers "
        f"{words.percent(rule.recall)} of the cluster"
    )
    return html.Li([rule.text, html.Small(f"{small}.")])


def _typical(numbers: Sequence[str], data_set: str) -> html.P | None:
    if not numbers:
        return None
    links = [customer_link(number, data_set) for number in numbers[:MOST_TYPICAL]]
    listed = [part for link in links for part in (link, ", ")][:-1]
    return html.P(["Typical customers: ", *listed], className="typical")
