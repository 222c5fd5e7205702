"""What is expected of each coming quarter, folded on the page Models."""

from typing import Any

from dash import html

from layouts.charts.drawing.look import Look
from layouts.parts.facts_tables import Cell, Row, compared
from rfm import words
from rfm.lifetime import Lifetime
from rfm.lifetime.lifetime import Quarter

_TITLE = "Quarter by quarter: expected orders and revenue"
_NOTE = (
    "Of the customers known today. Each quarter has the season and the error of its own days in "
    "earlier years; together they are what the value of all customers is made of, before "
    "discounting. 90 % intervals."
)


def quarters_card(lifetime: Lifetime, look: Look) -> Any:
    """Return the coming quarters with their intervals; nothing in snapshots without them."""
    if not lifetime.quarters:
        return None
    rows = [_row(each, look) for each in lifetime.quarters]
    table = compared(_TITLE, ("Quarter", "Orders", "Revenue"), rows, _NOTE)
    return html.Details([html.Summary(_TITLE), *table], className="panel comparison-card")


def _row(quarter: Quarter, look: Look) -> Row:
    orders, revenue = quarter.orders, quarter.revenue
    mark = " · indicative" if quarter.is_indicative else ""
    counts = [words.count(round(end)) for end in (orders.mean, orders.low, orders.high)]
    money = [
        words.short_money(end, look.currency) for end in (revenue.mean, revenue.low, revenue.high)
    ]
    return Row(
        name=f"{words.date_text(quarter.begins)} to {words.date_text(quarter.ends)}",
        cells=tuple(
            Cell(mean, f"likely {low} to {high}{mark}") for mean, low, high in (counts, money)
        ),
    )
