"""Charts of customers as points."""
