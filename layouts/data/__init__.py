"""Data: a shop's export is brought, seen as it was understood, and kept in versions."""
