"""Customers as points that algorithms can compare: attributes, and the steps from them to axes."""
