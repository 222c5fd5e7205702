"""How strongly each attribute sets each cluster apart from all other customers.

Means hide what heavy tails do to them, and p-values say of ten thousand customers only that there
are ten thousand. An effect size says how far two groups lie apart. For numbers it is Cliff's delta
(N. Cliff, Dominance statistics, Psychological Bulletin 114, 1993): of all pairs of a member and an
outsider, the share in which the member's value is higher, less the share in which it is lower. For
the level of a category it is the difference of its shares, which is Cliff's delta of a yes-no.
Strengths after J. Romano and others (Appropriate statistics for ordinal level data, 2006): up to
.147 negligible, up to .33 small, up to .474 medium, above large.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from rfm.clusters.profiles.columns import LevelValues, NumberValues
from rfm.clusters.profiles.results import Effect
from rfm.features.points import GAP, Array, Codes
from rfm.table.attribute import in_words, label_of
from rfm.words import rough_percent

NEGLIGIBLE, SMALL, MEDIUM, LARGE = "negligible", "small", "medium", "large"
_LIMITS: Final = ((0.147, NEGLIGIBLE), (0.33, SMALL), (0.474, MEDIUM))
_HARDLY_ANY: Final = 0.1
# Rarer levels than these many of a category are not compared.
_LEVELS: Final = 30


def strength_of(size: float) -> str:
    """Return how strong an effect of that size is, in a word."""
    return next((word for limit, word in _LIMITS if abs(size) < limit), LARGE)


def measure_effects(
    numbers: Sequence[NumberValues],
    levels: Sequence[LevelValues],
    groups: Codes,
    *,
    currency: str = "",
) -> list[tuple[Effect, ...]]:
    """Return the effects of every attribute in every group, the largest first.

    Parameters
    ----------
    numbers, levels : sequence of columns
        The attributes.
    groups : array of int, shape (customers,)
        Group of each customer, from 0 without a hole.
    currency : str
        What money is shown with.
    """
    count = int(groups.max(initial=-1)) + 1
    found: list[list[Effect]] = [[] for _ in range(count)]
    for number in numbers:
        for group, effect in _of_number(number, groups, count, currency):
            found[group].append(effect)
    for level in levels:
        for group, effect in _of_levels(level, groups, count):
            found[group].append(effect)
    return [tuple(sorted(effects, key=lambda one: -abs(one.size))) for effects in found]


def cliffs_deltas(values: Array, groups: Codes, count: int) -> Array:
    """Return Cliff's delta of each group against all others, from sorted values.

    The sum of a group's ranks, equal values sharing the mean of theirs, is all it takes
    (Mann and Whitney), so that no pair is ever compared.

    Parameters
    ----------
    values : array of float
        Sorted.
    groups : array of int
        Of each value.
    count : int
        Number of groups; a group that is empty, or everybody, has the delta 0.
    """
    sizes = np.bincount(groups, minlength=count).astype(float)
    sums = np.bincount(groups, _ranks(values), minlength=count)
    pairs = sizes * (len(values) - sizes)
    higher = sums - sizes * (sizes + 1) / 2
    shares = np.divide(2 * higher, pairs, out=np.ones(count), where=pairs > 0)
    return np.asarray(shares - 1)


def _ranks(ordered: Array) -> Array:
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    lengths = np.diff(np.append(starts, len(ordered)))
    return np.repeat(starts + (lengths + 1) / 2, lengths)


def _of_number(
    column: NumberValues, groups: Codes, count: int, currency: str
) -> Iterator[tuple[int, Effect]]:
    known = ~np.isnan(column.values)
    values, members = column.values[known], groups[known]
    if not len(values):
        return
    order = np.argsort(values)
    values, members = values[order], members[order]
    deltas = cliffs_deltas(values, members, count)
    for group in range(count):
        is_inside = members == group
        inside, outside = values[is_inside], values[~is_inside]
        if len(inside) and len(outside):
            yield group, _number_effect(column, float(deltas[group]), (inside, outside), currency)


def _number_effect(
    column: NumberValues, size: float, sides: tuple[Array, Array], currency: str
) -> Effect:
    inside, outside = (_middle(side) for side in sides)
    return Effect(
        attribute=column.attribute.name,
        level="",
        size=size,
        strength=strength_of(size),
        inside=inside,
        outside=outside,
        sentence=_number_sentence(column, size, sides, currency),
    )


def _middle(ordered: Array) -> float:
    half = len(ordered) // 2
    return float((ordered[half] + ordered[-half - 1]) / 2)


def _number_sentence(
    column: NumberValues, size: float, sides: tuple[Array, Array], currency: str
) -> str:
    label = label_of(column.attribute)
    inside, outside = (_middle(side) for side in sides)
    own, others = (in_words(column.attribute, one, currency) for one in (inside, outside))
    if strength_of(size) == NEGLIGIBLE:
        if _is_in_between(sides):
            return f"{label} lies in between: median {own}, the others are below and above."
        return f"{label} is much the same: median {own}, that of the others {others}."
    word = "higher" if size > 0 else "lower"
    if (inside - outside) * size <= 0:
        return f"{label} tends to be {word}{_beyond(column, size, sides, currency)}."
    beaten = _share_below(sides[1], inside) if size > 0 else _share_above(sides[1], inside)
    whom = "all the others" if beaten == 1 else f"{rough_percent(beaten)} of the others"
    return f"{label} is typically {word} than that of {whom}: median {own} against {others}."


def _beyond(column: NumberValues, size: float, sides: tuple[Array, Array], currency: str) -> str:
    """Return what tells apart two groups with the same median: the shares on one side of it."""
    middle = _middle(sides[1])
    below = [_share_below(side, middle) for side in sides]
    above = [_share_above(side, middle) for side in sides]
    is_above = abs(above[0] - above[1]) >= abs(below[0] - below[1])
    shares, word = (above, "above") if is_above else (below, "below")
    if (shares[0] - shares[1]) * (size if is_above else -size) <= 0:
        return ", though its middle value is not"
    return (
        f": {rough_percent(shares[0])} are {word} {in_words(column.attribute, middle, currency)} "
        f"against {rough_percent(shares[1])} of the others"
    )


def _is_in_between(sides: tuple[Array, Array]) -> bool:
    """Return whether hardly any outsider is where the middle half of the members is."""
    inside, outside = sides
    low, high = inside[len(inside) // 4], inside[-1 - len(inside) // 4]
    return 1.0 - _share_below(outside, low) - _share_above(outside, high) < _HARDLY_ANY


def _share_below(ordered: Array, value: float) -> float:
    return float(np.searchsorted(ordered, value, side="left")) / len(ordered)


def _share_above(ordered: Array, value: float) -> float:
    return 1.0 - float(np.searchsorted(ordered, value, side="right")) / len(ordered)


def _of_levels(column: LevelValues, groups: Codes, count: int) -> Iterator[tuple[int, Effect]]:
    known = column.codes != GAP
    width = len(column.levels)
    cells = groups[known] * width + column.codes[known]
    counts = np.bincount(cells, minlength=count * width).reshape(count, width).astype(float)
    sizes, totals = counts.sum(axis=1), counts.sum(axis=0)
    for group in range(count):
        if 0 < sizes[group] < totals.sum():
            inside = counts[group] / sizes[group]
            outside = (totals - counts[group]) / (totals.sum() - sizes[group])
            for level in _levels_to_tell(inside - outside):
                yield (
                    group,
                    _level_effect(column, level, float(inside[level]), float(outside[level])),
                )


def _levels_to_tell(differences: Array) -> list[int]:
    """Return the levels worth telling: of two, one says it all."""
    if len(differences) == 2:  # noqa: PLR2004
        return [int(np.argmax(differences))]
    return list(range(min(len(differences), _LEVELS)))


def _level_effect(column: LevelValues, level: int, inside: float, outside: float) -> Effect:
    name = column.levels[level]
    return Effect(
        attribute=column.attribute.name,
        level=name,
        size=inside - outside,
        strength=strength_of(inside - outside),
        inside=inside,
        outside=outside,
        sentence=(
            f"{label_of(column.attribute)} is {name} for {rough_percent(inside)} of them, "
            f"against {rough_percent(outside)} of the others."
        ),
    )
