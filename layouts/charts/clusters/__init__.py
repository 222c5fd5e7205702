"""The charts of compared algorithms and of the number of clusters."""
