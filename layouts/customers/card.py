"""The card of one customer: one sentence, their groups, and every figure compared."""

from dataclasses import dataclass
from typing import Any

from dash import html

from layouts.ids import Customers
from layouts.parts.customer_link import shortened
from layouts.parts.memberships import Membership, membership_list


@dataclass(frozen=True, kw_only=True)
class CustomerCard:
    """What the card says of a customer; `more` stands below the figures, as it is."""

    number: str
    sentence: str
    memberships: tuple[Membership, ...]
    figures: tuple[html.Div, ...]
    country: str = ""
    no_groups: str = ""
    more: tuple[Any, ...] = ()


def customer_card(card: CustomerCard) -> html.Section:
    """Return the card of a customer."""
    heading: list[Any] = [html.Span(f"Customer {shortened(card.number)}")]
    if card.country:
        heading.append(html.Span(card.country, className="country"))
    groups = membership_list(card.memberships) if card.memberships else html.P(card.no_groups)
    return html.Section(
        [
            html.H2(heading, id=Customers.HEADING, tabIndex=-1),
            html.P(card.sentence, className="lead-sentence"),
            groups,
            html.Div(list(card.figures), className="key-figures customer-figures"),
            *card.more,
        ],
        className="customer-card",
    )
