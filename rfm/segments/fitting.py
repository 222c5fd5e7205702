"""A scheme applied to a shop: its cut points are learned once, then anyone can be assigned.

One definition of a score serves every scheme: a value is compared with cut points, and what counts
is how many of them lie strictly below it. Equal values therefore always get equal scores, in any
order of customers and also where cut points coincide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rfm import schema
from rfm.errors import SchemeError
from rfm.log.rhythm import gap_or_guess
from rfm.segments.conditions import WHOLE_NUMBERS
from rfm.segments.cuts import gap_cuts, rounded_cuts
from rfm.segments.loading import scheme_from_document
from rfm.segments.scheme import Scheme, ScoreAxis

_SCORES = (schema.R_SCORE, schema.F_SCORE, schema.M_SCORE)


@dataclass(frozen=True)
class FittedScheme:
    """A scheme with the cut points of one shop's customers.

    Attributes
    ----------
    cuts : dict of str to tuple of float
        The cut points of each axis, by column.
    ties : dict of str to tuple of int
        How many customers have exactly the value of each cut point: had they been told apart,
        they could have been on either side.
    """

    scheme: Scheme
    cuts: dict[str, tuple[float, ...]]
    ties: dict[str, tuple[int, ...]]

    def __post_init__(self) -> None:
        if any(len(self.cuts[axis.column]) != axis.classes - 1 for axis in self.scheme.axes):
            raise SchemeError("A scheme needs a cut point between each two scores.")

    def assign(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return every customer's scores, code and segment, with the index of `customers`.

        The scores are the digits of the scheme's codes. `rfm_code` and `segment` are categorical;
        the segments are ordered, best first.

        Raises
        ------
        SchemeError
            When a column that the scheme asks about is absent or holds no number.
        """
        digits = [self._digits(axis, customers) for axis in self.scheme.axes]
        place = np.zeros(len(customers), dtype=np.int16)
        for axis, digit in zip(self.scheme.axes, digits, strict=True):
            place = place * np.int16(axis.classes) + (digit - np.int8(1))
        if self.scheme.uses_conditions:
            ranks = self._ranks_by_conditions(customers)
        else:
            ranks = self._rank_of_code[place]
        columns: dict[str, Any] = dict(zip(_SCORES, digits, strict=True))
        columns[schema.RFM_CODE] = pd.Categorical.from_codes(place, pd.Index(self.scheme.codes))
        columns[schema.SEGMENT] = pd.Categorical.from_codes(
            ranks, pd.Index(self.scheme.segments), ordered=True
        )
        return pd.DataFrame(columns, index=customers.index)

    def as_document(self) -> dict[str, Any]:
        """Return the fitted scheme as it is stored: its document, and what was learned."""
        return {"scheme": self.scheme.as_document(), "cuts": self.cuts, "ties": self.ties}

    @classmethod
    def from_document(cls, values: Mapping[str, Any]) -> "FittedScheme":
        """Return the fitted scheme that `as_document` wrote."""
        cuts = {name: tuple(map(float, values["cuts"][name])) for name in schema.RFM}
        ties = {name: tuple(map(int, values["ties"][name])) for name in schema.RFM}
        return cls(scheme_from_document(values["scheme"]), cuts, ties)

    @cached_property
    def _rank_of_code(self) -> NDArray[np.int8]:
        ranks = {name: rank for rank, name in enumerate(self.scheme.segments)}
        segments = self.scheme.segment_of_code
        return np.array([ranks[segments[code]] for code in self.scheme.codes], dtype=np.int8)

    def _digits(self, axis: ScoreAxis, customers: pd.DataFrame) -> NDArray[np.int8]:
        values = _values(customers, axis.column)
        scores = score(values, self.cuts[axis.column], small_is_best=axis.small_is_best)
        return np.int8(axis.classes + 1) - scores if self.scheme.best_is_lowest else scores

    def _ranks_by_conditions(self, customers: pd.DataFrame) -> NDArray[np.int8]:
        values = {column: _values(customers, column) for column in self.scheme.columns}
        names = list(self.scheme.segments)
        last = names.index(self.scheme.otherwise) if self.scheme.otherwise else -1
        ranks = np.full(len(customers), last, dtype=np.int8)
        for rule in reversed(self.scheme.rules):
            inside = np.ones(len(customers), dtype=bool)
            for column, interval in rule.conditions:
                inside &= interval.contains(values[column])
            ranks[inside] = names.index(rule.name)
        return ranks


