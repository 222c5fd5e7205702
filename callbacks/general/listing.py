"""Sorting and filtering a million customers as AG Grid asks for it, in NumPy.

Everything in a request may be anything: what is not understood is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm import schema

NUMBERS: Final = (
    *(schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY, schema.AVERAGE_ORDER_VALUE),
)
SORTABLE: Final = (*NUMBERS, schema.CUSTOMER_ID, schema.LAST_ORDER_AT, schema.GROUP)
_MOST_LETTERS: Final = 64
_MOST_NUMBERS: Final = 2
_LARGEST: Final = 1e300


@dataclass(frozen=True)
class Filter:
    """One column's condition: `kind` is AG Grid's, `low` and `high` numbers or a text."""

    column: str
    kind: str
    low: Any = None
    high: Any = None


@dataclass(frozen=True)
class Wanted:
    """What a grid asks for: rows from `start`, filtered, sorted by (column, is descending)."""

    start: int = 0
    sorting: tuple[tuple[str, bool], ...] = ()
    filters: tuple[Filter, ...] = ()


def read_request(request: Mapping[str, Any]) -> Wanted:
    """Return what a grid's request means."""
    start = request.get("startRow")
    sorting = request.get("sortModel")
    filters = request.get("filterModel")
    return Wanted(
        start=max(0, start) if isinstance(start, int) else 0,
        sorting=_sorting(sorting if isinstance(sorting, list) else []),
        filters=_filters(filters if isinstance(filters, Mapping) else {}),
    )


def _sorting(model: list[Any]) -> tuple[tuple[str, bool], ...]:
    asked = [each for each in model if isinstance(each, Mapping)]
    return tuple(
        (each["colId"], each.get("sort") == "desc")
        for each in asked
        if each.get("colId") in SORTABLE
    )


def _filters(model: Mapping[str, Any]) -> tuple[Filter, ...]:
    asked = [_filter(column, each) for column, each in model.items() if isinstance(each, Mapping)]
    return tuple(each for each in asked if each is not None)


def _filter(column: str, asked: Mapping[str, Any]) -> Filter | None:
    kind, low, high = str(asked.get("type")), asked.get("filter"), asked.get("filterTo")
    if column == schema.CUSTOMER_ID and isinstance(low, str) and kind in TEXT_KINDS:
        return Filter(column, kind, low.strip()[:_MOST_LETTERS])
    numbers = [value for value in (low, high) if _is_usable(value)]
    if column not in NUMBERS or len(numbers) < NUMBER_KINDS.get(kind, _MOST_NUMBERS + 1):
        return None
    return Filter(column, kind, *numbers)


def _is_usable(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= _LARGEST


TEXT_KINDS: Final = ("contains", "startsWith", "equals")
# AG Grid's conditions, with the count of numbers that each needs.
NUMBER_KINDS: Final[Mapping[str, int]] = {
    "equals": 1,
    "notEqual": 1,
    "greaterThan": 1,
    "greaterThanOrEqual": 1,
    "lessThan": 1,
    "lessThanOrEqual": 1,
    "inRange": 2,
    "blank": 0,
    "notBlank": 0,
}


def arrange(customers: pd.DataFrame, members: np.ndarray, wanted: Wanted) -> np.ndarray:
    """Return the positions among `members` that pass every filter, in the order asked for.

    Equal customers stay in the order of their numbers.
    """
    for condition in wanted.filters:
        values = customers[condition.column].iloc[members]
        members = members[_passes(values, condition)]
    keys = [
        _key(customers[column].iloc[members], is_descending=is_descending)
        for column, is_descending in reversed(wanted.sorting)
    ]
    return members[np.lexsort(keys)] if keys else members


def _key(values: pd.Series, *, is_descending: bool) -> np.ndarray:
    """Return numbers that sort as the values do; what is missing comes last."""
    if values.name == schema.CUSTOMER_ID:
        # The table is sorted by customer number: its place is its rank.
        key = np.arange(len(values), dtype=float)
    elif isinstance(values.dtype, pd.CategoricalDtype):
        key = values.cat.codes.to_numpy(dtype=float)
    elif values.dtype.kind == "M":
        key = values.astype("int64").to_numpy(dtype=float)
    else:
        key = values.to_numpy(dtype=float, na_value=np.nan)
    return -key if is_descending else key


def _passes(values: pd.Series, condition: Filter) -> np.ndarray:
    if condition.kind in TEXT_KINDS and condition.column == schema.CUSTOMER_ID:
        return _passes_text(values, condition)
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    low, high = condition.low, condition.high
    compare = {
        "equals": lambda: numbers == low,
        "notEqual": lambda: numbers != low,
        "greaterThan": lambda: numbers > low,
        "greaterThanOrEqual": lambda: numbers >= low,
        "lessThan": lambda: numbers < low,
        "lessThanOrEqual": lambda: numbers <= low,
        "inRange": lambda: (numbers >= low) & (numbers <= high),
        "blank": lambda: np.isnan(numbers),
        "notBlank": lambda: ~np.isnan(numbers),
    }
    return np.asarray(compare[condition.kind]())


def _passes_text(values: pd.Series, condition: Filter) -> np.ndarray:
    if condition.kind == "equals":
        return np.asarray(values == condition.low)
    if condition.kind == "startsWith":
        return np.asarray(values.str.startswith(condition.low))
    return np.asarray(values.str.contains(condition.low, regex=False))
