"""Labelled customers: a small table with a known answer, and the real one with labels A to D."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.classifier.fitting import fit_classifier
from rfm.features.arrays import levels_of
from rfm.table.attribute import Attribute


def attributes_of(customers):
    found = []
    for name in customers.columns[1:]:
        is_number = customers[name].dtype == float
        levels = () if is_number else levels_of(customers[name])
        kind = "number" if is_number else "yes-no" if len(levels) == 2 else "category"
        found.append(Attribute(name=name, kind=kind, is_feature=True, reason="", levels=levels))
    return tuple(found)


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


@pytest.fixture
def make():
    return made_up


@pytest.fixture(scope="session")
def small():
    customers, attributes, plan = made_up()
    model = fit_classifier(
        customers, attributes, plan, target_name="plan", is_agreement=False, seed=1
    )
    return SimpleNamespace(customers=customers, attributes=attributes, plan=plan, model=model)


@pytest.fixture(scope="session")
def labelled(shared):
    customers = pd.read_csv(
        shared / "data" / "av_segmentation_train.csv.gz", dtype={"ID": "str"}
    ).rename(columns={"ID": schema.CUSTOMER_ID})
    customers = customers.sort_values(schema.CUSTOMER_ID, ignore_index=True)
    numbers = customers.select_dtypes("number").columns
    customers[numbers] = customers[numbers].astype(float)
    attributes = attributes_of(customers)
    said = []
    model = fit_classifier(
        customers, attributes, customers["Segmentation"], target_name="Segmentation",
        is_agreement=False, seed=0, progress=said.append,
    )  # fmt: skip
    return SimpleNamespace(customers=customers, attributes=attributes, model=model, said=said)