def fit_scheme(
    scheme: Scheme, customers: pd.DataFrame, before: FittedScheme | None = None
) -> FittedScheme:
    """Return the scheme with its cut points learned from the customers.

    Parameters
    ----------
    scheme : Scheme
        The scheme.
    customers : DataFrame
        `recency_days`, `frequency` and `monetary` of each customer; for an axis in gaps also
        `repeat_orders` and `last_repeat_days`.
    before : FittedScheme, optional
        The same scheme as it was fitted to an earlier log of the shop: points that are learned
        once are taken from it.

    Returns
    -------
    FittedScheme
        What names customers, also later ones.

    Raises
    ------
    SchemeError
        When there are no customers, or a value is missing.
    """
    cuts, ties = {}, {}
    for axis in scheme.axes:
        values = _values(customers, axis.column)
        if axis.is_learned_once and before is not None and before.scheme.axes == scheme.axes:
            points = before.cuts[axis.column]
        else:
            points = _learned(axis, values, customers)
        cuts[axis.column] = points
        ties[axis.column] = ties_at_cuts(values, points)
    return FittedScheme(scheme, cuts, ties)


def _learned(
    axis: ScoreAxis, values: NDArray[np.float64], customers: pd.DataFrame
) -> tuple[float, ...]:
    if axis.cuts:
        return axis.cuts
    if axis.gaps:
        return gap_cuts(axis.gaps, gap_or_guess(customers))
    points = tuple(quantile_cuts(values, axis.quantiles or axis.kept).tolist())
    return rounded_cuts(points, is_whole=axis.column in WHOLE_NUMBERS) if axis.kept else points


def _values(customers: pd.DataFrame, column: str) -> NDArray[np.float64]:
    if column not in customers:
        raise SchemeError(
            f"The scheme asks about '{column}', which these customers do not have: choose another "
            "scheme, or bring a log from which it can be computed."
        )
    return customers[column].to_numpy(dtype=float, na_value=np.nan)


def quantile_cuts(values: ArrayLike, probabilities: Sequence[float]) -> NDArray[np.float64]:
    """Return the linear quantiles of the values, in ascending order.

    Raises
    ------
    SchemeError
        When there are no values, or one of them is missing or infinite.
    """
    finite = _finite(values)
    if not finite.size:
        raise SchemeError("There are no customers to score: give a log with at least one order.")
    cuts = np.quantile(finite, np.asarray(probabilities, dtype=float), method="linear")
    # Interpolating twice between the same two customers may be off by a rounding error.
    return np.maximum.accumulate(cuts)


def score(values: ArrayLike, cuts: ArrayLike, *, small_is_best: bool = False) -> NDArray[np.int8]:
    """Return the scores 1..n+1 of the values against n cut points, the best one highest.

    A score is 1 + the number of cut points strictly below the value. Where small is best
    (recency) the same number is subtracted from the best score: a value that lies on a cut point
    belongs with the smaller values in both cases.
    """
    finite = _finite(values)
    points = np.asarray(cuts, dtype=float)
    below = np.zeros(finite.shape, dtype=np.int8)
    for cut in points:
        below += finite > cut
    best = np.int8(len(points) + 1)
    return best - below if small_is_best else below + np.int8(1)


def ties_at_cuts(values: ArrayLike, cuts: ArrayLike) -> tuple[int, ...]:
    """Return how many values are exactly equal to each cut point."""
    finite = _finite(values)
    points = np.asarray(cuts, dtype=float)
    return tuple(int(np.count_nonzero(finite == cut)) for cut in points)


def _finite(values: ArrayLike) -> NDArray[np.float64]:
    finite = np.asarray(values, dtype=float)
    if not np.isfinite(finite).all():
        raise SchemeError(
            "A customer's recency, frequency or money is missing or infinite and cannot be "
            "scored: look for unreadable dates or amounts in the log."
        )
    return finite
