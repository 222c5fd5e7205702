"""Algorithms that find clusters of any shape, all behind one estimator interface."""

from rfm.algorithms.base import NOISE, ClusterAlgorithm
from rfm.algorithms.catalogue import ALGORITHMS
from rfm.algorithms.storing import load_algorithm, store_algorithm

__all__ = ["ALGORITHMS", "NOISE", "ClusterAlgorithm", "load_algorithm", "store_algorithm"]
