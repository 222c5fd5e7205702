"""A fitted model that places customers, with its card, and as bytes that hold no code."""

import json
from dataclasses import dataclass
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile

import numpy as np
import pandas as pd

from rfm.classifier.candidates import Encoding
from rfm.classifier.card import ClassifierCard
from rfm.errors import SnapshotError
from rfm.records import as_record, from_record
from rfm.threads import one_thread

# What our own models are made of beyond what skops trusts by itself; anything else is refused.
TRUSTED: Final = (
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
)


@dataclass(frozen=True)
class Classifier:
    """A model that places customers.

    Parameters
    ----------
    card : ClassifierCard
        What there is to judge it by.
    encoding : Encoding
        How customers become the table it reads.
    estimator : fitted scikit-learn classifier
        The classes are places in `card.classes`.
    """

    card: ClassifierCard
    encoding: Encoding
    estimator: Any

    def probabilities(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return the probability of each class for each customer; a row sums to 1.

        Parameters
        ----------
        customers : DataFrame
            The attributes of the encoding, in any order, among others; gaps are allowed.

        Raises
        ------
        PredictionError
            When an attribute is missing altogether.
        """
        matrix = self.encoding.matrix(customers)
        if not len(matrix):
            chances = np.zeros((0, len(self.card.classes)))
        else:
            with one_thread():
                chances = self.estimator.predict_proba(matrix)
        return pd.DataFrame(chances, columns=list(self.card.classes), index=customers.index)


@dataclass(frozen=True)
class Classified:
    """The classifier that was trained, or why there is none."""

    classifier: Classifier | None = None
    reason: str = ""


def store_classifier(model: Classifier) -> bytes:
    """Return the model as bytes, by skops: nothing in them is run when they are read."""
    from skops.io import dumps

    about = {"card": as_record(model.card), "encoding": as_record(model.encoding)}
    parts = {"about": json.dumps(about), "estimator": model.estimator}
    stored: bytes = dumps(parts, compression=ZIP_DEFLATED, compresslevel=1)
    return stored


def load_classifier(stored: bytes) -> Classifier:
    """Return the model that `store_classifier` wrote.

    Raises
    ------
    SnapshotError
        When the bytes are damaged, of another version, or hold anything that is no model of ours.
    """
    try:
        parts = _read(stored)
        about = json.loads(parts["about"])
        return Classifier(
            from_record(ClassifierCard, about["card"]),
            from_record(Encoding, about["encoding"]),
            parts["estimator"],
        )
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError) as error:
        raise SnapshotError(
            "The stored supervised model cannot be read: it is damaged, or of another version. "
            "Analyse the source again."
        ) from error


def _read(stored: bytes) -> dict[str, Any]:
    from skops.io import get_untrusted_types, loads

    strange = sorted(set(get_untrusted_types(data=stored)) - set(TRUSTED))
    if strange:
        raise SnapshotError(
            f"The stored supervised model holds {strange[0]}, which no model of ours does: it is "
            f"not opened. Analyse the source again."
        )
    parts: dict[str, Any] = loads(stored, trusted=list(TRUSTED))
    return parts
