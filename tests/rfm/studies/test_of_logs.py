"""The clusters of a log are compared, explained, and kept with its snapshot."""

import os
from datetime import UTC, datetime

import numpy as np
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.errors import SnapshotError
from rfm.snapshot import Snapshot
from rfm.snapshot.adding import add_to

# Who buys often, now and then, and once long ago: customers, orders, and how far apart in days.
KINDS = {"often": (30, 12, 3), "seldom": (45, 4, 20), "once": (60, 1, 1)}


def orders():
    """Return a log of three kinds of customers."""
    generator = np.random.default_rng(0)
    end = np.datetime64("2024-12-01")
    for kind, (customers, many, apart) in KINDS.items():
        for number in range(customers):
            first = 200 if kind == "once" else 0
            days = first + np.cumsum(generator.integers(1, 2 * apart + 1, many))
            for day in days:
                yield f"{kind}{number},{end - day},{generator.integers(20, 30) * many}"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    (folder / "log.csv").write_text("\n".join(["customer,date,amount", *orders()]))
    address = folder / "shop"
    choices = ["--clusters", "3", "--horizon", "30"]
    assert main(["analyse", str(folder / "log.csv"), "--out", str(address), *choices]) == 0
    return address


@pytest.fixture(scope="module")
def versions(address):
    """Return the folder before and after a comparison was added."""
    before = address.resolve()
    assert main(["compare", str(address), "--keep"]) == 0
    return before, address.resolve()


@pytest.fixture(scope="module")
def snapshot(versions):
    return Snapshot.open(versions[1])


def test_the_clusters_in_use_are_those_of_the_log(snapshot):
    assert snapshot.comparison.in_use == "kmeans"
    names = snapshot.groups(schema.CLUSTERS)[schema.GROUP].astype("str")
    assert [story.name for story in snapshot.stories.clusters] == names.tolist()


def test_each_cluster_is_told_its_own_customers_and_stability(snapshot):
    sizes = snapshot.groups(schema.CLUSTERS)[schema.CUSTOMERS].tolist()
    assert [story.customers for story in snapshot.stories.clusters] == sizes
    assert all(story.jaccard > 0.75 for story in snapshot.stories.clusters)


def test_the_tables_are_shared_with_the_version_before_which_stays_as_it_was(versions):
    before, after = versions
    assert before != after
    assert os.path.samefile(before / "customers.parquet", after / "customers.parquet")
    assert not (before / "models" / "comparison.json").exists()
    assert not Snapshot.open(before).has_study
    assert not list(after.glob(".added"))


def test_nothing_is_added_to_another_version_than_the_one_it_was_made_of(address, versions):
    before, after = versions
    made_of = Snapshot.open(before).id
    with pytest.raises(SnapshotError, match="'shop' was made again meanwhile"):
        add_to(address, made_of, datetime(2026, 1, 1, tzinfo=UTC), lambda _folder: None)
    assert address.resolve() == after
