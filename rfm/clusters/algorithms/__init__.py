"""Algorithms that find clusters of any shape, all behind one estimator interface."""

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.catalogue import ALGORITHMS, load_algorithm, store_algorithm
from rfm.schema import NOISE

__all__ = ["ALGORITHMS", "NOISE", "ClusterAlgorithm", "load_algorithm", "store_algorithm"]
