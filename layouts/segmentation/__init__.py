"""General Segmentation: which groups there are, what they are worth, and how they differ."""
