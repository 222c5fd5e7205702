"""The card of one customer: one sentence, their groups, and every figure compared."""

from collections.abc import Sequence
from typing import Any

from dash import html

from layouts.ids import Customers
from layouts.parts.customer_link import shortened
from layouts.parts.memberships import Membership, membership_list
from layouts.parts.sections import folded


def customer_card(
    number: str,
    sentence: str,
    memberships: Sequence[Membership],
    figures: Sequence[html.Div],
    *more: Any,
    known_as: Sequence[str] = (),
    no_groups: str = "",
) -> html.Section:
    """Return the card of a customer; `more` stands below the figures, as it is.

    `known_as` is what else is known of who they are: name, address, country.
    """
    heading: list[Any] = [html.Span(f"Customer {shortened(number)}")]
    heading += [html.Span(each, className="known-as") for each in known_as if each]
    return html.Section(
        [
            html.H2(heading, id=Customers.HEADING, tabIndex=-1),
            html.P(sentence, className="lead-sentence"),
            *_groups(memberships, no_groups),
            html.Div(list(figures), className="key-figures customer-figures"),
            *more,
        ],
        className="customer-card",
    )


def _groups(memberships: Sequence[Membership], no_groups: str) -> list[Any]:
    """Return the name that the customer has; those of other ways to group stand behind a word."""
    if not memberships:
        return [html.P(no_groups)]
    own = membership_list(memberships[:1])
    if len(memberships) == 1:
        return [own]
    others = membership_list(memberships[1:])
    return [own, folded("Other schemes", others)]
