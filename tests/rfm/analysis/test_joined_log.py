"""A log joined with a customer table: its columns take part in the clusters."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.samples.gift_shop import write_gift_shop
from rfm.snapshot import Snapshot

CUSTOMERS = 300
KNOWN = 0.8


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return write_gift_shop(tmp_path_factory.mktemp("shop"), CUSTOMERS)


@pytest.fixture(scope="module")
def table(log, tmp_path_factory) -> Path:
    """Return a table that knows four of five customers, and some who never bought."""
    rng = np.random.default_rng(7)
    bought = pd.read_parquet(log)["CustomerID"].dropna().drop_duplicates()
    numbers = [*bought.sample(frac=KNOWN, random_state=1), "X1", "X2"]
    club = rng.random(len(numbers)) < 0.5
    rows = pd.DataFrame(
        {
            "row": [f"R{number}" for number in range(len(numbers))],
            "their_number": numbers,
            "shoe": np.arange(len(numbers)) % 9 + 36,
            "club": np.where(club, "yes", "no"),
            "age": np.where(
                club, rng.normal(30, 3, len(club)), rng.normal(65, 3, len(club))
            ).round(),
        }
    )
    file = tmp_path_factory.mktemp("table") / "club.csv"
    rows.to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def snapshot(log, table, tmp_path_factory) -> Snapshot:
    out = tmp_path_factory.mktemp("joined") / "shop"
    joined = ["--join", str(table), "--id", "their_number", "--ignore", "shoe", "--ignore", "row"]
    options = ["--lifetime", "off", "--algorithm", "kmeans", "--out", str(out)]
    assert main(["analyse", str(log), *joined, *options]) == 0
    return Snapshot.open(out)


def test_every_customer_stays_and_has_gaps_where_the_table_does_not_know_them(snapshot):
    age = snapshot.customers("age")["age"]
    assert len(age) == CUSTOMERS
    assert age.notna().mean() == pytest.approx(KNOWN, abs=0.01)


def test_what_was_bought_and_what_is_known_both_make_the_clusters(snapshot):
    used = set(snapshot.placer.pipeline.used)
    assert used == {*schema.RFM, "club", "age"}
    features = [each for each in snapshot.columns.attributes if each.is_feature]
    assert {each.name for each in features} == used
    assert any("customers" in finding.sentence for finding in snapshot.columns.findings)


def test_clusters_come_with_their_revenue_the_best_first(snapshot):
    groups = snapshot.groups(schema.CLUSTERS)
    assert groups[schema.MONETARY_MEAN].is_monotonic_decreasing
    assert groups[schema.CUSTOMERS].sum() == len(snapshot.customers(schema.CUSTOMER_ID))
    assert snapshot.clusters_reason
    assert len(snapshot.cluster_scan) > 2


def test_new_customers_are_placed_by_all_columns(snapshot):
    assert snapshot.is_placed_by_attributes
    customers = snapshot.customers(*snapshot.customer_columns)
    placed = snapshot.placer.labels(customers)
    assert (placed + 1).tolist() == customers[schema.CLUSTER].tolist()
