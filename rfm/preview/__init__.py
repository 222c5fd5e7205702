"""What was understood of a file before anything of it is kept."""
