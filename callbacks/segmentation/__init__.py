"""General Segmentation at work, of logs and of customer tables."""
