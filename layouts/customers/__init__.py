"""Customer Details: who is this, what did they buy, and what is next."""
