"""A cluster keeps its identity when clusters are made anew."""

import pandas as pd

from rfm.clusters.comparison import match_clusters


def clusters(labels, first=0):
    customers = [f"{number:03d}" for number in range(first, first + len(labels))]
    return pd.Series(labels, index=customers)


def test_clusters_keep_their_identity_when_the_numbers_change():
    old = clusters([0] * 50 + [1] * 30 + [2] * 20)
    new = clusters([2] * 50 + [0] * 30 + [1] * 20)
    assert match_clusters(old, new) == {0: 1, 1: 2, 2: 0}


def test_the_larger_part_of_a_split_cluster_goes_on_as_it():
    old = clusters([0] * 60 + [1] * 40)
    new = clusters([2] * 20 + [0] * 40 + [1] * 40)
    assert match_clusters(old, new) == {0: 0, 1: 1}


def test_a_cluster_that_shares_less_than_half_is_a_new_one():
    old = clusters([0] * 50 + [1] * 50)
    new = clusters([0] * 30 + [1] * 40 + [2] * 30)
    assert match_clusters(old, new) == {0: 0, 2: 1}
    assert 1 not in match_clusters(old, new)


def test_noise_continues_nothing():
    assert match_clusters(clusters([0] * 10), clusters([-1] * 10)) == {}
    assert match_clusters(clusters([-1] * 10), clusters([0] * 10)) == {}


def test_only_customers_known_at_both_times_count():
    old, new = clusters([0] * 10 + [1] * 10), clusters([1] * 5 + [0] * 100, first=5)
    assert match_clusters(old, new) == {0: 1, 1: 0}


def test_nobody_known_at_both_times_means_nothing_continues():
    assert match_clusters(clusters([0, 1]), clusters([0, 1], first=500)) == {}
