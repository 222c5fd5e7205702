"""What the charts of the model that places are drawn from, and their numbers as tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from layouts.charts.prediction.classifier import Bins, Confusion, Weight

if TYPE_CHECKING:
    from rfm.classifier.card import SupervisedCard
    from rfm.snapshot import Snapshot


def labels_of(snapshot: "Snapshot") -> dict[str, str]:
    """Return the name in words of each column that has one."""
    return {each.name: each.label or each.name for each in snapshot.columns.attributes}


def confusion(snapshot: "Snapshot") -> Confusion:
    """Return the confusion matrix."""
    card = _card(snapshot)
    return Confusion(classes=card.classes, counts=np.array(card.confusion))


def weights(snapshot: "Snapshot") -> tuple[Weight, ...]:
    """Return the importances under the columns' names in words."""
    labels = labels_of(snapshot)
    return tuple(
        Weight(
            name=labels.get(each.attribute, each.attribute),
            mean=each.mean,
            low=each.low,
            high=each.high,
        )
        for each in _card(snapshot).importances
    )


def bins(snapshot: "Snapshot") -> Bins:
    """Return the bins by probability."""
    card = _card(snapshot)
    return Bins(
        predicted=np.array([each.predicted for each in card.calibration]),
        seen=np.array([each.seen for each in card.calibration]),
        customers=np.array([each.customers for each in card.calibration]),
        error=card.calibration_error,
    )


def table_of_confusion(found: Confusion) -> pd.DataFrame:
    """Return a row a true class, a column a class that was said."""
    table = pd.DataFrame(found.counts, columns=[f"Said: {name}" for name in found.classes])
    table.insert(0, "They are", list(found.classes))
    return table


def table_of_weights(found: Sequence[Weight]) -> pd.DataFrame:
    """Return the accuracy lost, in per cent, with its interval."""
    rows = [(each.name, 100 * each.mean, 100 * each.low, 100 * each.high) for each in found]
    return pd.DataFrame(rows, columns=["Column", "Accuracy lost (points)", "from", "to"])


def table_of_bins(found: Bins) -> pd.DataFrame:
    """Return each bin's mean probability and the share that was right."""
    return pd.DataFrame(
        {
            "Bin": np.arange(1, len(found.predicted) + 1),
            "Customers": found.customers.astype(int),
            "Probability (%)": 100 * found.predicted.astype(float),
            "Was right (%)": 100 * found.seen.astype(float),
        }
    )


def _card(snapshot: "Snapshot") -> "SupervisedCard":
    card = snapshot.supervised_card
    if card is None:
        raise LookupError("No model was trained on this data set.")
    return card
