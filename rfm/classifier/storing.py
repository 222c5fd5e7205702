"""A supervised model <-> bytes that hold no code: skops, with a list of what may be in them."""

import json
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile

from rfm.classifier.card import ClassifierCard
from rfm.classifier.encoding import Encoding
from rfm.classifier.model import Classifier
from rfm.errors import SnapshotError
from rfm.records import as_record, from_record

# What our own models are made of beyond what skops trusts by itself; anything else is refused.
TRUSTED: Final = (
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
)


def store_classifier(model: Classifier) -> bytes:
    """Return the model as bytes."""
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
