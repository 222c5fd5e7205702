"""A shallow tree of questions that imitates the clusters, to describe them in words.

The clusters lie in a space of straightened and scaled columns. The tree asks about the attributes
as they stand in the file, a few questions deep, and its accuracy on customers it has not seen says
how far its rules can be trusted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from rfm.features.arrays import LevelValues, NumberValues
from rfm.features.points import Array, Codes
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

_LEVELS_ASKED: Final = 12
_DEPTHS: Final = (3, 4)
# A deeper tree has to be better by this much to be worth the longer rules.
_WORTH_A_QUESTION: Final = 0.01
_FOLDS: Final = 5
_SMALLEST_LEAF: Final = 1 / 500


class TreeQuestion(NamedTuple):
    """What a column of a sheet asks: how large a number is, or whether a level is the one."""

    attribute: Attribute
    level: str = ""


class Bound(NamedTuple):
    """A condition on one column of a sheet: above `low` and at most `high`."""

    column: int
    low: float
    high: float


Box = tuple[Bound, ...]


@dataclass(frozen=True)
class Sheet:
    """The attributes as columns that a tree can ask about; gaps hold the typical value."""

    values: Array
    questions: tuple[TreeQuestion, ...]
    currency: str = ""


@dataclass(frozen=True)
class Surrogate:
    """The tree, and how often it is right about customers it has not seen."""

    tree: "DecisionTreeClassifier"
    accuracy: float
    depth: int


def make_sheet(
    numbers: Sequence[NumberValues], levels: Sequence[LevelValues], currency: str = ""
) -> Sheet:
    """Return the columns that a tree may ask about."""
    columns = [_filled(number.values) for number in numbers]
    questions = [TreeQuestion(number.attribute) for number in numbers]
    for level in levels:
        for code in range(_asked(level)):
            columns.append((level.codes == code).astype(float))
            questions.append(TreeQuestion(level.attribute, level.levels[code]))
    return Sheet(np.column_stack(columns), tuple(questions), currency)


def fit_surrogate(sheet: Sheet, labels: Codes) -> Surrogate:
    """Return the tree for all clusters: three questions deep, or four where that tells more."""
    accuracies = [_accuracy(sheet, labels, depth) for depth in _DEPTHS]
    deeper = accuracies[1] > accuracies[0] + _WORTH_A_QUESTION
    tree = make_tree(_DEPTHS[deeper], len(labels)).fit(sheet.values, labels)
    return Surrogate(tree, accuracies[deeper], int(tree.get_depth()))


def make_tree(depth: int, customers: int, *, is_balanced: bool = False) -> "DecisionTreeClassifier":
    """Return a tree to be fitted."""
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(
        max_depth=depth,
        min_samples_leaf=max(1, int(customers * _SMALLEST_LEAF)),
        class_weight="balanced" if is_balanced else None,
        random_state=0,
    )


def leaves(tree: "DecisionTreeClassifier") -> Iterator[tuple[int, Box]]:
    """Return the class and the box of every leaf, several bounds on a column merged."""
    parts = tree.tree_
    waiting: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while waiting:
        node, bounds = waiting.pop()
        left, right = int(parts.children_left[node]), int(parts.children_right[node])
        if left == right:
            box = tuple(Bound(column, *ends) for column, ends in bounds.items())
            yield int(tree.classes_[np.argmax(parts.value[node][0])]), box
            continue
        column, cut = int(parts.feature[node]), float(parts.threshold[node])
        low, high = bounds.get(column, (-np.inf, np.inf))
        waiting.append((right, {**bounds, column: (max(low, cut), high)}))
        waiting.append((left, {**bounds, column: (low, min(high, cut))}))


def _accuracy(sheet: Sheet, labels: Codes, depth: int) -> float:
    from sklearn.model_selection import KFold, cross_val_predict

    folds = min(_FOLDS, len(labels))
    if folds < 2:  # noqa: PLR2004 - nobody is left to be tested on
        return 1.0
    shuffled = KFold(folds, shuffle=True, random_state=0)
    tree = make_tree(depth, len(labels))
    placed = cross_val_predict(tree, sheet.values, labels, cv=shuffled)
    return float(np.mean(placed == labels))


def _filled(values: Array) -> Array:
    is_gap = np.isnan(values)
    if not is_gap.any():
        return values
    typical = 0.0 if is_gap.all() else float(np.nanmedian(values))
    return np.where(is_gap, typical, values)


def _asked(level: LevelValues) -> int:
    # Of two levels one question is enough.
    return 1 if len(level.levels) == 2 else min(len(level.levels), _LEVELS_ASKED)  # noqa: PLR2004
