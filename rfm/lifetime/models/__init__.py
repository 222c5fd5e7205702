"""Models of repeat purchases and of spend, each an estimator of its own."""
