"""What is told of clusters, from one to twelve, of any table."""

import numpy as np
import pytest

from rfm.clusters.profiles.making import profile_clusters, still_true
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.records import as_record, from_record
from tests.rfm.clusters.conftest import features_of
from tests.rfm.clusters.profiles.conftest import table


def test_credit_card_clusters_are_told_by_what_their_holders_do(credit_cards):
    told = profile_clusters(
        credit_cards.customers,
        credit_cards.attributes,
        credit_cards.labels,
        credit_cards.features,
        jaccards=(0.9, 0.8, 0.7, 0.95),
    )
    names = [story.name for story in told.clusters]
    assert len(set(names)) == 4
    assert any("Cash Advance" in name for name in names)
    assert sum(story.customers for story in told.clusters) == 8950
    assert ["Not to be trusted" in story.paragraph for story in told.clusters] == [0, 0, 1, 0]
    for number, story in enumerate(told.clusters):
        rows = credit_cards.customers[credit_cards.labels == number]
        assert set(story.typical) <= set(rows["customer_id"])
        assert len(story.typical) == 5
        assert len(story.effects) == 17
        assert story.paragraph.startswith(f"{len(rows):,} customers (")
    assert from_record(ClusterProfiles, as_record(told)) == told


def test_the_order_of_the_customers_changes_nothing_but_numbers_of_rows(credit_cards):
    order = np.random.default_rng(3).permutation(len(credit_cards.labels))
    first, second = (
        profile_clusters(
            credit_cards.customers.iloc[rows].reset_index(drop=True),
            credit_cards.attributes,
            credit_cards.labels[rows],
            credit_cards.features.take(rows),
        )
        for rows in (np.arange(len(order)), order)
    )
    for one, other in zip(first.clusters, second.clusters, strict=True):
        assert (one.name, one.effects, one.typical) == (other.name, other.effects, other.typical)


def test_the_typical_members_are_those_in_the_middle():
    values = [0.0, 10, 5, 5.5, 4, 100, 101, 102]
    customers, attributes = table({"x": values})
    labels = np.array([0] * 5 + [1] * 3)
    told = profile_clusters(customers, attributes, labels, features_of(values))
    assert told.clusters[0].typical[:3] == ("c00002", "c00003", "c00004")
    assert told.clusters[1].typical == ("c00006", "c00005", "c00007")


def test_noise_comes_last_and_says_what_it_is():
    values = [1.0] * 10 + [2.0] * 10 + [50.0, -50.0]
    customers, attributes = table({"x": values})
    labels = np.array([0] * 10 + [1] * 10 + [-1] * 2)
    told = profile_clusters(customers, attributes, labels, features_of(values), jaccards=(1.0, 1.0))
    noise = told.clusters[-1]
    assert (noise.cluster, noise.is_noise, noise.name) == (2, True, "Unlike the Rest")
    assert (noise.rules, noise.jaccard) == ((), None)
    assert "2 customers (9.1 %) in no cluster" in noise.paragraph


@pytest.mark.parametrize("clusters", [1, 2, 12])
def test_any_number_of_clusters_of_categories_alone(clusters):
    generator = np.random.default_rng(clusters)
    words = np.array([f"Word {letter}" for letter in "ABCDEFGHIJKL"])
    labels = np.arange(600) % clusters
    columns = {
        "own": list(words[labels]),
        "random": list(generator.choice(words, 600)),
        "same": ["always"] * 600,
    }
    customers, attributes = table(columns)
    told = profile_clusters(customers, attributes, labels, features_of(labels))
    names = [story.name for story in told.clusters]
    assert len(set(names)) == clusters
    assert all(len(name) <= 40 for name in names)
    if clusters == 1:
        assert names == ["All Customers"]
        assert told.clusters[0].paragraph == "600 customers (100 %)."


def test_only_noise_is_told_too():
    customers, attributes = table({"x": [1.0, 2.0, 3.0]})
    told = profile_clusters(customers, attributes, np.full(3, -1), features_of([1, 2, 3]))
    assert [story.name for story in told.clusters] == ["Unlike the Rest"]


def test_a_name_of_a_table_is_judged_by_what_sets_the_cluster_apart_now(credit_cards):
    customers, attributes, labels = (
        credit_cards.customers, credit_cards.attributes, credit_cards.labels,
    )  # fmt: skip
    told = profile_clusters(customers, attributes, labels, credit_cards.features)
    is_true = still_true(customers, attributes, labels, told)
    rich = max(range(4), key=lambda number: customers["BALANCE"][labels == number].median())
    assert is_true(rich, "Higher Balance")
    assert not is_true(rich, "Lower Balance")
