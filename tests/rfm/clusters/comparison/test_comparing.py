"""Customers made in known groups: what is recommended, and whether the groups are found."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score

from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.comparison import comparing
from rfm.clusters.comparison.choosing import _passed_over
from rfm.clusters.comparison.comparing import compare
from rfm.clusters.comparison.stability import Stability
from rfm.errors import ClustersError
from rfm.features.points import Features
from rfm.schema import NOISE
from tests.rfm.clusters.conftest import customers_at


def silently(message):
    pass


def fit_one(features, *, algorithm, progress=silently, **wish):
    """Compare an algorithm with no other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "ALGORITHMS", {algorithm: ALGORITHMS[algorithm]})
        return compare(features, algorithm=algorithm, progress=progress, **wish)


@pytest.mark.parametrize(
    ("shape", "make"),
    [
        ("rings", lambda: make_circles(800, noise=0.05, factor=0.5, random_state=0)),
        ("moons", lambda: make_moons(500, noise=0.05, random_state=0)),
    ],
)
def test_rings_and_moons_are_found_and_not_left_to_k_means(shape, make):
    points, truth = make()
    compared = compare(customers_at(points), seed=0, progress=silently)
    assert compared.comparison.recommended != "kmeans", shape
    assert compared.comparison.has_clear_groups
    assert adjusted_rand_score(truth, compared.labels) > 0.95
    assert adjusted_rand_score(truth, compared.models["kmeans"].labels_) < 0.5


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_noise_group_of_hdbscan_is_the_noise_around_blobs(seed):
    corners = np.array([(0, 0), (10, 0), (0, 10), (10, 10)])
    points, truth = make_blobs(950, centers=corners, random_state=seed)
    noise = np.random.default_rng(seed).uniform(-15, 25, (50, 2))
    truth = np.append(truth, np.full(50, NOISE))
    compared = fit_one(customers_at(np.vstack([points, noise])), algorithm="hdbscan")
    is_noise = compared.labels == NOISE
    assert compared.model.n_clusters_ == len(corners)
    # One in thirteen of the noise falls into a blob by chance and cannot be told from it.
    assert (truth[is_noise] == NOISE).mean() > 0.85
    assert is_noise[truth == NOISE].mean() > 0.85
    assert adjusted_rand_score(truth, compared.labels) > 0.95
    assert compared.comparison.candidates[0].noise == is_noise.sum()


def test_where_hdbscan_leaves_nobody_out_no_new_customer_is_left_out():
    angles = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    compared = fit_one(customers_at(np.vstack([ring, ring + 9])), algorithm="hdbscan")
    assert np.bincount(compared.labels).tolist() == [100, 100]
    far = customers_at(np.array([[50.0, 50.0], [-50.0, -50.0]]))
    assert set(compared.model.predict(far)) == {0, 1}
    np.testing.assert_allclose(compared.model.probabilities(far).sum(axis=1), 1.0)


@pytest.fixture(scope="module")
def even():
    features = customers_at(np.random.default_rng(1).uniform(size=(300, 2)))
    return compare(features, seed=0, progress=silently)


def test_evenly_spread_customers_have_no_clear_groups(even):
    comparison = even.comparison
    assert not comparison.has_clear_groups
    assert comparison.reason.startswith("These customers have no clear groups")
    assert all(one.objections or one.skipped for one in comparison.candidates)
    # There are clusters all the same.
    assert even.comparison.in_use == even.comparison.recommended
    assert len(np.unique(even.labels)) >= 2


def test_what_does_not_suit_is_listed_with_the_reason_and_not_run(even):
    (skipped,) = [one for one in even.comparison.candidates if one.skipped]
    assert skipped.algorithm == "prototypes"
    assert "only numbers" in skipped.skipped
    assert "prototypes" not in even.models
    assert even.comparison.candidates[-1] is skipped


