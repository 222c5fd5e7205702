"""Logs and customer tables by name: real ones that are fetched, and ones that are made here."""
