"""The gap statistic: whether k-means does better here than on customers without any groups.

The inertia falls with every cluster more, groups or none. The gap (Tibshirani, Walther and Hastie,
2001) is how much lower its logarithm is than on points spread evenly over a box as long, wide and
tilted as the data; its error is that of the box's points, which are drawn several times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.cells import WeightedCells
from rfm.clusters.partitions import fit_kmeans
from rfm.features.points import Array, Features, thinned

REFERENCES: Final = 10
SAMPLED: Final = 1_000
_STARTS: Final = 3
# Errors by which some number of clusters must beat one; one error is exceeded by chance too often
# when nine numbers are tried.
CLEARLY: Final = 3.0


@dataclass(frozen=True)
class Gap:
    """The gap of one number of clusters, and its simulation error."""

    k: int
    gap: float
    error: float


def gap_statistic(ordered: Features, numbers: Sequence[int], seed: int) -> tuple[Gap, ...]:
    """Return the gap of each number of clusters, 1 included.

    Parameters
    ----------
    ordered : Features
        Customers in the fixed order; every n-th is taken when there are many.
    numbers : sequence of int
        Numbers of clusters.
    seed : int
        Seed of the even points.
    """
    points = thinned(ordered, SAMPLED).points
    ks = sorted({1, *(k for k in numbers if k < len(points))})
    own = _logs(points, ks, seed)
    generator = np.random.default_rng(seed)
    boxed = _Box(points)
    others = np.array([_logs(boxed.draw(generator), ks, seed) for _ in range(REFERENCES)])
    errors = others.std(axis=0) * np.sqrt(1 + 1 / REFERENCES)
    gaps = others.mean(axis=0) - own
    return tuple(Gap(k, float(g), float(e)) for k, g, e in zip(ks, gaps, errors, strict=True))


def shows_groups(gaps: Sequence[Gap]) -> bool:
    """Return whether some number of clusters is clearly better than one."""
    one, *others = gaps
    return any(each.gap - one.gap > CLEARLY * max(each.error, one.error) for each in others)


class _Box:
    """A box around points, along their principal axes."""

    def __init__(self, points: Array) -> None:
        self.middle = points.mean(axis=0)
        _, _, self.axes = np.linalg.svd(points - self.middle, full_matrices=False)
        turned = (points - self.middle) @ self.axes.T
        self.shape = turned.shape
        self.low, self.high = turned.min(axis=0), turned.max(axis=0)

    def draw(self, generator: np.random.Generator) -> Array:
        drawn = generator.uniform(self.low, self.high, self.shape)
        return np.asarray(drawn @ self.axes + self.middle)


def _logs(points: Array, ks: Sequence[int], seed: int) -> Array:
    cells = WeightedCells(points, np.ones(len(points)), len(points))
    inertias = [fit_kmeans(cells, k, seed, starts=_STARTS).inertia for k in ks]
    return np.log(np.maximum(inertias, np.finfo(float).tiny))
