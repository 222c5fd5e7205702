import itertools

import pytest

from rfm.clusters.profiles.by_effects import LONGEST
from rfm.clusters.profiles.by_purchases import PurchaseLevels, name_by_purchases

SHARES = (0.1, 0.5, 0.9)


def levels(recency, frequency, monetary, orders=5.0, point=(0.0, 0.0, 0.0)):
    return PurchaseLevels((recency, frequency, monetary), orders, point)


@pytest.mark.parametrize(
    ("cluster", "name"),
    [
        (levels(0.1, 0.95, 0.95, orders=12), "Loyal High Spenders"),
        (levels(0.1, 0.7, 0.6, orders=4), "Loyal Regulars"),
        (levels(0.2, 0.2, 0.3, orders=1), "New Customers"),
        (levels(0.8, 0.2, 0.3, orders=1), "Lapsed One-Timers"),
        (levels(0.9, 0.9, 0.9, orders=9), "Lapsed High Spenders"),
    ],
)
def test_a_name_says_when_how_often_and_how_much(cluster, name):
    assert name_by_purchases([cluster]) == (name,)


def test_of_two_alike_the_words_come_from_what_differs_most():
    richer = levels(0.8, 0.2, 0.4, orders=1, point=(1.0, -1.0, 0.5))
    poorer = levels(0.8, 0.2, 0.2, orders=1, point=(1.2, -1.0, -0.9))
    assert name_by_purchases([richer, poorer]) == (
        "Lapsed One-Timers, Higher Spend",
        "Lapsed One-Timers, Lower Spend",
    )
    earlier = levels(0.9, 0.2, 0.4, orders=1, point=(3.0, -1.0, 0.5))
    assert name_by_purchases([richer, earlier]) == (
        "Lapsed One-Timers, More Recent",
        "Lapsed One-Timers, Less Recent",
    )


@pytest.mark.parametrize("clusters", range(1, 13))
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_any_number_of_clusters_of_any_kind_get_unique_short_names(clusters, axis):
    for shares, orders in itertools.product(itertools.product(SHARES, repeat=3), (1, 6)):
        alike = []
        for number in range(clusters):
            point = [0.0, 0.0, 0.0]
            point[axis] = float(number)
            alike.append(levels(*shares, orders=orders, point=tuple(point)))
        names = name_by_purchases(alike)
        assert len(set(names)) == clusters
        assert max(map(len, names)) <= LONGEST


def test_clusters_with_equal_medians_are_told_apart_too():
    assert len(set(name_by_purchases([levels(0.5, 0.5, 0.5)] * 4))) == 4
