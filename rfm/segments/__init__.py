"""Segments: named groups of customers by rule.

A scheme is a document (YAML or JSON) that says how the three axes are scored and which scores, or
which values, get which name. The shipped schemes are written in the format of a user's own.
"""

from rfm.segments.fitting import FittedScheme, fit_scheme
from rfm.segments.linting import lint
from rfm.segments.loading import load_scheme

__all__ = [
    "FittedScheme",
    "fit_scheme",
    "lint",
    "load_scheme",
]
