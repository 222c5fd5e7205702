"""Placing functions whose borders are known, and a small shop with its clusters."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.analysis.clusters import find_log_clusters
from rfm.features.purchases import attributes_of_log, fit_purchases
from rfm.prediction import KnownCustomers, Placing
from rfm.prediction.changes import purchase_changes
from rfm.prediction.placing import Neighbours
from rfm.prediction.purchases import LIMITS, asked_purchases
from rfm.segments import fit_scheme, load_scheme
from rfm.settings import Settings
from rfm.snapshot.predicting import in_clusters


def rules(names, conditions):
    """Return probabilities: the first condition that holds is quite sure of its name."""

    def probabilities(customers):
        met = [np.asarray(condition(customers), dtype=bool) for condition in conditions]
        met.append(np.ones(len(customers), dtype=bool))
        first = np.argmax(np.column_stack(met), axis=1)
        chances = np.full((len(customers), len(names)), 0.1 / (len(names) - 1))
        chances[np.arange(len(customers)), first] = 0.9
        return pd.DataFrame(chances, columns=names, index=customers.index)

    return probabilities


@pytest.fixture(scope="session")
def customers():
    random = np.random.default_rng(3)
    count = 600
    frequency = 1 + random.poisson(random.gamma(0.6, 6, count))
    money = np.round(frequency * random.lognormal(3.2, 0.6, count), 2)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: [str(10_000 + number) for number in range(count)],
            schema.RECENCY_DAYS: random.integers(1, 360, count),
            schema.FREQUENCY: frequency,
            schema.MONETARY: money,
        }
    )


@pytest.fixture(scope="session")
def shop(customers):
    return find_log_clusters(customers, Settings(currency="£"), None).clustering.placer


@pytest.fixture(scope="session")
def schemes(customers):
    return [fit_scheme(load_scheme(name), customers) for name in schema.SHIPPED_SCHEMES]


def placing_by(customers, placer=None, count="orders"):
    """Return what places the customers of a log, perhaps in clusters."""
    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    return Placing(
        attributes=asked_purchases(attributes_of_log(values, count, "£"), count),
        probabilities=partial(in_clusters, placer) if placer else None,
        no_clusters="There are no clusters.",
        limits=LIMITS,
        currency="£",
    )


def known_in(customers, schemes=(), count="orders"):
    """Return what is known of the customers of a log."""
    attributes = attributes_of_log(customers[list(schema.RFM)].to_numpy(dtype=float), count, "£")
    pipeline = fit_purchases(customers, attributes)
    return KnownCustomers(
        neighbours=Neighbours(customers, lambda those: pipeline.features(those).points),
        possible_changes=partial(purchase_changes, count=count, currency="£"),
        schemes=schemes,
    )
