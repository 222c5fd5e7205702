"""What could be different about a customer of a table: one or two attributes, moved the least."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm.features.arrays import levels_of, numbers_of
from rfm.prediction.changes import Step
from rfm.table.attribute import FEATURE_KINDS, Attribute, in_words, label_of

_SHARES: Final = np.arange(0.05, 0.96, 0.05)
_MOST_LEVELS: Final = 12
# Pairs are tried among so many of the first attributes, at every third of their values.
_PAIRED: Final = 6
_EVERY: Final = 3


@dataclass(frozen=True)
class Ladder:
    """The values to which an attribute could move.

    Parameters
    ----------
    attribute : Attribute
        The attribute.
    values : tuple of float or of str
        Values that occur.
    places : tuple of float
        Of a number: its normal score, which is the standard deviations from the middle if the
        customers' ranks were normally distributed. Of a level: its share.
    """

    attribute: Attribute
    values: tuple[Any, ...]
    places: tuple[float, ...]


def learn_ladders(
    customers: pd.DataFrame, attributes: Sequence[Attribute], *, fixed: Collection[str] = ()
) -> tuple[Ladder, ...]:
    """Return the ladders of the attributes that could change, in the order given.

    Parameters
    ----------
    customers : DataFrame
        The known customers.
    attributes : sequence of Attribute
        The most important first: pairs are tried among the first six. Numbers, categories and
        yes-no that are features are taken; dates and identifiers never change.
    fixed : collection of str
        Attributes that nothing changes, such as the age.
    """
    chosen = [
        one
        for one in attributes
        if one.is_feature and one.kind in FEATURE_KINDS and one.name not in fixed
    ]
    ladders = [_ladder(customers[one.name], one) for one in chosen]
    return tuple(one for one in ladders if len(one.values) > 1)


def attribute_steps(
    customer: Mapping[str, Any], ladders: Sequence[Ladder], *, currency: str = ""
) -> tuple[Step, ...]:
    """Return what could be different about a customer, each as a step.

    A distance is counted in standard units: a number's in normal scores, a level's as in a factor
    analysis of mixed data (the root of the sum of one over the share of either level), and two
    attributes' as the root of the sum of squares.

    Parameters
    ----------
    customer : mapping
        The attributes of the customer; those with a gap stay as they are.
    ladders : sequence of Ladder
        From `learn_ladders`.
    currency : str
        What money is shown with.
    """
    moves = [_moves(customer.get(one.attribute.name), one, currency) for one in ladders]
    single = [_step((move,)) for own in moves for move in own]
    pairs = [
        _step((first, second))
        for some, others in combinations(moves[:_PAIRED], 2)
        for first in some[::_EVERY]
        for second in others[::_EVERY]
    ]
    return (*single, *pairs)


@dataclass(frozen=True)
class _Move:
    name: str
    value: float | str
    distance: float
    words: str


def _step(moves: tuple[_Move, ...]) -> Step:
    row = {move.name: move.value for move in moves}
    distance = float(np.sqrt(sum(move.distance**2 for move in moves)))
    words = " and ".join(move.words for move in moves).replace("{", "{{").replace("}", "}}")
    return Step((row,), distance, f"If {words}, this customer would be in {{}}.")


def _ladder(values: pd.Series, attribute: Attribute) -> Ladder:
    if attribute.kind != "number":
        counts = values.astype("str").value_counts()
        levels = levels_of(values)[:_MOST_LEVELS]
        return Ladder(attribute, levels, tuple(float(counts[one] / counts.sum()) for one in levels))
    known = np.sort(numbers_of(values))
    known = known[~np.isnan(known)]
    if not len(known):
        return Ladder(attribute, (), ())
    found = np.unique(np.quantile(known, _SHARES, method="inverted_cdf"))
    below, upto = (np.searchsorted(known, found, side=side) for side in ("left", "right"))
    # Equal values share a rank, so that the many customers at zero stand in one place.
    shares = (below + upto) / 2 / len(known)
    places = tuple(NormalDist().inv_cdf(min(max(one, 1e-4), 1 - 1e-4)) for one in shares)
    return Ladder(attribute, tuple(map(float, found)), places)


def _moves(own: Any, ladder: Ladder, currency: str) -> list[_Move]:
    if own is None or pd.isna(own):
        return []
    if ladder.attribute.kind == "number":
        return _number_moves(float(own), ladder, currency)
    share = dict(zip(ladder.values, ladder.places, strict=True)).get(own, min(ladder.places))
    label = label_of(ladder.attribute)
    return [
        _Move(
            ladder.attribute.name,
            level,
            float(np.sqrt(1 / share + 1 / place)),
            f"{label} were {level} instead of {own}",
        )
        for level, place in zip(ladder.values, ladder.places, strict=True)
        if level != own
    ]


def _number_moves(own: float, ladder: Ladder, currency: str) -> list[_Move]:
    place = float(np.interp(own, ladder.values, ladder.places))
    label = label_of(ladder.attribute)
    before = in_words(ladder.attribute, own, currency)
    return [
        _Move(
            ladder.attribute.name,
            value,
            abs(there - place),
            f"{label} {'rose' if value > own else 'fell'} from {before} to "
            f"{in_words(ladder.attribute, value, currency)}",
        )
        for value, there in zip(ladder.values, ladder.places, strict=True)
        if value != own
    ]
