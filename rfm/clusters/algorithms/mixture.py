"""Gaussian mixture: stretched and tilted clouds that may overlap, each customer to its likeliest.

The shape of the clouds is the one with the lowest BIC of four: each its own shape ("full"), all the
same shape ("tied"), stretched along the axes ("diag"), round ("spherical"). A cloud is at least a
tenth of a standard deviation wide in every direction: without that, customers who all have the
same value in some column would be an infinitely likely cloud.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from rfm import schema
from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.centres import FEW_STARTS
from rfm.clusters.cells import WeightedCells
from rfm.clusters.partitions import fit_kmeans
from rfm.features.points import Array, Codes, Features
from rfm.threads import one_thread

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

SHAPES: Final = ("full", "tied", "diag", "spherical")
LEAST_VARIANCE: Final = 0.01
# Clouds with which the shape is decided, and customers that decide.
_DECIDED_WITH: Final = 4
DECIDED_ON: Final = 3_000
FITTED_ON: Final = 20_000
_STEPS: Final = 200
CUSTOMERS_A_PARAMETER: Final = 5
_ROWS_AT_ONCE: Final = 50_000


class MixtureAlgorithm(ClusterAlgorithm):
    """A Gaussian mixture that starts from k-means.

    Parameters
    ----------
    k, seed : int
        Number of clouds, and seed of the k-means it starts from.
    shape : str
        One of `SHAPES`; empty lets BIC decide.
    """

    name: ClassVar[str] = "mixture"
    title: ClassVar[str] = "Gaussian mixture"
    fit_name: ClassVar[str] = schema.BIC
    fit_title: ClassVar[str] = "BIC"
    fit_shape: ClassVar[Any] = "lowest"
    decided: ClassVar[Mapping[str, str]] = {"shape": "shape_"}
    learned: ClassVar[tuple[str, ...]] = ("weights_", "means_", "factors_")
    by_cluster: ClassVar[tuple[str, ...]] = ("weights_", "means_", "factors_")

    weights_: Array
    means_: Array
    # Cholesky factors of the precision matrices, whatever the shape.
    factors_: Array
    shape_: str

    def __init__(self, k: int = 2, seed: int = 0, shape: str = "") -> None:
        super().__init__(k, seed)
        self.shape = shape

    @classmethod
    def objection(cls, features: Features) -> str:
        """Object to too many columns for so few customers."""
        columns = features.points.shape[1]
        needed = CUSTOMERS_A_PARAMETER * (columns + 1) * (columns + 2)
        if len(features) < needed:
            return (
                f"A Gaussian mixture learns the shape of each cluster; with {columns} columns that "
                f"takes {needed:,} customers, and there are {len(features):,}."
            )
        return ""

    def prepare(self, ordered: Features) -> str:
        """Return the shape of the clouds."""
        return self.shape or best_shape(ordered, self.seed)

    def divide(self, prepared: str, ordered: Features) -> None:
        """Find the clouds."""
        self.shape_ = prepared
        points = ordered.thinned(FITTED_ON).points
        found = _fit(points, self.shape_, _from_kmeans(points, self.k, self.seed))
        self.fit_ = float(found.bic(points))
        self.weights_, self.means_ = found.weights_, found.means_
        self.factors_ = _square(found.precisions_cholesky_, self.shape_, self.means_.shape)

    def predict(self, features: Features) -> Codes:
        """Return the likeliest cloud."""
        return np.argmax(self._logs(features), axis=1).astype(np.int64)

    def probabilities(self, features: Features) -> Array:
        """Return the posterior probability of each cloud."""
        from scipy.special import softmax

        return np.asarray(softmax(self._logs(features), axis=1))

    def _logs(self, features: Features) -> Array:
        logs = np.empty((len(features), len(self.means_)))
        for start in range(0, len(features), _ROWS_AT_ONCE):
            points = features.points[start : start + _ROWS_AT_ONCE]
            for cloud, (mean, factor) in enumerate(zip(self.means_, self.factors_, strict=True)):
                squares = (((points - mean) @ factor) ** 2).sum(axis=1)
                inside = np.log(self.weights_[cloud]) + np.log(np.diag(factor)).sum()
                logs[start : start + _ROWS_AT_ONCE, cloud] = inside - squares / 2
        return logs


def best_shape(ordered: Features, seed: int) -> str:
    """Return the shape of the clouds with the lowest BIC."""
    points = ordered.thinned(DECIDED_ON).points
    begin = _from_kmeans(points, _DECIDED_WITH, seed)
    bics = [_fit(points, shape, begin).bic(points) for shape in SHAPES]
    return SHAPES[int(np.argmin(bics))]


def _from_kmeans(points: Array, k: int, seed: int) -> tuple[Array, Array, Array]:
    """Return the shares, centres and precisions of k-means clusters."""
    cells = WeightedCells(points, np.ones(len(points)))
    found = fit_kmeans(cells, min(k, len(points)), seed, starts=FEW_STARTS)
    sizes = np.bincount(found.labels, minlength=len(found.centres))
    floor = LEAST_VARIANCE * np.eye(points.shape[1])
    precisions = []
    for cluster, centre in enumerate(found.centres):
        gaps = points[found.labels == cluster] - centre
        precisions.append(np.linalg.inv(gaps.T @ gaps / max(len(gaps), 1) + floor))
    return sizes / sizes.sum(), found.centres, np.array(precisions)


def _fit(points: Array, shape: str, begin: tuple[Array, Array, Array]) -> "GaussianMixture":
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    weights, means, precisions = begin
    mixture = GaussianMixture(
        len(means),
        covariance_type=shape,
        reg_covar=LEAST_VARIANCE,
        max_iter=_STEPS,
        weights_init=weights,
        means_init=means,
        precisions_init=_shaped(precisions, weights, shape),
        # Not used, for everything is given; without it a global generator would be.
        random_state=0,
    )
    with warnings.catch_warnings(), one_thread():
        # After so many steps, clusters hardly change any more.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return mixture.fit(points)


def _shaped(precisions: Array, weights: Array, shape: str) -> Array:
    if shape == "full":
        return precisions
    if shape == "tied":
        return np.asarray(np.linalg.inv(np.tensordot(weights, np.linalg.inv(precisions), 1)))
    diagonals = np.diagonal(precisions, axis1=1, axis2=2)
    return diagonals if shape == "diag" else diagonals.mean(axis=1)


def _square(factors: Array, shape: str, of_means: tuple[int, ...]) -> Array:
    """Return one matrix a cloud, whatever the shape."""
    k, columns = of_means
    if shape == "full":
        return factors
    if shape == "tied":
        return np.repeat(factors[None], k, axis=0)
    diagonals = factors if shape == "diag" else np.repeat(factors[:, None], columns, axis=1)
    return np.asarray(diagonals[:, :, None] * np.eye(columns))
