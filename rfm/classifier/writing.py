"""The card of a classifier: every measure on held-out customers, and honest words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rfm.classifier.card import ClassifierCard, JudgedModel
from rfm.classifier.judging import (
    calibration_of,
    class_scores,
    confusion_of,
    measure_importances,
    warn_of_leaks,
    warn_of_twins,
    wilson,
)
from rfm.classifier.tuning import Split
from rfm.words import percent


@dataclass(frozen=True)
class Matter:
    """What a model is about, of which attributes, and who was left out.

    It is agreement where the target was made from the very attributes that predict it.
    """

    target: str
    is_agreement: bool
    classes: tuple[str, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]


def write_card(
    estimator: Any, split: Split, judged: Sequence[JudgedModel], matter: Matter, *, seed: int
) -> ClassifierCard:
    """Return the card of a fitted model, given all candidates; the seed is of the shuffles."""
    true = split.held_out_codes
    said = estimator.predict_proba(split.held_out)
    confusion = confusion_of(true, said.argmax(axis=1), len(matter.classes))
    right = int(np.trace(confusion))
    low, high = wilson(right, len(true))
    # What is right as often as always saying the class that is the largest among the learned.
    largest = int(np.bincount(split.learned_codes).argmax())
    calibration, error = calibration_of(said, true)
    card = ClassifierCard(
        target=matter.target,
        is_agreement=matter.is_agreement,
        sentence="",
        classes=matter.classes,
        judged=tuple(sorted(judged, key=lambda one: (not one.is_chosen, one.log_loss))),
        accuracy=right / len(true),
        accuracy_low=low,
        accuracy_high=high,
        majority=float((true == largest).mean()),
        held_out=len(true),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        scores=class_scores(confusion, matter.classes),
        calibration=calibration,
        calibration_error=error,
        importances=measure_importances(
            estimator, split.held_out, true, names=matter.names, seed=seed
        ),
        warnings=(*matter.notes, *_leaks(split, matter)),
    )
    return with_sentence(card)


def _leaks(split: Split, matter: Matter) -> list[str]:
    if matter.is_agreement:
        return []
    return [
        *warn_of_leaks(split.learned, split.learned_codes, matter.names, matter.target),
        *warn_of_twins(split.learned, split.held_out),
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
