"""Clusters: groups of customers that lie together, found by k-means on comparable values."""

from rfm.clusters.purchases.fitting import fit_clusters
from rfm.clusters.purchases.model import ClusterModel, NoClusters

__all__ = ["ClusterModel", "NoClusters", "fit_clusters"]
