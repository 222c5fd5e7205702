import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from rfm import schema
from rfm.clusters.purchases import ClusterModel, NoClusters, fit_clusters
from rfm.records import as_record, from_record
from rfm.settings import Settings

LOGS = ("online_retail_by_orders", "online_retail_by_lines", "cdnow", "gift_shop")


def labels_of(model, customers):
    return model.labels(*(customers[column].to_numpy() for column in schema.RFM))


@pytest.fixture(scope="module", params=LOGS)
def customers(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def model(customers):
    return fit_clusters(customers, Settings(), currency="£")


def test_four_kinds_of_customers_are_found_again(four_kinds):
    customers, kinds = four_kinds
    model = fit_clusters(customers, Settings())
    assert model.k == 4
    assert adjusted_rand_score(kinds, labels_of(model, customers)) == 1.0
    assert model.customers == (100, 200, 300, 400)


def test_the_published_split_on_standardised_values_isolates_thirteen_whales(
    online_retail_by_lines,
):
    values = StandardScaler().fit_transform(online_retail_by_lines[list(schema.RFM)])
    labels = KMeans(3, n_init=10, random_state=0).fit_predict(values)
    assert sorted(np.bincount(labels)) == [13, 1080, 3246]


def test_three_clusters_of_the_published_log_are_no_longer_a_handful_of_whales(
    online_retail_by_lines,
):
    model = fit_clusters(online_retail_by_lines, Settings(clusters=3, count="lines"))
    assert sum(model.customers) == 4339
    assert min(model.customers) > 0.15 * 4339


def test_no_cluster_of_a_real_log_is_a_sliver(customers, model):
    assert 3 <= model.k <= 10
    assert min(model.customers) >= 0.01 * len(customers)
    assert max(model.customers) <= 0.7 * len(customers)


@pytest.mark.parametrize("log", ["online_retail_by_orders", "cdnow", "gift_shop"])
def test_ten_seeds_give_the_same_clusters_and_words(request, log):
    customers = request.getfixturevalue(log)
    models = {fit_clusters(customers, Settings(seed=seed)) for seed in range(10)}
    assert len(models) == 1


def test_any_order_of_rows_gives_the_same_clusters_and_words(customers, model):
    shuffled = customers.sample(frac=1, random_state=3)
    assert fit_clusters(shuffled, Settings(), currency="£") == model
    assert (labels_of(model, shuffled) == labels_of(model, customers)[shuffled.index]).all()


def test_clusters_are_ordered_by_mean_money(customers, model):
    means = customers[schema.MONETARY].groupby(labels_of(model, customers)).mean()
    assert list(means.index) == list(range(model.k))
    assert means.is_monotonic_decreasing


def test_names_are_unique_and_short_at_every_k(gift_shop):
    for k in range(2, 13):
        names = fit_clusters(gift_shop, Settings(clusters=k)).names
        assert len(set(names)) == k
        assert max(map(len, names)) <= 40


@pytest.mark.parametrize("unit", [0.01, 100, 117.3])
def test_another_currency_unit_gives_the_same_clusters(online_retail_by_orders, unit):
    model = fit_clusters(online_retail_by_orders, Settings())
    other_unit = online_retail_by_orders.assign(
        monetary=online_retail_by_orders[schema.MONETARY] * unit
    )
    other = fit_clusters(other_unit, Settings())
    assert other.names == model.names
    assert other.customers == model.customers


def test_descriptions_carry_the_clusters_own_numbers(four_kinds):
    customers, kinds = four_kinds
    model = fit_clusters(customers, Settings(), currency="£")
    best = customers[kinds == 0]
    share = best[schema.MONETARY].sum() / customers[schema.MONETARY].sum()
    assert model.descriptions[0].startswith("100 customers (10 %) whose last order was")
    assert f"£{best[schema.MONETARY].median():,.0f} in all" in model.descriptions[0]
    assert f"They bring {share:.0%}".replace("%", " % of the revenue.") in model.descriptions[0]


def test_the_user_sets_the_number_of_clusters(four_kinds):
    model = fit_clusters(four_kinds[0], Settings(clusters=7))
    assert (model.k, model.reason) == (7, "k = 7: set by you.")


def test_the_scan_holds_every_k_that_was_tried(four_kinds):
    scan = fit_clusters(four_kinds[0], Settings(clusters=12)).scan
    assert list(scan[schema.K]) == [*range(2, 11), 12]
    assert scan[schema.INERTIA].is_monotonic_decreasing
    assert scan.loc[scan[schema.SILHOUETTE].idxmax(), schema.K] == 4


def test_more_clusters_than_different_customers_become_fewer_and_say_so(base_of):
    numbers = np.arange(1, 11)
    customers = base_of(numbers * 9, numbers, numbers * 30.0)
    model = fit_clusters(pd.concat([customers] * 5), Settings(clusters=12))
    assert model.k == 10
    assert "you asked for 12" in model.reason
    assert "only 10 customers who differ" in model.reason


@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_few_customers_get_a_reason_and_no_clusters(base_of, count):
    numbers = np.arange(count) + 1
    found = fit_clusters(base_of(numbers * 9, numbers, numbers * 30.0), Settings(clusters=5))
    assert isinstance(found, NoClusters)
    assert "at least 10" in found.reason


def test_a_thousand_equal_customers_have_no_clusters(base_of):
    found = fit_clusters(base_of([30] * 1000, [1] * 1000, [9.5] * 1000), Settings())
    assert found == NoClusters(
        "Too few customers to find clusters: at least 10 that differ in recency, frequency or "
        "money are needed, and this log has 1,000 customers, 1 of them different."
    )


@pytest.mark.parametrize("constant", schema.RFM)
def test_a_constant_column_has_no_say(online_retail_by_orders, constant):
    customers = online_retail_by_orders.assign(**{constant: 1.0})
    model = fit_clusters(customers, Settings())
    assert model.k >= 2
    assert np.isfinite(model.certainties(5, 1, 20)).all()


def test_a_shop_that_only_refunds_has_clusters_without_revenue_shares(base_of):
    numbers = np.arange(1, 200)
    model = fit_clusters(base_of(numbers, numbers % 7 + 1, -3.0 * numbers), Settings())
    assert all("of the revenue" not in text for text in model.descriptions)
    assert all("return more than was bought" in text for text in model.descriptions)


def test_collapsed_customers_have_the_inertia_of_all_of_them(base_of):
    random = np.random.default_rng(5)
    count = 60_000
    frequency = 1 + random.poisson(random.gamma(0.3, 8, count))
    customers = base_of(
        np.floor(random.beta(0.7, 1, count) * 700),
        frequency,
        np.round(frequency * random.lognormal(3.5, 0.7, count), 2),
    )
    model = fit_clusters(customers, Settings(clusters=4))
    points = model.features.points(*(customers[column] for column in schema.RFM))
    full = KMeans(4, n_init=10, random_state=0).fit(points).inertia_
    scan = model.scan.set_index(schema.K)[schema.INERTIA]
    assert scan[4] == pytest.approx(full, rel=0.001)
    gaps = points - np.array(model.centres)[labels_of(model, customers)]
    assert (gaps**2).sum() == pytest.approx(full, rel=0.001)


def test_a_model_survives_json_exactly(customers, model):
    again = from_record(ClusterModel, json.loads(json.dumps(as_record(model))))
    assert again == model
    assert (labels_of(again, customers) == labels_of(model, customers)).all()


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 400),
            st.integers(1, 6),
            st.floats(-1e4, 1e6).map(lambda amount: round(amount, 2)),
        ),
        max_size=40,
    )
)
def test_whatever_the_customers_there_are_clusters_or_a_reason(base_of, rows):
    customers = base_of(*zip(*rows, strict=True)) if rows else base_of([], [], [])
    found = fit_clusters(customers, Settings())
    if isinstance(found, NoClusters):
        assert len(set(rows)) < 10
        return
    assert sum(found.customers) == len(rows)
    assert len(set(found.names)) == found.k
    reversed_rows = fit_clusters(customers.iloc[::-1], Settings())
    assert dataclasses.asdict(reversed_rows) == dataclasses.asdict(found)
