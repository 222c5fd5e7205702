"""Small customer tables, and the real ones with clusters of a plain k-means."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from tests.hand_made_attributes import attributes_of
from tests.rfm.clusters.conftest import features_of


def table(columns):
    """Return customers c0, c1, ... and their attributes from lists of numbers or of words."""
    size = len(next(iter(columns.values())))
    customers = pd.DataFrame({schema.CUSTOMER_ID: [f"c{row:05d}" for row in range(size)]})
    for name, values in columns.items():
        is_word = isinstance(next(one for one in values if one is not None), str)
        customers[name] = pd.Series(values, dtype="str" if is_word else "float64")
    return customers, attributes_of(customers)


@pytest.fixture(scope="session")
def credit_cards(shared):
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler

    customers = pd.read_csv(shared / "data" / "cc_general.csv.gz")
    customers = customers.rename(columns={"CUST_ID": schema.CUSTOMER_ID})
    customers = customers.sort_values(schema.CUSTOMER_ID, ignore_index=True)
    names = [name for name in customers.columns if name != schema.CUSTOMER_ID]
    customers[names] = customers[names].astype(float)
    filled = customers[names].fillna(customers[names].median())
    points = StandardScaler().fit_transform(np.arcsinh(filled))
    labels = KMeans(4, n_init=2, random_state=0).fit_predict(points).astype(np.int64)
    return SimpleNamespace(
        customers=customers,
        attributes=attributes_of(customers),
        labels=labels,
        features=features_of(points),
    )
