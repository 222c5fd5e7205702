"""Rows of a log become the lines and orders that count, and a report that accounts for each row."""
