"""Every algorithm by its name, and as bytes that cannot run anything when they are read.

What an algorithm has learned are arrays of numbers, so they are stored as JSON: no class, no
function and no object is named in the file, and only the arrays of a known algorithm are read.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.centres import BirchAlgorithm, KMeansAlgorithm
from rfm.clusters.algorithms.hdbscan import HdbscanAlgorithm
from rfm.clusters.algorithms.mixture import MixtureAlgorithm
from rfm.clusters.algorithms.nearest import AgglomerativeAlgorithm
from rfm.clusters.algorithms.prototypes import PrototypesAlgorithm
from rfm.errors import SnapshotError

# The simplest first.
ALGORITHMS: Final[Mapping[str, type[ClusterAlgorithm]]] = {
    algorithm.name: algorithm
    for algorithm in (
        KMeansAlgorithm,
        PrototypesAlgorithm,
        MixtureAlgorithm,
        HdbscanAlgorithm,
        AgglomerativeAlgorithm,
        BirchAlgorithm,
    )
}
_TYPES: Final = ("<f8", "<i8")
_NUMBERS: Final = (int, float, str)


def store_algorithm(model: ClusterAlgorithm) -> bytes:
    """Return a fitted algorithm as bytes, the same for the same model.

    The labels of the customers it was fitted to are not part of it.
    """
    values = {
        "algorithm": model.name,
        "parameters": model.get_params(),
        "clusters": model.n_clusters_,
        "fit": model.fit_,
        "learned": {name: _stored(getattr(model, name)) for name in model.learned},
    }
    return json.dumps(values, sort_keys=True).encode()


def load_algorithm(stored: bytes) -> ClusterAlgorithm:
    """Return the algorithm that `store_algorithm` stored; it can place customers, old and new.

    Raises
    ------
    SnapshotError
        When the bytes are anything else.
    """
    try:
        values = json.loads(stored)
        kind = ALGORITHMS[values["algorithm"]]
        model = kind(**_parameters(kind, values["parameters"]))
        model.n_clusters_ = int(values["clusters"])
        model.fit_ = float(values["fit"])
        if set(values["learned"]) != set(kind.learned):
            raise ValueError("other arrays than the algorithm learns")
        for name in kind.learned:
            setattr(model, name, _loaded(values["learned"][name]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SnapshotError(
            "The stored clusters are damaged or from elsewhere: analyse the source again."
        ) from error
    return model


def _parameters(kind: type[ClusterAlgorithm], values: dict[str, Any]) -> dict[str, Any]:
    if set(values) != set(kind().get_params()):
        raise ValueError("other parameters than the algorithm has")
    if not all(isinstance(value, _NUMBERS) for value in values.values()):
        raise TypeError("a parameter that is not a plain value")
    return values


def _stored(value: Any) -> dict[str, Any]:
    array = np.asarray(value)
    array = np.ascontiguousarray(array, "<i8" if array.dtype.kind in "iub" else "<f8")
    return {
        "type": array.dtype.str,
        "shape": list(np.shape(value)),
        "bytes": base64.b64encode(array.tobytes()).decode(),
    }


def _loaded(value: dict[str, Any]) -> Any:
    if value["type"] not in _TYPES:
        raise ValueError("an array that does not hold numbers")
    # A shape that does not fit the bytes is refused before anything is set aside for it.
    numbers = np.frombuffer(base64.b64decode(value["bytes"], validate=True), value["type"])
    shape = tuple(map(int, value["shape"]))
    return numbers.reshape(shape).copy() if shape else numbers[0].item()
