"""The filter by an attribute: what a browser asks for, read against what customers have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from callbacks.parts.attributes import filterable
from layouts.parts.attributes import NOT_CHOSEN, Shown
from rfm.prediction import ReadValues, read_values
from rfm.snapshot import Snapshot

WHERE: Final = "where"
LEVEL: Final = "is"
LOW: Final = "from"
HIGH: Final = "to"
_MOST_LETTERS: Final = 200
_MOST_ECHOED: Final = 40


@dataclass(frozen=True, kw_only=True)
class AttributeFilter:
    """The customers with one level of an attribute, or with a number within bounds."""

    attribute: Shown
    level: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> str:
        """What is asked of the attribute, in words."""
        low, high = (None if x is None else self.attribute.value(x) for x in (self.low, self.high))
        if self.level:
            return self.level
        if low is not None and high is not None:
            return f"{low} to {high}"
        return f"from {low}" if low is not None else f"up to {high}"

    @property
    def label(self) -> str:
        """The filter within a sentence."""
        return f"{self.attribute.label} {self.value}"

    @property
    def title(self) -> str:
        """The filter by itself."""
        return f"{self.attribute.label}: {self.value}"

    @property
    def key(self) -> str:
        """What an answer depends on."""
        return repr((self.attribute.name, self.level, self.low, self.high))

    def passing(self, values: pd.Series) -> np.ndarray:
        """Return which values pass; a gap never does."""
        if self.level:
            return np.asarray((values == self.level).fillna(value=False), dtype=bool)
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((numbers >= low) & (numbers <= high))


@dataclass(frozen=True, kw_only=True)
class ReadFilter:
    """What could be read: the attribute chosen, the filter once it says something, or a problem."""

    attribute: Shown | None = None
    filter: AttributeFilter | None = None
    problem: str = ""


def read_filter(snapshot: Snapshot, asked: Any) -> ReadFilter:
    """Return the filter that a browser asks for; what is not known is a problem, in a sentence."""
    texts = asked if isinstance(asked, Mapping) else {}
    name = _text(texts, WHERE)
    if not name:
        return ReadFilter()
    chosen = next((each for each in filterable(snapshot) if each.name == name), None)
    if chosen is None:
        return ReadFilter(
            problem=f"There is no attribute '{name[:_MOST_ECHOED]}' to filter by here, so all "
            "customers are shown."
        )
    return _of_number(snapshot, chosen, texts) if chosen.is_number else _of_level(chosen, texts)


def _of_level(chosen: Shown, texts: Mapping[Any, Any]) -> ReadFilter:
    level = _text(texts, LEVEL)
    if not level:
        return ReadFilter(attribute=chosen)
    if level in chosen.levels:
        return ReadFilter(attribute=chosen, filter=AttributeFilter(attribute=chosen, level=level))
    return ReadFilter(
        attribute=chosen,
        problem=f"No customer here has {chosen.label} '{level[:_MOST_ECHOED]}', so all customers "
        "are shown. Choose another value.",
    )


def _of_number(snapshot: Snapshot, chosen: Shown, texts: Mapping[Any, Any]) -> ReadFilter:
    attributes = [each for each in snapshot.columns.attributes if each.name == chosen.name]
    bounds = [read_values({chosen.name: _text(texts, bound)}, attributes) for bound in (LOW, HIGH)]
    problem = next((read.problems[chosen.name] for read in bounds if read.problems), "")
    low, high = (_number(read, chosen.name) for read in bounds)
    if not problem and low is not None and high is not None and low > high:
        problem = (
            f"{chosen.label} cannot be from {chosen.value(low)} to {chosen.value(high)}: give the "
            "smaller number first."
        )
    if problem or (low is None and high is None):
        return ReadFilter(attribute=chosen, problem=problem)
    return ReadFilter(
        attribute=chosen, filter=AttributeFilter(attribute=chosen, low=low, high=high)
    )


def _number(read: ReadValues, name: str) -> float | None:
    value = read.values.get(name)  # noqa: PD011 - no pandas here
    return value if isinstance(value, float) else None


def _text(texts: Mapping[Any, Any], name: str) -> str:
    text = texts.get(name)
    if not isinstance(text, str) or text == NOT_CHOSEN:
        return ""
    return text.strip()[:_MOST_LETTERS]
