"""Clusters: the comparison of algorithms, started and followed, and what was found."""
