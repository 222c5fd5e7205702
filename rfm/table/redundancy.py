"""Columns that say the same twice: equal ones, and those that move together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfm.table.attribute import Attribute, Finding

# A column that is another one in another unit, such as cents and dollars.
_SAME: Final = 0.999_999
_NEARLY_SAME: Final = 0.98
_MOST_CATEGORIES: Final = 40
_FEWEST_ROWS: Final = 10


@dataclass(frozen=True)
class RedundantColumns:
    """Features that would count twice.

    Attributes
    ----------
    excluded : mapping of str to str
        Columns that repeat an earlier one exactly, with the reason to leave them out.
    findings : tuple of Finding
        These, and pairs that move almost together.
    """

    excluded: Mapping[str, str]
    findings: tuple[Finding, ...]


def find_redundant_columns(
    values: pl.DataFrame, attributes: Sequence[Attribute]
) -> RedundantColumns:
    """Return the features that repeat an earlier feature, exactly or nearly."""
    excluded: dict[str, str] = {}
    findings: list[Finding] = []
    if values.height < _FEWEST_ROWS:
        return RedundantColumns(excluded, ())
    features = [attribute for attribute in attributes if attribute.is_feature]
    numbers = [attribute for attribute in features if attribute.kind == "number"]
    categories = [attribute for attribute in features if attribute.kind != "number"]
    together = _correlations(values, numbers)
    for (first, one), (second, other) in combinations(enumerate(numbers), 2):
        strength = float(together[first, second])
        if one.name in excluded or other.name in excluded or abs(strength) < _NEARLY_SAME:
            continue
        if abs(strength) >= _SAME and one.missing == other.missing:
            excluded[other.name] = _reason(one)
            findings.append(_same(one, other, values.height))
        else:
            findings.append(_nearly(one, other, strength, values.height))
    for one, other in combinations(categories[:_MOST_CATEGORIES], 2):
        if {one.name, other.name}.isdisjoint(excluded) and _are_renamed(values, one, other):
            excluded[other.name] = _reason(one)
            findings.append(_same(one, other, values.height))
    return RedundantColumns(excluded, tuple(findings))


def _correlations(values: pl.DataFrame, numbers: Sequence[Attribute]) -> NDArray[np.float64]:
    """Return the correlation of every pair of numbers, the typical value in place of gaps."""
    if not numbers:
        return np.empty((0, 0))
    filled = [values[number.name].fill_null(number.typical).to_numpy() for number in numbers]
    centred = np.vstack(filled) - np.array([[column.mean()] for column in filled])
    sizes = np.sqrt((centred**2).sum(axis=1))
    sizes[sizes == 0] = 1.0
    centred /= sizes[:, None]
    found: NDArray[np.float64] = centred @ centred.T
    return found


def _are_renamed(values: pl.DataFrame, one: Attribute, other: Attribute) -> bool:
    """Return whether each level of a category goes with one level of another, and back."""
    if len(one.levels) != len(other.levels) or one.missing != other.missing:
        return False
    pairs = values.select(one.name, other.name).unique().height
    return pairs == len(one.levels) + bool(one.missing)


def _reason(one: Attribute) -> str:
    return f"It repeats {one.label}, and would count it twice in the clusters."


def _same(one: Attribute, other: Attribute, rows: int) -> Finding:
    sentence = (
        f"{other.label} says the same as {one.label} for every customer: it is left out of the "
        "clusters, where it would count twice."
    )
    return Finding("duplicate", other.name, rows, sentence)


def _nearly(one: Attribute, other: Attribute, strength: float, rows: int) -> Finding:
    opposite = " in opposite directions" if strength < 0 else ""
    sentence = (
        f"{other.label} and {one.label} move almost together{opposite} (correlation "
        f"{strength:.3f}): both are used, and weigh double. Leave one out with --ignore."
    )
    return Finding("duplicate", other.name, rows, sentence)
