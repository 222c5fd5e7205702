"""The most likely parameters of a purchase model, with a verdict in words.

All parameters are positive, so their logarithms are searched (L-BFGS-B with the analytic gradient)
inside wide bounds, from several starts. Time is first put in units of the mean time known, which
makes the search the same whether dates are counted in hours or weeks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Objective = Callable[[Array], tuple[float, Array]]
"""Parameters' logarithms -> mean log-likelihood and its gradient in the logarithms."""

LOWEST: Final = -10.0
HIGHEST: Final = 10.0
AT_BOUND: Final = 0.05
STEP: Final = 1e-4
FLAT: Final = 1e-4


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


def maximise(objective: Objective, starts: Sequence[Sequence[float]]) -> Optimum:
    """Return the best of the local maxima reached from the starts (logarithms of parameters)."""
    from scipy.optimize import minimize

    def downhill(point: Array) -> tuple[float, Array]:
        height, slope = objective(point)
        return -height, -slope

    bounds = [(LOWEST, HIGHEST)] * len(starts[0])
    options = {"maxiter": 500, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-7}
    runs = [
        minimize(downhill, start, method="L-BFGS-B", jac=True, bounds=bounds, options=options)
        for start in starts
    ]
    best = min(runs, key=lambda run: run.fun)
    at_lowest = best.x < LOWEST + AT_BOUND
    at_highest = best.x > HIGHEST - AT_BOUND
    slope = objective(best.x)[1]
    flat = bool(np.abs(slope[~(at_lowest | at_highest)]).max(initial=0.0) < FLAT)
    return Optimum(best.x, -float(best.fun), flat, at_lowest, at_highest)


def standard_errors(objective: Objective, optimum: Optimum, customers: float) -> Array:
    """Return the standard errors of the parameters (not of their logarithms).

    They come from the observed information, by central differences of the analytic gradient.
    A parameter on a bound has none (NaN), and is held there for the others.
    """
    inside = ~(optimum.at_lowest | optimum.at_highest)
    errors = np.full(len(inside), np.nan)
    directions = np.eye(len(inside))[inside] * STEP
    curvature = [
        (objective(optimum.logarithms + step)[1] - objective(optimum.logarithms - step)[1])[inside]
        / (2 * STEP)
        for step in directions
    ]
    information = -customers * (np.array(curvature) + np.array(curvature).T) / 2
    try:
        variances = np.diag(np.linalg.inv(information)).copy()
    except np.linalg.LinAlgError:
        return errors
    variances[variances < 0] = np.nan
    errors[inside] = np.exp(optimum.logarithms[inside]) * np.sqrt(variances)
    return errors
