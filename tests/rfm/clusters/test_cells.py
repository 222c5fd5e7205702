"""Weighted cells, k-means over them, and what is measured of partitions, against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from rfm import schema
from rfm.clusters.cells import collapse, count_distinct
from rfm.clusters.comparison.measures import silhouettes
from rfm.clusters.comparison.merits import elbow
from rfm.clusters.partitions import agreement, fit_kmeans, settle_kmeans
from rfm.features.purchases import attributes_of_log, fit_purchases


def points_of(customers):
    attributes = attributes_of_log(customers[list(schema.RFM)].to_numpy(), "orders", "")
    return fit_purchases(customers, attributes).features(customers).points


@pytest.mark.parametrize("columns", [3, 17])
@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_silhouettes_are_those_of_scikit_learn(columns, offset):
    points = np.random.default_rng(0).normal(size=(350, columns))
    points = np.vstack([points, points]) + offset
    points[0, 0] += 1e5
    halves = (points[:, 0] > offset).astype(int)
    thirds = np.digitize(points[:, 1] - offset, [-0.5, 0.5])
    alone = np.r_[0, np.ones(699, dtype=int)]
    expected = [silhouette_score(points, labels) for labels in (halves, thirds, alone)]
    assert silhouettes(points, [halves, thirds, alone]) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("log", ["online_retail_by_lines", "cdnow", "gift_shop"])
@pytest.mark.parametrize("k", [3, 4])
def test_a_search_among_merged_cells_ends_where_all_customers_rest(request, log, k):
    cells = collapse(points_of(request.getfixturevalue(log)))
    merged = cells.merged()
    assert 500 <= len(merged.points) < len(cells.points) / 2
    assert merged.weights.sum() == cells.weights.sum()
    found = fit_kmeans(cells, k, 1, among=merged)
    assert found.inertia == pytest.approx(fit_kmeans(cells, k, 1).inertia, rel=1e-4)
    assert (settle_kmeans(cells, found.centres).labels == found.labels).all()


def test_few_or_crowded_cells_are_not_merged():
    few = collapse(np.random.default_rng(0).normal(size=(400, 3)))
    assert few.merged() is few
    crowded = collapse(np.vstack([np.random.default_rng(0).normal(size=(4_000, 3)) / 1e3, [9] * 3]))
    assert crowded.merged() is crowded


def test_agreement_is_the_adjusted_rand_index():
    ones = np.ones(6)
    first = np.array([0, 0, 1, 1, 2, 2])
    assert agreement(first, np.array([2, 2, 0, 0, 1, 1]), ones) == 1
    # Worked by hand: 2 pairs together in both, 3 and 4 in each, 15 in all; (2 - .8) / (3.5 - .8).
    assert agreement(first, np.array([0, 0, 1, 1, 1, 2]), ones) == pytest.approx(1.2 / 2.7)
    assert agreement(np.array([0, 1]), np.array([0, 1]), np.array([4.0, 4.0])) == 1


def test_the_elbow_is_farthest_below_the_chord():
    assert elbow([2, 3, 4, 5, 6], [100, 70, 30, 25, 20]) == 4
    assert elbow([2, 3, 4], [9, 9, 9]) == 2


def test_different_points_are_counted_where_equals_follow_each_other():
    assert count_distinct(np.array([[0.0, 1], [0, 1 + 1e-12], [0, 2], [1, 2]])) == 3
