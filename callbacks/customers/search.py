"""Who is found by a number or a part of it, and who is offered where none was typed."""

from typing import Any, Final

import numpy as np
import pandas as pd
from dash import no_update

from callbacks.parts.looks import look_of
from layouts.customers import search as layout
from layouts.customers.search import Found
from layouts.parts.customer_link import customer_address
from rfm import schema, words
from rfm.snapshot import Snapshot

MOST_FOUND: Final = 8
_MOST_EXAMPLES: Final = 3
_LAPSED: Final = 75


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


def example_customers(snapshot: Snapshot) -> list[Found]:
    """Return a few customers worth a look."""
    if snapshot.kind == schema.LOG:
        return _examples_of_log(snapshot)
    if snapshot.profiles is None:
        numbers = snapshot.customers(schema.CUSTOMER_ID)[schema.CUSTOMER_ID]
        return [Found(number=number) for number in numbers[:_MOST_EXAMPLES]]
    profiles = [profile for profile in snapshot.profiles.clusters if profile.typical]
    return [
        Found(number=profile.typical[0], group=profile.name, note="typical of this cluster")
        for profile in profiles[:_MOST_EXAMPLES]
    ]


def _examples_of_log(snapshot: Snapshot) -> list[Found]:
    """Return the best customer, a typical one, and a good one who went away."""
    customers = snapshot.customers(schema.CUSTOMER_ID, *schema.RFM)
    spent = customers[schema.MONETARY].to_numpy()
    recency = customers[schema.RECENCY_DAYS].to_numpy()
    gone = recency >= np.percentile(recency, _LAPSED)
    rows = {
        int(np.argmax(spent)): "spent the most",
        _typical(customers): "close to the median customer",
        int(np.argmax(np.where(gone, spent, -np.inf))): "spent the most of those long away",
    }
    numbers = customers[schema.CUSTOMER_ID]
    return [_found(snapshot, str(numbers.iloc[row]), note) for row, note in rows.items()]


def _typical(customers: pd.DataFrame) -> int:
    """Return the row of the customer nearest to the medians, in units of each measure's spread."""
    distance = np.zeros(len(customers))
    for measure in schema.RFM:
        values_of = customers[measure].to_numpy(dtype=float)
        low, middle, high = np.percentile(values_of, (25, 50, 75))
        distance += np.abs(values_of - middle) / ((high - low) or 1.0)
    return int(np.argmin(distance))


def _found(snapshot: Snapshot, number: str, note: str = "") -> Found:
    if not snapshot.groupings:
        return Found(number=number, note=note)
    customer = snapshot.customer(number)
    fact = (
        words.money(float(customer[schema.MONETARY]), snapshot.currency)
        if snapshot.kind == schema.LOG
        else f"{words.percent(customer[schema.CLUSTER_PROBABILITY])} sure"
    )
    group = str(customer[schema.group_column(snapshot.groupings[0])])
    return Found(number=number, group=group, fact=fact, note=note)
