"""A fitted model that places customers, how well it does so, and it as bytes that hold no code.

The card says how well it places customers that it has not seen, as kept and shown.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from rfm.classifier.candidates import Encoding
from rfm.classifier.settling import settle
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


@dataclass(frozen=True, kw_only=True)
class JudgedModel:
    """One candidate model, judged by cross-validation.

    Parameters
    ----------
    model : str
        Its name in words.
    settings : str
        The settings that tuning chose, in words.
    accuracy, accuracy_error : float
        Mean over the folds and its standard error.
    log_loss : float
        Mean over the folds, lower is better.
    seconds : float
        Time to tune and validate it.
    is_chosen : bool
        Whether it is the one in use.
    """

    model: str
    settings: str
    accuracy: float
    accuracy_error: float
    log_loss: float
    seconds: float
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class ClassScore:
    """How well one class is told, on held-out customers.

    Parameters
    ----------
    name, customers : str, int
        The class, and how many held-out customers belong to it.
    precision, recall, f1 : float
        The share of those placed in it who belong to it; the share of those who belong to it who
        are placed in it; the harmonic mean of both.
    """

    name: str
    customers: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, kw_only=True)
class Importance:
    """How much accuracy is lost when one attribute is shuffled."""

    attribute: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """One bin of predicted probabilities, with what came."""

    predicted: float
    seen: float
    customers: int


@dataclass(frozen=True, kw_only=True)
class ClassifierCard:
    """What there is to judge the classifier by.

    Parameters
    ----------
    target : str
        What is predicted: the name of a given label's column, or "cluster".
    is_agreement : bool
        Whether the target was made from the very columns that predict it: then a high accuracy is
        agreement, not skill.
    sentence : str
        What the model does and how well, with that caveat where it applies.
    classes : tuple of str
        In the order of the confusion matrix.
    judged : tuple of JudgedModel
        The candidates, the chosen one first.
    accuracy, accuracy_low, accuracy_high : float
        On held-out customers, with a 95 % interval (Wilson).
    majority : float
        The accuracy of always saying the largest class, on the same customers.
    held_out : int
        How many customers were held out.
    confusion : tuple of tuple of int
        Rows are true classes, columns predicted ones.
    scores : tuple of ClassScore
        Per class.
    calibration : tuple of Calibrated
        Of the probability of the class that was said.
    calibration_error : float
        Expected calibration error.
    importances : tuple of Importance
        By permutation on held-out customers, the largest first.
    warnings : tuple of str
        What else to know: too few of a class, near-duplicates, a column that gives it away.
    """

    target: str
    is_agreement: bool
    sentence: str
    classes: tuple[str, ...]
    judged: tuple[JudgedModel, ...]
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    majority: float
    held_out: int
    confusion: tuple[tuple[int, ...], ...]
    scores: tuple[ClassScore, ...]
    calibration: tuple[Calibrated, ...]
    calibration_error: float
    importances: tuple[Importance, ...]
    warnings: tuple[str, ...] = ()


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
    """The classifier that was trained, or why there is none.

    Parameters
    ----------
    classifier, reason : Classifier or None, str
        The model, or the reason in a sentence.
    """

    classifier: Classifier | None = None
    reason: str = ""


def store_classifier(model: Classifier) -> bytes:
    """Return the model as bytes, by skops: nothing in them is run when they are read."""
    from skops.io import dumps

    about = {"card": as_record(model.card), "encoding": as_record(model.encoding)}
    parts = {"about": json.dumps(about), "estimator": model.estimator}
    return settle(dumps(parts))


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
