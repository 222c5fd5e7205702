"""What the lines of a log mean: who bought, whether it was paid, what it cost and when."""
