"""The card of a classifier: every measure on held-out customers, and honest words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rfm import schema
from rfm.classifier.judging import (
    calibration_of,
    class_scores,
    measure_importances,
    warn_of_copies,
    warn_of_leaks,
    wilson,
)
from rfm.classifier.model import ClassifierCard, JudgedModel
from rfm.classifier.tuning import Split
from rfm.features.points import Codes
from rfm.words import percent


@dataclass(frozen=True)
class Target:
    """Which customers a model learns from, and what.

    Parameters
    ----------
    name : str
        What it is called: the name of a given label's column, or "cluster".
    rows : array of int
        Rows of the labelled customers, by customer number.
    codes : array of int
        The class of each, as a place in `classes`.
    classes : tuple of str
        In the order of the categories of the target, or of the alphabet.
    notes : tuple of str
        Who was left out, a sentence each.
    """

    name: str
    rows: Codes
    codes: Codes
    classes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_agreement(self) -> bool:
        """Whether it was made from the very attributes that predict it, as clusters are."""
        return self.name == schema.CLUSTER


def write_card(
    estimator: Any,
    split: Split,
    judged: Sequence[JudgedModel],
    target: Target,
    names: tuple[str, ...],
    *,
    seed: int,
) -> ClassifierCard:
    """Return the card of a fitted model, given all candidates and the attribute of each column.

    The seed is of the shuffles.
    """
    from sklearn.metrics import confusion_matrix

    true = split.held_out_codes
    chances = estimator.predict_proba(split.held_out)
    predicted = chances.argmax(axis=1)
    confusion = confusion_matrix(true, predicted, labels=np.arange(len(target.classes)))
    right = int(np.trace(confusion))
    low, high = wilson(right, len(true))
    # What is right as often as always saying the class that is the largest among the learned.
    largest = int(np.bincount(split.learned_codes).argmax())
    calibration, error = calibration_of(chances, true)
    card = ClassifierCard(
        target=target.name,
        is_agreement=target.is_agreement,
        sentence="",
        classes=target.classes,
        judged=tuple(sorted(judged, key=lambda one: (not one.is_chosen, one.log_loss))),
        accuracy=right / len(true),
        accuracy_low=low,
        accuracy_high=high,
        majority=float((true == largest).mean()),
        held_out=len(true),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        scores=class_scores(true, predicted, target.classes),
        calibration=calibration,
        calibration_error=error,
        importances=measure_importances(estimator, split.held_out, true, names=names, seed=seed),
        warnings=(*target.notes, *_leaks(split, target, names)),
    )
    return with_sentence(card)


def _leaks(split: Split, target: Target, names: tuple[str, ...]) -> list[str]:
    if target.is_agreement:
        return []
    return [
        *warn_of_leaks(split.learned, split.learned_codes, names, target.name),
        *warn_of_copies(split.learned, split.held_out),
    ]


def with_sentence(card: ClassifierCard) -> ClassifierCard:
    """Return the card with the sentence that its numbers give."""
    sentence = _agreement(card) if card.is_agreement else _skill(card)
    return replace(card, sentence=sentence)


def _agreement(card: ClassifierCard) -> str:
    return (
        f"The model puts {percent(card.accuracy)} of {card.held_out:,} held-out customers into "
        f"the {card.target} they are in ({_interval(card)}). The {card.target}s were made from the "
        f"very attributes that the model reads, so this is agreement, not skill: a value near "
        f"100 % is expected, and says only that new customers are placed as the known ones were."
    )


def _skill(card: ClassifierCard) -> str:
    sentence = (
        f"The model tells {card.target} rightly for {percent(card.accuracy)} of "
        f"{card.held_out:,} held-out customers ({_interval(card)}); always saying the largest "
        f"class would be right for {percent(card.majority)}."
    )
    if card.accuracy_low <= card.majority:
        return f"{sentence} That is not clearly better: do not rely on it."
    return sentence


def _interval(card: ClassifierCard) -> str:
    low, high = percent(card.accuracy_low), percent(card.accuracy_high)
    return f"95 % interval {low} to {high}"
