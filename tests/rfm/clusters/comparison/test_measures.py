"""Measures against scikit-learn's and against what is worked out by hand."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import make_blobs, make_moons

from rfm.clusters.algorithms.hdbscan import density_validity
from rfm.clusters.comparison.measures import find_outliers, gap_statistic, measure, shows_groups
from tests.rfm.clusters.conftest import customers_at


def test_measures_are_those_of_scikit_learn_without_the_noise():
    points, labels = make_blobs(300, centers=4, random_state=1)
    labels[:20] = -1
    clear, own = points[20:], labels[20:]
    found = measure(points, labels)
    assert found["silhouette"] == pytest.approx(metrics.silhouette_score(clear, own))
    assert found["davies_bouldin"] == pytest.approx(metrics.davies_bouldin_score(clear, own))
    assert found["calinski_harabasz"] == pytest.approx(metrics.calinski_harabasz_score(clear, own))


@pytest.mark.parametrize("labels", [[-1, -1, -1], [0, 0, -1], [0, 0, 0]])
def test_fewer_than_two_clusters_have_no_measures(labels):
    assert measure(np.arange(3.0)[:, None], np.array(labels)) == {}


def test_density_validity_prefers_moons_where_the_silhouette_prefers_halves():
    points, moons = make_moons(400, noise=0.05, random_state=0)
    halves = (points[:, 0] > 0.5).astype(int)
    assert measure(points, halves)["silhouette"] > measure(points, moons)["silhouette"]
    assert density_validity(points, moons) > 0.5
    assert density_validity(points, halves) < 0.0


def test_density_validity_is_that_of_a_plain_implementation():
    points = np.array([0.0, 1.1, 2.3, 3.0, 10.0, 11.2, 11.9, 13.0])[:, None]
    labels = np.repeat([0, 1], 4)
    assert density_validity(points, labels) == pytest.approx(_by_hand(points, labels))
    assert density_validity(points, np.zeros(8, dtype=int)) is None


def _by_hand(points, labels):
    """Return the validity with loops over pairs, edge by edge (Prim)."""
    sides = []
    for cluster in (0, 1):
        places = points[labels == cluster][:, 0].tolist()
        core = {one: max(abs(one - other) for other in places) for one in places}
        edges, inside = [], [places[0]]
        while len(inside) < len(places):
            edges.append(
                min(
                    (max(core[one], core[other], abs(one - other)), one, other)
                    for one in inside
                    for other in places
                    if other not in inside
                )
            )
            inside.append(edges[-1][2])
        ends = [place for edge in edges for place in edge[1:]]
        inner = [place for place in places if ends.count(place) > 1]
        reach = [edge[0] for edge in edges if edge[1] in inner and edge[2] in inner]
        sides.append((max(reach or [edge[0] for edge in edges]), inner, core))
    (first, inner, core), (second, others, cores) = sides
    gap = min(max(core[a], cores[b], abs(a - b)) for a in inner for b in others)
    return sum((gap - one) / max(gap, one) for one in (first, second)) / 2


def test_the_gap_statistic_finds_three_groups_and_none():
    three, _ = make_blobs(300, centers=3, cluster_std=0.6, random_state=3)
    gaps = gap_statistic(customers_at(three), range(2, 7), 0)
    assert shows_groups(gaps)
    # Tibshirani's rule: the first k that is not clearly worse than the next.
    assert next(a.k for a, b in pairwise(gaps) if a.gap >= b.gap - b.error) == 3
    for seed in range(5):
        even = np.random.default_rng(seed).uniform(size=(300, 2))
        assert not shows_groups(gap_statistic(customers_at(even), range(2, 7), seed))


def test_strangers_are_outliers_in_any_order_and_a_crowd_is_not():
    crowd = np.random.default_rng(0).normal(size=(500, 2))
    features = customers_at(np.vstack([crowd, [[40.0, 40.0], [-40.0, 40.0], [0.0, 60.0]]]))
    found = find_outliers(features)
    assert found.is_outlier[-3:].all()
    assert found.is_outlier.mean() <= 0.05
    assert "far from all others" in found.sentence
    backwards = find_outliers(features.take(np.arange(len(features))[::-1]))
    np.testing.assert_array_equal(backwards.is_outlier[::-1], found.is_outlier)


def test_customers_in_a_few_places_have_no_outliers():
    found = find_outliers(customers_at(np.repeat(np.arange(6.0), 20)[:, None]))
    assert not found.is_outlier.any()
    assert found.sentence == "No customer is far from all others."
