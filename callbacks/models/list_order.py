"""By what lists of customers are sorted, beside the other orders that were tried."""

from typing import Any

from layouts.parts.components import message
from layouts.parts.facts_tables import IN_USE, Cell, Row, comparison
from rfm import words
from rfm.lifetime.list_order import TITLES, ListOrder


def order_card(order: ListOrder) -> Any:
    """Return how well each order ranked customers by what they then spent."""
    if order.chosen_on is None or order.scored_on is None:
        return message(order.reason) if order.reason else None
    days = [words.date_text(day) for day in (order.chosen_on, order.scored_on)]
    heads = ("Sorted by", f"Gini, {days[0]}", f"Gini, {days[1]}", "Best fifth brought")
    found = zip(order.kinds, order.chosen_ginis, order.ginis, order.top_fifths, strict=True)
    rows = [
        Row(
            name=f"{TITLES[kind][:1].upper()}{TITLES[kind][1:]}",
            badge=IN_USE if kind == order.kind else "",
            cells=(
                Cell(words.number(before, 3)),
                Cell(words.number(after, 3)),
                Cell(words.percent(fifth)),
            ),
        )
        for kind, before, after, fifth in found
    ]
    note = (
        f"{order.reason} Gini: 1 puts customers in the order of what they spent in the next "
        f"{words.days(order.window)}, 0 in any. No sum changes by it."
    )
    return comparison("By what lists are sorted", heads, rows, note)
