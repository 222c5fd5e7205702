"""A shallow tree of questions that imitates the clusters, to describe them in words.

The clusters lie in a space of straightened and scaled columns. The tree asks about the attributes
as they stand in the file, a few questions deep, and its accuracy on customers it has not seen says
how far its rules can be trusted. Its boxes are put in words with thresholds that people would
choose.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from rfm.clusters.profiles.columns import LevelValues, NumberValues
from rfm.features.points import Array, Codes
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.threads import aside
from rfm.words import listed

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

_LEVELS_ASKED: Final = 12
_DEPTHS: Final = (3, 4)
# A deeper tree has to be better by this much to be worth the longer rules.
_WORTH_A_QUESTION: Final = 0.01
_FOLDS: Final = 5
_SMALLEST_LEAF: Final = 1 / 500
# A threshold may be rounded as long as no more customers change sides than this share of all, and
# than this share of the cluster.
_MOVED: Final = 0.005
_MOVED_OF_CLUSTER: Final = 0.05
_MOST_DIGITS: Final = 6


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


def fit_surrogate(sheet: Sheet, labels: Codes) -> tuple["DecisionTreeClassifier", float]:
    """Return the tree for all clusters, and how often it is right about customers it has not seen.

    It is three questions deep, or four where that tells more.
    """
    deep = aside(partial(_accuracy, sheet, labels, _DEPTHS[1]))
    accuracies = [_accuracy(sheet, labels, _DEPTHS[0]), deep.result()]
    deeper = accuracies[1] > accuracies[0] + _WORTH_A_QUESTION
    tree = make_tree(_DEPTHS[deeper], len(labels))
    return tree.fit(sheet.values, labels), accuracies[deeper]


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

    shuffled = KFold(min(_FOLDS, len(labels)), shuffle=True, random_state=0)
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


def round_box(box: Box, sheet: Sheet, share: float) -> Box:
    """Return a box whose thresholds have as few digits as hardly anybody would notice.

    Parameters
    ----------
    box : Box
        As the tree has it.
    sheet : Sheet
        What the box's columns ask.
    share : float
        How large the cluster is, of all customers.
    """
    allowed = min(_MOVED, _MOVED_OF_CLUSTER * share)
    return tuple(
        bound if sheet.questions[bound.column].level else _round_bound(bound, sheet, allowed)
        for bound in box
    )


def meets(box: Box, sheet: Sheet) -> np.ndarray:
    """Return which customers meet all conditions."""
    met = np.ones(len(sheet.values), dtype=bool)
    for bound in box:
        column = sheet.values[:, bound.column]
        met &= (column > bound.low) & (column <= bound.high)
    return met


def box_in_words(box: Box, sheet: Sheet) -> str:
    """Return the conditions as they stand in a sentence; those on one attribute together."""
    by_attribute: dict[str, list[Bound]] = {}
    for bound in box:
        by_attribute.setdefault(sheet.questions[bound.column].attribute.name, []).append(bound)
    return listed([_condition(bounds, sheet) for bounds in by_attribute.values()])


def _round_bound(bound: Bound, sheet: Sheet, allowed: float) -> Bound:
    column = sheet.values[:, bound.column]
    low, high = (_rounded(cut, column, allowed) for cut in (bound.low, bound.high))
    return Bound(bound.column, low, high)


def _rounded(cut: float, column: Array, allowed: float) -> float:
    if not math.isfinite(cut):
        return cut
    before = float(np.mean(column <= cut))
    for digits in range(_MOST_DIGITS + 1):
        candidate = _with_digits(cut, digits)
        if abs(float(np.mean(column <= candidate)) - before) <= allowed:
            return candidate
    return cut


def _with_digits(number: float, digits: int) -> float:
    if digits == 0 or number == 0:
        return 0.0
    return round(number, digits - 1 - math.floor(math.log10(abs(number))))


def _condition(bounds: Sequence[Bound], sheet: Sheet) -> str:
    question = sheet.questions[bounds[0].column]
    if question.level:
        return _level_condition(bounds, sheet)
    return _number_condition(bounds[0], question.attribute, sheet)


def _level_condition(bounds: Sequence[Bound], sheet: Sheet) -> str:
    questions = [sheet.questions[bound.column] for bound in bounds]
    attribute = questions[0].attribute
    wanted = [
        question.level
        for question, bound in zip(questions, bounds, strict=True)
        if not math.isfinite(bound.high)
    ]
    if wanted:
        return f"{label_of(attribute)} is {wanted[0]}"
    others = [level for level in attribute.levels if level != questions[0].level]
    if len(attribute.levels) == 2:  # noqa: PLR2004
        return f"{label_of(attribute)} is {others[0]}"
    refused = [question.level for question in questions]
    if len(refused) == 1:
        return f"{label_of(attribute)} is not {refused[0]}"
    return f"{label_of(attribute)} is neither {' nor '.join(refused)}"


def _number_condition(bound: Bound, attribute: Attribute, sheet: Sheet) -> str:
    label, is_whole = label_of(attribute), attribute.is_whole
    # Above 2 and at most 8 is, among whole numbers, 3 to 8.
    low = math.floor(bound.low) + 1 if is_whole and math.isfinite(bound.low) else bound.low
    high = math.floor(bound.high) if is_whole and math.isfinite(bound.high) else bound.high
    least, most = (
        in_words(attribute, cut, sheet.currency) if math.isfinite(cut) else ""
        for cut in (low, high)
    )
    if most and (low == high or high <= sheet.values[:, bound.column].min()):
        return f"{label} {most}"
    if most and least:
        return f"{label} between {least} and {most}"
    above = "at least" if is_whole else "above"
    return f"{label} {above} {least}" if least else f"{label} at most {most}"
