"""The questions that every model of repeat purchases answers, once its parameters are known."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from rfm.lifetime.models.histories import Array, Histories, distinct

HALVINGS: Final = 14


class PurchaseQuestions(BaseEstimator):
    """A model of when customers buy again and when they have left, with known parameters.

    Attributes
    ----------
    values_ : dict of str to float
        The parameters; `times` are those in units of time, of the caller's choice.
    """

    parameters: ClassVar[tuple[str, ...]]
    times: ClassVar[tuple[str, ...]]
    _asked: tuple[Histories, Array] | None = None

    def __sklearn_tags__(self) -> Tags:
        """Return what scikit-learn is to know: no count and no time is negative."""
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        return tags

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """Return a model with known parameters, ready to predict."""
        model = cls()
        model.values_ = {name: float(values[name]) for name in cls.parameters}
        for name, value in model.values_.items():
            setattr(model, f"{name}_", value)
        return model

    def p_alive(self, X: ArrayLike | Histories) -> Array:  # noqa: N803
        """Return the probability that each customer is still a customer."""
        histories = distinct(X)
        return self._alive(histories)[histories.place_of]

    def no_purchase_probability(self, X: ArrayLike | Histories, time: float) -> Array:  # noqa: N803
        """Return the probability that each customer buys nothing in the next stretch of time.

        This is the churn probability. It is not 1 - P(alive): a customer who is still one may
        well buy nothing for a while.
        """
        histories = distinct(X)
        alive = self._alive(histories)
        return (1 - alive * (1 - self._silence(histories, time)))[histories.place_of]

    def expected_orders(self, X: ArrayLike | Histories, time: float) -> Array:  # noqa: N803
        """Return the mean number of purchases of each customer in the next stretch of time."""
        histories = distinct(X)
        orders = self._alive(histories) * self._orders_if_alive(histories, time)
        return orders[histories.place_of]

    def log_likelihoods(self, X: ArrayLike | Histories) -> Array:  # noqa: N803
        """Return the log-likelihood of each history, also of others than those fitted to."""
        histories = distinct(X)
        return self._log_likelihoods(self._values, histories)[histories.place_of]

    def draw_orders(
        self,
        X: ArrayLike | Histories,  # noqa: N803
        time: float,
        generator: np.random.Generator,
    ) -> Array:
        """Return a random number of purchases of each customer in the next stretch of time."""
        shared = distinct(X)
        alive = self._alive(shared)[shared.place_of]
        each = shared.only(shared.place_of)
        stays = generator.random(len(alive)) < alive
        return np.where(stays, self._draw_orders(each, time, generator), 0.0)

    def waiting_time(self, X: ArrayLike | Histories, probability: float, longest: float) -> Array:  # noqa: N803
        """Return the time within which each customer buys again with a probability.

        It is counted from now, given the silence so far; infinity when it is above `longest`.
        """
        histories = distinct(X)
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

    def repeat_probabilities(self, counts: ArrayLike, times: ArrayLike) -> Array:
        """Return the probability that a new customer buys again so many times within a time.

        Parameters
        ----------
        counts : array-like, shape (n_counts,)
            Whole numbers of repeat purchases.
        times : array-like, shape (n_times,)
            From the first purchase.

        Returns
        -------
        ndarray, shape (n_times, n_counts)
        """
        n, lengths = np.asarray(counts, float), np.asarray(times, float)
        return np.clip(self._repeat_probabilities(n[None, :], lengths[:, None]), 0.0, 1.0)

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

    def _repeat_probabilities(self, counts: Array, times: Array) -> Array:
        raise NotImplementedError

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        """Return a random number of purchases, given the customer is one now."""
        raise NotImplementedError

    @property
    def _values(self) -> Array:
        check_is_fitted(self, "values_")
        return np.array([self.values_[name] for name in self.parameters])

    @property
    def _is_time(self) -> Any:
        return np.array([name in self.times for name in self.parameters])
