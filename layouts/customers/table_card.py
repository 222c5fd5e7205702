"""What the card says of a customer of a table: how sure the cluster is, and what is typical."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.customers.card import customer_card
from layouts.parts.attributes import Shown
from layouts.parts.components import key_figure
from layouts.parts.customer_link import shortened
from layouts.parts.facts_tables import Cell, Row, comparison
from layouts.parts.memberships import Membership
from layouts.parts.sections import cards
from rfm import words

if TYPE_CHECKING:
    from rfm.customer.percentiles import Trait

TYPICAL, UNTYPICAL = "typical", "untypical"
HEADS: Final = ("Attribute", "Value", "Among all", "In the cluster", "Cluster's middle", "")
NO_CLUSTER: Final = "There are no clusters, so they are compared with all customers alone."
_NOTHING: Final = {
    TYPICAL: "Nothing that sets the cluster apart.",
    UNTYPICAL: "Nothing: every value is usual in the cluster.",
}
_MARKS: Final = {"": "", TYPICAL: "good", UNTYPICAL: "watch"}
_MOST_TRAITS: Final = 6


@dataclass(frozen=True, kw_only=True)
class TableCustomer:
    """A customer of a table of so many `customers`.

    `memberships` has their cluster, or nothing; `label` is the given label with its name, empty
    without one; `traits` is each attribute with where the customer stands on it.
    """

    number: str
    customers: int
    memberships: tuple[Membership, ...]
    certainty: float | None
    certainty_of_cluster: float | None
    is_outlier: bool
    label: tuple[str, str]
    traits: "tuple[tuple[Shown, Trait], ...]"

    def traits_that_are(self, verdict: str) -> "list[tuple[Shown, Trait]]":
        """Return what is typical or untypical of the customer, what says most first."""
        weighed = sorted(self.traits, key=lambda each: -each[1].weight)
        return [each for each in weighed if each[1].verdict == verdict]


def card_of_table(facts: TableCustomer) -> html.Section:
    """Return the card of a customer of a table."""
    return customer_card(
        facts.number,
        sentence_of(facts),
        facts.memberships,
        _figures(facts),
        *_typicality(facts),
        no_groups=NO_CLUSTER,
    )


def sentence_of(facts: TableCustomer) -> str:
    """Return who the customer is, in one sentence made of numbers."""
    who = f"Customer {shortened(facts.number)}"
    if not facts.memberships:
        return f"{who} is one of {words.counted(facts.customers, 'customer')}."
    cluster = facts.memberships[0]
    size = words.counted(cluster.size, "customer")
    typical, untypical = (len(facts.traits_that_are(each)) for each in (TYPICAL, UNTYPICAL))
    return (
        f"{who} is one of {size} in the cluster {cluster.group}, with a certainty of "
        f"{words.percent(facts.certainty)}: typical of it in "
        f"{words.counted(typical, 'attribute')}, untypical in {untypical or 'none'}."
    )


def _figures(facts: TableCustomer) -> list[html.Div]:
    shown = []
    if facts.memberships:
        certainty = key_figure(
            "Certainty",
            words.percent(facts.certainty),
            f"cluster's middle {words.percent(facts.certainty_of_cluster)}",
            "How surely the customer belongs to the cluster: its probability.",
        )
        outlier = key_figure(
            "Outlier",
            "Yes" if facts.is_outlier else "No",
            "far from everybody" if facts.is_outlier else "others are near",
            "Outliers are shown, and did not decide the clusters.",
        )
        shown += [certainty, outlier]
    if facts.label[0]:
        shown.append(key_figure(*facts.label, "the given label", "It made no cluster."))
    return shown


def _typicality(facts: TableCustomer) -> tuple[html.Div, ...]:
    if not facts.memberships:
        return ()
    return (cards(*[_traits(facts, verdict) for verdict in (TYPICAL, UNTYPICAL)]),)


def _traits(facts: TableCustomer, verdict: str) -> html.Section:
    items: list[Any] = [
        html.Li(
            [
                html.B(f"{shown.label} {shown.value(trait.value)}"),
                f" · cluster's middle {shown.value(trait.middle)}",
            ]
        )
        for shown, trait in facts.traits_that_are(verdict)[:_MOST_TRAITS]
    ]
    title = f"What makes them {verdict} of {facts.memberships[0].group}"
    return html.Section(
        [
            html.H3(title, className="card-heading"),
            html.Ul(items) if items else html.P(_NOTHING[verdict], className="note"),
        ],
        className="panel traits",
    )


def attributes_table(traits: "Sequence[tuple[Shown, Trait]]", cluster: str) -> html.Section:
    """Return every attribute with its value, its place among all and beside the cluster's."""
    note = (
        "Among all and in the cluster: the share of customers with a lower number, equal ones "
        "counting half, or with the same value. Typical: on the side that sets the cluster apart. "
        "Untypical: beyond the middle four fifths of the cluster, or a value that under 10 % of it "
        "have."
    )
    title = f"All attributes beside {cluster}" if cluster else "All attributes"
    rows = [_row(shown, trait, is_in_cluster=bool(cluster)) for shown, trait in traits]
    return comparison(title, HEADS, rows, note)


def _row(shown: Shown, trait: "Trait", *, is_in_cluster: bool) -> Row:
    inside = _place(trait.own_percentile, trait.own_share) if is_in_cluster else words.MISSING
    return Row(
        name=shown.label,
        cells=(
            Cell(shown.value(trait.value)),
            Cell(_place(trait.percentile, trait.share)),
            Cell(inside),
            Cell(shown.value(trait.middle)),
            Cell(trait.verdict, mark=_MARKS[trait.verdict]),
        ),
    )


def _place(percentile: float | None, share: float | None) -> str:
    if percentile is not None:
        return f"above {percentile:.0f} %"
    return words.MISSING if share is None else f"like {words.percent(share)}"
