"""The charts of one customer."""
