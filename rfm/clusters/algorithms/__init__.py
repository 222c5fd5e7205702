"""Algorithms that find clusters of any shape, all behind one estimator interface."""
