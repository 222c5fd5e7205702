"""Numbers with a long tail made straight, so that a few large values do not outweigh all others.

Many attributes are zero for many customers and skewed among the rest. A plain logarithm would put
a wide gap between nothing and a little, and make every such column a yes or no; therefore values
are first divided by the middle of those that are not zero, below which the curve is nearly a line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from rfm.features.points import Array
from rfm.features.settings import Skew

Curve = Literal["none", "log", "asinh", "yeo-johnson", "root", "ratio"]

SKEWED: Final = 1.0
_MOST_AT_ONE_VALUE: Final = 0.5
_SHARES: Final = 0.99
_NOISE: Final = 1e-9
# The power that fits best is found on this many quantiles: the same in any order of customers.
_QUANTILES: Final = 2_001
_POWERS: Final = (-2.0, 4.0)


@dataclass(frozen=True)
class Straightening:
    """How the values of one number are bent.

    Parameters
    ----------
    curve : {"none", "log", "asinh", "yeo-johnson", "root", "ratio"}
        log(1 + x / scale); asinh(x / scale), which takes negative values; Yeo and Johnson's power
        (Biometrika 87, 2000) of x / scale; the square root of x; the logarithm of x, at least 1.
    scale : float
        Where the curve turns from a line, in the number's unit.
    power : float
        The power of the last one.
    before, after : float
        Skewness of the values, and of what becomes of them.
    """

    curve: Curve
    scale: float = 1.0
    power: float = 1.0
    before: float = 0.0
    after: float = 0.0

    def bend(self, values: Array) -> Array:
        """Return values on the straightened axis."""
        if self.curve == "none":
            return values
        return _BENDS[self.curve](values / self.scale, self.power)


def straighten(ordered: Array, asked: Skew | Curve) -> Straightening:
    """Return how a number is straightened: by the curve asked for, or as its values ask.

    Values are in order, without gaps.
    """
    before = skewness(ordered)
    curve = _curve(ordered, before) if asked == "auto" else _possible(ordered, asked)
    if curve == "none":
        return Straightening("none", before=before, after=before)
    sizes = np.abs(ordered[ordered != 0])
    is_scaled = curve not in ("root", "ratio") and sizes.size
    scale = float(np.median(sizes)) if is_scaled else 1.0
    power = _best_power(ordered / scale) if curve == "yeo-johnson" else 1.0
    after = skewness(Straightening(curve, scale, power).bend(ordered))
    if asked == "auto" and abs(after) >= abs(before):
        return Straightening("none", before=before, after=before)
    return Straightening(curve, scale, power, before, after)


def skewness(ordered: Array) -> float:
    """Return the third standardised moment, 0 for a constant."""
    centred = ordered - ordered.mean()
    spread = float(np.sqrt((centred * centred).mean()))
    if spread <= _NOISE * (1.0 + abs(float(ordered.mean()))):
        return 0.0
    centred /= spread
    return float((centred * centred * centred).mean())


def is_share(ordered: Array) -> bool:
    """Return whether nearly all values lie between 0 and 1, and not only on these."""
    inside = (ordered >= 0) & (ordered <= 1)
    return bool(inside.mean() >= _SHARES and ((ordered > 0) & (ordered < 1)).any())


def _curve(ordered: Array, before: float) -> Curve:
    if abs(before) <= SKEWED or is_share(ordered):
        return "none"
    if before > 0:
        return "log" if ordered[0] >= 0 else "asinh"
    _, counts = np.unique(ordered, return_counts=True)
    # Nothing spreads out a value that most customers share.
    return "none" if counts.max() > _MOST_AT_ONE_VALUE * ordered.size else "yeo-johnson"


def _possible(ordered: Array, asked: Skew | Curve) -> Curve:
    """Return the curve that was asked for; a logarithm has no place for negative values."""
    if asked == "log" and ordered[0] < 0:
        return "asinh"
    return "none" if asked == "auto" else asked


def _best_power(relative: Array) -> float:
    from scipy.stats import yeojohnson_normmax

    quantiles = np.quantile(relative, np.linspace(0, 1, min(_QUANTILES, relative.size)))
    return float(np.clip(yeojohnson_normmax(quantiles), *_POWERS))


def _yeo_johnson(values: Array, power: float) -> Array:
    from scipy.stats import yeojohnson

    return np.asarray(yeojohnson(values, power))


_BENDS: Final[Mapping[Curve, Callable[[Array, float], Array]]] = {
    "log": lambda relative, _: np.log1p(np.maximum(relative, 0.0)),
    "asinh": lambda relative, _: np.arcsinh(relative),
    "yeo-johnson": _yeo_johnson,
    "root": lambda relative, _: np.sqrt(np.maximum(relative, 0.0)),
    "ratio": lambda relative, _: np.log(np.maximum(relative, 1.0)),
}
