"""The clusters of a log's customers by recency, frequency and money."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from rfm import schema
from rfm.analysis.clusters import find_log_clusters
from rfm.clusters.identity import KnownClusters
from rfm.settings import Settings
from tests.rfm.conftest import base

LOGS = ("online_retail_by_orders", "online_retail_by_lines", "cdnow", "gift_shop")


def fit_clusters(customers, settings):
    found = find_log_clusters(customers, settings, None)
    assert found.clustering, found.reason
    return found.clustering


def sizes_of(clustering):
    return tuple(story.customers for story in clustering.profiles.clusters)


def labels_of(clustering, customers):
    return clustering.placer.labels(customers)


def in_words(clustering):
    """Return names, paragraphs, sizes and why there are as many."""
    profiles = clustering.profiles.clusters
    told = tuple((each.name, each.paragraph, each.customers) for each in profiles)
    return told, clustering.comparison.reason


@pytest.fixture(scope="module", params=LOGS)
def customers(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def model(customers):
    return fit_clusters(customers, Settings(currency="£"))


def test_four_kinds_of_customers_are_found_again(four_kinds):
    customers, kinds = four_kinds
    model = fit_clusters(customers, Settings(currency="£"))
    assert len(model.placer.names) == 4
    assert adjusted_rand_score(kinds, labels_of(model, customers)) == 1.0
    assert sizes_of(model) == (100, 200, 300, 400)


def test_three_clusters_of_the_published_log_are_no_longer_a_handful_of_whales(
    online_retail_by_lines,
):
    # On standardised values k-means isolates thirteen customers: 13, 1080, 3246.
    model = fit_clusters(online_retail_by_lines, Settings(clusters=3, count="lines"))
    assert sum(sizes_of(model)) == 4339
    assert min(sizes_of(model)) > 0.15 * 4339


def test_no_cluster_of_a_real_log_is_a_sliver(customers, model):
    assert 3 <= len(model.placer.names) <= 10
    assert min(sizes_of(model)) >= 0.01 * len(customers)
    assert max(sizes_of(model)) <= 0.7 * len(customers)


@pytest.mark.parametrize("log", ["online_retail_by_orders", "cdnow", "gift_shop"])
def test_other_seeds_give_the_same_clusters_and_words(request, log):
    customers = request.getfixturevalue(log)
    settings = (Settings(seed=seed) for seed in (0, 1, 5, 9))
    assert len({in_words(fit_clusters(customers, one)) for one in settings}) == 1


def test_any_order_of_rows_gives_the_same_clusters_and_words(customers, model):
    shuffled = customers.sample(frac=1, random_state=3)
    assert in_words(fit_clusters(shuffled, Settings(currency="£"))) == in_words(model)
    assert (labels_of(model, shuffled) == labels_of(model, customers)[shuffled.index]).all()


def test_clusters_are_ordered_by_mean_money(customers, model):
    means = customers[schema.MONETARY].groupby(labels_of(model, customers)).mean()
    assert list(means.index) == list(range(len(model.placer.names)))
    assert means.is_monotonic_decreasing


@pytest.mark.parametrize("unit", [0.01, 100, 117.3])
def test_another_currency_unit_gives_the_same_clusters(online_retail_by_orders, unit):
    model = fit_clusters(online_retail_by_orders, Settings(currency="£"))
    other_unit = online_retail_by_orders.assign(
        monetary=online_retail_by_orders[schema.MONETARY] * unit
    )
    other = fit_clusters(other_unit, Settings(currency="£"))
    assert other.placer.names == model.placer.names
    assert sizes_of(other) == sizes_of(model)


def test_descriptions_carry_the_clusters_own_numbers(four_kinds):
    customers, kinds = four_kinds
    model = fit_clusters(customers, Settings(currency="£"))
    best = customers[kinds == 0]
    share = best[schema.MONETARY].sum() / customers[schema.MONETARY].sum()
    paragraph = model.profiles.clusters[0].paragraph
    assert paragraph.startswith("100 customers (10 %) whose last order was")
    assert f"£{best[schema.MONETARY].median():,.0f} in all" in paragraph
    assert f"They bring {share:.0%}".replace("%", " % of the revenue.") in paragraph


def test_the_user_sets_the_number_of_clusters_and_the_scan_holds_every_k(four_kinds):
    model = fit_clusters(four_kinds[0], Settings(clusters=12))
    (candidate,) = model.comparison.candidates
    assert (len(model.placer.names), model.comparison.reason) == (12, "k = 12: set by you.")
    assert [one.k for one in candidate.scan] == [*range(2, 11), 12]
    assert np.all(np.diff([one.fit for one in candidate.scan]) < 0)
    assert max(candidate.scan, key=lambda one: one.silhouette).k == 4


def test_more_clusters_than_different_customers_become_fewer_and_say_so():
    numbers = np.arange(1, 11)
    customers = base(numbers * 9, numbers, numbers * 30.0)
    model = fit_clusters(pd.concat([customers] * 5), Settings(clusters=12))
    assert len(model.placer.names) == 10
    assert "you asked for 12" in model.comparison.reason
    assert "only 10 customers who differ" in model.comparison.reason


@pytest.mark.parametrize(("count", "of"), [(1, 1), (9, 9), (1, 1_000)])
def test_too_few_customers_that_differ_get_a_reason_and_no_clusters(count, of):
    numbers = np.arange(of) % count + 1
    customers = base(numbers * 9, numbers, numbers * 30.0)
    found = find_log_clusters(customers, Settings(clusters=5), None)
    assert found.clustering is None
    assert found.reason == (
        "Too few customers to find clusters: at least 10 that differ are needed, and of "
        f"{of:,} only {count} do."
    )


@pytest.mark.parametrize("constant", schema.RFM)
def test_a_constant_column_has_no_say(online_retail_by_orders, constant):
    customers = online_retail_by_orders.assign(**{constant: 1.0})
    model = fit_clusters(customers, Settings(currency="£"))
    assert len(model.placer.names) >= 2
    probabilities = model.placer.probabilities(customers)
    assert np.isfinite(probabilities).all()
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert (probabilities.argmax(axis=1) == labels_of(model, customers)).all()


def test_a_shop_that_refunds_more_than_it_sells_has_clusters_without_revenue_shares():
    numbers = np.arange(1, 200)
    model = fit_clusters(base(numbers, numbers % 7 + 1, -3.0 * numbers), Settings(currency="£"))
    texts = [story.paragraph for story in model.profiles.clusters]
    assert all("of the revenue" not in text for text in texts)
    assert all("return more than was bought" in text for text in texts)
    customers = base(numbers, numbers % 7 + 1, np.where(numbers < 60, 50.0, -3.0 * numbers))
    best, *_ = fit_clusters(customers, Settings(currency="£")).profiles.clusters
    assert "return more" not in best.paragraph
    assert "of the revenue" not in best.paragraph


def test_collapsed_customers_have_the_inertia_of_all_of_them():
    random = np.random.default_rng(5)
    count = 20_000
    frequency = 1 + random.poisson(random.gamma(0.3, 8, count))
    customers = base(
        np.floor(random.beta(0.7, 1, count) * 700),
        frequency,
        np.round(frequency * random.lognormal(3.5, 0.7, count), 2),
    )
    model = fit_clusters(customers, Settings(clusters=4))
    points = model.placer.pipeline.features(customers).points
    full = KMeans(4, n_init=10, random_state=0).fit(points).inertia_
    fits = {one.k: one.fit for one in model.comparison.candidates[0].scan}
    assert fits[4] == pytest.approx(full, rel=0.001)
    centres = model.placer.algorithm.centres_[list(model.placer.order)]
    assert ((points - centres[labels_of(model, customers)]) ** 2).sum() == pytest.approx(
        full, rel=0.001
    )


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 400),
            st.integers(1, 6),
            st.floats(-1e4, 1e6).map(lambda amount: round(amount, 2)),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_the_customers_there_are_clusters_or_a_reason(rows):
    customers = base(*zip(*rows, strict=True))
    found = find_log_clusters(customers, Settings(), None)
    if found.clustering is None:
        assert len(set(rows)) < 10
        return
    assert sum(sizes_of(found.clustering)) == len(rows)
    names = found.clustering.placer.names
    assert len(set(names)) == len(names)
    again = fit_clusters(customers.iloc[::-1], Settings())
    assert in_words(again) == in_words(found.clustering)


def test_a_cluster_goes_on_under_its_name_while_it_is_true_and_else_says_what_it_was_called(
    four_kinds,
):
    customers, _ = four_kinds
    first = fit_clusters(customers, Settings())
    members = pd.Series(labels_of(first, customers), customers[schema.CUSTOMER_ID])
    # The best cluster has not lapsed; the second one was named by a user.
    names = ("Lapsed Regulars", "Our Darlings", *first.placer.names[2:])
    known = KnownClusters(names, (3, 2, 1, 0), members)
    again = find_log_clusters(customers, Settings(), known).clustering
    assert again.placer.names == (first.placer.names[0], *names[1:])
    assert again.slots == (3, 2, 1, 0)
    told = [profile.change for profile in again.profiles.clusters]
    assert told == [
        "It was called 'Lapsed Regulars' before, which is no longer true of it.", "", "", "",
    ]  # fmt: skip
    assert told[0] in again.profiles.clusters[0].paragraph
