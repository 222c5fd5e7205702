"""Logs as shops have them, read into one canonical form."""

from rfm.reading.logs import Reading, read_log

__all__ = ["Reading", "read_log"]
