"""Boxes of a tree in words, with thresholds that people would choose."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from rfm.clusters.profiles.surrogate import Bound, Box, Sheet
from rfm.features.points import Array
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import listed

# A threshold may be rounded as long as no more customers change sides than this share of all, and
# than this share of the cluster.
_MOVED: Final = 0.005
_MOVED_OF_CLUSTER: Final = 0.05
_MOST_DIGITS: Final = 6


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
