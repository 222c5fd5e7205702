"""Models: whether the forecast can be trusted."""
