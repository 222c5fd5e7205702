"""Customer Details at work."""