def test_a_candidate_tells_all_that_was_measured(even):
    by_name = {one.algorithm: one for one in even.comparison.candidates}
    kmeans = by_name["kmeans"]
    assert [one.k for one in kmeans.scan] == list(range(2, 11))
    assert all(one.gap is not None and one.gap_error > 0 for one in kmeans.scan)
    assert kmeans.knee in range(2, 11)
    assert len(kmeans.jaccards) == len(kmeans.sizes) == kmeans.k
    assert sum(kmeans.sizes) == even.comparison.customers == 300
    assert kmeans.why_k.startswith(f"k = {kmeans.k}: ")
    assert by_name["hdbscan"].scan == ()


@pytest.fixture
def blobs():
    points, _ = make_blobs([30, 60, 90], centers=np.array([(0, 0), (9, 0), (0, 9)]), random_state=1)
    return customers_at(np.vstack([points, [[500.0, 500.0]]]))


def test_an_outlier_is_placed_and_does_not_decide_the_clusters(blobs):
    compared = fit_one(blobs, algorithm="kmeans")
    assert compared.outliers.tolist() == [False] * 180 + [True]
    assert compared.comparison.outliers == 1
    assert compared.comparison.outliers_sentence.startswith("1 customer is far")
    assert compared.comparison.candidates[0].k == 3
    assert sum(compared.comparison.candidates[0].sizes) == 181


def test_clusters_do_not_depend_on_the_order_of_rows(blobs):
    mixed_up = np.random.default_rng(3).permutation(len(blobs))
    first = fit_one(blobs, algorithm="kmeans")
    again = fit_one(blobs.take(mixed_up), algorithm="kmeans")
    np.testing.assert_array_equal(again.labels, first.labels[mixed_up])
    assert again.comparison.candidates[0].jaccards == first.comparison.candidates[0].jaccards


def test_the_users_number_of_clusters_is_used_and_said(blobs):
    told = []
    compared = fit_one(blobs, algorithm="kmeans", k=4, progress=told.append)
    (candidate,) = compared.comparison.candidates
    assert (candidate.k, candidate.why_k) == (4, "k = 4: set by you.")
    assert "k-means, k = 4" in told


@pytest.mark.parametrize("k", [1, 0, 500])
def test_an_impossible_number_of_clusters_is_refused_with_the_possible_ones(blobs, k):
    with pytest.raises(ClustersError, match="ask for 2 to 90"):
        fit_one(blobs, algorithm="kmeans", k=k)


def test_too_few_customers_are_refused_with_a_sentence():
    with pytest.raises(ClustersError, match="at least 10 that differ are needed"):
        compare(customers_at(np.repeat(np.arange(5.0), 20)[:, None]), progress=silently)


def test_an_algorithm_that_does_not_suit_is_refused_with_a_sentence(blobs):
    with pytest.raises(ClustersError, match="only numbers"):
        compare(blobs, algorithm="prototypes", progress=silently)


def test_categories_alone_can_be_clustered():
    generator = np.random.default_rng(0)
    groups = np.repeat([0, 1, 2], 60)
    strays = generator.random((180, 4)) < 0.1
    levels = np.where(strays, generator.integers(0, 3, (180, 4)), groups[:, None]).astype(np.int64)
    points = np.hstack([np.eye(3)[column] for column in levels.T])
    features = Features(points, np.empty((180, 0)), levels)
    compared = fit_one(features, algorithm="prototypes")
    assert adjusted_rand_score(groups, compared.labels) > 0.9


@pytest.mark.parametrize(
    ("agreements", "said"),
    [
        ({5: 0.5}, "5 was passed over: another start"),
        ({5: 0.5, 4: 0.6, 3: 1.0}, "4 and 5 were passed over: another start"),
        ({3: 1.0}, "3 was passed over: in other samples"),
    ],
)
def test_numbers_that_were_passed_over_are_told_together(agreements, said):
    seen = {k: Stability((0.5, 0.9), agreement) for k, agreement in agreements.items()}
    assert said in _passed_over(seen)
