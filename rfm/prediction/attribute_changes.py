"""What could be different about a customer of a table: one or two attributes, changed the least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm.features.points import levels_of, numbers_of
from rfm.prediction.changes import Change
from rfm.table.attribute import FEATURE_KINDS, Attribute, in_words, label_of

# Changes are sought among so many of the most important attributes.
CHANGEABLE: Final = 8
# What a shop cannot change about a customer, as parts of a column's name.
_FIXED: Final = (
    *("age", "gender", "sex", "birth", "tenure", "ethnic"),
    *("married", "marital"),
)
_SHARES: Final = np.arange(0.05, 0.96, 0.05)
_MOST_LEVELS: Final = 12
# Pairs are tried among so many of the first attributes, at every third of their values.
_PAIRED: Final = 6
_EVERY: Final = 3


@dataclass(frozen=True)
class Grid:
    """The values to which an attribute could change.

    Parameters
    ----------
    attribute : Attribute
        The attribute.
    values : tuple of float or of str
        Values that occur.
    scores : tuple of float
        Of a number: its normal score, which is the standard deviations from the middle if the
        customers' ranks were normally distributed. Of a level: its share.
    """

    attribute: Attribute
    values: tuple[Any, ...]
    scores: tuple[float, ...]


def learn_grids(customers: pd.DataFrame, attributes: Sequence[Attribute]) -> tuple[Grid, ...]:
    """Return the grids of the attributes that could change, in the order given.

    Parameters
    ----------
    customers : DataFrame
        The known customers.
    attributes : sequence of Attribute
        The most important first: pairs are tried among the first six. The first eight numbers,
        categories and yes-no are taken that are features; dates and identifiers never change, nor
        does what a shop cannot change, such as the age.

    Returns
    -------
    tuple of Grid
        Without those of attributes that have one value alone.
    """
    changing = [
        one
        for one in attributes
        if one.is_feature and one.kind in FEATURE_KINDS and not is_fixed(one)
    ]
    grids = [_grid(customers[one.name], one) for one in changing[:CHANGEABLE]]
    return tuple(one for one in grids if len(one.values) > 1)


def is_fixed(attribute: Attribute) -> bool:
    """Tell whether a shop cannot change this about a customer, going by the column's name."""
    words = attribute.name.casefold().replace("-", "_").replace(" ", "_").split("_")
    return any(word == one or (len(one) > 3 and one in word) for word in words for one in _FIXED)  # noqa: PLR2004


def attribute_changes(
    customer: Mapping[str, Any], grids: Sequence[Grid], *, currency: str = ""
) -> tuple[Change, ...]:
    """Return what could be different about a customer.

    A distance is counted in standard units: a number's in normal scores, a level's as in a factor
    analysis of mixed data (the root of the sum of one over the share of either level), and two
    attributes' as the root of the sum of squares.

    Parameters
    ----------
    customer : mapping
        The attributes of the customer; those with a gap stay as they are.
    grids : sequence of Grid
        From `learn_grids`.
    currency : str
        What money is shown with.

    Returns
    -------
    tuple of Change
        Changes of one attribute, then of two at once.
    """
    parts = [_parts(customer.get(one.attribute.name), one, currency) for one in grids]
    single = [_change((part,)) for own in parts for part in own]
    pairs = [
        _change((first, second))
        for some, others in combinations(parts[:_PAIRED], 2)
        for first in some[::_EVERY]
        for second in others[::_EVERY]
    ]
    return (*single, *pairs)


@dataclass(frozen=True)
class _Part:
    """One attribute's part in a change, in words."""

    name: str
    value: float | str
    distance: float
    words: str


def _change(parts: tuple[_Part, ...]) -> Change:
    row = {part.name: part.value for part in parts}
    distance = float(np.sqrt(sum(part.distance**2 for part in parts)))
    words = " and ".join(part.words for part in parts).replace("{", "{{").replace("}", "}}")
    return Change((row,), distance, f"If {words}, this customer would be in {{}}.")


def _grid(values: pd.Series, attribute: Attribute) -> Grid:
    if attribute.kind != "number":
        counts = values.astype("str").value_counts()
        levels = levels_of(values)[:_MOST_LEVELS]
        return Grid(attribute, levels, tuple(float(counts[one] / counts.sum()) for one in levels))
    known = np.sort(numbers_of(values))
    known = known[~np.isnan(known)]
    if not len(known):
        return Grid(attribute, (), ())
    found = np.unique(np.quantile(known, _SHARES, method="inverted_cdf"))
    below, upto = (np.searchsorted(known, found, side=side) for side in ("left", "right"))
    # Equal values share a rank, so that the many customers at zero stand in one place.
    shares = (below + upto) / 2 / len(known)
    scores = tuple(NormalDist().inv_cdf(min(max(one, 1e-4), 1 - 1e-4)) for one in shares)
    return Grid(attribute, tuple(map(float, found)), scores)


def _parts(own: Any, grid: Grid, currency: str) -> list[_Part]:
    if own is None or pd.isna(own):
        return []
    if grid.attribute.kind == "number":
        return _number_parts(float(own), grid, currency)
    share = dict(zip(grid.values, grid.scores, strict=True)).get(own, min(grid.scores))
    label = label_of(grid.attribute)
    return [
        _Part(
            grid.attribute.name,
            level,
            float(np.sqrt(1 / share + 1 / score)),
            f"{label} were {level} instead of {own}",
        )
        for level, score in zip(grid.values, grid.scores, strict=True)
        if level != own
    ]


def _number_parts(own: float, grid: Grid, currency: str) -> list[_Part]:
    score = float(np.interp(own, grid.values, grid.scores))
    label = label_of(grid.attribute)
    before = in_words(grid.attribute, own, currency)
    return [
        _Part(
            grid.attribute.name,
            value,
            abs(there - score),
            f"{label} {'rose' if value > own else 'fell'} from {before} to "
            f"{in_words(grid.attribute, value, currency)}",
        )
        for value, there in zip(grid.values, grid.scores, strict=True)
        if value != own
    ]
