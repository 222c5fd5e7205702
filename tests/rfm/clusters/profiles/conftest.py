"""Small customer tables, and the real ones with clusters of a plain k-means."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.features.arrays import levels_of
from rfm.features.points import Features
from rfm.table.attribute import Attribute


def number(name, values=(), **more):
    whole = bool(len(values)) and bool(
        np.all(np.asarray(values, float)[~np.isnan(values)] % 1 == 0)
    )
    return Attribute(
        name=name, kind="number", is_feature=True, reason="", **{"is_whole": whole, **more}
    )


def category(name, values=(), **more):
    levels = levels_of(pd.Series(values, dtype="str"))
    kind = "yes-no" if len(levels) == 2 else "category"
    return Attribute(name=name, kind=kind, is_feature=True, reason="", levels=levels, **more)


def space(points):
    points = np.asarray(points, dtype=float).reshape(len(points), -1)
    names = tuple(f"axis {axis}" for axis in range(points.shape[1]))
    return Features(points, points, np.zeros((len(points), 0), dtype=np.int64), names)


def table(columns):
    """Return customers c0, c1, ... and their attributes from lists of numbers or of words."""
    size = len(next(iter(columns.values())))
    customers = pd.DataFrame({schema.CUSTOMER_ID: [f"c{row:05d}" for row in range(size)]})
    attributes = []
    for name, values in columns.items():
        is_word = isinstance(next(one for one in values if one is not None), str)
        customers[name] = pd.Series(values, dtype="str" if is_word else "float64")
        make = category if is_word else number
        attributes.append(make(name, values))
    return customers, tuple(attributes)


@pytest.fixture
def tables():
    return SimpleNamespace(table=table, space=space, number=number, category=category)


@pytest.fixture(scope="session")
def credit_cards(shared):
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import StandardScaler

    customers = pd.read_csv(shared / "data" / "cc_general.csv.gz")
    customers = customers.rename(columns={"CUST_ID": schema.CUSTOMER_ID})
    customers = customers.sort_values(schema.CUSTOMER_ID, ignore_index=True)
    names = [name for name in customers.columns if name != schema.CUSTOMER_ID]
    customers[names] = customers[names].astype(float)
    attributes = tuple(
        number(name, customers[name].to_numpy(), label=name.replace("_", " ").title())
        for name in names
    )
    filled = customers[names].fillna(customers[names].median())
    points = StandardScaler().fit_transform(np.arcsinh(filled))
    labels = KMeans(4, n_init=2, random_state=0).fit_predict(points).astype(np.int64)
    return SimpleNamespace(
        customers=customers, attributes=attributes, labels=labels, features=space(points)
    )
