"""What the fitted models expect of customers and of groups of them."""
