"""General Segmentation at work, for logs and for customer tables."""
