"""The card of one customer of a table: a sentence, their cluster, and what makes them typical."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html

from layouts.customers.search import shortened
from layouts.ids import TableCustomer
from layouts.parts import words
from layouts.parts.components import chart_card, key_figure
from layouts.parts.facts_tables import Row, comparison
from layouts.parts.memberships import Membership, membership_list
from layouts.parts.sections import button

HEADS: Final = ("Attribute", "Value", "Among all", "In the cluster", "Cluster's middle", "")
NO_CLUSTER: Final = "There are no clusters, so they are compared with all customers alone."


@dataclass(frozen=True, kw_only=True)
class Trait:
    """One attribute of the customer in words; `verdict` is "typical", "untypical" or empty."""

    label: str
    value: str
    middle: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class TableCard:
    """Everything the card tells; `label` is the given label with its name, empty without one."""

    number: str
    customers: int
    membership: Membership | None
    probability: float | None
    probability_of_cluster: float | None
    is_outlier: bool
    label: tuple[str, str]
    traits: tuple[Trait, ...]


def card() -> html.Div:
    """Return the empty places of the card and of what stands for it."""
    return html.Div(
        [html.Div(id=TableCustomer.MESSAGE), html.Div(id=TableCustomer.CARD)],
        className="for-customers part",
    )


def charts() -> html.Div:
    """Return the empty charts, and the place of all attributes."""
    cards = [
        chart_card(TableCustomer.STANDING, "How do they compare?", height=460, class_name="half"),
        chart_card(TableCustomer.MAP, "Where are they on the map?", height=460, class_name="half"),
        html.Div(
            [
                html.Div(id=TableCustomer.ATTRIBUTES),
                html.Div(
                    button(TableCustomer.ATTRIBUTES_CSV, "Download the attributes (CSV)"),
                    className="table-action",
                ),
                dcc.Download(id=TableCustomer.ATTRIBUTES_DOWNLOAD),
            ],
            className="full",
        ),
    ]
    return html.Div(
        html.Div(cards, id=TableCustomer.CHARTS, className="cards", hidden=True),
        className="for-customers part",
    )


def table_card(card: TableCard) -> html.Section:
    """Return the card of a customer."""
    number = shortened(card.number)
    memberships = membership_list([card.membership]) if card.membership else html.P(NO_CLUSTER)
    return html.Section(
        [
            html.H2(f"Customer {number}", id=TableCustomer.HEADING, tabIndex=-1),
            html.P(sentence_of(card), className="lead-sentence"),
            memberships,
            html.Div(_figures(card), className="key-figures customer-figures"),
            html.Div([_traits(card, each) for each in ("typical", "untypical")], className="cards"),
        ],
        className="customer-card",
    )


def sentence_of(card: TableCard) -> str:
    """Return who the customer is, in one sentence made of numbers."""
    who = f"Customer {shortened(card.number)}"
    if card.membership is None:
        return f"{who} is one of {words.counted(card.customers, 'customer')}."
    size = words.counted(card.membership.size, "customer")
    sure = f", with a certainty of {words.percent(card.probability)}"
    verdicts = [trait.verdict for trait in card.traits]
    told = f"typical of it in {words.counted(verdicts.count('typical'), 'attribute')}"
    told += f", untypical in {verdicts.count('untypical') or 'none'}"
    return f"{who} is one of {size} in the cluster {card.membership.group}{sure}: {told}."


def _figures(card: TableCard) -> list[html.Div]:
    figures = [
        key_figure(
            "Certainty",
            words.percent(card.probability),
            f"cluster's middle {words.percent(card.probability_of_cluster)}",
            "How surely the customer belongs to the cluster: its probability.",
        ),
        key_figure(
            "Outlier",
            "Yes" if card.is_outlier else "No",
            "far from everybody" if card.is_outlier else "others are near",
            "Outliers are shown, and did not decide the clusters.",
        ),
    ]
    shown = figures if card.membership else []
    if card.label[0]:
        shown.append(
            key_figure(card.label[0], card.label[1], "the given label", "It made no cluster.")
        )
    return shown


def _traits(card: TableCard, verdict: str) -> html.Section | None:
    if card.membership is None:
        return None
    told = [each for each in card.traits if each.verdict == verdict]
    nothing = (
        "Nothing that sets the cluster apart."
        if verdict == "typical"
        else "Nothing: every value is usual in the cluster."
    )
    items: list[Any] = [
        html.Li([html.B(f"{each.label} {each.value}"), f" · cluster's middle {each.middle}"])
        for each in told[:6]
    ]
    title = f"What makes them {verdict} of {card.membership.group}"
    return html.Section(
        [
            html.H3(title, className="card-heading"),
            html.Ul(items) if items else html.P(nothing, className="note"),
        ],
        className="panel traits",
    )


def attributes_table(rows: Sequence[Row], cluster: str) -> html.Section:
    """Return every attribute with its value, its place among all and beside the cluster's."""
    note = (
        "Among all and in the cluster: the share of customers with a lower number, equal ones "
        "counting half, or with the same value. Typical: on the side that sets the cluster apart. "
        "Untypical: beyond the middle four fifths of the cluster, or a value that under 10 % of it "
        "have."
    )
    title = f"All attributes beside {cluster}" if cluster else "All attributes"
    return comparison(title, HEADS, rows, note)
