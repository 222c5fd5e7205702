"""Sorting and filtering a million customers as AG Grid asks for it, in NumPy.

Everything in a request may be anything: what is not understood is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm import schema

_MOST_LETTERS: Final = 64
_LARGEST: Final = 1e300


@dataclass(frozen=True)
class Listable:
    """What a list has: columns of numbers, of texts, and others that can only be sorted by."""

    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = (schema.CUSTOMER_ID,)
    others: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column, texts first."""
        return (*self.texts, *self.numbers, *self.others)


@dataclass(frozen=True)
class Condition:
    """One column's condition: `kind` is AG Grid's, `bounds` are numbers or a text, or nothing."""

    column: str
    kind: str
    bounds: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What a grid asks for: rows from `start`, filtered, sorted by (column, is descending)."""

    start: int = 0
    sorting: tuple[tuple[str, bool], ...] = ()
    filters: tuple[Condition, ...] = ()


def read_request(request: Mapping[str, Any], columns: Listable) -> Wanted:
    """Return what a grid's request means for a list of these columns."""
    start = request.get("startRow")
    sorting = request.get("sortModel")
    filters = request.get("filterModel")
    return Wanted(
        start=max(0, start) if isinstance(start, int) else 0,
        sorting=_sorting(sorting if isinstance(sorting, list) else [], columns),
        filters=_filters(filters if isinstance(filters, Mapping) else {}, columns),
    )


def _sorting(model: list[Any], columns: Listable) -> tuple[tuple[str, bool], ...]:
    asked = [each for each in model if isinstance(each, Mapping)]
    return tuple(
        (each["colId"], each.get("sort") == "desc")
        for each in asked
        if each.get("colId") in columns.all
    )


def _filters(model: Mapping[str, Any], columns: Listable) -> tuple[Condition, ...]:
    asked = [
        _filter(column, each, columns)
        for column, each in model.items()
        if isinstance(each, Mapping)
    ]
    return tuple(each for each in asked if each is not None)


def _filter(column: str, asked: Mapping[str, Any], columns: Listable) -> Condition | None:
    kind, low, high = str(asked.get("type")), asked.get("filter"), asked.get("filterTo")
    if kind in _GAP_KINDS and column in (*columns.texts, *columns.numbers):
        return Condition(column, kind)
    if column in columns.texts:
        if not isinstance(low, str) or kind not in _OF_TEXTS:
            return None
        return Condition(column, kind, (low.strip()[:_MOST_LETTERS],))
    numbers = tuple(value for value in (low, high) if _is_usable(value))
    needed = 2 if kind == "inRange" else 1
    if column not in columns.numbers or kind not in _OF_NUMBERS or len(numbers) < needed:
        return None
    return Condition(column, kind, numbers[:needed])


def _is_usable(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= _LARGEST


# AG Grid's conditions, with what passes each.
_GAP_KINDS: Final = ("blank", "notBlank")
_OF_TEXTS: Final[Mapping[str, Callable[[pd.Series, str], pd.Series]]] = {
    "contains": lambda texts, part: texts.str.contains(part, regex=False),
    "startsWith": lambda texts, part: texts.str.startswith(part),
    "equals": lambda texts, text: texts == text,
}
_OF_NUMBERS: Final[Mapping[str, Callable[..., np.ndarray]]] = {
    "equals": np.equal,
    "notEqual": np.not_equal,
    "greaterThan": np.greater,
    "greaterThanOrEqual": np.greater_equal,
    "lessThan": np.less,
    "lessThanOrEqual": np.less_equal,
    "inRange": lambda numbers, low, high: (numbers >= low) & (numbers <= high),
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
    elif isinstance(values.dtype, pd.StringDtype):
        codes, _ = pd.factorize(values, sort=True)
        key = np.where(codes < 0, np.nan, codes)
    else:
        key = values.to_numpy(dtype=float, na_value=np.nan)
    return -key if is_descending else key


def _passes(values: pd.Series, condition: Condition) -> np.ndarray:
    kind, bounds = condition.kind, condition.bounds
    if not bounds:
        is_gap = values.isna().to_numpy()
        return np.asarray(is_gap if kind == "blank" else ~is_gap)
    if isinstance(bounds[0], str):
        return np.asarray(_OF_TEXTS[kind](values, *bounds).fillna(False), dtype=bool)
    return _OF_NUMBERS[kind](values.to_numpy(dtype=float, na_value=np.nan), *bounds)
