"""Algorithms side by side on the same customers, and which of them to trust."""

from rfm.clusters.comparison.comparing import Compared, compare, fit_one
from rfm.clusters.comparison.matching import match_clusters

__all__ = ["Compared", "compare", "fit_one", "match_clusters"]
