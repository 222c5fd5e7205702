import itertools
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfm import schema
from rfm.clusters.profiles.by_purchases import ByPurchases
from rfm.clusters.profiles.phrases import LONGEST
from rfm.clusters.profiles.purchase_names import PurchaseLevels, is_still_true, name_by_purchases
from rfm.clusters.profiles.results import ClusterProfile

SHARES = (0.1, 0.5, 0.9)


def levels(recency, frequency, monetary, orders=5.0, point=(0.0, 0.0, 0.0)):
    shares = (recency, frequency, monetary)
    once = float(orders <= 1)
    return PurchaseLevels(shares, once, float(recency < 0.5), float(recency > 0.5), point)


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


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"once": 0.9}, "Lapsed One-Timers"),
        ({"once": 0.89}, "Lapsed Occasional Buyers"),
        ({"lapsed": 0.89}, "One-Time Buyers"),
        ({"once": 0.52, "lapsed": 0.68}, "Occasional Buyers"),
    ],
)
def test_a_fact_is_in_the_name_only_where_it_is_true_of_nine_in_ten(changed, name):
    cluster = replace(levels(0.8, 0.2, 0.4, orders=1), **changed)
    assert name_by_purchases([cluster]) == (name,)


def test_a_fact_is_in_no_name_while_another_cluster_deserves_it_more():
    # Of the second all bought before the typical customer did, but just before: it is not called
    # lapsed, and so neither is the first, of which that is true of 92 %.
    first = replace(levels(0.8, 0.2, 0.4, orders=1), lapsed=0.92)
    second = replace(levels(0.55, 0.7, 0.4), lapsed=1.0)
    assert name_by_purchases([first, second]) == ("One-Time Buyers", "Regulars")
    assert name_by_purchases([first, replace(second, lapsed=0.92)])[0] == "Lapsed One-Timers"


@pytest.mark.parametrize(
    ("name", "changed", "is_true"),
    [
        ("Lapsed One-Timers", {}, True),
        ("Lapsed One-Timers, Higher Spend", {}, True),
        ("Lapsed One-Timers, Higher Spend", {"once": 0.89}, False),
        ("Lapsed One-Timers (2)", {"lapsed": 0.6}, False),
        ("One-Time Buyers", {"lapsed": 0.6}, True),
        ("Occasional Buyers", {}, False),
        ("Occasional Buyers", {"once": 0.5}, True),
        ("Lapsed Regulars", {}, False),
        ("New Customers", {}, False),
        ("Lapsed Big One-Timers", {}, False),
        ("Lapsed Big One-Timers", {"shares": (0.8, 0.2, 0.6)}, True),
        ("Our Darlings", {"once": 0.0, "lapsed": 0.0}, True),
    ],
)
def test_a_name_goes_on_while_its_facts_and_its_medians_bear_it_out(name, changed, is_true):
    cluster = replace(levels(0.8, 0.2, 0.4, orders=1), **changed)
    assert is_still_true(name, cluster) is is_true


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 700), st.integers(1, 6), st.integers(0, 900)),
        min_size=12,
        max_size=80,
    )
)
def test_no_name_states_what_is_not_true_of_nine_in_ten_members(rows):
    table = pd.DataFrame(rows, columns=["label", *schema.RFM])
    labels = pd.factorize(table.pop("label"), sort=True)[0]
    pipeline = SimpleNamespace(
        used=list(schema.RFM),
        features=lambda medians: SimpleNamespace(points=medians.to_numpy(dtype=float)),
    )
    profiles = [
        ClusterProfile(cluster=number, name="", summary="", customers=0, share=0.0)
        for number in range(labels.max() + 1)
    ]
    named = ByPurchases("orders", "£", pipeline)(table, labels, profiles)
    typical = table[schema.RECENCY_DAYS].median()
    for profile in named:
        own = table[labels == profile.cluster]
        claims = {
            "One-Tim": own[schema.FREQUENCY] == 1,
            "One-Timers": own[schema.FREQUENCY] == 1,
            "New": own[schema.FREQUENCY] == 1,
            "Lapsed": own[schema.RECENCY_DAYS] >= typical,
            "Recent Occasional": own[schema.RECENCY_DAYS] <= typical,
        }
        for word, holds in claims.items():
            if word in profile.name:
                assert holds.mean() >= 0.9
