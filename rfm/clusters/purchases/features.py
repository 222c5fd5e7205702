"""Recency, frequency and money made comparable, so that distances between customers mean something.

In a shop's log money and counts are skewed a thousandfold. On raw or merely standardised values a
few giants stretch the axis until everybody else is one point, and k-means gives the giants a
cluster of their own (1,080 / 3,246 / 13 customers in the published report). Therefore each axis is
first straightened:

* recency by the square root: yesterday and last week differ, but not as much as two months and a
  year do, which a logarithm would say;
* frequency by the logarithm: a customer with four orders is to one with two as forty are to twenty;
* money by asinh(money / scale): a logarithm for large amounts that also takes zero and negative
  ones. The scale is the median size of the amounts that are not zero, so pence and pounds give the
  same clusters, and small change below it is not blown up.

Then each axis is centred and divided by its standard deviation. Quartile ranges would be zero on
the many logs where most customers bought once.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# A spread below this share of the axis is rounding noise: the axis is constant.
_NOISE: Final = 1e-9


class Axes(NamedTuple):
    """One number for each of the three axes."""

    recency: float
    frequency: float
    monetary: float


@dataclass(frozen=True)
class FeatureMap:
    """How the three values of a customer become a point; learned from all customers.

    Parameters
    ----------
    money_scale : float
        The amount around which money turns from linear to logarithmic, in the currency.
    means, spreads : Axes
        Mean and standard deviation of the straightened axes. The spread of a constant axis is 1,
        so that it has no say.
    """

    money_scale: float
    means: Axes
    spreads: Axes

    @classmethod
    def fit(
        cls, recency_days: ArrayLike, frequency: ArrayLike, monetary: ArrayLike
    ) -> "FeatureMap":
        """Learn the map from the values of all customers, the same in any order of customers."""
        money = np.abs(np.asarray(monetary, dtype=float))
        bought = money[money > 0]
        scale = float(np.median(bought)) if bought.size else 1.0
        axes = (recency_days, frequency, monetary)
        straight = [_straight(axis, values, scale) for axis, values in enumerate(axes)]
        means, spreads = zip(*map(_mean_and_spread, straight), strict=True)
        return cls(scale, Axes(*means), Axes(*spreads))

    def points(self, recency_days: ArrayLike, frequency: ArrayLike, monetary: ArrayLike) -> Array:
        """Return one row of three comparable coordinates for each customer."""
        axes = (recency_days, frequency, monetary)
        columns = [self.coordinates(axis, values) for axis, values in enumerate(axes)]
        # By column, since every use of the points goes along an axis.
        return np.asfortranarray(np.column_stack(columns))

    def coordinates(self, axis: int, values: ArrayLike) -> Array:
        """Return one of the three coordinates: 0 is recency, 1 frequency, 2 money."""
        coordinates = _straight(axis, values, self.money_scale)
        coordinates -= self.means[axis]
        coordinates /= self.spreads[axis]
        return coordinates

    def values(self, point: ArrayLike) -> Axes:
        """Return the recency, frequency and money that lie at a point (the way back)."""
        straight = np.asarray(point, dtype=float) * self.spreads + self.means
        recency, frequency, money = np.clip(straight, (0, 0, -700), (1e150, 700, 700))
        return Axes(
            float(recency**2), float(np.exp(frequency)), float(np.sinh(money) * self.money_scale)
        )


def _straight(axis: int, values: ArrayLike, money_scale: float) -> Array:
    numbers = np.atleast_1d(np.asarray(values, dtype=float))
    if axis == 0:
        return np.asarray(np.sqrt(np.maximum(numbers, 0.0)))
    if axis == 1:
        return np.asarray(np.log(np.maximum(numbers, 1.0)))
    return np.asarray(np.arcsinh(numbers / money_scale))


def _mean_and_spread(axis: Array) -> tuple[float, float]:
    # Sums of floats depend on the order of the terms; sorted, they do not depend on the rows'.
    ordered = np.sort(axis)
    mean, spread = float(ordered.mean()), float(ordered.std())
    return mean, spread if spread > _NOISE * (1.0 + abs(mean)) else 1.0
