"""Who is found by a number or a part of it."""

from typing import Any, Final

from dash import no_update

from callbacks.parts.looks import look_of
from layouts.customers import search as layout
from layouts.customers.search import Found
from layouts.parts.customer_link import customer_address
from rfm import schema, words
from rfm.snapshot import Snapshot

MOST_FOUND: Final = 8


def search_customers(snapshot: Snapshot, text: str | None) -> Any:
    """Return the customers whose number has a text in it, or a sentence when there are none."""
    asked = (text or "").strip()
    if not asked:
        return None
    numbers = snapshot.find_customers(asked, MOST_FOUND)
    if not numbers:
        return layout.nothing_found(asked, snapshot.title)
    found = [_found(snapshot, number) for number in numbers]
    return layout.found_customers(found, snapshot.name, look_of(snapshot, "light"))


def first_address(snapshot: Snapshot, text: str | None) -> Any:
    """Return the address of the first match; of the number itself when nothing matches."""
    asked = (text or "").strip()
    if not asked:
        return no_update
    found = snapshot.find_customers(asked, 1)
    return customer_address(found[0] if found else asked, snapshot.name)


def _found(snapshot: Snapshot, number: str) -> Found:
    if not snapshot.groupings:
        return Found(number=number)
    customer = snapshot.customer(number)
    fact = (
        words.money(float(customer[schema.MONETARY]), snapshot.currency)
        if snapshot.kind == schema.LOG
        else f"{words.percent(customer[schema.CLUSTER_PROBABILITY])} sure"
    )
    group = str(customer[schema.group_column(snapshot.groupings[0])])
    return Found(number=number, group=group, fact=fact)
