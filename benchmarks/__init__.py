"""How fast the product is, as ratios against rivals that are timed in the same run."""
