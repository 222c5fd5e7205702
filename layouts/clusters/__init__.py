"""Clusters: which groups the data have, and how far to trust them."""
