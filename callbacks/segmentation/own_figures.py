"""The key figures of a customer table: what its own columns say, those that differ most first."""

from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from callbacks.segmentation.view import View
from layouts.parts.attributes import Shown
from layouts.parts.components import key_figure
from rfm import words
from rfm.snapshot import Snapshot

MOST: Final = 5
_MOST_NUMBERS: Final = 3
_MOST_LETTERS: Final = 24
_QUARTILES: Final = (0.25, 0.5, 0.75)
# The columns of a snapshot never change, nor how far their values differ.
_KEPT: Final[WeakKeyDictionary[Snapshot, tuple[str, ...]]] = WeakKeyDictionary()


def key_figures(view: View, first: Any) -> list[Any]:
    """Return the number of customers and what five columns say; `first` is a column's name."""
    people = int(view.is_member.sum())
    part = f"{words.percent(people / max(len(view.is_member), 1))} of all"
    told = "Rows of the table: one per customer."
    compared = part if view.is_part else "one row each"
    counted = key_figure("Customers", words.count(people), compared, told)
    return [counted, *(_figure(view, each) for each in columns_of(view, first))]


def columns_of(view: View, first: Any) -> tuple[Shown, ...]:
    """Return the columns that are told of: the one asked for, then by how far values differ."""
    known = {each.name: each for each in view.attributes}
    if view.snapshot not in _KEPT:
        _KEPT[view.snapshot] = _by_spread(view)
    names = dict.fromkeys([*([first] if first in known else []), *_KEPT[view.snapshot]])
    return tuple(known[name] for name in names)[:MOST]


def _by_spread(view: View) -> tuple[str, ...]:
    """Return three numbers and then categories, the widest first; others fill what is left."""
    customers = view.snapshot.customers(*(each.name for each in view.attributes))
    spreads = {
        kind: {
            each.name: spread(customers[each.name], is_number=each.is_number)
            for each in view.attributes
            if each.is_number == kind
        }
        for kind in (True, False)
    }
    numbers, levels = (
        [name for name in sorted(found, key=lambda name: (-found[name], name)) if found[name] > 0]
        for found in spreads.values()
    )
    return (*numbers[:_MOST_NUMBERS], *levels, *numbers[_MOST_NUMBERS:])


def spread(values: "pd.Series[Any]", *, is_number: bool) -> float:
    """Return how far the values of a column differ, from 0 (not at all) to 1.

    Of numbers it is the middle half's width beside its width and middle together, of categories how
    even they are (their entropy, of the most there can be).
    """
    known = values.dropna()
    if is_number:
        low, middle, high = known.astype(float).quantile(list(_QUARTILES)).fillna(0)
        width = high - low
        return float(width / (width + abs(middle))) if width > 0 else 0.0
    shares = known.value_counts(normalize=True).to_numpy(dtype=float)
    shares = shares[shares > 0]
    if len(shares) <= 1:
        return 0.0
    return float(-(shares * np.log(shares)).sum() / np.log(len(shares)))


def _figure(view: View, column: Shown) -> Any:
    values = view.snapshot.customers(column.name)[column.name]
    own = values[view.is_member] if view.is_part else values
    tell = _number if column.is_number else _category
    value, beside, told = tell(own.dropna(), column)
    if view.is_part:
        beside = f"all: {tell(values.dropna(), column)[0]}"
    return key_figure(words.shortened(column.label, _MOST_LETTERS), value, beside, told)


def _number(values: "pd.Series[Any]", column: Shown) -> tuple[str, str, str]:
    low, middle, high = values.astype(float).quantile(list(_QUARTILES))
    between = f"half between {column.value(low)} and {column.value(high)}"
    told = f"The middle of {column.label}: half of the customers have less."
    return column.value(middle), between if len(values) else "no values", told


def _category(values: "pd.Series[Any]", column: Shown) -> tuple[str, str, str]:
    told = f"What most customers have as {column.label}."
    counts = values.astype(str).value_counts(normalize=True)
    counts = counts[counts > 0]
    if counts.empty:
        return words.MISSING, "no values", told
    name = words.shortened(str(counts.index[0]), _MOST_LETTERS)
    return name, f"{words.percent(float(counts.iloc[0]))} of them", told
