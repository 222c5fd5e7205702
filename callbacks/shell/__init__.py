"""The frame at work."""
