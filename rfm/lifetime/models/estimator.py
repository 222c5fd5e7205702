"""What every model of lifetime is: an estimator with positive parameters, fitted by likelihood."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from rfm.lifetime.models.fitting import (
    ENOUGH_AGAIN,
    Optimum,
    inverse_curvature,
    maximise,
    standard_errors,
    usable,
)
from rfm.lifetime.models.histories import Array

Gradient = tuple[float, Array]
Starts = Sequence[Sequence[float]]


class LikelihoodModel(BaseEstimator):
    """A model whose parameters are those under which its rows are most likely."""

    parameters: ClassVar[tuple[str, ...]]
    typical_inverse: ClassVar[tuple[tuple[float, ...], ...] | None] = None
    """The inverse curvature, in logarithms, that a search begins with; None for none."""
    hands_on_curvature: ClassVar[bool] = True
    """Whether the first of several fits again leaves the next ones its curvature."""
    _inverse: Array | None = None

    def __sklearn_tags__(self) -> Tags:
        """Return what scikit-learn is to know: no count, time or value is negative."""
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        return tags

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """Return a model with known parameters, ready to predict."""
        model = cls()
        model._know({name: float(values[name]) for name in cls.parameters})
        return model

    def _know(self, values: dict[str, float]) -> None:
        self.values_ = values
        for name, value in values.items():
            setattr(self, f"{name}_", value)

    @property
    def _values(self) -> Array:
        check_is_fitted(self, "values_")
        return np.array([self.values_[name] for name in self.parameters])

    def _search(
        self,
        likelihood: Callable[[Array], Gradient],
        customers: float,
        starts: Starts,
        units: Array,
        again: Self | None,
    ) -> float:
        """Find and keep the likeliest parameters; return the mean log-likelihood there.

        `units` turns parameters as searched into those of the caller. `again` is a model of nearly
        the same rows, with whose curvature the search begins.
        """

        def objective(logarithms: Array) -> Gradient:
            values = np.exp(logarithms)
            height, slopes = likelihood(values)
            return height / customers, slopes * values / customers

        if again is None:
            typical = self.typical_inverse
            optimum = maximise(objective, starts, None if typical is None else np.array(typical))
            self._inverse = inverse_curvature(objective, optimum)
            errors = standard_errors(self._inverse, optimum, customers)
        else:
            inverse = usable(again._inverse)
            optimum = maximise(objective, starts, inverse, enough=ENOUGH_AGAIN)
            if inverse is None and self.hands_on_curvature:
                again._inverse = inverse_curvature(objective, optimum)
            errors = np.full(len(units), np.nan)
        self._keep(optimum, errors * units, units)
        return optimum.mean_log_likelihood

    def _keep(self, optimum: Optimum, errors: Array, units: Array) -> None:
        values = (np.exp(optimum.logarithms) * units).tolist()
        self._know(dict(zip(self.parameters, values, strict=True)))
        self.standard_errors_ = dict(zip(self.parameters, errors.tolist(), strict=True))
        edges = zip(self.parameters, optimum.at_lowest, optimum.at_highest, strict=True)
        self.on_edge_ = {name: "low" if low else "high" for name, low, high in edges if low or high}
        self.converged_ = optimum.converged
