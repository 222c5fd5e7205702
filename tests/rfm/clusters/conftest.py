"""Customers to be put into clusters, of real and made-up shops."""

import numpy as np
import pandas as pd
import pytest

from rfm.features.points import Features
from rfm.samples.gift_shop import make_gift_shop
from tests.rfm.conftest import base, cdnow_lines, plain, summed


def features_of(points) -> Features:
    """Return customers as points of numbers alone."""
    points = np.asarray(points, dtype=float).reshape(len(points), -1)
    return Features(points, points, np.empty((len(points), 0), dtype=np.int64))


def customers_at(points) -> Features:
    """Return customers of numbers alone, each column with mean 0 and spread 1."""
    points = np.asarray(points, dtype=float)
    return features_of((points - points.mean(axis=0)) / points.std(axis=0))


@pytest.fixture(scope="session")
def online_retail_by_orders(online_retail_lines: pd.DataFrame) -> pd.DataFrame:
    return summed(online_retail_lines, "orders")


@pytest.fixture(scope="session")
def cdnow() -> pd.DataFrame:
    lines = cdnow_lines()
    return summed(lines.assign(order=np.arange(len(lines))), "orders")


@pytest.fixture(scope="session")
def gift_shop() -> pd.DataFrame:
    return summed(plain(make_gift_shop(customers=2_000, seed=1).to_pandas()), "orders")


@pytest.fixture(scope="session")
def four_kinds() -> tuple[pd.DataFrame, np.ndarray]:
    """Four kinds of customers, far apart on straightened axes, and who is of which kind."""
    random = np.random.default_rng(7)
    kinds = np.repeat(np.arange(4), [100, 200, 300, 400])
    recency = np.array([10, 40, 250, 60])[kinds] * random.uniform(0.85, 1.15, kinds.size)
    frequency = np.array([60, 12, 1, 1])[kinds] * random.uniform(0.9, 1.1, kinds.size)
    monetary = np.array([9_000, 1_200, 60, 50])[kinds] * random.lognormal(0, 0.15, kinds.size)
    return base(recency.round(), np.maximum(frequency.round(), 1), monetary.round(2)), kinds
