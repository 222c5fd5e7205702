"""A file of any usual kind -> a table of cells, and what its columns, numbers and dates mean."""
