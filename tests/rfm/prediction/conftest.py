"""Placing functions whose borders are known, and clusters of a small shop."""

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.clusters.purchases import fit_clusters
from rfm.settings import Settings


def by_rules(names, conditions):
    """Return a place function: the first condition that holds is quite sure of its name."""

    def place(customers):
        met = [np.asarray(condition(customers), dtype=bool) for condition in conditions]
        met.append(np.ones(len(customers), dtype=bool))
        first = np.argmax(np.column_stack(met), axis=1)
        chances = np.full((len(customers), len(names)), 0.1 / (len(names) - 1))
        chances[np.arange(len(customers)), first] = 0.9
        return pd.DataFrame(chances, columns=names, index=customers.index)

    return place


@pytest.fixture(scope="session")
def rules():
    return by_rules


@pytest.fixture(scope="session")
def shop():
    random = np.random.default_rng(3)
    count = 600
    frequency = 1 + random.poisson(random.gamma(0.6, 6, count))
    customers = pd.DataFrame(
        {
            schema.CUSTOMER_ID: [str(10_000 + number) for number in range(count)],
            schema.RECENCY_DAYS: random.integers(1, 360, count),
            schema.FREQUENCY: frequency,
            schema.MONETARY: np.round(frequency * random.lognormal(3.2, 0.6, count), 2),
        }
    )
    return fit_clusters(customers, Settings(), currency="£")
