"""Axes that a shop's staff can read: plain numbers, few ticks, skewed values on a log scale.

Money and counts of customers span decades, so they are drawn on log axes with labels such as 10,
100 and 1 k. What an axis cannot hold is counted, so that the caption can say it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from layouts.charts.drawing.look import Look
from rfm import schema

MOST_TICKS: Final = 6
CELLS: Final = 48
# From here on a number is written with a letter: 10 k, 2 M.
_LONG: Final = 10_000
# An axis ends where nearly all customers are, when the few beyond would flatten all others.
_FAR_TIMES: Final = 3
_FAR_TIMES_ON_LOG: Final = 10
_MOST_PERCENTILE: Final = 99.5
_LEAST_PERCENTILE: Final = 0.5
_ENOUGH: Final = 100_000
_WHOLE: Final = (schema.RECENCY_DAYS, schema.FREQUENCY)
_STEPS: Final = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7))


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One measure of a customer as an axis: its column, title, scale and the values it holds."""

    column: str
    title: str
    is_log: bool
    low: float
    high: float
    # Whether the values are whole numbers (days, orders).
    is_whole: bool = False
    # Whether marks of the same count move aside a little, as they would hide each other.
    is_jittered: bool = False

    def covers(self, values: np.ndarray) -> np.ndarray:
        """Return which values lie on the axis."""
        return np.asarray((values >= self.low) & (values <= self.high))

    def places(self, values: np.ndarray) -> np.ndarray:
        """Return where values lie along the axis, from 0 at its low end to 1 at its high end."""
        low, high = self._scaled(np.array([self.low, self.high], dtype=float))
        if high <= low:
            return np.full(len(values), 0.5)
        kept = np.clip(values, self.low, self.high)
        return np.asarray((self._scaled(kept) - low) / (high - low))

    def edges(self) -> np.ndarray:
        """Return the borders of the cells that a density counts customers in."""
        return np.asarray(self._edges_of_all()[self._used()])

    def cell_of(self, values: np.ndarray) -> np.ndarray:
        """Return the cell of each value; every value must lie on the axis."""
        low, step = self._grid()
        shifted = values - self._half() if self.is_whole else values
        index = ((self._scaled(shifted) - low) * (1 / step)).astype(np.int32)
        rank = (np.cumsum(self._used()[:-1]) - 1).astype(np.int32)
        return np.asarray(rank.take(index, mode="clip"))

    def layout(self) -> dict[str, Any]:
        """Return the axis as plotly's layout: title, range, at most six plain ticks."""
        low, high = self._scaled(np.array([self.low, self.high], dtype=float))
        pad = (high - low) * 0.04 or 0.5
        axis: dict[str, Any] = {"title": {"text": self.title}, "range": [low - pad, high + pad]}
        if not self.is_log:
            if high < _LONG:
                return axis | {"nticks": MOST_TICKS, "tickformat": ","}
            return axis | _marked(_round_ticks(low, high))
        return axis | log_scale(self.low, self.high)

    def _half(self) -> float:
        return 0.5 if self.is_whole else 0.0

    def _scaled(self, values: np.ndarray) -> np.ndarray:
        return np.log10(values) if self.is_log else values

    def _grid(self) -> tuple[float, float]:
        half = self._half()
        low, high = self._scaled(np.array([self.low - half, self.high + half], dtype=float))
        step = (high - low) / CELLS or 1.0
        if self.is_whole and not self.is_log:
            step = float(np.ceil(step))
        return float(low), float(step)

    def _edges_of_all(self) -> np.ndarray:
        low, step = self._grid()
        edges = low + step * np.arange(CELLS + 1)
        edges = 10.0**edges if self.is_log else edges
        # Whole numbers sit in the middle of their cell: borders lie halfway between them.
        return np.ceil(edges + self._half() - 1e-9) - self._half() if self.is_whole else edges

    def _used(self) -> np.ndarray:
        edges = self._edges_of_all()
        # A cell between two neighbouring whole numbers holds nothing: it joins its neighbour.
        return np.append(np.diff(edges) > 0, True)


