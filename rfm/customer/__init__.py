"""One customer: where they stand among all, and what is typical of them."""
