"""What all models of repeat purchases share: fitting, checking, and the questions they answer."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from rfm.errors import SettingsError
from rfm.lifetime.fitting import (
    ENOUGH_AGAIN,
    Optimum,
    inverse_curvature,
    maximise,
    standard_errors,
    usable,
)
from rfm.lifetime.histories import Array, Histories, collapse

Gradient = tuple[float, Array]
HALVINGS: Final = 14


class PurchaseModel(BaseEstimator):
    """A model of when customers buy again and when they have left.

    Histories are rows of repeat purchases, time of the last one, and time known, all from the
    first purchase, in one unit of time of the caller's choice; times of questions and the fitted
    parameters are in the same unit.

    Attributes
    ----------
    values_ : dict of str to float
        The fitted parameters, also as attributes of their own (`r_`, `alpha_`, ...).
    standard_errors_ : dict of str to float
        Their standard errors; NaN for a parameter on the edge of what can be told.
    log_likelihood_ : float
        Of all customers.
    converged_ : bool
    on_edge_ : dict of str to str
        Parameters that ran to the edge: "low" or "high".
    """

    parameters: ClassVar[tuple[str, ...]]
    times: ClassVar[tuple[str, ...]]
    starts: ClassVar[tuple[tuple[float, ...], ...]]
    _asked: tuple[Histories, Array] | None = None

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """Return a model with known parameters, ready to predict."""
        model = cls()
        model.values_ = {name: float(values[name]) for name in cls.parameters}
        for name, value in model.values_.items():
            setattr(model, f"{name}_", value)
        return model

    def fit(
        self,
        X: ArrayLike | Histories,  # noqa: N803
        y: None = None,  # noqa: ARG002
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the most likely parameters.

        Raises
        ------
        SettingsError
            When a history contradicts itself or nobody is known for any time.
        """
        histories = X if isinstance(X, Histories) else collapse(X, sample_weight)
        if not (histories.weights @ histories.T) > 0:
            raise SettingsError(
                "There is no history to learn from: every customer bought first at the very "
                "moment looked back from."
            )
        return self._fit(histories, self.starts)

    def refit(self, histories: Histories) -> Self:
        """Fit a copy to histories much like those of this model, starting from its parameters."""
        check_is_fitted(self, "values_")
        model: Self = type(self)(**self.get_params())
        unit = _unit(histories)
        start = np.log(self._values)
        start[self._is_time] -= np.log(unit)
        return model._fit(histories, (tuple(start),), again=self)

    def _fit(
        self,
        histories: Histories,
        starts: tuple[tuple[float, ...], ...],
        *,
        again: Self | None = None,
    ) -> Self:
        unit = _unit(histories)
        scaled = histories.in_unit(unit)
        customers = scaled.customers

        def objective(logarithms: Array) -> Gradient:
            values = np.exp(logarithms)
            height, slopes = self._log_likelihood(values, scaled)
            return height / customers, slopes * values / customers

        if again is None:
            optimum = maximise(objective, starts)
            self._inverse = inverse_curvature(objective, optimum)
            sizes = standard_errors(self._inverse, optimum, customers)
        else:
            # A search for nearly the same maximum begins with the curvature of the earlier one.
            inverse = usable(getattr(again, "_inverse", None))
            optimum = maximise(objective, starts, inverse, enough=ENOUGH_AGAIN)
            if inverse is None:
                again._inverse = inverse_curvature(objective, optimum)
            sizes = np.full(len(self.parameters), np.nan)
        values = np.exp(optimum.logarithms)
        values[self._is_time] *= unit
        sizes[self._is_time] *= unit
        self._remember(values, sizes, optimum)
        # The density of a purchase is per unit of time.
        repeats = histories.weights @ histories.x
        self.log_likelihood_ = float(
            optimum.mean_log_likelihood * customers - repeats * np.log(unit)
        )
        return self

    def _remember(self, values: Array, sizes: Array, optimum: Optimum) -> None:
        self._asked = None
        self.values_ = dict(zip(self.parameters, values.tolist(), strict=True))
        self.standard_errors_ = dict(zip(self.parameters, sizes.tolist(), strict=True))
        for name, value in self.values_.items():
            setattr(self, f"{name}_", value)
        edges = {
            name: "low" if low else "high"
            for name, low, high in zip(
                self.parameters, optimum.at_lowest, optimum.at_highest, strict=True
            )
            if low or high
        }
        self.on_edge_ = edges
        self.converged_ = optimum.converged

    def p_alive(self, X: ArrayLike | Histories) -> Array:  # noqa: N803
        """Return the probability that each customer is still a customer."""
        histories = _histories(X)
        return self._alive(histories)[histories.place_of]

    def no_purchase_probability(self, X: ArrayLike | Histories, time: float) -> Array:  # noqa: N803
        """Return the probability that each customer buys nothing in the next stretch of time.

        This is the churn probability. It is not 1 - P(alive): a customer who is still one may
        well buy nothing for a while.
        """
        histories = _histories(X)
        alive = self._alive(histories)
        return (1 - alive * (1 - self._silence(histories, time)))[histories.place_of]

    def expected_orders(self, X: ArrayLike | Histories, time: float) -> Array:  # noqa: N803
        """Return the mean number of purchases of each customer in the next stretch of time."""
        histories = _histories(X)
        orders = self._alive(histories) * self._orders_if_alive(histories, time)
        return orders[histories.place_of]

    def log_likelihoods(self, X: ArrayLike | Histories) -> Array:  # noqa: N803
        """Return the log-likelihood of each history, also of others than those fitted to."""
        histories = _histories(X)
        return self._log_likelihoods(self._values, histories)[histories.place_of]

    def draw_orders(
        self,
        X: ArrayLike | Histories,  # noqa: N803
        time: float,
        generator: np.random.Generator,
    ) -> Array:
        """Return a random number of purchases of each customer in the next stretch of time."""
        shared = _histories(X)
        alive = self._alive(shared)[shared.place_of]
        each = shared.only(shared.place_of)
        stays = generator.random(len(alive)) < alive
        return np.where(stays, self._draw_orders(each, time, generator), 0.0)

    def waiting_time(self, X: ArrayLike | Histories, probability: float, longest: float) -> Array:  # noqa: N803
        """Return the time within which each customer buys again with a probability.

        It is counted from now, given the silence so far; infinity when it is above `longest`.
        """
        histories = _histories(X)
        alive = self._alive(histories)
        times = np.full(len(alive), np.inf)
        within = np.flatnonzero(alive * (1 - self._silence(histories, longest)) >= probability)
        likely, alive = histories.only(within), alive[within]
        low, high = np.zeros(len(within)), np.full(len(within), longest)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            too_soon = alive * (1 - self._silence(likely, middle)) < probability
            low, high = np.where(too_soon, middle, low), np.where(too_soon, high, middle)
        times[within] = high
        return times[histories.place_of]

    @property
    def _values(self) -> Array:
        check_is_fitted(self, "values_")
        return np.array([self.values_[name] for name in self.parameters])

    @property
    def _is_time(self) -> Any:
        return np.array([name in self.times for name in self.parameters])

    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        """Return the log-likelihood of all histories and its gradient in the parameters."""
        raise NotImplementedError

    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        """Return the log-likelihood of each history."""
        raise NotImplementedError

    def _alive(self, histories: Histories) -> Array:
        """Return P(alive) of each distinct history; several questions to the same need it once."""
        asked = self._asked
        if asked is None or asked[0] is not histories:
            asked = self._asked = (histories, self._p_alive(histories))
        return asked[1]

    def _p_alive(self, histories: Histories) -> Array:
        raise NotImplementedError

    def _silence(self, histories: Histories, time: float | Array) -> Array:
        """Return the probability of no purchase for a time, given the customer is one now."""
        raise NotImplementedError

    def _orders_if_alive(self, histories: Histories, time: float) -> Array:
        raise NotImplementedError

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        """Return a random number of purchases, given the customer is one now."""
        raise NotImplementedError


def _histories(rows: ArrayLike | Histories) -> Histories:
    return rows if isinstance(rows, Histories) else collapse(rows)


def _unit(histories: Histories) -> float:
    return float(histories.weights @ histories.T / histories.customers)
