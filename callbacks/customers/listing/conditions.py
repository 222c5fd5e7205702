"""What the list is filtered by: texts of an address, read as conditions on its columns.

    segment=At Risk         a level
    country=king            a part of a text
    monetary=100..500       a number between both, "100.." and "..500" too; of shares in per cent
    last_order_at=2011-06-01..2011-06-30

Everything may stand in an address: what is not understood filters nothing, and a sentence says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from layouts.customers.columns import ListColumn
from layouts.parts.listing import BETWEEN
from rfm import words
from rfm.prediction import read_values
from rfm.table.attribute import Attribute

_HUNDRED: Final = 100.0
_MOST_ECHOED: Final = 40


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition on a column: its `text`, or what lies between `low` and `high`.

    Days are whole days since 1970, shares are of 1.
    """

    column: ListColumn
    text: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def label(self) -> str:
        """The condition in words."""
        head = self.column.head
        if self.column.kind == "text":
            return f"{head}: “{words.shortened(self.text, _MOST_ECHOED)}”"
        if self.column.kind == "level":
            return f"{head}: {words.shortened(self.text, _MOST_ECHOED)}"
        low, high = (None if x is None else self._bound(x) for x in (self.low, self.high))
        if low == high:
            return f"{head}: {low}"
        if low is not None and high is not None:
            return f"{head}: {low} to {high}"
        return f"{head}: from {low}" if low is not None else f"{head}: up to {high}"

    def _bound(self, value: float) -> str:
        if self.column.kind == "day":
            return words.date_text(_EPOCH + pd.Timedelta(days=value))
        if self.column.kind == "share":
            return f"{words.significant(_HUNDRED * value)} %"
        return words.significant(value)

    def passing(self, values: pd.Series) -> np.ndarray:
        """Return which values pass; a gap never does."""
        if self.column.kind == "text":
            found = pc.match_substring(pa.array(values), self.text, ignore_case=True)
            return np.asarray(found.fill_null(False))
        if self.column.kind == "level":
            return level_of(values, self.text)
        numbers = _days(values) if self.column.kind == "day" else _numbers(values)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((numbers >= low) & (numbers <= high))


_EPOCH: Final = pd.Timestamp(1970, 1, 1)


def level_of(values: pd.Series, level: str) -> np.ndarray:
    """Return which values are a level."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return np.asarray((values == level).fillna(value=False), dtype=bool)
    names = [str(name) for name in values.cat.categories]
    # A level that nobody has may be no category; a gap is -1.
    place = names.index(level) if level in names else len(names)
    return np.asarray(values.cat.codes.to_numpy() == place)


def _numbers(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype=float, na_value=np.nan)


def _days(values: pd.Series) -> np.ndarray:
    """Return moments as whole days since 1970, gaps as what no bound includes."""
    days = values.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype("int64").astype(float))


def read_conditions(
    filters: Mapping[str, str], columns: Mapping[str, ListColumn]
) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """Return the conditions that filters mean, and a sentence for each that means none."""
    read = [_read(key, text, columns.get(key)) for key, text in filters.items() if text]
    return (
        tuple(each for each in read if isinstance(each, Condition)),
        tuple(each for each in read if isinstance(each, str)),
    )


def _read(key: str, text: str, column: ListColumn | None) -> Condition | str:
    if column is None:
        name = words.shortened(key, _MOST_ECHOED)
        return f"There is no column '{name}' to filter by here, so it leaves nobody out."
    if column.kind == "text":
        return Condition(column=column, text=text)
    if column.kind == "level":
        return _level(column, text)
    return _range(column, text)


def _level(column: ListColumn, text: str) -> Condition | str:
    if text in column.levels:
        return Condition(column=column, text=text)
    asked = words.shortened(text, _MOST_ECHOED)
    return (
        f"There is no {column.head.lower()} '{asked}' here, so it leaves nobody out. Choose "
        "another."
    )


def _range(column: ListColumn, text: str) -> Condition | str:
    low, between, high = text.partition(BETWEEN)
    bounds: list[Any] = [_bound(column, each.strip()) for each in (low, high if between else low)]
    for problem in bounds:
        if isinstance(problem, str):
            return problem
    if all(each is None for each in bounds):
        return f"{column.head}: give a number, or two with '{BETWEEN}' between them."
    if None not in bounds and bounds[0] > bounds[1]:
        return f"{column.head} cannot be from {low} to {high}: give the smaller one first."
    return Condition(column=column, low=bounds[0], high=bounds[1])


def _bound(column: ListColumn, text: str) -> float | str | None:
    if not text:
        return None
    if column.kind == "day":
        return _day(column, text)
    number = Attribute(name=column.head, kind="number", is_feature=False, reason="")
    read = read_values({column.head: text.removesuffix("%").strip()}, [number])
    if read.problems:
        return read.problems[column.head]
    value = float(read.values[column.head])  # noqa: PD011 - no pandas here
    return value / _HUNDRED if column.kind == "share" else value


def _day(column: ListColumn, text: str) -> float | str:
    try:
        return float((date.fromisoformat(text) - date(1970, 1, 1)).days)
    except ValueError:
        asked = words.shortened(text, _MOST_ECHOED)
        return f"{column.head}: '{asked}' is no day. Write it as 2011-12-09."
