"""Two moments of one log: what changed between them, and who moved from which segment to which."""
