"""The list of customers at work: searched, filtered, sorted, a page at a time, and as a file."""
