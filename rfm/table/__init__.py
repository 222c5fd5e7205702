"""The second way in: a table with one row per customer, and what its columns say of them."""
