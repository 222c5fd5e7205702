"""What the wiring of several pages shares."""
