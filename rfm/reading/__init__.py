"""Logs as shops have them, read into one canonical form."""

from rfm.log.reading import Reading, read_log

__all__ = ["Reading", "read_log"]
