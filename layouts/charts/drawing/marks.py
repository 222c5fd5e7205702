"""Customers as marks: which are drawn, how large, and what hovering and clicking tell.

Every mark's customdata is [row, group code, third measure], where row is the position of the
customer in the frame that was handed in. A number of the customer that is all digits is shown when
hovering; other numbers would have to travel as text, one for every mark.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from layouts.charts.drawing.axes import Axis
from layouts.charts.drawing.look import Look
from rfm import schema

# Each mark is an element of the page, and five clouds are on one: so many are drawn at once.
MOST_MARKS: Final = 1_500
MOST_OF_A_GROUP: Final = 1_500
SEED: Final = 20

_SMALLEST, _LARGEST = 4, 12
# Whole numbers of orders would hide each other: marks move sideways by less than half an order.
_JITTER: Final = 0.28
_MOST_DIGITS: Final = 15


def sample(rows: np.ndarray, most: int) -> np.ndarray:
    """Return at most so many of the rows, the same ones every time."""
    if len(rows) <= most:
        return rows
    chosen = np.random.default_rng(SEED).choice(len(rows), most, replace=False)
    return np.asarray(rows[np.sort(chosen)])


def sample_of_each(rows: np.ndarray, codes: np.ndarray, most: int) -> np.ndarray:
    """Return at most so many of the rows, with every group in its proportion and at least once."""
    if len(rows) <= most:
        return rows
    # Codes are few and begin at -1: counting them is much faster than sorting a million.
    counts = np.bincount(codes.astype(np.int64) + 1)
    present, sizes = np.flatnonzero(counts) - 1, counts[counts > 0]
    room = most - len(present)
    quotas = 1 + np.floor(room * sizes / sizes.sum()).astype(int)
    parts = [
        sample(rows[codes == code], int(quota)) for code, quota in zip(present, quotas, strict=True)
    ]
    return np.sort(np.concatenate(parts))


def drawn_at(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Return where marks are drawn: at their value, and whole counts a little beside it."""
    if not axis.is_jittered:
        return compact(values)
    beside = np.random.default_rng(SEED).uniform(-_JITTER, _JITTER, len(values))
    return (values + beside).astype(np.float32)


def compact(values: np.ndarray) -> np.ndarray:
    """Return numbers in the type that takes the fewest bytes on their way to the browser."""
    if values.dtype.kind in "iu" and np.abs(values).max(initial=0) < np.iinfo(np.int16).max:
        return np.asarray(values, dtype=np.int16)
    return np.asarray(values, dtype=np.float32)


def diameters(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Return the size of each mark: larger for more, and for a more recent order."""
    share = axis.places(values)
    if axis.column == schema.RECENCY_DAYS:
        share = 1 - share
    diameter = np.rint(_SMALLEST + (_LARGEST - _SMALLEST) * share**2)
    return np.asarray(diameter, dtype=np.uint8)


def details(rows: np.ndarray, code: int, third: np.ndarray) -> np.ndarray:
    """Return the customdata of the marks of one group."""
    return compact(np.column_stack([rows, np.full(len(rows), code), third]))


@dataclass(frozen=True)
class Numbers:
    """The numbers of some customers and how plotly writes them; none when they are not digits."""

    values: np.ndarray
    written: str

    def where(self, mask: np.ndarray) -> "Numbers":
        """Return the numbers of some of the customers."""
        return Numbers(np.asarray(self.values[mask]), self.written) if self.written else self

    def as_trace(self) -> dict[str, Any]:
        """Return the numbers as a trace's `text`, where hovering finds them."""
        return {"text": self.values} if self.written else {}


NO_NUMBERS: Final = Numbers(np.zeros(0), "")


def numbers_of(customers: pd.DataFrame, rows: np.ndarray) -> Numbers:
    """Return the customers' numbers when all are digits that a number can hold."""
    if schema.CUSTOMER_ID not in customers or not len(rows):
        return NO_NUMBERS
    ids = customers[schema.CUSTOMER_ID].iloc[rows].astype(str)
    if not ids.str.fullmatch(rf"[0-9]{{1,{_MOST_DIGITS}}}").all():
        return NO_NUMBERS
    lengths = ids.str.len()
    is_padded = bool((ids.str.startswith("0") & (lengths > 1)).any())
    if is_padded and lengths.min() < lengths.max():
        return NO_NUMBERS
    written = f"0{lengths.max()}.0f" if is_padded else ".0f"
    return Numbers(ids.to_numpy(dtype=np.float64), written)


def hover_of(name: str, measures: str, numbers: Numbers) -> str:
    """Return the hover text of a group's marks, with the customer's number where it is known."""
    who = f"Customer %{{text:{numbers.written}}}" if numbers.written else "A customer"
    return f"<b>{who}</b> – {name}<br>{measures}<extra></extra>"


def hovered(column: str, place: str, look: Look) -> str:
    """Return how hovering tells a measure; `place` is where plotly finds its number.

    One text serves all marks, so that it must be right for one order and for many.
    """
    if column == schema.RECENCY_DAYS:
        return f"days since last order: %{{{place}:,.0f}}"
    if column == schema.FREQUENCY:
        return f"{look.orders_word}: %{{{place}:,.0f}}"
    return f"spent: {look.priced(place)}"
