"""What the list says of its filters: how many pass them, their chips, what holds of a column."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from callbacks.customers.listing.view import SCHEME, ListView
from callbacks.parts.files import MOST_EXPORTED
from layouts.customers.columns import CLUSTER, ListColumn
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import message
from layouts.parts.listing import BETWEEN
from layouts.parts.memberships import grouping_title
from rfm import schema, words


@dataclass(frozen=True, kw_only=True)
class HeldTexts:
    """What the fields of one column's filter hold."""

    level: str = NOT_CHOSEN
    low: str = ""
    high: str = ""
    part: str = ""


def sentence(view: ListView) -> str:
    """Return who is listed, in one sentence made of numbers."""
    everybody = len(view.values(schema.CUSTOMER_ID))
    of_all = "" if view.is_all else f" of {words.count(everybody)}"
    share = "" if view.is_all else f", {words.percent(view.size / everybody)}"
    whom = f"{words.count(view.size)}{of_all} {'customer' if everybody == 1 else 'customers'}"
    if schema.MONETARY not in view.columns or not view.size:
        return f"{whom}{share}."
    spent = view.values(schema.MONETARY).to_numpy()
    is_listed = view.is_listed
    total = float(np.sum(spent if is_listed is None else spent[is_listed]))
    money = words.short_money(total, view.snapshot.currency)
    return f"{whom}{share}, who spent {money} in all. {_order_of(view)}".rstrip()


def _order_of(view: ListView) -> str:
    """Return by what customers have their places; nothing where they have none."""
    lifetime = view.snapshot.lifetime
    if lifetime is None or schema.VALUE_PLACE not in view.columns:
        return ""
    return lifetime.list_order.sentence


def shown_chips(view: ListView) -> list[tuple[str, str, str]]:
    """Return the filters that hold, as (key, words, colour)."""
    chips = [
        (each.column.key, each.label, _colour(view, each.column.key, each.text))
        for each in view.conditions
    ]
    asked = view.asked.get(SCHEME, "")
    if asked and asked == view.grouping != next(iter(view.snapshot.groupings), ""):
        chips.append((SCHEME, f"Segments of: {grouping_title(asked)}", ""))
    return chips


def _colour(view: ListView, key: str, group: str) -> str:
    if key not in (schema.SEGMENT, CLUSTER):
        return ""
    return view.look(key).colour(group)


def notices(view: ListView) -> tuple[Any, Any]:
    """Return what was not understood, and what a spreadsheet would leave out of the file."""
    told = [message(problem, "watch") for problem in view.problems]
    if view.size <= MOST_EXPORTED:
        return told, None
    sizes = words.count(view.size), words.count(MOST_EXPORTED)
    too_long = (
        f"The file holds all {sizes[0]} customers; a spreadsheet shows the first {sizes[1]} rows. "
        "Filter the list, or open the file with another program."
    )
    return told, message(too_long)


def held_texts(view: ListView, column: ListColumn | None) -> HeldTexts:
    """Return what the fields of a column hold, as the address says it."""
    text = view.asked.get(column.key, "") if column else ""
    if column is None or not text:
        return HeldTexts()
    if column.kind == "text":
        return HeldTexts(part=text)
    if column.kind == "level":
        return HeldTexts(level=text if text in column.levels else NOT_CHOSEN)
    low, between, high = text.partition(BETWEEN)
    return HeldTexts(low=low, high=high if between else low)
