"""Algorithms that find clusters of any shape, all behind one estimator interface."""

from rfm.algorithms.base import ClusterAlgorithm
from rfm.algorithms.catalogue import ALGORITHMS
from rfm.algorithms.storing import load_algorithm, store_algorithm
from rfm.schema import NOISE

__all__ = ["ALGORITHMS", "NOISE", "ClusterAlgorithm", "load_algorithm", "store_algorithm"]
