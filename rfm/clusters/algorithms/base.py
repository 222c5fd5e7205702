"""The one interface of all algorithms."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, clone

from rfm import schema
from rfm.features.points import Array, Codes, Features, order_of
from rfm.schema import NOISE

# How the best number of clusters shows in `fit_`: at the bend of a curve, or at its lowest point.
Shape = Literal["elbow", "lowest"]


class ClusterAlgorithm(ClusterMixin, BaseEstimator, ABC):
    """An algorithm that divides customers into clusters, in scikit-learn's manner.

    Its constructor stores its arguments and does nothing else. `fit` learns `labels_` (-1 is
    noise, the others are 0 .. n_clusters_ - 1, the largest first) and `fit_` (what `fit_name`, one
    of `schema.FITS`, says). What it learns are arrays of numbers only: `learned` names them.

    Parameters
    ----------
    k : int
        Number of clusters; not used by those that find their own.
    seed : int
        Seed of whatever is left to chance.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    fit_name: ClassVar[str] = schema.INERTIA
    # The same in words; empty where no number of clusters is asked for.
    fit_title: ClassVar[str] = ""
    fit_shape: ClassVar[Shape] = "elbow"
    takes_k: ClassVar[bool] = True
    # Whether another seed could give other clusters.
    uses_seed: ClassVar[bool] = True
    learned: ClassVar[tuple[str, ...]]
    # Those of `learned` that have one row a cluster.
    by_cluster: ClassVar[tuple[str, ...]] = ()

    labels_: Codes
    n_clusters_: int
    fit_: float

    def __init__(self, k: int = 2, seed: int = 0) -> None:
        self.k = k
        self.seed = seed

    @classmethod
    def objection(cls, features: Features) -> str:  # noqa: ARG003
        """Return why the algorithm does not suit these customers, empty when it does."""
        return ""

    @classmethod
    def scan(cls, features: Features, numbers: Sequence[int], seed: int) -> dict[int, Self]:
        """Return the algorithm fitted with each number of clusters.

        Parameters
        ----------
        features : Features
            One row per customer.
        numbers : sequence of int
            Numbers of clusters to try.
        seed : int
            Of every fit.

        Returns
        -------
        dict of int to ClusterAlgorithm
            The fitted models, by the number of clusters that was asked for.
        """
        return {k: cls(k, seed).fit(features) for k in numbers}

    def fit(self, features: Features, y: Any = None) -> Self:  # noqa: ARG002
        """Find the clusters, the same in any order of customers.

        Parameters
        ----------
        features : Features
            One row per customer.
        y : object
            Not used; scikit-learn hands it over.

        Returns
        -------
        ClusterAlgorithm
            Itself, fitted.
        """
        self.learn(features.take(order_of(features)))
        return self.settle(features)

    def settle(self, features: Features) -> Self:
        """Label these customers, and number the clusters by how many of them each has."""
        return self.number_by_size(self.predict(features))

    def leave_nobody_out(self) -> None:
        """Place everybody from now on: where no known customer is noise, no new one is."""

    def number_by_size(self, labels: Codes) -> Self:
        """Keep these labels of all customers, the largest cluster first."""
        sizes = np.bincount(labels + 1)[1:]
        # What was learned does not depend on the rows' order, so neither does the order of equals.
        order = np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]
        number = np.full(len(sizes) + 1, NOISE)
        number[order] = np.arange(len(order))
        self.renumber(order)
        self.n_clusters_ = len(order)
        # The last one stands for noise, which is -1.
        self.labels_ = number[labels]
        return self

    def again(self, seed: int) -> Self:
        """Return an unfitted copy with another seed that keeps what was decided on the way."""
        copy: Self = clone(self)
        copy.seed = seed
        return copy

    def resampled(self) -> Self:
        """Return an unfitted copy for a sample of the same customers."""
        return self.again(self.seed)

    def renumber(self, order: Codes) -> None:
        """Give the clusters the numbers in which `order` lists their present ones."""
        for name in self.by_cluster:
            setattr(self, name, getattr(self, name)[order])

    @abstractmethod
    def learn(self, ordered: Features) -> None:
        """Find the clusters of customers in the fixed order; their numbers do not matter."""

    @abstractmethod
    def predict(self, features: Features) -> Codes:
        """Return the cluster of customers, known or new; -1 is noise."""

    @abstractmethod
    def probabilities(self, features: Features) -> Array:
        """Return an array (customers, clusters); a row sums to 1, or to less for noise."""
