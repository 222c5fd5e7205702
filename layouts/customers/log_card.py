"""What the card says of a customer of a log: what they did, beside their segment's median."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dash import html

from layouts.charts.drawing.look import Look
from layouts.customers.card import customer_card
from layouts.parts.components import key_figure
from layouts.parts.customer_link import shortened
from layouts.parts.memberships import Membership
from layouts.parts.sections import folded
from rfm import schema, words

NO_PRODUCTS: Final = "This log names no products, so what they buy is not known."


@dataclass(frozen=True, kw_only=True)
class LogCustomer:
    """A customer of a log: `customer` is a row of the customer table.

    `memberships` begin with the segment that the customer is compared with, by its `medians` of
    each measure; `attributes` are names and values of what a joined table says of the customer.
    """

    customer: Mapping[str, Any]
    memberships: tuple[Membership, ...]
    medians: Mapping[str, float]
    as_of: datetime
    attributes: tuple[tuple[str, str], ...] = ()

    def text(self, column: str) -> str:
        """Return a name that the customer may have; nothing for a gap."""
        name = self.customer.get(column)
        return name if isinstance(name, str) else ""

    def median(self, measure: str, look: Look) -> str:
        """Return the segment's median in words; nothing where the base has no such measure."""
        if measure not in self.medians:
            return ""
        return f"segment median {measured(measure, self.medians[measure], look)}"


def card_of_log(facts: LogCustomer, look: Look) -> html.Section:
    """Return the card of a customer of a log."""
    return customer_card(
        str(facts.customer[schema.CUSTOMER_ID]),
        sentence_of(facts, look),
        facts.memberships,
        _figures(facts, look),
        folded(
            "More of them",
            html.Div(
                [*_products(facts, look), *_dates(facts, look)],
                className="key-figures customer-figures",
            ),
            None if schema.PRODUCTS in facts.customer else html.P(NO_PRODUCTS, className="note"),
            _joined(facts.attributes),
        ),
        known_as=[facts.text(each) for each in (*schema.CONTACTS, schema.COUNTRY)],
    )


def sentence_of(facts: LogCustomer, look: Look) -> str:
    """Return who the customer is, in one sentence made of numbers."""
    customer = facts.customer
    orders = int(customer[schema.ORDERS])
    first = words.date_text(customer[schema.FIRST_ORDER_AT])
    spent = words.money(customer[schema.MONETARY], look.currency)
    since = f"{words.count(orders)} orders since {first}" if orders > 1 else "one order so far"
    return (
        f"Customer {shortened(str(customer[schema.CUSTOMER_ID]))} is "
        f"{_one_of(facts.memberships[0])}: "
        f"last order {words.days(customer[schema.RECENCY_DAYS])} ago, {since}, {spent} in all."
    )


def _one_of(segment: Membership) -> str:
    if segment.size == 1:
        return f"the only customer in the segment {segment.group}"
    # A name in the plural (Champions) says what its customers are; others (At Risk) do not.
    if segment.group.endswith("s"):
        return f"one of {words.count(segment.size)} {segment.group}"
    return f"one of {words.count(segment.size)} customers in the segment {segment.group}"


def _figures(facts: LogCustomer, look: Look) -> list[html.Div]:
    as_of = words.date_text(facts.as_of)
    ago = f"{words.days(facts.customer[schema.RECENCY_DAYS])} ago"
    recency = f"Recency: whole days from the last order to {as_of}."
    frequency = f"Frequency: how many {look.orders_word} are on record."
    monetary = "Monetary: everything paid, with what was given back taken off as the settings say."
    average = "Spent in all, divided by the number of orders."
    return [
        key_figure("Last order", ago, facts.median(schema.RECENCY_DAYS, look), recency),
        _figure(facts, schema.FREQUENCY, look, look.axis_title(schema.FREQUENCY), frequency),
        _figure(facts, schema.MONETARY, look, "Spent in all", monetary),
        _figure(facts, schema.AVERAGE_ORDER_VALUE, look, "Average order", average),
    ]


def _products(facts: LogCustomer, look: Look) -> list[html.Div]:
    if schema.PRODUCTS not in facts.customer:
        return []
    kinds = "Different products bought at least once."
    favourite = key_figure(
        "Favourite product",
        facts.text(schema.FAVOURITE_PRODUCT) or words.MISSING,
        "on most order lines",
        "The product on most order lines; among equals the first of the alphabet.",
    )
    # A name is longer than a number: it gets smaller letters.
    long = html.Div(favourite, className="favourite")
    return [_figure(facts, schema.PRODUCTS, look, "Products", kinds), long]


def _dates(facts: LogCustomer, look: Look) -> list[html.Div]:
    first, last = (
        words.date_text(facts.customer[column])
        for column in (schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT)
    )
    known = f"known for {words.days(facts.customer[schema.TENURE_DAYS])}"
    return [
        key_figure("First order", first, f"{known}; {facts.median(schema.TENURE_DAYS, look)}"),
        key_figure("Latest order", last, f"looked at from {words.date_text(facts.as_of)}"),
    ]


def _figure(facts: LogCustomer, measure: str, look: Look, label: str, definition: str) -> html.Div:
    value = measured(measure, facts.customer[measure], look)
    return key_figure(label, value, facts.median(measure, look), definition)


def measured(measure: str, value: float, look: Look) -> str:
    """Return one measure of a customer with its unit."""
    if measure in (schema.RECENCY_DAYS, schema.TENURE_DAYS):
        return words.days(value)
    if measure in (schema.MONETARY, schema.AVERAGE_ORDER_VALUE):
        return words.money(value, look.currency)
    return words.middling(value)


def _joined(attributes: tuple[tuple[str, str], ...]) -> html.Dl | None:
    """Return what a joined table says of the customer; nothing where none was joined."""
    if not attributes:
        return None
    pairs = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in attributes]
    return html.Dl(pairs, className="joined-attributes")
