"""Averages over a Beta distribution and over a stretch of time, exact to rounding where it matters.

The closed forms of the purchase models are hypergeometric functions that overflow or cancel for
large counts and long times. The integrals they stand for are smooth and can be summed at a few
points instead.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BETA_POINTS: Final = 32
TIME_POINTS: Final = 24
LEAST_POINT: Final = 1e-300


@lru_cache(maxsize=1024)
def beta_points(a: float, b: float, points: int = BETA_POINTS) -> tuple[Array, Array]:
    """Return points in 0..1 and weights whose weighted sums are means over Beta(a, b).

    The weights sum to 1; the means are those of functions that are smooth on 0..1.

    Golub and Welsch (1969): the points are the eigenvalues of the recurrence matrix of the Jacobi
    polynomials. Its entries are ratios of the parameters, so nothing overflows for large ones.
    """
    from scipy.linalg import eigh_tridiagonal

    low, high = a - 1, b - 1
    order = np.arange(1, points)
    total = 2 * order + low + high
    diagonal = np.empty(points)
    diagonal[0] = (low - high) / (low + high + 2)
    diagonal[1:] = (low - high) * (low + high) / (total * (total + 2))
    squares = np.empty(points - 1)
    squares[0] = 4 * (1 + low) * (1 + high) / ((2 + low + high) ** 2 * (3 + low + high))
    k, n = order[1:], total[1:]
    squares[1:] = 4 * k * (k + low) * (k + high) * (k + low + high) / (n**2 * (n + 1) * (n - 1))
    roots, vectors = eigh_tridiagonal(diagonal, np.sqrt(squares))
    # A root may leave -1..1 by a rounding error when nearly all weight sits at one end.
    return np.clip((1 + roots) / 2, LEAST_POINT, 1.0), vectors[0] ** 2


@lru_cache
def unit_points(points: int = TIME_POINTS) -> tuple[Array, Array]:
    """Return the points and weights of Gauss and Legendre on 0..1."""
    roots, weights = np.polynomial.legendre.leggauss(points)
    return (1 + roots) / 2, weights / 2
