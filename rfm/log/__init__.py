"""A transaction log: a file -> lines -> those that count -> one row per customer."""
