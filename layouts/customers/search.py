"""Find a customer: what the search lists, and what the page says of an unknown number."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from layouts.charts.drawing.look import Look
from layouts.parts.components import chip, empty_state
from layouts.parts.customer_link import customer_address, customer_link, shortened
from layouts.parts.listing import list_address


@dataclass(frozen=True, kw_only=True)
class Found:
    """A customer as the search lists them, with a `fact` in short."""

    number: str
    group: str = ""
    fact: str = ""


def found_customers(found: Sequence[Found], data_set: str, look: Look) -> html.Ul:
    """Return customers as a list of links, each with its group and a fact in short."""
    return html.Ul(
        [html.Li(_link(customer, data_set, look)) for customer in found], className="found-list"
    )


def nothing_found(text: str, title: str) -> html.P:
    """Return the sentence for a search that matches nobody."""
    return html.P(
        f"No customer number in {title} contains “{shortened(text)}”. Try fewer characters.",
        className="note",
    )


def unknown_customer(number: str, nearest: Sequence[str], data_set: str, title: str) -> html.Div:
    """Return the sentence for a number nobody has, with the numbers most like it as links."""
    links: list[html.Li] = [html.Li(customer_link(each, data_set)) for each in nearest]
    nearest_list = html.Div(
        [html.Span("Nearest:"), html.Ul(links, className="nearest-list")], className="nearest"
    )
    every = dcc.Link("open the list of all customers", href=list_address(data_set))
    return empty_state(
        f"No customer {shortened(number)} in {title}.",
        "",
        html.Div(
            [
                nearest_list if links else None,
                html.P(["Search by number above, or ", every, "."]),
            ]
        ),
    )


def _link(customer: Found, data_set: str, look: Look) -> dcc.Link:
    colour = look.colour(customer.group) if customer.group in look.names else ""
    group = [chip(customer.group, colour)] if colour else []
    return dcc.Link(
        [
            html.Span(shortened(customer.number), className="number"),
            *group,
            html.Span(customer.fact, className="spent"),
        ],
        href=customer_address(customer.number, data_set),
        className="found-link",
    )
