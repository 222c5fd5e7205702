"""What a supervised model does and how well, in words that do not flatter it."""

from dataclasses import replace

from rfm.classifier.card import SupervisedCard
from rfm.words import percent


def with_sentence(card: SupervisedCard) -> SupervisedCard:
    """Return the card with the sentence that its numbers give."""
    sentence = _agreement(card) if card.is_agreement else _skill(card)
    return replace(card, sentence=sentence)


def _agreement(card: SupervisedCard) -> str:
    return (
        f"The model puts {percent(card.accuracy)} of {card.held_out:,} held-out customers into "
        f"the {card.target} they are in ({_interval(card)}). The {card.target}s were made from the "
        f"very attributes that the model reads, so this is agreement, not skill: a value near "
        f"100 % is expected, and says only that new customers are placed as the known ones were."
    )


def _skill(card: SupervisedCard) -> str:
    sentence = (
        f"The model tells {card.target} rightly for {percent(card.accuracy)} of "
        f"{card.held_out:,} held-out customers ({_interval(card)}); always saying the largest "
        f"class would be right for {percent(card.majority)}."
    )
    if card.accuracy_low <= card.majority:
        return f"{sentence} That is not clearly better: do not rely on it."
    return sentence


def _interval(card: SupervisedCard) -> str:
    low, high = percent(card.accuracy_low), percent(card.accuracy_high)
    return f"95 % interval {low} to {high}"
