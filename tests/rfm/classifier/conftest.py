"""Labelled customers: a small table with a known answer, and the real one with labels A to D."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.classifier.fitting import fit_classifier
from rfm.table.reading import read_customer_table
from tests.hand_made_attributes import attributes_of


def made_up(size=400, seed=0):
    """Return customers whose plan depends on income, a little on their town, and on chance."""
    generator = np.random.default_rng(seed)
    income = generator.lognormal(7, 1, size)
    town = generator.choice(["Ash", "Bree", "Combe"], size)
    score = np.log(income) - 7 + 0.8 * (town == "Ash") + generator.normal(0, 0.7, size)
    income[::29] = np.nan
    customers = pd.DataFrame(
        {
            schema.CUSTOMER_ID: [f"c{row:05d}" for row in range(size)],
            "income": income,
            "town": pd.Series(town, dtype="str"),
            "shoe_size": generator.integers(36, 46, size).astype(float),
        }
    )
    plan = pd.Series(np.select([score < -0.5, score < 0.7], ["Basic", "Plus"], "Gold"), dtype="str")
    return customers, attributes_of(customers), plan


@pytest.fixture(scope="session")
def small():
    customers, attributes, plan = made_up()
    found = fit_classifier(customers, attributes, plan, target_name="plan", seed=1)
    return SimpleNamespace(
        customers=customers, attributes=attributes, plan=plan, model=found.classifier
    )


@pytest.fixture(scope="session")
def labelled(shared):
    path = shared / "data" / "av_segmentation_train.csv.gz"
    table = read_customer_table(path)
    label, said = "Segmentation", []
    choices = {"target_name": label, "seed": 0, "progress": said.append}
    found = fit_classifier(table.customers, table.attributes, table.customers[label], **choices)
    return SimpleNamespace(customers=table.customers, model=found.classifier, said=said)
