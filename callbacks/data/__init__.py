"""Data at work: files become data sets, after what was understood of them was seen."""
