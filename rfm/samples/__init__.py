"""The samples by name, and where a source comes from."""
