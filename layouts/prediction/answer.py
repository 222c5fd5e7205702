"""The answer of Cluster Prediction: the cluster, how certain, why, and who is alike."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.charts.drawing.look import Look
from layouts.charts.prediction.places import share_in_words
from layouts.parts.components import aria, chip, message
from layouts.parts.customer_link import customer_link
from layouts.parts.memberships import Membership, membership_list
from layouts.parts.plays import play_in_words
from layouts.parts.sections import folded
from layouts.parts.verdicts import sentences
from rfm import schema, words

if TYPE_CHECKING:
    from rfm.prediction.placement import Placement

NO_DRIVER: Final = (
    "No single value drove it: with any one of them typical, the answer would be the same."
)
NO_CHANGE: Final = "No small change of what a shop can influence leads to another cluster."
_NEARLY_ALL: Final = 0.9995


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is known of a placed customer.

    `cluster` is None where there are no clusters; `no_clusters` says why. `label_name` is that of a
    given label, of whose values the placed customer has the chances. Only a log has `segments`,
    that of the scheme in use first. `play` are the texts of what to do with such a customer.
    """

    placed: "Placement"
    cluster: Membership | None
    certain: str = ""
    runner_up: str = ""
    no_clusters: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    label_name: str = ""
    segments: Sequence[Membership] = ()
    play: Mapping[str, str] | None = None


def show_answer(answer: Answer, data_set: str, look: Look) -> html.Div:
    """Return the answer as cards; `look` is that of the groups of the customers alike."""
    is_log = bool(answer.placed.percentiles)
    width = "quarter" if is_log or answer.placed.label else "third"
    cards = [_cluster(answer, width)]
    if answer.cluster is not None and not answer.placed.nearest:
        cards.append(_reasons(answer, width))
    if answer.placed.label:
        cards.append(_label(answer, width))
    if is_log:
        cards += [_segments(answer, width), _percentiles(answer, look, width)]
    else:
        cards.append(_alike(answer, data_set, look, width))
    return html.Div(
        [
            *[message(warning, "watch") for warning in answer.placed.warnings],
            html.Div(cards, className="cards answer-cards"),
            _what_to_do(answer.play) if answer.play else None,
            _alike_in_a_table(answer, data_set, look) if is_log else None,
        ]
    )


def _card(heading: str, class_name: str, *parts: Any) -> html.Section:
    head = html.H2(heading, className="card-heading")
    return html.Section([head, *parts], className=f"panel {class_name}")


def _cluster(answer: Answer, width: str) -> html.Section:
    cluster = answer.cluster
    if cluster is None:
        return _card("Cluster", width, html.P(answer.no_clusters))
    size = words.counted(cluster.size, "customer")
    return _card(
        "Cluster",
        width,
        html.P(chip(cluster.group, cluster.colour, size), className="answer-name"),
        html.P([html.Strong(answer.certain), answer.runner_up], className="certainty"),
        None if answer.placed.nearest else _every_cluster(answer),
        html.P(cluster.explained, className="note"),
    )


def _every_cluster(answer: Answer) -> html.Ul:
    label = "Probability of every cluster"
    return _probabilities(answer.placed.probabilities, answer.colours, label)


def _probabilities(chances: Mapping[str, float], colours: Mapping[str, str], label: str) -> html.Ul:
    """Return a line a group with its probability and a bar in its colour, the likeliest first."""
    ordered = sorted(chances.items(), key=lambda one: -one[1])
    return html.Ul(
        [_probability(name, chance, colours.get(name, "")) for name, chance in ordered],
        className="probabilities",
        **aria(label=label),
    )


def _probability(name: str, chance: float, colour: str) -> html.Li:
    # Nothing that could be otherwise is shown as certain.
    text = ">99.9 %" if _NEARLY_ALL <= chance < 1 else words.percent(chance)
    width = f"{100 * chance:.1f}%"
    return html.Li([html.Span(name), html.Strong(text), _meter(width, colour)])


