"""Every algorithm by its name, the simplest first."""

from collections.abc import Mapping
from typing import Final

from rfm.algorithms.agglomerative import AgglomerativeAlgorithm
from rfm.algorithms.base import ClusterAlgorithm
from rfm.algorithms.birch import BirchAlgorithm
from rfm.algorithms.hdbscan import HdbscanAlgorithm
from rfm.algorithms.kmeans import KMeansAlgorithm
from rfm.algorithms.mixture import MixtureAlgorithm
from rfm.algorithms.prototypes import PrototypesAlgorithm

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
