"""The model that places new customers in words and tables."""

from typing import TYPE_CHECKING, Any

from layouts.parts import words
from layouts.parts.components import key_figure
from layouts.parts.facts_tables import IN_USE, Cell, Row, comparison

if TYPE_CHECKING:
    from rfm.classifier.card import ClassScore, Judged, SupervisedCard


def key_figures(card: "SupervisedCard") -> list[Any]:
    """Return accuracy beside the majority, who was held out, and how probabilities did."""
    low, high = words.percent(card.accuracy_low), words.percent(card.accuracy_high)
    agreement = " As the clusters were made from the very columns, this is agreement, not skill."
    above = 100 * (card.accuracy - card.majority)
    return [
        key_figure(
            "Agreement" if card.is_agreement else "Accuracy",
            words.percent(card.accuracy),
            f"likely {low} to {high}",
            "The share of held-out customers that the model places right, with a 95 % interval "
            f"(Wilson).{agreement if card.is_agreement else ''}",
        ),
        key_figure(
            "Always the largest group",
            words.percent(card.majority),
            f"the model is {above:.1f} points {'above' if above >= 0 else 'below'}",
            "How often it would be right to say the largest group of everybody: what a model has "
            "to beat.",
        ),
        key_figure(
            "Held out",
            words.count(card.held_out),
            words.counted(len(card.classes), "group"),
            "Customers that no candidate saw while it was trained and tuned.",
        ),
        key_figure(
            "Probabilities off by",
            f"{100 * card.calibration_error:.1f} points",
            "on average",
            "How far the probability of what was said is from how often it was right (expected "
            "calibration error).",
        ),
    ]


def candidates_card(card: "SupervisedCard") -> Any:
    """Return the candidates beside each other."""
    heads = ("Model", "Accuracy", "Log loss", "Seconds")
    note = (
        "By cross-validation on the customers that were not held out, each with its tuned "
        "settings; ± is a standard error. Log loss: lower is better, it punishes false certainty."
    )
    return comparison("The models that competed", heads, [*map(_candidate, card.judged)], note)


def _candidate(judged: "Judged") -> Row:
    accuracy = words.percent(judged.accuracy)
    return Row(
        name=f"{judged.model[:1].upper()}{judged.model[1:]}",
        meaning=judged.settings,
        badge=IN_USE if judged.is_chosen else "",
        cells=(
            Cell(accuracy, f"± {100 * judged.accuracy_error:.1f} points"),
            Cell(words.number(judged.log_loss, 3)),
            Cell(words.number(judged.seconds, 1)),
        ),
    )


def scores_card(card: "SupervisedCard") -> Any:
    """Return how well each class is told."""
    heads = ("Group", "Held out", "Precision", "Recall", "F1")
    note = (
        "Precision: how often it is right when it says this group. Recall: how many of the group "
        "it finds. F1 is their harmonic mean."
    )
    return comparison("How well each group is told", heads, [*map(_score, card.scores)], note)


def _score(score: "ClassScore") -> Row:
    cells = (
        Cell(words.count(score.customers)),
        *(Cell(words.percent(each)) for each in (score.precision, score.recall, score.f1)),
    )
    return Row(name=score.name, cells=cells)
