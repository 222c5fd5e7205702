"""A transaction log: its rows become lines and orders that count, and one row per customer."""
