"""The one interface of all algorithms."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
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
    # Arguments that a fit decides where they are not given, each with what it found.
    decided: ClassVar[Mapping[str, str]] = {}
    # Whether the order of the customers could make a difference to what is found.
    needs_order: ClassVar[bool] = True

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
        ordered = cls.ordered(features)
        prepared = cls(seed=seed).prepare(ordered)
        fitted = {k: cls(k, seed) for k in numbers}
        for model in fitted.values():
            model.divide(prepared, ordered)
            model.settle(features)
        return fitted

    def fit(self, features: Features) -> Self:
        """Find the clusters, the same in any order of customers.

        Parameters
        ----------
        features : Features
            One row per customer.

        Returns
        -------
        ClusterAlgorithm
            Itself, fitted.
        """
        self.learn(self.ordered(features))
        return self.settle(features)

    @classmethod
    def ordered(cls, features: Features) -> Features:
        """Return the customers in the fixed order, where that makes a difference."""
        return features.take(order_of(features)) if cls.needs_order else features

    def learn(self, ordered: Features) -> None:
        """Find the clusters of customers in the fixed order; their numbers do not matter."""
        self.divide(self.prepare(ordered), ordered)

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
        for argument, found in self.decided.items():
            setattr(copy, argument, getattr(self, found, getattr(self, argument)))
        return copy

    def resampled(self, seed: int) -> Self:
        """Return an unfitted copy for a sample of the same customers, with a start of its own."""
        return self.again(seed)

    def renumber(self, order: Codes) -> None:
        """Give the clusters the numbers in which `order` lists their present ones."""
        for name in self.by_cluster:
            setattr(self, name, getattr(self, name)[order])

    @abstractmethod
    def prepare(self, ordered: Features) -> Any:
        """Return what is the same for any number of clusters."""

    @abstractmethod
    def divide(self, prepared: Any, ordered: Features) -> None:
        """Find the clusters; their numbers do not matter."""

    @abstractmethod
    def predict(self, features: Features) -> Codes:
        """Return the cluster of customers, known or new; -1 is noise."""

    @abstractmethod
    def probabilities(self, features: Features) -> Array:
        """Return an array (customers, clusters); a row sums to 1, or to less for noise."""
