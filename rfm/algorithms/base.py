"""The one interface of all algorithms."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from rfm.attributes.features import Array, Codes, Features

NOISE = -1


class ClusterAlgorithm(ClusterMixin, BaseEstimator, ABC):
    """An algorithm that divides customers into clusters, in scikit-learn's manner.

    Its constructor stores its arguments and does nothing else. `fit` learns `labels_` (-1 is
    noise, the others are 0 .. k-1), `n_clusters_` and `fit_` (what `fit_measure` says).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    fit_measure: ClassVar[str] = ""
    takes_k: ClassVar[bool] = True

    labels_: Codes
    n_clusters_: int
    fit_: float

    @classmethod
    def objection(cls, features: Features) -> str:  # noqa: ARG003
        """Return why the algorithm does not suit these customers, empty when it does."""
        return ""

    @abstractmethod
    def fit(self, features: Features, y: Any = None) -> Self:
        """Find the clusters."""

    @abstractmethod
    def predict(self, features: Features) -> Codes:
        """Return the cluster of customers, known or new; -1 is noise."""

    @abstractmethod
    def probabilities(self, features: Features) -> Array:
        """Return an array (customers, clusters); a row sums to 1, or to less for noise."""

    def certainties(self, features: Features) -> NDArray[np.float64]:
        """Return for each customer the probability of the likeliest cluster."""
        found: NDArray[np.float64] = self.probabilities(features).max(axis=1)
        return found
