"""The science: a transaction log becomes scores, segments, clusters and their explanation."""
