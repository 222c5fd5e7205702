"""From a source to everything that is shown of it: the order of steps."""
