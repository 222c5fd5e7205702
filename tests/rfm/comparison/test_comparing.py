"""Customers made in known groups: what is recommended, and whether the groups are found."""

import pytest
from sklearn.datasets import make_circles, make_moons
from sklearn.metrics import adjusted_rand_score

from rfm.comparison import compare


def silently(message):
    pass


@pytest.mark.parametrize(
    ("shape", "make"),
    [
        ("rings", lambda: make_circles(600, noise=0.05, factor=0.5, random_state=0)),
        ("moons", lambda: make_moons(600, noise=0.05, random_state=0)),
    ],
)
def test_rings_and_moons_are_found_and_not_left_to_k_means(customers_at, shape, make):
    points, truth = make()
    compared = compare(customers_at(points), seed=0, progress=silently)
    assert compared.comparison.recommended != "kmeans", shape
    assert compared.comparison.has_clear_groups
    assert adjusted_rand_score(truth, compared.labels) > 0.95
    assert adjusted_rand_score(truth, compared.models["kmeans"].labels_) < 0.5
