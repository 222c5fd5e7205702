"""Customers as a table of numbers that every candidate model starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm.errors import PredictionError
from rfm.features.arrays import codes_of, levels_of, numbers_of
from rfm.features.points import Array
from rfm.table.attribute import FEATURE_KINDS, Attribute

# Rarer levels of a category count as one, and so does a level that was never seen.
_RARE_BELOW: Final = 10
_MOST_LEVELS: Final = 40


@dataclass(frozen=True)
class Levels:
    """The levels of one attribute that a model tells apart."""

    attribute: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class Encoding:
    """How customers become a table: first the numbers, then a code for each category.

    Parameters
    ----------
    numbers : tuple of str
        Attributes that are numbers.
    categories : tuple of Levels
        Attributes that are categories or yes-no; a level that is not among the known ones has
        the code after the last.
    """

    numbers: tuple[str, ...]
    categories: tuple[Levels, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the attribute of each column."""
        return (*self.numbers, *(one.attribute for one in self.categories))

    def matrix(self, customers: pd.DataFrame) -> Array:
        """Return one row per customer; gaps are NaN.

        Raises
        ------
        PredictionError
            When an attribute is missing altogether.
        """
        missing = [name for name in self.names if name not in customers.columns]
        if missing:
            raise PredictionError(
                f"The model needs {', '.join(missing)}, which these customers do not have: add "
                f"the missing attributes, or let them be filled with typical values."
            )
        columns = [numbers_of(customers[name]) for name in self.numbers]
        columns += [_codes(customers[one.attribute], one.known) for one in self.categories]
        return np.column_stack(columns)


def fit_encoding(
    customers: pd.DataFrame, attributes: Sequence[Attribute], target_name: str
) -> Encoding:
    """Return the encoding of the attributes that are features, the target left out.

    Constant and empty attributes are left out too: they tell nobody from anybody.
    """
    chosen = [
        one
        for one in attributes
        if one.is_feature and one.kind in FEATURE_KINDS and one.name != target_name
    ]
    numbers = [
        one.name
        for one in chosen
        if one.kind == "number" and _varies(numbers_of(customers[one.name]))
    ]
    categories = [
        Levels(one.name, _frequent(customers[one.name]))
        for one in chosen
        if one.kind != "number" and len(customers[one.name].unique()) > 1
    ]
    return Encoding(tuple(numbers), tuple(categories))


def _varies(values: Array) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and (len(known) < len(values) or bool(known.min() < known.max()))


def _frequent(values: pd.Series) -> tuple[str, ...]:
    counts = values.astype("str").value_counts()
    return tuple(one for one in levels_of(values) if counts[one] >= _RARE_BELOW)[:_MOST_LEVELS]


def _codes(values: pd.Series, known: Sequence[str]) -> Array:
    codes = codes_of(values, known).astype(float)
    codes[codes < 0] = len(known)
    codes[values.isna().to_numpy(dtype=bool)] = np.nan
    return codes
