"""Clusters that follow from how columns were scaled are told from those that do not."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import make_blobs

from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.comparison.numbers_otherwise import numbers_otherwise
from rfm.clusters.comparison.results import Candidate
from rfm.clusters.comparison.scalings import scaled_otherwise
from rfm.clusters.comparison.stability import SampledStability
from rfm.features.points import Features, order_of
from tests.rfm.clusters.conftest import customers_at, features_of


def ordered(points):
    features = customers_at(points)
    return features.take(order_of(features))


def test_columns_are_divided_by_other_widths_and_stay_as_wide_in_all():
    # Standard deviations of the roots of 2 and of 26; middle halves 2 and 2; ranges 4 and 14.
    points = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 14.0]])
    halves, ranges = scaled_otherwise(features_of(points))
    for scaled, ratio in ((halves, (2 / 26) ** 0.5), (ranges, (2 / 26) ** 0.5 * 14 / 4)):
        first, second = scaled.points.std(axis=0)
        assert first / second == pytest.approx(ratio)
        assert first * second == pytest.approx((2 * 26) ** 0.5)
        assert scaled.numbers == pytest.approx(scaled.points)


def test_a_column_without_a_width_keeps_its_scale():
    rare = np.array([0.0] * 19 + [1.0])
    points = np.column_stack([np.arange(20.0), rare, np.zeros(20)])
    halves, _ = scaled_otherwise(features_of(points))
    assert halves.points == pytest.approx(points)
    assert scaled_otherwise(features_of(np.zeros((5, 2))))[1].points == pytest.approx(0.0)


def test_a_category_weighs_as_much_as_a_number():
    # Levels of shares .75 and .25 have variances of .25 and .75; of one level everybody is alike.
    numbers = np.arange(8.0)[:, None]
    codes = np.column_stack([[0, 0, 0, 1] * 2, [0] * 8, [0, 1, 2, 3] * 2])
    halves, _ = scaled_otherwise(Features(np.zeros((8, 9)), numbers, codes))
    variances = halves.points.var(axis=0)
    assert variances[1:3] == pytest.approx([0.25, 0.75])
    assert variances[3] == 0
    assert variances[4:] == pytest.approx([0.25] * 4)
    assert halves.categories is codes


def test_as_many_directions_are_kept_as_before():
    # All lies along one line: one direction keeps every distance.
    along = np.array([0.0, 1.0, 2.0, 3.0, 14.0])
    numbers = np.column_stack([along, along])
    halves, _ = scaled_otherwise(
        Features(numbers[:, :1], numbers, np.empty((5, 0), dtype=np.int64))
    )
    gaps = np.abs(np.diff(halves.points[:, 0]))
    assert halves.points.shape == (5, 1)
    assert gaps == pytest.approx(np.array([1.0, 1.0, 1.0, 11.0]) * 2**0.5)


@pytest.mark.parametrize("name", ["kmeans", "mixture"])
def test_groups_apart_are_found_however_columns_are_scaled(name):
    points, _ = make_blobs(300, centers=3, cluster_std=0.4, random_state=4)
    features = ordered(points)
    model = ALGORITHMS[name](3, 0).fit(features)
    assert SampledStability(features, 0).rescaled(model).min() > 0.95


def test_halves_of_a_cloud_follow_the_column_that_weighs_most():
    # Both are as wide by their standard deviation; by its middle half the second, whose tails are
    # long, is much narrower in its crowd, and divided by that it decides.
    generator = np.random.default_rng(2)
    even = generator.uniform(-1.8, 1.8, 400)
    tailed = generator.standard_t(2.5, 400)
    features = ordered(np.column_stack([even, tailed / tailed.std()]))
    model = ALGORITHMS["kmeans"](2, 0).fit(features)
    stability = SampledStability(features, 0)
    assert stability.jaccards(model).min() > stability.rescaled(model).min()
    assert stability.rescaled(model).min() < 0.75


def test_a_sample_starts_anew_so_that_clouds_without_groups_are_not_found_again():
    features = ordered(np.random.default_rng(0).normal(size=(600, 3)))
    model = ALGORITHMS["mixture"](5, 0, shape="full").fit(features)
    assert SampledStability(features, 0).jaccards(model).min() < 0.75


@pytest.fixture(scope="module")
def grid():
    """Return six groups, two by three, and three customers who are far off along the second axis.

    Divided by the range, which these three stretch, the second axis is a fifth as wide as the
    first: then there are two groups.
    """
    random = np.random.default_rng(5)
    middles = np.array([[x, y] for x in (-1.0, 1.0) for y in (-1.0, 0.0, 1.0)])
    points = np.repeat(middles, 100, axis=0) + random.normal(0, 0.05, (600, 2))
    points = np.vstack([points, [[-1.0, 8.0], [1.0, 8.0], [1.0, 8.1]]])
    return Features(points, points, np.empty((603, 0), dtype=np.int64))


def best_of(algorithm, k):
    return Candidate(algorithm=algorithm, title="", k=k)


def test_another_number_that_another_scaling_suggests_is_told(grid):
    told = numbers_otherwise(best_of("kmeans", 6), grid, 0)
    assert told.startswith("Another usual scaling would suggest another number of clusters: ")
    assert "2 where numbers are divided by their whole range" in told


def test_the_same_number_under_every_scaling_is_not_told():
    random = np.random.default_rng(5)
    middles = np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 0.0]])
    points = np.repeat(middles, 100, axis=0) + random.normal(0, 0.5, (300, 2))
    same = Features(points, points, np.empty((300, 0), dtype=np.int64))
    assert numbers_otherwise(best_of("kmeans", 3), same, 0) == ""


def test_who_finds_a_number_by_itself_and_who_has_no_numbers_is_not_asked(grid):
    assert numbers_otherwise(best_of("hdbscan", 6), grid, 0) == ""
    levels = replace(grid, numbers=np.empty((603, 0)))
    assert numbers_otherwise(best_of("kmeans", 6), levels, 0) == ""
