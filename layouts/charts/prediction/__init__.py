"""The charts of a placed customer, and of the model that places."""
