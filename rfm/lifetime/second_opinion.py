"""A second opinion: the same models fitted by the lifetimes package to the same customers.

Two implementations that agree are hardly both wrong in the same way. Where lifetimes cannot fit
(it gives up on logs that lie on the edge of a model) it says so instead.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

import numpy as np

from rfm.lifetime.candidates import MODELS, TITLES
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.lifetime.models.pareto_nbd import ParetoNbd
from rfm.words import days as in_days

MOST_CUSTOMERS: Final = 5_000
MOST_FOR_PARETO: Final = 1_000
"""The package needs seconds for a Pareto/NBD, and ten times as long on the edge of the model."""
USUAL_DAYS: Final = 90
"""Of comparisons that were made before they had the horizon in use."""
ALIKE: Final = 0.01
GAMMA_GAMMA: Final = "gamma-gamma"
ORDERS: Final = "orders"
VALUE: Final = "order value"
_TITLES: Final = {**TITLES, GAMMA_GAMMA: "Gamma-Gamma"}
_THEIRS: Final = {
    "bg-nbd": "BetaGeoFitter",
    "mbg-nbd": "ModifiedBetaGeoFitter",
    "pareto-nbd": "ParetoNBDFitter",
    GAMMA_GAMMA: "GammaGammaFitter",
}


@dataclass(frozen=True)
class Agreement:
    """One model, fitted by both.

    Attributes
    ----------
    name : str
        The model's name for people.
    ours, theirs : mapping of str to float
        Parameters (times in days), then `orders`: expected within `days` of all compared
        customers together; for the spend model `order value`, the mean expected one. Without
        `theirs` the package could not fit.
    difference : float
        Of `orders` or `order value`, as a share of theirs; NaN without theirs.
    agree : bool
        Whether that is within 1 %.
    sentence : str
    days : int
        How far ahead orders were compared: the horizon in use.
    """

    name: str
    ours: Mapping[str, float]
    theirs: Mapping[str, float]
    difference: float
    agree: bool
    sentence: str
    days: int = USUAL_DAYS


def compare_with_lifetimes(
    histories: Histories,
    spend: Array,
    fitted: Mapping[str, Mapping[str, float]],
    *,
    horizon_days: int = USUAL_DAYS,
    seed: int = 0,
) -> tuple[Agreement, ...]:
    """Fit each model with the lifetimes package too, and say whether both agree.

    Histories are of all customers, in days; `spend` has a row of the number of orders and their
    mean value for each who has any. `fitted` has the parameters found for all, by kind of model.
    Expected orders are those of the next `horizon_days`.
    With more than 5,000 customers (1,000 for Pareto/NBD) both are fitted to so many drawn at random
    instead.
    """
    return tuple(
        _of_spend(spend, fitted[kind], seed)
        if kind == GAMMA_GAMMA
        else _of_purchases(kind, histories, fitted[kind], (horizon_days, seed))
        for kind in _THEIRS
        if kind in fitted
    )


def _drawn(size: int, most: int, seed: int) -> Any:
    if size <= most:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, most, replace=False))


def _of_purchases(
    kind: str, everybody: Histories, values: Mapping[str, float], asked: tuple[int, int]
) -> Agreement:
    days, seed = asked
    most = MOST_FOR_PARETO if MODELS[kind] is ParetoNbd else MOST_CUSTOMERS
    histories, customers = everybody, len(everybody.place_of)
    if customers > most:
        drawn = everybody.place_of[_drawn(customers, most, seed)]
        columns = (everybody.x[drawn], everybody.t_x[drawn], everybody.T[drawn])
        histories = collapse(np.column_stack(columns))
        values = MODELS[kind]().fit(histories).values_
    orders = MODELS[kind].of(values).expected_orders(histories, days).sum()
    theirs, trouble = _their_orders(kind, histories, tuple(values), days)
    ours = {**values, ORDERS: float(orders)}
    sizes = len(histories.place_of), customers
    return _agreement(kind, (ours, theirs), trouble, sizes, days)


def _their_orders(
    kind: str, histories: Histories, parameters: Sequence[str], days: int
) -> tuple[dict[str, float], str]:
    columns = (histories.x, histories.t_x, histories.T)
    # The package would begin a Pareto/NBD anywhere, at random.
    begin = {"initial_params": np.ones(4)} if MODELS[kind] is ParetoNbd else {}
    fitted, trouble = _fit(kind, columns, weights=histories.weights, **begin)
    if fitted is None:
        return {}, trouble
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected = fitted.conditional_expected_number_of_purchases_up_to_time(days, *columns)
    theirs = {name: float(fitted.params_[name]) for name in parameters}
    return {**theirs, ORDERS: float(histories.weights @ np.asarray(expected, np.float64))}, ""


def _of_spend(everybody: Array, values: Mapping[str, float], seed: int) -> Agreement:
    spend = everybody[_drawn(len(everybody), MOST_CUSTOMERS, seed)]
    if len(spend) < len(everybody):
        values = GammaGamma().fit(spend).values_
    orders, means = spend.T
    ours = {**values, VALUE: float(GammaGamma.of(values).expected_spend(orders, means).mean())}
    fitted, trouble = _fit(GAMMA_GAMMA, (orders, means))
    theirs = {}
    if fitted is not None:
        p, q, gamma = (float(fitted.params_[name]) for name in ("p", "q", "v"))
        expected = fitted.conditional_expected_average_profit(orders, means)
        theirs = {"p": p, "q": q, "gamma": gamma, VALUE: float(np.mean(expected))}
    return _agreement(GAMMA_GAMMA, (ours, theirs), trouble, (len(spend), len(everybody)))


def _fit(kind: str, columns: Sequence[Array], **options: Any) -> tuple[Any, str]:
    """Return the package's fit, or None and why there is none."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # The package warns of itself on a current pandas, and of every odd step of its search.
        warnings.simplefilter("ignore")
        try:
            import lifetimes
            from lifetimes.utils import ConvergenceError
        except ImportError:
            return None, "the package is not installed"
        fitter = getattr(lifetimes, _THEIRS[kind])()
        try:
            # It prints where its search ended, when that is not at a maximum.
            with redirect_stdout(StringIO()):
                return fitter.fit(*columns, **options), ""
        except ConvergenceError:
            return None, "its search does not converge on this log"
        except (ArithmeticError, TypeError, ValueError):
            return None, "it refuses this log"


