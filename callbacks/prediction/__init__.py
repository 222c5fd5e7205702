"""Cluster Prediction at work."""
