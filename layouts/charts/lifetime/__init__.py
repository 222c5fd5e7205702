"""The charts of what is expected, and of how earlier expectations did."""
