"""Read how a scheme's document scores recency, frequency and money."""

import itertools
import math
from collections.abc import Mapping
from typing import Final

from rfm.segments.documents import LINE, Form
from rfm.segments.scheme import AXES, POINTS, ScoreAxis, ThreeAxes
from rfm.words import quoted

PARTS: Final = "parts"
AXIS_KEYS: Final = (PARTS, *POINTS)
_MOST_CLASSES: Final = 9
_DEFAULT_AXIS: Final = {PARTS: "5"}
# Between which values the points of a key lie, and how that is said.
_BOUNDS: Final = {
    "quantiles": (0.0, 1.0, " between 0 and 1"),
    "kept": (0.0, 1.0, " between 0 and 1"),
    "gaps": (0.0, math.inf, " above 0"),
    "cuts": (-math.inf, math.inf, ""),
}


def read_axes(form: Form, document: object) -> ThreeAxes:
    """Return the three axes that a document describes, noting what is wrong with them."""
    if not isinstance(document, Mapping):
        form.fault("'axes' must have the keys recency, frequency and monetary.")
        document = {}
    form.check_keys(document, AXES)
    recency, frequency, monetary = (
        _axis(form, word, document.get(word, _DEFAULT_AXIS)) for word in AXES
    )
    return recency, frequency, monetary


def _axis(form: Form, word: str, document: object) -> ScoreAxis:
    fallback = ScoreAxis(AXES[word], quantiles=(0.5,))
    keys = set(document) - {LINE} if isinstance(document, Mapping) else set()
    if not isinstance(document, Mapping) or len(keys) != 1 or not keys <= set(AXIS_KEYS):
        form.fault(f"axis '{word}' needs exactly one of {quoted(AXIS_KEYS)}.")
        return fallback
    if PARTS in document:
        parts = form.text(document, PARTS)
        if parts not in {str(number) for number in range(2, _MOST_CLASSES + 1)}:
            form.fault(f"axis '{word}' has {parts} parts: give a number from 2 to 9.")
            return fallback
        return ScoreAxis(AXES[word], tuple(i / int(parts) for i in range(1, int(parts))))
    (key,) = keys
    low, high, between = _BOUNDS[key]
    points = _points(form.texts(document, key))
    if points is None or not low < points[0] <= points[-1] < high:
        form.fault(f"axis '{word}' needs 1 to 8 ascending, different numbers{between} as '{key}'.")
        return fallback
    axis = ScoreAxis(AXES[word], **{key: points})
    if axis.gaps and not axis.small_is_best:
        form.fault(f"axis '{word}' cannot be counted in 'gaps': that is for recency alone.")
        return fallback
    return axis


def _points(texts: tuple[str, ...]) -> tuple[float, ...] | None:
    try:
        points = tuple(float(text) for text in texts)
    except ValueError:
        return None
    ascending = all(low < high for low, high in itertools.pairwise(points))
    finite = all(math.isfinite(point) for point in points)
    return points if 1 <= len(points) < _MOST_CLASSES and ascending and finite else None
