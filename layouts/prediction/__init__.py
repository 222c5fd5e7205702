"""Cluster Prediction: given values, which cluster, how sure, and why."""
