"""The published CDNOW sample, as customers by purchase history and by spend."""

import gzip
import io
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def cdnow(shared):
    """Return x, t_x and T in weeks of the 2,357 customers of the published tables."""
    text = gzip.decompress((shared / "data" / "cdnow_sample_cbs_published.csv.gz").read_bytes())
    return pd.read_csv(io.BytesIO(text))[["frequency", "recency", "T"]].to_numpy()


@pytest.fixture(scope="session")
def cdnow_spend():
    """Return repeat orders and their mean value of all 2,357 customers, in the file's order."""
    folder = Path(find_spec("lifetimes").submodule_search_locations[0]) / "datasets"
    table = pd.read_csv(folder / "cdnow_customers_summary_with_transactions.csv")
    return table[["x", "zbar"]].to_numpy(dtype=float)
