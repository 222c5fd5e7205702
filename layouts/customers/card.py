"""The card of one customer: one sentence, their segment and cluster, and every figure compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd
from dash import html

from layouts.charts.drawing.look import Look
from layouts.customers.search import shortened
from layouts.ids import Customers
from layouts.parts import words
from layouts.parts.components import key_figure
from layouts.parts.memberships import Membership, membership_list
from rfm import schema

NO_PRODUCTS: Final = "This log names no products, so what they buy is not known."


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything the card tells: `customer` is a row of the customer table.

    `memberships` begin with the segment that the customer is compared with; `standing` has a row
    per measure with the customer's value and the segment's median; `attributes` are names and
    values of what a joined table says of the customer.
    """

    customer: Mapping[str, Any]
    memberships: tuple[Membership, ...]
    standing: pd.DataFrame
    as_of: datetime
    look: Look
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def segment(self) -> Membership:
        """The segment that the customer is compared with."""
        return self.memberships[0]


def customer_card(card: Card) -> html.Section:
    """Return the card of a customer."""
    number = shortened(str(card.customer[schema.CUSTOMER_ID]))
    country = card.customer.get(schema.COUNTRY)
    heading = [html.Span(f"Customer {number}")]
    if _is_told(country):
        heading.append(html.Span(str(country), className="country"))
    return html.Section(
        [
            html.H2(heading, id=Customers.HEADING, tabIndex=-1),
            html.P(sentence_of(card), className="lead-sentence"),
            membership_list(card.memberships),
            html.Div(_figures(card), className="key-figures customer-figures"),
            None if schema.PRODUCTS in card.customer else html.P(NO_PRODUCTS, className="note"),
            _joined(card.attributes),
        ],
        className="customer-card",
    )


def _joined(attributes: tuple[tuple[str, str], ...]) -> html.Dl | None:
    """Return what a joined table says of the customer; nothing where none was joined."""
    if not attributes:
        return None
    told = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in attributes]
    return html.Dl(told, className="joined-attributes")


def sentence_of(card: Card) -> str:
    """Return who the customer is, in one sentence made of numbers."""
    customer, look = card.customer, card.look
    orders = int(customer[schema.ORDERS])
    first = words.date_text(customer[schema.FIRST_ORDER_AT])
    spent = words.money(customer[schema.MONETARY], look.currency)
    since = f"{words.count(orders)} orders since {first}" if orders > 1 else "one order so far"
    return (
        f"Customer {shortened(str(customer[schema.CUSTOMER_ID]))} is {_one_of(card.segment)}: "
        f"last order {words.days(customer[schema.RECENCY_DAYS])} ago, {since}, {spent} in all."
    )


def _one_of(segment: Membership) -> str:
    if segment.size == 1:
        return f"the only customer in the segment {segment.group}"
    # A name in the plural (Champions) says what its customers are; others (At Risk) do not.
    if segment.group.endswith("s"):
        return f"one of {words.count(segment.size)} {segment.group}"
    return f"one of {words.count(segment.size)} customers in the segment {segment.group}"


def _figures(card: Card) -> list[html.Div]:
    customer, look = card.customer, card.look
    as_of = words.date_text(card.as_of)
    shown = [
        key_figure(
            "Last order",
            f"{words.days(customer[schema.RECENCY_DAYS])} ago",
            _median(card, schema.RECENCY_DAYS),
            f"Recency: whole days from the last order to {as_of}.",
        ),
        key_figure(
            look.axis_title(schema.FREQUENCY),
            words.count(customer[schema.FREQUENCY]),
            _median(card, schema.FREQUENCY),
            f"Frequency: how many {look.orders_word} are on record.",
        ),
        key_figure(
            "Spent in all",
            words.money(customer[schema.MONETARY], look.currency),
            _median(card, schema.MONETARY),
            "Monetary: everything paid, with what was given back taken off as the settings say.",
        ),
        key_figure(
            "Average order",
            words.money(customer[schema.AVERAGE_ORDER_VALUE], look.currency),
            _median(card, schema.AVERAGE_ORDER_VALUE),
            "Spent in all, divided by the number of orders.",
        ),
    ]
    return [*shown, *_products(card), *_dates(card)]


def _products(card: Card) -> list[html.Div]:
    if schema.PRODUCTS not in card.customer:
        return []
    favourite = card.customer.get(schema.FAVOURITE_PRODUCT)
    product = key_figure(
        "Favourite product",
        str(favourite) if _is_told(favourite) else words.MISSING,
        "on most order lines",
        "The product on most order lines; among equals the first of the alphabet.",
    )
    return [
        key_figure(
            "Products",
            words.count(card.customer[schema.PRODUCTS]),
            _median(card, schema.PRODUCTS),
            "Different products bought at least once.",
        ),
        # A name is longer than a number: it gets smaller letters.
        html.Div(product, className="favourite"),
    ]


def _dates(card: Card) -> list[html.Div]:
    customer = card.customer
    return [
        key_figure(
            "First order",
            words.date_text(customer[schema.FIRST_ORDER_AT]),
            f"known for {words.days(customer[schema.TENURE_DAYS])}; "
            f"{_median(card, schema.TENURE_DAYS)}",
        ),
        key_figure(
            "Latest order",
            words.date_text(customer[schema.LAST_ORDER_AT]),
            f"looked at from {words.date_text(card.as_of)}",
        ),
    ]


def _median(card: Card, measure: str) -> str:
    rows = card.standing[card.standing[schema.MEASURE] == measure]
    if rows.empty:
        return ""
    return f"segment median {_measured(card.look, measure, float(rows[schema.MEDIAN].iloc[0]))}"


def _measured(look: Look, measure: str, value: float) -> str:
    if measure in (schema.RECENCY_DAYS, schema.TENURE_DAYS):
        return words.days(value)
    if measure in (schema.MONETARY, schema.AVERAGE_ORDER_VALUE):
        return words.money(value, look.currency)
    return words.middling(value)


def _is_told(value: object) -> bool:
    return isinstance(value, str) and bool(value)
