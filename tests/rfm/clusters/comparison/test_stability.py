"""Stability against a slow and plain implementation, and against published figures."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from rfm import schema
from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.comparison import stability
from rfm.features.points import order_of
from tests.rfm.clusters.conftest import customers_at
from tests.rfm.conftest import cdnow_lines, summed


def plain_jaccards(model, features, seed):
    """Return the same with sets of customers, one sample and one cluster after the other."""
    labels = model.predict(features)
    generator = np.random.default_rng(seed)
    found = {cluster: [] for cluster in range(model.n_clusters_)}
    for number in range(stability.BOOTSTRAPS):
        drawn = sorted(set(generator.integers(len(features), size=len(features)).tolist()))
        again = model.resampled(number).fit(features.take(np.array(drawn)))
        new = [
            {row for row, label in zip(drawn, again.labels_, strict=True) if label == other}
            for other in range(again.n_clusters_)
        ]
        for cluster, indices in found.items():
            old = {row for row in drawn if labels[row] == cluster}
            if old:
                indices.append(max(len(old & one) / len(old | one) for one in new or [set()]))
    return [float(np.mean(indices)) for indices in found.values()]


@pytest.mark.parametrize("name", ["kmeans", "hdbscan"])
def test_bootstrap_jaccards_are_those_of_a_plain_implementation(name):
    points, _ = make_blobs(120, centers=3, cluster_std=2.5, random_state=4)
    features = customers_at(points)
    features = features.take(order_of(features))
    model = ALGORITHMS[name](3, 0).fit(features)
    ours = stability.SampledStability(features, 1).jaccards(model)
    np.testing.assert_allclose(ours, plain_jaccards(model, features, 1))


def test_a_cluster_that_is_found_again_has_jaccard_1_and_one_that_is_halved_a_half():
    labels = np.array([0, 0, 1, 1, 1, 1, -1])
    others = np.array([5, 5, 0, 0, 1, 1, 2])
    np.testing.assert_allclose(stability.best_jaccards(labels, others, 2), [1.0, 0.5])


def test_noise_is_no_match_and_a_cluster_without_customers_is_not_counted():
    labels, others = np.array([0, 0, 2]), np.array([-1, -1, 0])
    np.testing.assert_allclose(stability.best_jaccards(labels, others, 3), [0.0, np.nan, 1.0])


def test_a_stability_goes_with_the_customers_of_its_cluster():
    before = np.array([0, 0, 0, 1, 1, 1, -1])
    now = np.array([1, 1, 0, 0, 0, 0, 2])
    assert stability.carried_over((0.9, 0.6), before, now, 3) == (0.6, 0.9, 0.0)


def test_agreement_is_the_lowest_between_any_two_seeds():
    features = customers_at(np.random.default_rng(0).normal(size=(150, 2)))
    features = features.take(order_of(features))
    model = ALGORITHMS["kmeans"](5, 0, starts=1).fit(features)
    fits = [ALGORITHMS["kmeans"](5, seed, starts=1).fit(features).labels_ for seed in range(10)]
    lowest = min(adjusted_rand_score(one, other) for one in fits for other in fits)
    assert lowest < 0.95
    assert stability.SampledStability(features, 0).agreement(model) == pytest.approx(lowest)


def test_an_algorithm_without_chance_agrees_with_itself():
    features = customers_at(np.random.default_rng(0).normal(size=(50, 2)))
    assert (
        stability.SampledStability(features, 0).agreement(ALGORITHMS["hdbscan"]().fit(features))
        == 1.0
    )


@pytest.fixture(scope="module")
def cdnow():
    customers = summed(cdnow_lines(sample=True), "lines")
    assert len(customers) == 2_357
    features = customers_at(np.log1p(customers[list(schema.RFM)]))
    return features.take(order_of(features))


@pytest.mark.parametrize(
    ("k", "known"), [(4, [0.89, 0.90, 0.90, 0.95]), (5, [0.699, None, None, None, None])]
)
def test_the_stability_of_cdnow_is_the_known_one(cdnow, k, known):
    model = ALGORITHMS["kmeans"](k, 0).fit(cdnow)
    found = sorted(stability.SampledStability(cdnow, 0).jaccards(model).tolist())
    for ours, theirs in zip(found, known, strict=True):
        assert theirs is None or ours == pytest.approx(theirs, abs=0.05)
    agreement = stability.SampledStability(cdnow, 0).agreement(model)
    assert stability.Stability(tuple(found), agreement).is_trusted == (k == 4)
