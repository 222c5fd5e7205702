"""The files of a snapshot, by name, and how each is written: the contract with its readers."""

import json
from pathlib import Path
from typing import Any, Final

import pandas as pd

from rfm import schema
from rfm.log.transactions.writing import ROWS_PER_GROUP
from rfm.records import as_record

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
# Where a classifier could be trained.
CLASSIFIER_CARD: Final = "models/classifier.json"
CLASSIFIER_MODEL: Final = "models/classifier.skops"

# What every snapshot of a kind of source has; the other files depend on what is in it.
ALWAYS: Final = {
    schema.LOG: (CUSTOMERS, ORDERS, SEGMENTS, PARETO, SCHEME_MODELS, ATTRIBUTES),
    schema.CUSTOMER_TABLE: (CUSTOMERS, ATTRIBUTES),
}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, in groups of rows that can be read one by one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # As pandas does, but without starting threads that take longer than the work.
    written = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    pq.write_table(written, path, compression="zstd", row_group_size=ROWS_PER_GROUP)


def write_json(path: Path, value: Any) -> None:
    """Write a value, and the frozen values in it, as JSON that people can read."""
    text = json.dumps(as_record(value), ensure_ascii=False, indent=1, default=_of_numpy)
    path.write_text(text + "\n", encoding="utf-8")


def _of_numpy(number: Any) -> Any:
    return number.item()
