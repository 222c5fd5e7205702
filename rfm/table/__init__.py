"""A table with one row per customer: its columns, what they mean, and a log joined with it."""