def _meter(width: str, colour: str = "") -> html.Div:
    style = {"width": width} | ({"background": colour} if colour else {})
    return html.Div(html.Span(style=style), className="meter", **aria(hidden="true"))


def _reasons(answer: Answer, width: str) -> html.Section:
    return _card(
        "What drove it",
        f"{width} reasons",
        _listed([each.sentence for each in answer.placed.drivers], NO_DRIVER),
        html.H2("What would change it", className="card-heading"),
        _listed([each.sentence for each in answer.placed.changes], NO_CHANGE),
    )


def _listed(reasons: Sequence[str], otherwise: str) -> html.Ul | html.P:
    return sentences(reasons) if reasons else html.P(otherwise, className="note")


def _label(answer: Answer, width: str) -> html.Section:
    name, chances = answer.label_name, answer.placed.label
    note = (
        f"By the model that learned {name} from known customers; the page Models says how often "
        "it is right."
    )
    return _card(
        f"{name}, as predicted",
        width,
        html.P(max(chances, key=lambda each: chances[each]), className="answer-name"),
        _probabilities(chances, {}, f"Probability of every {name}"),
        html.P(note, className="note"),
    )


def _segments(answer: Answer, width: str) -> html.Section:
    own, others = answer.segments[:1], answer.segments[1:]
    return _card(
        "Segment",
        width,
        membership_list(own, is_explained=True),
        folded("Other schemes", membership_list(others)) if others else None,
    )


def _what_to_do(play: Mapping[str, str]) -> html.Section:
    return _card("What to do", "alike", play_in_words(play))


def _percentiles(answer: Answer, look: Look, width: str) -> html.Section:
    lines = [_percentile(name, answer.placed.percentiles[name], look) for name in schema.RFM]
    return _card(
        "Among all customers",
        width,
        html.Ul(lines, className="percentiles"),
        html.P("Customers with the same value count half.", className="note"),
    )


def _percentile(column: str, share: float, look: Look) -> html.Li:
    than = {
        schema.RECENCY_DAYS: "Bought more recently than",
        schema.FREQUENCY: f"More {look.orders_word} than",
        schema.MONETARY: "Spent more than",
    }
    shown = html.Strong(share_in_words(share))
    return html.Li([f"{than[column]} ", shown, " of the customers", _meter(f"{share:.0f}%")])


def _alike(answer: Answer, data_set: str, look: Look, width: str) -> html.Section:
    pairs = answer.placed.alike[[schema.CUSTOMER_ID, look.column]].astype("str").to_numpy().tolist()
    rows = [
        html.Li([customer_link(number, data_set), chip(group, look.colour(group))])
        for number, group in pairs
    ]
    return _card(
        "Known customers most alike",
        width,
        html.Ol(rows, className="alike-list"),
        html.P("Nearest first, by all columns together.", className="note"),
    )


def _alike_in_a_table(answer: Answer, data_set: str, look: Look) -> html.Section:
    rows = answer.placed.alike.to_dict("records")
    heads = ["Customer", "Segment", "Last order", look.axis_title(schema.FREQUENCY), "Spent in all"]
    table = html.Table(
        [
            html.Caption("Nearest first, by recency, frequency and monetary together."),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_customer(row, data_set, look) for row in rows]),
        ]
    )
    names = aria(label="Customers most alike")
    box = html.Div(table, className="plain-table", tabIndex=0, role="region", **names)
    return _card("Known customers most alike", "alike", box)


def _customer(row: Mapping[Hashable, Any], data_set: str, look: Look) -> html.Tr:
    segment = str(row[look.column])
    recency, frequency, monetary = (float(row[column]) for column in schema.RFM)
    return html.Tr(
        [
            html.Th(customer_link(str(row[schema.CUSTOMER_ID]), data_set), scope="row"),
            html.Td(chip(segment, look.colour(segment))),
            html.Td(f"{words.days(recency)} ago"),
            html.Td(words.count(frequency)),
            html.Td(words.money(monetary, look.currency)),
        ]
    )
