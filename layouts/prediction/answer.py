"""The answer of Cluster Prediction: the cluster, how certain, the segments, and who is alike."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from dash import dcc, html

from layouts.charts.drawing.look import Look
from layouts.charts.prediction.places import share_in_words
from layouts.customers.search import customer_address, shortened
from layouts.parts import words
from layouts.parts.components import aria, chip, message
from layouts.parts.memberships import Membership, membership_list
from layouts.prediction.parts import probability_bars, reasons
from rfm import schema

TYPICAL: Final = "These are the medians of {}: change them to place another customer."


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is known of a customer with three values.

    `cluster` is None where there are no clusters; `no_clusters` says why. `percentiles` are by
    column of the customer table, far is good; `alike` are customers with their segment. `chances`
    are those of every cluster; `drivers` and `changes` say what drove it and what would change it.
    """

    point: Mapping[str, float]
    cluster: Membership | None
    certainty: float
    runner_up: str
    no_clusters: str
    segments: Sequence[Membership]
    percentiles: Mapping[str, float]
    alike: pd.DataFrame
    warnings: Sequence[str]
    chances: Mapping[str, float]
    colours: Mapping[str, str]
    drivers: Sequence[str] = ()
    changes: Sequence[str] = ()


def show_answer(answer: Answer, data_set: str, look: Look) -> html.Div:
    """Return the answer as cards: cluster, segments, percentiles and the customers most alike."""
    cluster = _no_cluster(answer) if answer.cluster is None else _cluster(answer, answer.cluster)
    return html.Div(
        [
            *[message(warning, "watch") for warning in answer.warnings],
            html.Div(
                [cluster, *_reasons(answer), _segments(answer), _percentiles(answer, look)],
                className="cards answer-cards",
            ),
            _alike(answer, data_set, look),
        ]
    )


def _reasons(answer: Answer) -> list[html.Section]:
    return (
        [reasons(answer.drivers, answer.changes, "quarter")] if answer.cluster is not None else []
    )


def _cluster(answer: Answer, cluster: Membership) -> html.Section:
    certain = share_in_words(100 * answer.certainty)
    return html.Section(
        [
            html.H2("Cluster", className="card-heading"),
            html.P(
                chip(cluster.group, cluster.colour, words.counted(cluster.size, "customer")),
                className="answer-name",
            ),
            html.P(
                [html.Strong(f"{certain[:1].upper()}{certain[1:]} certain. "), answer.runner_up],
                className="certainty",
            ),
            probability_bars(answer.chances, answer.colours, "Probability of every cluster"),
            html.P(cluster.explained, className="note"),
        ],
        className="panel quarter",
    )


def _no_cluster(answer: Answer) -> html.Section:
    return html.Section(
        [html.H2("Cluster", className="card-heading"), html.P(answer.no_clusters)],
        className="panel quarter",
    )


def _segments(answer: Answer) -> html.Section:
    return html.Section(
        [
            html.H2("Segment under every scheme", className="card-heading"),
            membership_list(answer.segments, is_told=True),
        ],
        className="panel quarter",
    )


def _percentiles(answer: Answer, look: Look) -> html.Section:
    return html.Section(
        [
            html.H2("Among all customers", className="card-heading"),
            html.Ul(
                [_percentile(name, answer.percentiles[name], look) for name in schema.RFM],
                className="percentiles",
            ),
            html.P("Customers with the same value count half.", className="note"),
        ],
        className="panel quarter",
    )


def _percentile(column: str, share: float, look: Look) -> html.Li:
    told = {
        schema.RECENCY_DAYS: "Bought more recently than",
        schema.FREQUENCY: f"More {look.orders_word} than",
        schema.MONETARY: "Spent more than",
    }
    bar = html.Div(
        html.Span(style={"width": f"{share:.0f}%"}), className="meter", **aria(hidden="true")
    )
    return html.Li(
        [f"{told[column]} ", html.Strong(share_in_words(share)), " of the customers", bar]
    )


def _alike(answer: Answer, data_set: str, look: Look) -> html.Section:
    rows = answer.alike.to_dict("records")
    heads = ["Customer", "Segment", "Last order", look.axis_title(schema.FREQUENCY), "Spent in all"]
    table = html.Table(
        [
            html.Caption("Nearest first, by recency, frequency and monetary together."),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_customer(row, data_set, look) for row in rows]),
        ]
    )
    told = aria(label="Customers most alike")
    box = html.Div(table, className="plain-table", tabIndex=0, role="region", **told)
    return html.Section(
        [html.H2("Known customers most alike", className="card-heading"), box],
        className="panel alike",
    )


def _customer(row: Mapping[Hashable, Any], data_set: str, look: Look) -> html.Tr:
    number, segment = str(row[schema.CUSTOMER_ID]), str(row[look.column])
    recency, frequency, monetary = (float(row[column]) for column in schema.RFM)
    return html.Tr(
        [
            html.Th(
                dcc.Link(shortened(number), href=customer_address(number, data_set)), scope="row"
            ),
            html.Td(chip(segment, look.colour(segment))),
            html.Td(f"{words.days(recency)} ago"),
            html.Td(words.count(frequency)),
            html.Td(words.money(monetary, look.currency)),
        ]
    )
