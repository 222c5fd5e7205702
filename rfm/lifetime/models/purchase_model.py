"""What all models of repeat purchases share: how they are fitted and checked."""

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted, validate_data

from rfm.errors import HistoryError
from rfm.lifetime.models.fitting import (
    ENOUGH_AGAIN,
    Optimum,
    inverse_curvature,
    maximise,
    standard_errors,
    usable,
)
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.lifetime.models.purchase_questions import PurchaseQuestions

Gradient = tuple[float, Array]


class PurchaseModel(PurchaseQuestions):
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

    starts: ClassVar[tuple[tuple[float, ...], ...]]
    typical_inverse: ClassVar[tuple[tuple[float, ...], ...] | None] = None
    """The inverse curvature, in logarithms, that a search begins with; None for none."""

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
        histories = X if isinstance(X, Histories) else self._read(X, sample_weight)
        if not (histories.weights @ histories.T) > 0:
            raise HistoryError(
                "There is no history to learn from: every customer bought first at the very "
                "moment looked back from."
            )
        return self._fit(histories, self.starts)

    def _read(self, rows: ArrayLike, sample_weight: ArrayLike | None) -> Histories:
        values = validate_data(self, rows, dtype=np.float64, ensure_all_finite=False)
        return collapse(values, sample_weight)

    def refit(self, histories: Histories) -> Self:
        """Fit a copy to histories much like those of this model, starting from its parameters."""
        check_is_fitted(self, "values_")
        model: Self = type(self)(**self.get_params())
        unit = histories.mean_known
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
        unit = histories.mean_known
        scaled = histories.in_unit(unit)
        customers = scaled.customers

        def objective(logarithms: Array) -> Gradient:
            values = np.exp(logarithms)
            height, slopes = self._log_likelihood(values, scaled)
            return height / customers, slopes * values / customers

        if again is None:
            typical = self.typical_inverse
            inverse = None if typical is None else np.array(typical)
            optimum = maximise(objective, starts, inverse)
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

    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        """Return the log-likelihood of all histories and its gradient in the parameters."""
        raise NotImplementedError
