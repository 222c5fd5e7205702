"""Models of repeat purchases: how they are fitted, and the questions that every one answers."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import validate_data

from rfm.errors import HistoryError
from rfm.lifetime.models.estimator import Gradient, LikelihoodModel, Starts
from rfm.lifetime.models.histories import Array, Histories, collapse, distinct

HALVINGS: Final = 14


class PurchaseModel(LikelihoodModel, ABC):
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

    times: ClassVar[tuple[str, ...]]
    """The parameters that are in units of time."""
    starts: ClassVar[tuple[tuple[float, ...], ...]]
    cost: ClassVar[int] = 1
    """How many times longer than the quickest a model takes for a row."""
    stages: ClassVar[int] = 1
    """How many events of a Poisson process bring one purchase."""
    _asked: tuple[Histories, dict[str, Array]] | None = None

    def fit(
        self,
        X: ArrayLike | Histories,  # noqa: N803
        y: None = None,  # noqa: ARG002
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the most likely parameters.

        Raises
        ------
        HistoryError
            When a history contradicts itself or nobody is known for any time.
        ValueError, TypeError
            When the rows are no table of numbers, as scikit-learn says it.
        """
        if isinstance(X, Histories):
            histories = X
        else:
            rows = validate_data(self, X, dtype=np.float64, ensure_all_finite=False)
            histories = collapse(rows, sample_weight)
        if not (histories.weights @ histories.T) > 0:
            raise HistoryError(
                "There is no history to learn from: every customer bought first at the very "
                "moment looked back from."
            )
        return self._fit(histories, self.starts)

    def refit(self, histories: Histories) -> Self:
        """Fit a copy to histories much like those of this model, starting from its parameters."""
        start = np.log(self._values) - np.where(self._is_time, np.log(histories.mean_known), 0.0)
        return type(self)()._fit(histories, (tuple(start),), again=self)

    def _fit(self, histories: Histories, starts: Starts, *, again: Self | None = None) -> Self:
        unit, customers = histories.mean_known, histories.customers
        scaled = replace(histories, t_x=histories.t_x / unit, T=histories.T / unit)
        self._asked = None
        height = self._search(
            lambda values: self._log_likelihood(values, scaled),
            customers,
            starts,
            np.where(self._is_time, unit, 1.0),
            again,
        )
        # The density of a purchase is per unit of time.
        repeats = histories.weights @ histories.x
        self.log_likelihood_ = float(height * customers - self.stages * repeats * np.log(unit))
        return self

    def gap_term(self, repeats: Array, log_gaps: Array) -> Array:
        """Return what the gaps between purchases add to log-likelihoods; nothing by most models.

        Parameters
        ----------
        repeats : ndarray
            Gaps of each customer.
        log_gaps : ndarray
            Sums of their natural logarithms, in the unit of time of the histories.
        """
        return np.zeros(np.broadcast(repeats, log_gaps).shape)

    @property
    def _is_time(self) -> NDArray[np.bool_]:
        return np.array([name in self.times for name in self.parameters])

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
        histories = distinct(X)
        alive = self._alive(histories)[histories.place_of]
        stays = generator.random(len(alive)) < alive
        return np.where(stays, self._draw_orders(histories, time, generator), 0.0)

    def waiting_time(
        self,
        X: ArrayLike | Histories,  # noqa: N803
        probability: float | Array,
        longest: float,
    ) -> Array:
        """Return the time within which each customer buys again with a probability.

        It is counted from now, given the silence so far; infinity when it is above `longest`. The
        probability is one for all, or one for each distinct history.
        """
        histories = distinct(X)
        alive = self._alive(histories)
        times, wanted = np.full(len(alive), np.inf), np.broadcast_to(probability, alive.shape)
        within = np.flatnonzero(alive * (1 - self._silence(histories, longest)) >= wanted)
        likely, alive, wanted = histories.only(within), alive[within], wanted[within]
        low, high = np.zeros(len(within)), np.full(len(within), longest)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            too_soon = alive * (1 - self._silence(likely, middle)) < wanted
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

    @abstractmethod
    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        """Return the log-likelihood of all histories and its gradient in the parameters."""

    @abstractmethod
    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        """Return the log-likelihood of each history."""

    def _alive(self, histories: Histories) -> Array:
        """Return P(alive) of each distinct history."""
        return self._once(self._p_alive, histories)

    def _once(self, answer: Callable[[Histories], Array], histories: Histories) -> Array:
        """Return what is known of the histories; several questions to the same need it once."""
        asked = self._asked
        if asked is None or asked[0] is not histories:
            asked = self._asked = (histories, {})
        known = asked[1]
        if answer.__name__ not in known:
            known[answer.__name__] = answer(histories)
        return known[answer.__name__]

    @abstractmethod
    def _p_alive(self, histories: Histories) -> Array:
        """Return P(alive) of each distinct history."""

    @abstractmethod
    def _silence(self, histories: Histories, time: float | Array) -> Array:
        """Return the probability of no purchase for a time, given the customer is one now."""

    @abstractmethod
    def _orders_if_alive(self, histories: Histories, time: float) -> Array:
        """Return the expected purchases within a time, given the customer is one now."""

    @abstractmethod
    def _repeat_probabilities(self, counts: Array, times: Array) -> Array:
        """Return the probability of so many repeat purchases within each time."""

    @abstractmethod
    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        """Return a random number of purchases of each customer, given they are one now."""
