"""The files of a snapshot, by name; the data contract that writers and readers share."""

from typing import Final

from rfm import schema

FORMAT: Final = 3

MANIFEST: Final = "manifest.json"
CUSTOMERS: Final = "customers.parquet"
ORDERS: Final = "orders.parquet"
LINES: Final = "lines.parquet"
SEGMENTS: Final = "segments.parquet"
CLUSTERS: Final = "clusters.parquet"
PRODUCTS: Final = "products.parquet"
PARETO: Final = "pareto.parquet"
SCHEME_MODELS: Final = "models/schemes.json"
LIFETIME_MODEL: Final = "models/lifetime.json"
BACK_TEST: Final = "models/backtest.json"
SECOND_OPINION: Final = "models/second_opinion.json"

ATTRIBUTES: Final = "models/attributes.json"
# The clusters: all of these or none.
PIPELINE: Final = "models/pipeline.json"
ALGORITHM: Final = "models/algorithm.json"
PLACING: Final = "models/placing.json"
COMPARISON: Final = "models/comparison.json"
PROFILES: Final = "models/profiles.json"
# Where a supervised model could be trained.
CLASSIFIER_CARD: Final = "models/classifier.json"
CLASSIFIER_MODEL: Final = "models/classifier.skops"

# What every snapshot of a kind of source has; the other files depend on what is in it.
ALWAYS: Final = {
    schema.LOG: (CUSTOMERS, ORDERS, SEGMENTS, PARETO, SCHEME_MODELS, ATTRIBUTES),
    schema.CUSTOMER_TABLE: (CUSTOMERS, ATTRIBUTES),
}
