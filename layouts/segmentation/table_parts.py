"""What General Segmentation shows of a customer table alone: the map, what sets clusters apart."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.charts.drawing.look import Look
from layouts.ids import General
from layouts.parts import controls
from layouts.parts.attributes import NOT_CHOSEN, Shown, effect_value
from layouts.parts.components import aria, chart_card, chip
from layouts.parts.customer_link import customer_link
from layouts.parts.sections import cards, later, section
from layouts.parts.verdicts import clear_effects, is_doubted
from layouts.segmentation import filters as general_filters
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.profiles.results import ClusterProfile, Effect, Rule

FIRST_HEIGHT: Final = 380
MOST_TELLING: Final = "Most telling"
MOST_EFFECTS: Final = 5
STABLE: Final = "In repeated samples of the customers this cluster comes back nearly the same."
DOUBTED: Final = (
    f"In repeated samples of the customers this cluster does not come back; at least "
    f"{words.TRUSTED_FROM} is needed "
    "to rely on it."
)


def clustered() -> html.Div:
    """Return what needs clusters, hidden until there are some."""
    shown = html.Div(later(General.TABLE_PARTS), id=General.CLUSTERED, hidden=True)
    return html.Div(shown, className="for-customers part")


def _of_clusters() -> list[Any]:
    return [_first_charts(), _why()]


def _first_charts() -> html.Div:
    return cards(
        html.H2("At a glance", className="visually-hidden"),
        chart_card(
            General.MAP,
            "Where do customers lie?",
            height=FIRST_HEIGHT,
            class_name="wide",
            is_zoomable=True,
        ),
        chart_card(
            General.CLUSTER_SIZES,
            "How large is each cluster?",
            height=FIRST_HEIGHT,
            class_name="narrow",
        ),
    )


def _why() -> html.Section:
    profile = chart_card(
        General.EFFECTS,
        "What sets the clusters apart?",
        height=460,
        class_name="full scrolling",
        is_lazy=True,
    )
    return section(
        "What sets the clusters apart",
        "What is different about each, the rule that nearly says who belongs, and customers who "
        "show it best. Choose a cluster anywhere to see it alone; choose it again to see all.",
        cards(profile),
        html.Div(id=General.PROFILES, className="profile-cards"),
    )


def pair(address: Mapping[str, str]) -> html.Div:
    """Return two attributes together, of which the address may say which."""
    axes = general_filters.one_of(address.get("axes", ""), general_filters.AXES)
    both = section(
        "Two attributes together",
        "Choose any two: two numbers are drawn as customers, anything else as shares.",
        html.Div(
            [
                controls.choice("Across", General.X, MOST_TELLING, address.get("x", NOT_CHOSEN)),
                controls.choice("Upwards", General.Y, MOST_TELLING, address.get("y", NOT_CHOSEN)),
                controls.switch(
                    General.PAIR_AXES, "Scale of wide numbers", general_filters.AXES, axes
                ),
            ],
            className="filters pair-filters",
        ),
        later(General.PAIR_PARTS),
    )
    return html.Div(both, className="for-customers")


def _of_pair() -> html.Div:
    return cards(
        chart_card(
            General.PAIR,
            "How do two attributes go together?",
            height=440,
            class_name="full",
            is_lazy=True,
            is_zoomable=True,
        )
    )


# Drawn once a customer table is shown: with a log, a page without charts needs no plotly.
LATER: Final = {General.TABLE_PARTS: _of_clusters, General.PAIR_PARTS: _of_pair}


def profile_card(
    profile: "ClusterProfile", known: Mapping[str, Shown], data_set: str, look: Look
) -> html.Article:
    """Return the card of a cluster; of its effects those on the `known` attributes are shown."""
    colour = look.colour(profile.name)
    size = f"{words.count(profile.customers)} · {words.percent(profile.share)}"
    name = html.H3(chip(profile.name, colour, size), className="card-heading")
    effects = [each for each in clear_effects(profile) if each.attribute in known]
    bars = [_bar(each, known[each.attribute], colour) for each in effects[:MOST_EFFECTS]]
    return html.Article(
        [
            html.Div([name, _trust(profile.jaccard)], className="card-head"),
            # The rule and the warning have places of their own on the card.
            html.P(profile.summary),
            html.Ul(bars, className="profile-effects"),
            _rule(profile.rules[0]) if profile.rules else None,
            _typical(profile, data_set) if profile.typical else None,
        ],
        className=f"panel profile-card {'chosen' * (profile.name == look.selected)}".strip(),
    )


def _trust(jaccard: float | None) -> html.Span | None:
    if jaccard is None:
        return None
    measured = f"Jaccard {words.number(jaccard, 2)}"
    if is_doubted(jaccard):
        return html.Span(
            f"! not to be trusted · {measured}", className="trust watch", title=DOUBTED
        )
    return html.Span(f"stable · {measured}", className="trust good", title=STABLE)


def _bar(effect: "Effect", attribute: Shown, colour: str) -> html.Li:
    """Return a bar from the middle: to the right where the cluster has more, else to the left."""
    half = 50 * min(abs(effect.size), 1.0)
    left = 50.0 if effect.size >= 0 else 50.0 - half
    fill = {"left": f"{left:.1f}%", "width": f"{half:.1f}%", "background": colour}
    label = f"{attribute.label}: {effect.level}" if effect.level else attribute.label
    own, others = (
        effect_value(effect, each, attribute) for each in (effect.inside, effect.outside)
    )
    values: list[Any] = [html.B(own), html.Span(f" vs {others}")]
    return html.Li(
        [
            html.Span(label, className="name"),
            html.Span(html.Span(style=fill), className="track", **aria(hidden="true")),
            html.Span(values, className="values"),
        ],
        title=effect.sentence,
    )


def _rule(rule: "Rule") -> html.P:
    return html.P(
        [
            html.Span("Rule", className="eyebrow"),
            html.Span(rule.text, className="rule-text"),
            html.Small(
                f"finds {words.percent(rule.recall)} of them (recall); "
                f"{words.percent(rule.precision)} of those it finds belong here (precision)"
            ),
        ],
        className="profile-rule",
    )


def _typical(profile: "ClusterProfile", data_set: str) -> html.Div:
    links = [html.Li(customer_link(number, data_set)) for number in profile.typical]
    label = html.Span("Typical customers", className="eyebrow")
    return html.Div([label, html.Ul(links)], className="profile-typical")
