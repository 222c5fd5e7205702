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

MOST_CUSTOMERS: Final = 5_000
MOST_FOR_PARETO: Final = 1_000
"""The package needs seconds for a Pareto/NBD, and ten times as long on the edge of the model."""
DAYS_AHEAD: Final = 90
ALIKE: Final = 0.01
GAMMA_GAMMA: Final = "gamma-gamma"
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
        Parameters (times in days), then `orders`: expected in the next 90 days of all compared
        customers together; for the spend model `order value`, the mean expected one. Without
        `theirs` the package could not fit.
    difference : float
        Of `orders` or `order value`, as a share of theirs; NaN without theirs.
    agree : bool
        Whether that is within 1 %.
    sentence : str
    """

    name: str
    ours: Mapping[str, float]
    theirs: Mapping[str, float]
    difference: float
    agree: bool
    sentence: str


def compare_with_lifetimes(
    histories: Histories,
    spend: Array,
    fitted: Mapping[str, Mapping[str, float]],
    *,
    seed: int = 0,
) -> tuple[Agreement, ...]:
    """Fit each model with the lifetimes package too, and say whether both agree.

    Parameters
    ----------
    histories : Histories
        Of all customers, in days.
    spend : ndarray, shape (n, 2)
        Number of orders and their mean value of each customer who has any.
    fitted : mapping
        The parameters found for all customers, by kind of model ("bg-nbd", "mbg-nbd",
        "pareto-nbd", "gamma-gamma"); these are compared. With more than 5,000 customers (1,000 for
        Pareto/NBD) both are fitted to so many drawn at random instead.
    seed : int
        Of the draw.
    """
    compared = []
    for kind in _TITLES:
        if kind not in fitted:
            continue
        if kind == GAMMA_GAMMA:
            compared.append(_spend_agreement(spend, fitted[kind], seed))
        else:
            compared.append(_purchase_agreement(kind, histories, fitted[kind], seed))
    return tuple(compared)


@dataclass(frozen=True)
class _Both:
    """What both found, or why the package did not."""

    ours: Mapping[str, float]
    theirs: Mapping[str, float]
    quantity: str
    trouble: str


def _drawn(size: int, most: int, seed: int) -> Any:
    if size <= most:
        return np.arange(size)
    return np.sort(np.random.default_rng(seed).choice(size, most, replace=False))


def _sample(histories: Histories, most: int, seed: int) -> Histories:
    places = histories.place_of[_drawn(len(histories.place_of), most, seed)]
    return collapse(
        np.column_stack([histories.x[places], histories.t_x[places], histories.T[places]])
    )


def _purchase_agreement(
    kind: str, everybody: Histories, values: Mapping[str, float], seed: int
) -> Agreement:
    most = MOST_FOR_PARETO if MODELS[kind] is ParetoNbd else MOST_CUSTOMERS
    histories, customers = everybody, len(everybody.place_of)
    if customers > most:
        histories = _sample(everybody, most, seed)
        values = MODELS[kind]().fit(histories).values_
    both = _both_expect(kind, histories, values)
    return _told(kind, both, (len(histories.place_of), customers))


def _both_expect(kind: str, histories: Histories, values: Mapping[str, float]) -> _Both:
    model = MODELS[kind].of(values)
    ours = {**values, "orders": float(model.expected_orders(histories, DAYS_AHEAD).sum())}
    columns = (histories.x, histories.t_x, histories.T)
    # The package would begin a Pareto/NBD anywhere, at random.
    begin = {"initial_params": np.ones(4)} if MODELS[kind] is ParetoNbd else {}
    fitted, trouble = _fit(kind, columns, weights=histories.weights, **begin)
    if fitted is None:
        return _Both(ours, {}, "orders", trouble)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected = fitted.conditional_expected_number_of_purchases_up_to_time(
            DAYS_AHEAD, histories.x, histories.t_x, histories.T
        )
    theirs = {name: float(fitted.params_[name]) for name in values}
    total = float(histories.weights @ np.asarray(expected, np.float64))
    return _judged(_Both(ours, {**theirs, "orders": total}, "orders", ""))


def _spend_agreement(everybody: Array, values: Mapping[str, float], seed: int) -> Agreement:
    spend = everybody[_drawn(len(everybody), MOST_CUSTOMERS, seed)]
    if len(spend) < len(everybody):
        values = GammaGamma().fit(spend).values_
    both = _both_value(spend, values)
    return _told(GAMMA_GAMMA, both, (len(spend), len(everybody)))


def _both_value(spend: Array, values: Mapping[str, float]) -> _Both:
    orders, means = spend.T
    quantity = "order value"
    model = GammaGamma.of(values)
    ours = {**values, quantity: float(model.expected_spend(orders, means).mean())}
    fitted, trouble = _fit(GAMMA_GAMMA, (orders, means))
    if fitted is None:
        return _Both(ours, {}, quantity, trouble)
    p, q, scale = (float(fitted.params_[name]) for name in ("p", "q", "v"))
    expected = fitted.conditional_expected_average_profit(orders, means)
    theirs = {"p": p, "q": q, "gamma": scale, quantity: float(np.mean(expected))}
    return _judged(_Both(ours, theirs, quantity, ""))


def _judged(both: _Both) -> _Both:
    """Drop what the package found when it is no number."""
    if np.isfinite(list(both.theirs.values())).all():
        return both
    return _Both(both.ours, {}, both.quantity, "its prediction is not a number")


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


def _told(kind: str, both: _Both, sizes: tuple[int, int]) -> Agreement:
    """Return what both found, in a sentence."""
    name, (compared, everybody) = _TITLES[kind], sizes
    on = f"{compared:,} customers"
    if compared < everybody:
        on += f" drawn from {everybody:,}"
    if not both.theirs:
        sentence = f"{name}: the lifetimes package has no second opinion; {both.trouble}."
        return Agreement(name, both.ours, {}, math.nan, agree=False, sentence=sentence)
    ours, theirs = both.ours[both.quantity], both.theirs[both.quantity]
    difference = ours / theirs - 1 if theirs else math.nan
    agree = abs(difference) <= ALIKE
    what = f"orders in {DAYS_AHEAD} days" if both.quantity == "orders" else "mean order value"
    verdict = "agree" if agree else "differ"
    sentence = (
        f"{name}: both {verdict} on the expected {what} ({ours:,.2f} here, {theirs:,.2f} by the "
        f"lifetimes package, on {on})."
    )
    return Agreement(name, both.ours, both.theirs, difference, agree, sentence)
