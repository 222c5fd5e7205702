"""The versions of data sets that people brought."""
