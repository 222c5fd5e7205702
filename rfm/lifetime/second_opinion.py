"""A second opinion: the same models fitted by the lifetimes package to the same customers.

Two implementations that agree are hardly both wrong in the same way. Where lifetimes cannot fit
(it gives up on logs that lie on the edge of a model) it says so instead.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from rfm.lifetime.candidates import MODELS, TITLES
from rfm.lifetime.gamma_gamma import GammaGamma
from rfm.lifetime.histories import Array, Histories, collapse

MOST_CUSTOMERS: Final = 5_000
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

    def as_json(self) -> dict[str, Any]:
        """Return the agreement as values that JSON can hold."""
        difference = None if math.isnan(self.difference) else self.difference
        return {**asdict(self), "difference": difference}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Agreement":
        """Return the agreement that `as_json` wrote."""
        difference = values["difference"]
        return cls(**{**values, "difference": math.nan if difference is None else difference})


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
        "pareto-nbd", "gamma-gamma"); these are compared. With more than 5,000 customers both are
        fitted to 5,000 drawn at random instead.
    seed : int
        Of the draw.
    """
    generator = np.random.default_rng(seed)
    compared = []
    everybody = len(histories.place_of)
    sample = _sample(histories, generator)
    some = spend[_drawn(len(spend), generator)]
    for kind in _TITLES:
        if kind not in fitted:
            continue
        if kind == GAMMA_GAMMA:
            values = fitted[kind] if len(some) == len(spend) else GammaGamma().fit(some).values_
            found = _spend_agreement(some, values)
            compared.append(_told(kind, found, (len(some), len(spend))))
        else:
            whole = len(sample.place_of) == everybody
            values = fitted[kind] if whole else MODELS[kind]().fit(sample).values_
            found = _purchase_agreement(kind, sample, values)
            compared.append(_told(kind, found, (len(sample.place_of), everybody)))
    return tuple(compared)


@dataclass(frozen=True)
class _Both:
    """What both found, or why the package did not."""

    ours: Mapping[str, float]
    theirs: Mapping[str, float]
    quantity: str
    trouble: str


def _drawn(size: int, generator: np.random.Generator) -> Any:
    if size <= MOST_CUSTOMERS:
        return np.arange(size)
    return np.sort(generator.choice(size, MOST_CUSTOMERS, replace=False))


def _sample(histories: Histories, generator: np.random.Generator) -> Histories:
    if len(histories.place_of) <= MOST_CUSTOMERS:
        return histories
    places = histories.place_of[_drawn(len(histories.place_of), generator)]
    return collapse(
        np.column_stack([histories.x[places], histories.t_x[places], histories.T[places]])
    )


def _purchase_agreement(kind: str, histories: Histories, values: Mapping[str, float]) -> _Both:
    model = MODELS[kind].of(values)
    ours = {**values, "orders": float(model.expected_orders(histories, DAYS_AHEAD).sum())}
    fitted, trouble = _fit(
        kind, (histories.x, histories.t_x, histories.T), weights=histories.weights
    )
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


def _spend_agreement(spend: Array, values: Mapping[str, float]) -> _Both:
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
