"""What a hosted site keeps: its settings, its jobs, its published data sets and its manners."""
