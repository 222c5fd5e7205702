"""Clusters: groups of customers found by an algorithm, compared, named, explained and placeable."""
