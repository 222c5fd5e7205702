"""Algorithms side by side on the same customers, and which of them to trust."""

from rfm.clusters.comparison.comparing import compare
from rfm.clusters.comparison.entries import Compared, InUse

__all__ = ["Compared", "InUse", "compare"]