def _agreement(
    kind: str,
    found: tuple[Mapping[str, float], Mapping[str, float]],
    trouble: str,
    sizes: tuple[int, int],
    days: int = USUAL_DAYS,
) -> Agreement:
    """Return what both found, ours first, in a sentence."""
    name, (ours, theirs), (compared, everybody) = _TITLES[kind], found, sizes
    if not np.isfinite(list(theirs.values())).all():
        trouble = "its prediction is not a number"
    if trouble:
        sentence = f"{name}: the lifetimes package has no second opinion; {trouble}."
        return Agreement(name, ours, {}, math.nan, agree=False, sentence=sentence, days=days)
    quantity = VALUE if kind == GAMMA_GAMMA else ORDERS
    here, there = ours[quantity], theirs[quantity]
    difference = here / there - 1 if there else math.nan
    agree = abs(difference) <= ALIKE
    what = f"orders in {in_days(days)}" if quantity == ORDERS else "mean order value"
    verdict = "agree" if agree else "differ"
    on = f"{compared:,} customers"
    if compared < everybody:
        on += f" drawn from {everybody:,}"
    sentence = (
        f"{name}: both {verdict} on the expected {what} ({here:,.2f} here, {there:,.2f} by the "
        f"lifetimes package, on {on})."
    )
    return Agreement(name, ours, theirs, difference, agree, sentence, days)
