"""Where files are kept: a folder of the site, or a bucket."""
