"""The data sets of a site, and its plays."""
