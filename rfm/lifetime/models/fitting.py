"""The most likely parameters of a purchase model, with a verdict in words.

All parameters are positive, so their logarithms are searched with the analytic gradient, inside
wide bounds. Time is first put in units of the mean time known, which makes the search the same
whether dates are counted in hours or weeks.

Most logs have one maximum well inside the bounds, which a few dozen steps of the quasi-Newton
search find (Broyden, Fletcher, Goldfarb and Shanno). Only where the first start does not lead
there are the others tried too, and the edge is followed with care (L-BFGS-B).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
Objective = Callable[[Array], tuple[float, Array]]
"""Parameters' logarithms -> mean log-likelihood and its gradient in the logarithms."""

LOWEST: Final = -10.0
HIGHEST: Final = 10.0
AT_BOUND: Final = 0.05
STEP: Final = 1e-5
FLAT: Final = 1e-4

MOST_STEPS: Final = 60
MOST_HALVINGS: Final = 25
LONGEST: Final = 1.0
ENOUGH: Final = 1e-6
ENOUGH_AGAIN: Final = 1e-3
"""Of a logarithm: far less than a parameter varies between random draws of customers."""
RISE: Final = 1e-4
ROUNDING: Final = 1e-13
"""Of a likelihood, relative: a fall of so little is none."""


@dataclass(frozen=True)
class Optimum:
    """Where the likelihood is highest.

    Attributes
    ----------
    logarithms : ndarray
        Logarithms of the parameters.
    mean_log_likelihood : float
        Per customer.
    converged : bool
        Whether the gradient vanishes, or points beyond a bound.
    at_lowest, at_highest : ndarray of bool
        Which parameters ended on a bound.
    """

    logarithms: Array
    mean_log_likelihood: float
    converged: bool
    at_lowest: NDArray[np.bool_]
    at_highest: NDArray[np.bool_]


def maximise(
    objective: Objective,
    starts: Sequence[Sequence[float]],
    inverse: Array | None = None,
    *,
    enough: float = ENOUGH,
) -> Optimum:
    """Return the highest maximum found from the starts (logarithms of parameters).

    The later starts only count where the first leads to no inner maximum. `inverse` is the inverse
    curvature of an earlier search; the search ends when no logarithm would move by `enough`.
    """
    found = _climb(objective, np.array(starts[0], np.float64), inverse, enough)
    if found is not None:
        return found
    runs = [_follow_edge(objective, start) for start in starts]
    return max(runs, key=lambda run: run.mean_log_likelihood)


def _climb(
    objective: Objective, point: Array, inverse: Array | None, enough: float
) -> Optimum | None:
    """Return the inner maximum that the start leads to, or None where it leads to none."""
    inside = np.zeros(len(point), dtype=bool)
    height, slope = objective(point)
    unknown = inverse is None
    matrix = np.eye(len(point)) if inverse is None else inverse
    for _ in range(MOST_STEPS):
        step = matrix @ slope
        if not slope @ step > 0:
            matrix, unknown = np.eye(len(point)), True
            step = slope
        longest = float(np.abs(step).max())
        if longest < enough:
            flat = float(np.abs(slope).max()) < max(FLAT, enough)
            return Optimum(point, height, True, inside, inside) if flat else None
        taken = _step_up(objective, point, (height, slope), step * min(1.0, LONGEST / longest))
        if taken is None or (np.abs(taken[0]) > HIGHEST - AT_BOUND).any():
            return None
        moved, bent = taken[0] - point, slope - taken[2]
        point, height, slope = taken
        matrix = _updated(matrix, moved, bent, unknown=unknown)
        unknown = False
    return None


def _step_up(
    objective: Objective, point: Array, here: tuple[float, Array], step: Array
) -> tuple[Array, float, Array] | None:
    """Return a higher point along a step, with height and slope there; halve it as needed."""
    height, slope = here
    for _ in range(MOST_HALVINGS):
        reached = np.clip(point + step, LOWEST, HIGHEST)
        above, there = objective(reached)
        enough = height + RISE * float(slope @ (reached - point)) - ROUNDING * abs(height)
        if above >= enough:
            return reached, above, there
        step = step / 2
    return None


def _updated(matrix: Array, moved: Array, bent: Array, *, unknown: bool) -> Array:
    """Return the inverse curvature that also explains how the slope bent along a step (BFGS)."""
    curved = float(moved @ bent)
    if not curved > ROUNDING:
        return matrix
    if unknown:
        matrix = np.eye(len(moved)) * curved / float(bent @ bent)
    turn = np.eye(len(moved)) - np.outer(moved, bent) / curved
    return turn @ matrix @ turn.T + np.outer(moved, moved) / curved


def _follow_edge(objective: Objective, start: Sequence[float]) -> Optimum:
    """Return the maximum that the start leads to, on a bound where it must be."""

    def downhill(point: Array) -> tuple[float, Array]:
        height, slope = objective(point)
        return -height, -slope

    bounds = [(LOWEST, HIGHEST)] * len(start)
    options = {"maxiter": 500, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-7}
    run = minimize(downhill, start, method="L-BFGS-B", jac=True, bounds=bounds, options=options)
    at_lowest = run.x < LOWEST + AT_BOUND
    at_highest = run.x > HIGHEST - AT_BOUND
    slope = objective(run.x)[1]
    flat = bool(np.abs(slope[~(at_lowest | at_highest)]).max(initial=0.0) < FLAT)
    return Optimum(run.x, -float(run.fun), flat, at_lowest, at_highest)


def usable(inverse: Array | None) -> Array | None:
    """Return an inverse curvature that a search can begin with, else None."""
    if inverse is None:
        return None
    known = np.isfinite(inverse).all() and (np.diag(inverse) > 0).all()
    return inverse if known else None


def inverse_curvature(objective: Objective, optimum: Optimum) -> Array:
    """Return the inverse of the curvature at the maximum, with the sign turned.

    It comes from differences of the analytic gradient, exact to about `STEP`. A parameter on a
    bound is held there: its row and column are 0. All are NaN where the likelihood is flat.
    """
    inside = ~(optimum.at_lowest | optimum.at_highest)
    directions = np.eye(len(inside))[inside] * STEP
    slope = objective(optimum.logarithms)[1]
    bent = [(slope - objective(optimum.logarithms + step)[1])[inside] / STEP for step in directions]
    inverse = np.zeros((len(inside), len(inside)))
    try:
        inverse[np.ix_(inside, inside)] = np.linalg.inv((np.array(bent) + np.array(bent).T) / 2)
    except np.linalg.LinAlgError:
        inverse[:] = np.nan
    return inverse


def standard_errors(inverse: Array, optimum: Optimum, customers: float) -> Array:
    """Return the standard errors of the parameters (not of their logarithms).

    They are those of the observed information; a parameter on a bound has none (NaN).
    """
    variances = np.diag(inverse) / customers
    known = np.where(variances > 0, variances, np.nan)
    return np.exp(optimum.logarithms) * np.sqrt(known)
