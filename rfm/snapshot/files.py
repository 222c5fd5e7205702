"""The files of a snapshot, by name; the data contract that writers and readers share."""

from typing import Final

FORMAT: Final = 1

MANIFEST: Final = "manifest.json"
CUSTOMERS: Final = "customers.parquet"
ORDERS: Final = "orders.parquet"
LINES: Final = "lines.parquet"
SEGMENTS: Final = "segments.parquet"
CLUSTERS: Final = "clusters.parquet"
PRODUCTS: Final = "products.parquet"
PARETO: Final = "pareto.parquet"
SCHEME_MODELS: Final = "models/schemes.json"
CLUSTER_MODEL: Final = "models/clusters.json"
LIFETIME_MODEL: Final = "models/lifetime.json"
BACK_TEST: Final = "models/backtest.json"
SECOND_OPINION: Final = "models/second_opinion.json"

# What every snapshot has; the other files depend on the log.
ALWAYS: Final = (CUSTOMERS, ORDERS, SEGMENTS, PARETO, SCHEME_MODELS)
