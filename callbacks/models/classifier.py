"""The model that places new customers, judged: the last section of the page Models."""

from typing import TYPE_CHECKING, Any, Final

from layouts.ids import Models
from layouts.parts.components import key_figure, message
from layouts.parts.facts_tables import IN_USE, Cell, Row, comparison
from rfm import schema, words

if TYPE_CHECKING:
    from rfm.classifier.model import ClassifierCard, ClassScore, JudgedModel
    from rfm.snapshot import Snapshot

CLASSIFIER: Final = {
    "sentence": (Models.PLACING_SENTENCE, "children"),
    "reason": (Models.NO_PLACING, "children"),
    "warnings": (Models.PLACING_WARNINGS, "children"),
    "figures": (Models.PLACING_FIGURES, "children"),
    "hidden": (Models.PLACING, "hidden"),
    "untested": (Models.PLACING_TEST.fold, "hidden"),
}
# What is in the section that opens.
PLACING_TEST: Final = {
    "candidates": (Models.PLACING_CANDIDATES, "children"),
    "scores": (Models.PLACING_SCORES, "children"),
}
NO_CLASSIFIER: Final = (
    "No model was trained on the clusters of this data set yet. Open the page Clusters and compare "
    "algorithms: one is trained along with it."
)


def show_classifier(snapshot: "Snapshot") -> dict[str, Any]:
    """Return what is said of the model of a data set, or why there is none."""
    card = snapshot.classifier_card
    nothing: dict[str, Any] = dict.fromkeys((*CLASSIFIER, *PLACING_TEST))
    if card is None:
        return nothing | {"reason": message(_reason(snapshot)), "hidden": True, "untested": True}
    return nothing | {
        "sentence": card.sentence,
        "warnings": [message(warning, "watch") for warning in card.warnings],
        "figures": _key_figures(card),
        "candidates": _candidates_card(card),
        "scores": _scores_card(card),
        "hidden": False,
        "untested": False,
    }


def _reason(snapshot: "Snapshot") -> str:
    if snapshot.no_classifier_reason:
        return snapshot.no_classifier_reason
    has_clusters = schema.CLUSTERS in snapshot.groupings
    return (not has_clusters and snapshot.no_clusters_reason) or NO_CLASSIFIER


def _key_figures(card: "ClassifierCard") -> list[Any]:
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


def _candidates_card(card: "ClassifierCard") -> Any:
    """Return the candidates beside each other."""
    heads = ("Model", "Accuracy", "Log loss", "Seconds")
    note = (
        "By cross-validation on the customers that were not held out, each with its tuned "
        "settings; ± is a standard error. Log loss: lower is better, it punishes false certainty."
    )
    return comparison("The models that competed", heads, [*map(_candidate, card.judged)], note)


def _candidate(judged: "JudgedModel") -> Row:
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


def _scores_card(card: "ClassifierCard") -> Any:
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
