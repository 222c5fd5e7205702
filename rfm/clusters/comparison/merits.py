"""In which order numbers of clusters are asked whether they are stable, and what speaks for each.

Where `fit_` has a bend (inertia), the k at the elbow comes first unless another k has a clearly
higher silhouette; where it has a lowest point (BIC), the lowest comes first. Two clusters are
considered only if the curve bends there already when one cluster is counted in: on nearly every
shop's log k = 2 has the highest silhouette, and says no more than "some buy more".
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.comparison.results import Scanned

# A silhouette this much higher than the elbow's outweighs the elbow.
CLEARLY_HIGHER: Final = 0.10


def elbow(numbers: Sequence[int], fits: Sequence[float]) -> int:
    """Return the k whose fit lies farthest below the line from the first to the last k.

    Examples
    --------
    >>> elbow([2, 3, 4, 5], [100.0, 40.0, 35.0, 30.0])
    3
    """
    if len(numbers) < 3 or fits[0] <= fits[-1]:  # noqa: PLR2004 - a line needs a third k
        return numbers[0]
    along = (np.array(numbers) - numbers[0]) / (numbers[-1] - numbers[0])
    height = (np.array(fits) - fits[-1]) / (fits[0] - fits[-1])
    return numbers[int(np.argmax(1.0 - along - height))]


def knee_of(scan: Sequence[Scanned], alone: float | None) -> int:
    """Return the elbow of a scan; two clusters only if it bends there with one counted in.

    Parameters
    ----------
    scan : sequence of Scanned
        Every number that was tried.
    alone : float, optional
        The fit of one cluster.
    """
    numbers, fits = [one.k for one in scan], [one.fit for one in scan]
    if alone is not None and elbow([1, *numbers], [alone, *fits]) == numbers[0]:
        return numbers[0]
    return elbow(numbers, fits)


def merits(
    kind: type[ClusterAlgorithm], scan: Sequence[Scanned], knee: int
) -> tuple[tuple[int, str], ...]:
    """Return the numbers of clusters, the best first, each with what speaks for it.

    Parameters
    ----------
    kind : type
        The algorithm.
    scan : sequence of Scanned
        Every number that was tried.
    knee : int
        The number at which the curve bends.
    """
    if kind.fit_shape == "lowest":
        ordered = sorted(scan, key=lambda one: (one.fit, one.k))
        lowest = f"it has the lowest {kind.fit_title}"
        return tuple(
            (one.k, lowest + (" of those that are stable" if rank else ""))
            for rank, one in enumerate(ordered)
        )
    several = [one for one in scan if one.k > 2 or knee == 2] or list(scan)  # noqa: PLR2004
    best = max(several, key=lambda one: (one.silhouette, -one.k))
    at_knee = next((one for one in several if one.k == knee), best)
    is_clear = best.silhouette > at_knee.silhouette + CLEARLY_HIGHER
    first = best if is_clear else at_knee
    rest = sorted(scan, key=lambda one: (one not in several, -one.silhouette, one.k))
    others = "it has the best silhouette of those that are stable"
    is_best = all(one.silhouette <= best.silhouette for one in scan)
    return (
        (first.k, _why(kind.fit_title, (first, at_knee, best), is_best=is_best)),
        *((one.k, others) for one in rest if one is not first),
    )


def _why(fit: str, chosen: tuple[Scanned, Scanned, Scanned], *, is_best: bool) -> str:
    first, at_knee, best = chosen
    silhouette = "the best silhouette" + ("" if is_best else " of three clusters or more")
    if at_knee is best:
        return (
            f"the elbow of the {fit} is at {first.k}, which also has {silhouette}, "
            f"{first.silhouette:.2f}"
        )
    if first is at_knee:
        return (
            f"the elbow of the {fit} is at {first.k}, and its silhouette, {first.silhouette:.2f}, "
            f"is within {CLEARLY_HIGHER:.2f} of the best considered, {best.silhouette:.2f} at "
            f"k = {best.k}"
        )
    return (
        f"it has {silhouette}, {first.silhouette:.2f}, clearly above "
        f"{at_knee.silhouette:.2f} at the elbow of the {fit}, k = {at_knee.k}"
    )
