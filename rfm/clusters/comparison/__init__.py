"""Algorithms side by side on the same customers, and which of them to trust."""
