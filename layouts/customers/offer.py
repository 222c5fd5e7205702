"""What to offer a customer: what they buy most, and what others of their group buy and they do not.

Each product is a way to the list of everybody who bought it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from layouts.parts.components import aria
from layouts.parts.listing import list_address


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The names of products: `bought` most by the customer, `others` by the group and not by them.

    `data` is the name of the data set, `group` what the customer's group is called.
    """

    data: str
    group: str
    bought: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def offer_card(offer: Offer) -> html.Section | None:
    """Return what to offer; nothing where no product is known."""
    parts = [
        (f"Most bought by {offer.group}, not by them yet", offer.others),
        ("They buy most", offer.bought),
    ]
    told = [_products(title, names, offer.data) for title, names in parts if names]
    if not told:
        return None
    return html.Section(
        [html.H2("What to offer", className="card-heading"), html.Dl(told)],
        className="panel offer-card",
        **aria(label="What to offer"),
    )


def _products(title: str, names: Sequence[str], data: str) -> html.Div:
    links = [html.Dd(dcc.Link(name, href=list_address(data, product=name))) for name in names]
    return html.Div([html.Dt(title), *links])
