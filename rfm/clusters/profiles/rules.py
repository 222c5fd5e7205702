"""A short rule for each cluster, read off the surrogate tree and judged as it is worded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.profiles.columns import LevelValues, NumberValues
from rfm.clusters.profiles.results import Rule
from rfm.clusters.profiles.surrogate import (
    Box,
    Sheet,
    box_in_words,
    fit_surrogate,
    leaves,
    make_sheet,
    make_tree,
    meets,
    round_box,
)
from rfm.features.points import Codes
from rfm.schema import NOISE
from rfm.words import counted, rough_percent

SAMPLED: Final = 50_000
_MOST_RULES: Final = 3
# A further rule has to find at least this share of its cluster that no other rule found.
_WORTH_TELLING: Final = 0.10
# A condition stays only if the rule is less precise without it by more than this share.
_WORTH_A_CONDITION: Final = 0.01
_OWN_DEPTH: Final = 3


@dataclass(frozen=True)
class Rules:
    """The rules of every cluster, and the tree they were read off."""

    by_cluster: tuple[tuple[Rule, ...], ...]
    accuracy: float
    depth: int
    sentence: str


def find_rules(
    numbers: Sequence[NumberValues],
    levels: Sequence[LevelValues],
    labels: Codes,
    *,
    currency: str = "",
) -> Rules:
    """Return one to three rules for each cluster.

    Precision and recall are those of the rule as it reads, with rounded thresholds, over all
    customers, those in no cluster included; above 50,000 customers over a sample of them.

    Parameters
    ----------
    numbers, levels : sequence of columns
        The attributes.
    labels : array of int
        Cluster of each customer from 0; -1 is none.
    currency : str
        What money is shown with.
    """
    count = int(labels.max(initial=NOISE)) + 1
    if count < 2 or not (len(numbers) or len(levels)):  # noqa: PLR2004 - nothing to tell apart
        return Rules(((),) * count, 1.0, 0, "One cluster alone needs no rule.")
    rows = _sampled(len(labels))
    sheet = make_sheet(
        [NumberValues(one.attribute, one.values[rows]) for one in numbers],
        [LevelValues(one.attribute, one.levels, one.codes[rows]) for one in levels],
        currency,
    )
    return _read_off(sheet, labels[rows], count)


def _read_off(sheet: Sheet, labels: Codes, count: int) -> Rules:
    is_clustered = labels != NOISE
    clustered = Sheet(sheet.values[is_clustered], sheet.questions)
    tree, accuracy = fit_surrogate(clustered, labels[is_clustered])
    depth = int(tree.get_depth())
    boxes: list[list[Box]] = [[] for _ in range(count)]
    for cluster, box in leaves(tree):
        boxes[cluster].append(box)
    rules = [
        tuple(_rules_of(own or _own_boxes(sheet, labels == cluster), sheet, labels == cluster))
        for cluster, own in enumerate(boxes)
    ]
    largest = float(np.bincount(labels[is_clustered]).max() / is_clustered.sum())
    sentence = (
        f"A tree at most {counted(depth, 'question')} deep puts "
        f"{rough_percent(accuracy)} of "
        f"customers it has not seen into their cluster; always saying the largest cluster would "
        f"be right for {rough_percent(largest)}."
    )
    return Rules(tuple(rules), accuracy, depth, sentence)


def _sampled(customers: int) -> np.ndarray:
    if customers <= SAMPLED:
        return np.arange(customers)
    return np.sort(np.random.default_rng(0).choice(customers, SAMPLED, replace=False))


def _own_boxes(sheet: Sheet, is_member: np.ndarray) -> list[Box]:
    """Return the best box of a tree for one cluster alone, which the common tree passed over."""
    if not is_member.any():
        return []
    tree = make_tree(_OWN_DEPTH, 1, is_balanced=True).fit(sheet.values, is_member)
    boxes = [box for is_inside, box in leaves(tree) if is_inside and box]
    return sorted(boxes, key=lambda box: -_quality(_judged(box, sheet, is_member)))[:1]


def _rules_of(boxes: Sequence[Box], sheet: Sheet, is_member: np.ndarray) -> list[Rule]:
    """Return the rules with the largest recall that each find members of their own."""
    share = float(is_member.mean())
    short = [_shortened(round_box(box, sheet, share), sheet, is_member) for box in boxes]
    judged = {rule.text: (rule, box) for box in short for rule in [_judged(box, sheet, is_member)]}
    ordered = sorted(judged.values(), key=lambda one: (-one[0].recall, one[0].text))
    chosen: list[Rule] = []
    is_found = np.zeros(len(is_member), dtype=bool)
    for rule, box in ordered:
        met = meets(box, sheet) & is_member
        if not chosen or (met & ~is_found).sum() >= _WORTH_TELLING * is_member.sum():
            chosen.append(rule)
            is_found |= met
    return chosen[:_MOST_RULES]


def _judged(box: Box, sheet: Sheet, is_member: np.ndarray) -> Rule:
    met = meets(box, sheet)
    hits = int((met & is_member).sum())
    return Rule(
        text=box_in_words(box, sheet),
        precision=hits / max(int(met.sum()), 1),
        recall=hits / max(int(is_member.sum()), 1),
    )


def _shortened(box: Box, sheet: Sheet, is_member: np.ndarray) -> Box:
    """Return the box without the conditions that it is as precise without."""
    while len(box) > 1:
        least = _judged(box, sheet, is_member).precision * (1 - _WORTH_A_CONDITION)
        shorter = [box[:place] + box[place + 1 :] for place in range(len(box))]
        rules = [_judged(one, sheet, is_member) for one in shorter]
        best = max(range(len(rules)), key=lambda place: rules[place].precision)
        if rules[best].precision < least:
            break
        box = shorter[best]
    return box


def _quality(rule: Rule) -> float:
    """Return the harmonic mean of precision and recall (F1)."""
    return 2 * rule.precision * rule.recall / max(rule.precision + rule.recall, 1e-9)
