"""Every algorithm by its name, the simplest first."""

from collections.abc import Mapping
from typing import Final

from rfm.clusters.algorithms.agglomerative import AgglomerativeAlgorithm
from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.birch import BirchAlgorithm
from rfm.clusters.algorithms.hdbscan import HdbscanAlgorithm
from rfm.clusters.algorithms.kmeans import KMeansAlgorithm
from rfm.clusters.algorithms.mixture import MixtureAlgorithm
from rfm.clusters.algorithms.prototypes import PrototypesAlgorithm

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