def axis_of(customers: pd.DataFrame, column: str, look: Look) -> Axis:
    """Return the axis of one of recency, frequency and monetary for these customers."""
    values = customers[column].to_numpy()
    is_log = look.is_log and column != schema.RECENCY_DAYS and bool((values > 0).any())
    low, high = reach(values[values > 0] if is_log else values, is_log=is_log)
    return Axis(
        column=column,
        title=look.axis_title(column),
        is_log=is_log,
        low=low,
        high=high,
        is_whole=column in _WHOLE,
        is_jittered=column == schema.FREQUENCY,
    )


def reach(values: np.ndarray, *, is_log: bool) -> tuple[float, float]:
    """Return where an axis of values begins and ends; a few far ones may lie beyond it."""
    low, high = float(values.min()), float(values.max())
    # Every so-maniest customer tells well enough where the few begin.
    values = values[:: len(values) // _ENOUGH + 1]
    if is_log:
        few = float(np.percentile(values, _LEAST_PERCENTILE)) / _FAR_TIMES_ON_LOG
        low = max(low, few)
        return (low, high) if low < high else (low / 2, high * 2)
    many = _FAR_TIMES * float(np.percentile(values, _MOST_PERCENTILE))
    high = many if high > many > 0 else high
    return (low, high) if low < high else (low - 1, high + 1)


def median_of(values: np.ndarray) -> float:
    """Return the median; of counts and days without sorting a million of them."""
    if values.dtype.kind not in "iu" or values.min() < 0 or values.max() > _ENOUGH:
        return float(np.median(values))
    so_far = np.cumsum(np.bincount(values))
    middles = [(len(values) + 1) // 2, len(values) // 2 + 1]
    return float(np.searchsorted(so_far, middles).mean())


def log_ticks(low: float, high: float) -> list[float]:
    """Return at most six round values from `low` to `high`, evenly apart on a log scale."""
    first, last = int(np.floor(np.log10(low))), int(np.ceil(np.log10(high)))
    best: list[float] = []
    for steps in _STEPS:
        ticks = [s * 10.0**power for power in range(first, last + 1) for s in steps]
        ticks = [tick for tick in ticks if low * 0.98 <= tick <= high * 1.02]
        if len(ticks) > MOST_TICKS:
            return best or ticks[:: int(np.ceil(len(ticks) / MOST_TICKS))]
        best = ticks
    return best or [low]


def plain_ticks(low: float, high: float) -> dict[str, Any]:
    """Return at most six round ticks of a bar's axis as plotly's layout: 0, 500, 1 k."""
    return _marked(_round_ticks(low, high)) | {"tickangle": 0, "range": [low, high]}


def share_ticks(low: float, high: float) -> dict[str, Any]:
    """Return at most six round ticks of an axis of shares as plotly's layout: 0 %, 20 %."""
    marked = _marked(_round_ticks(low, high), lambda tick: f"{100 * tick:.3g} %")
    return marked | {"tickangle": 0, "range": [low, high]}


def log_scale(low: float, high: float) -> dict[str, Any]:
    """Return a log scale with at most six round ticks as plotly's layout."""
    return {"type": "log"} | _marked(log_ticks(low, high))


def whole_ticks(most: float, ticks: int = MOST_TICKS) -> dict[str, Any]:
    """Return the ticks of an axis of counts as plotly's layout: 0, 1, 2, never 0, 0, 1, 1."""
    return {"tickformat": ",d"} | ({"nticks": ticks} if most > ticks else {"dtick": 1})


def _marked(ticks: Sequence[float], write: Callable[[float], str] | None = None) -> dict[str, Any]:
    labels = [(write or short_number)(tick) for tick in ticks]
    return {"tickmode": "array", "tickvals": ticks, "ticktext": labels}


def _round_ticks(low: float, high: float) -> list[float]:
    size = 10.0 ** np.floor(np.log10((high - low) / MOST_TICKS))
    ticks: list[float] = []
    for times in (1, 2, 2.5, 5, 10, 20):
        step = size * times
        first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
        ticks = [float(step * place) + 0.0 for place in np.arange(first, last + 1)]
        if len(ticks) <= MOST_TICKS:
            break
    return ticks


def short_number(value: float) -> str:
    """Return a number as short as a tick needs: 10, 100, 1 k, 2.5 M."""
    for size, unit in ((1e9, " B"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"
