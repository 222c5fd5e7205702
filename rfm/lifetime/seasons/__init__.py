"""What earlier years of a log teach about sums: a factor, and how far sums are off."""
