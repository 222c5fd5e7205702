"""Customers of real and made-up shops, summed here independently of the product's own steps."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.features.points import Features
from rfm.samples.catalogue import cdnow_file
from rfm.samples.gift_shop import make_gift_shop


def base(recency, frequency, monetary) -> pd.DataFrame:
    columns = [np.asarray(values, dtype=float) for values in (recency, frequency, monetary)]
    customers = pd.DataFrame(dict(zip(schema.RFM, columns, strict=True)))
    customers.insert(0, schema.CUSTOMER_ID, [f"{number:06d}" for number in range(len(customers))])
    return customers


def features_of(points) -> Features:
    """Return customers as points of numbers alone."""
    points = np.asarray(points, dtype=float).reshape(len(points), -1)
    return Features(points, points, np.empty((len(points), 0), dtype=np.int64))


def _summed(lines: pd.DataFrame, frequency: str) -> pd.DataFrame:
    """Sum lines with the columns customer, order, when, amount."""
    as_of = lines["when"].max() + pd.Timedelta(days=1)
    groups = lines.groupby("customer")
    recency = (as_of - groups["when"].max()).dt.days
    counts = groups.size() if frequency == "lines" else groups["order"].nunique()
    return base(recency, counts, groups["amount"].sum().round(2))


def _online_retail(folder: Path) -> pd.DataFrame:
    lines = pd.read_parquet(folder / "data" / "online_retail.parquet").dropna().drop_duplicates()
    lines = lines.rename(
        columns={"CustomerID": "customer", "InvoiceNo": "order", "InvoiceDate": "when"}
    )
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    return lines[(lines["Quantity"] > 0) & ~lines["order"].str.startswith("C")]


@pytest.fixture(scope="session")
def online_retail_by_lines(shared: Path) -> pd.DataFrame:
    """The customers of the published report."""
    return _summed(_online_retail(shared), "lines")


@pytest.fixture(scope="session")
def online_retail_by_orders(shared: Path) -> pd.DataFrame:
    return _summed(_online_retail(shared), "orders")


@pytest.fixture(scope="session")
def cdnow() -> pd.DataFrame:
    path = cdnow_file()
    if path is None:
        pytest.skip("The lifetimes package, which holds the CDNOW log, is not installed.")
    names = ["customer", "when", "discs", "amount"]
    lines = pd.read_csv(path, sep=r"\s+", header=None, skiprows=1, names=names, dtype=str)
    lines["when"] = pd.to_datetime(lines["when"])
    lines["amount"] = lines["amount"].astype(float)
    lines["order"] = np.arange(len(lines))
    return _summed(lines, "orders")


@pytest.fixture(scope="session")
def gift_shop() -> pd.DataFrame:
    lines = make_gift_shop(customers=2_000, seed=1).to_pandas()
    lines = lines.rename(
        columns={"CustomerID": "customer", "InvoiceNo": "order", "InvoiceDate": "when"}
    ).dropna(subset=["customer"])
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    return _summed(lines[lines["Quantity"] > 0], "orders")


@pytest.fixture(scope="session")
def four_kinds() -> tuple[pd.DataFrame, np.ndarray]:
    """Four kinds of customers, far apart on straightened axes, and who is of which kind."""
    random = np.random.default_rng(7)
    kinds = np.repeat(np.arange(4), [100, 200, 300, 400])
    recency = np.array([10, 40, 250, 60])[kinds] * random.uniform(0.85, 1.15, kinds.size)
    frequency = np.array([60, 12, 1, 1])[kinds] * random.uniform(0.9, 1.1, kinds.size)
    monetary = np.array([9_000, 1_200, 60, 50])[kinds] * random.lognormal(0, 0.15, kinds.size)
    return base(recency.round(), np.maximum(frequency.round(), 1), monetary.round(2)), kinds
