"""The charts of segments and clusters."""
