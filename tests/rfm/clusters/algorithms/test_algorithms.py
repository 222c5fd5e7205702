"""What every algorithm owes its callers, whatever its clusters look like."""

import base64
import json
import pickle

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score

from rfm.clusters.algorithms.catalogue import ALGORITHMS, load_algorithm, store_algorithm
from rfm.errors import SnapshotError
from rfm.features.points import Features
from rfm.schema import NOISE
from tests.rfm.clusters.conftest import features_of

NAMES = sorted(ALGORITHMS)
CENTRES = [(0, 0), (8, 0), (0, 8)]
SIZES = [60, 100, 140]


def mixed(points, groups) -> Features:
    """Return customers with two numbers and a category that mostly follows their group."""
    generator = np.random.default_rng(5)
    strays = generator.random(len(groups)) < 0.1
    levels = np.where(strays, generator.integers(0, 3, len(groups)), groups)
    return Features(
        points,
        points,
        np.column_stack([levels, levels % 2]).astype(np.int64),
    )


@pytest.fixture(scope="module")
def blobs():
    points, groups = make_blobs(SIZES, centers=np.array(CENTRES), random_state=2)
    return mixed(points, groups), groups


def fitted(name, features, k=3):
    return ALGORITHMS[name](k, 7).fit(features)


@pytest.mark.parametrize("name", NAMES)
def test_plain_groups_are_found_and_numbered_largest_first(blobs, name):
    features, groups = blobs
    model = fitted(name, features)
    assert adjusted_rand_score(groups, model.labels_) > 0.95
    assert ALGORITHMS[name].objection(features) == ""
    sizes = np.bincount(model.labels_[model.labels_ != NOISE])
    assert model.n_clusters_ == len(sizes) == 3
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_does_not_matter(blobs, name):
    features, _ = blobs
    mixed_up = np.random.default_rng(0).permutation(len(features))
    model, again = fitted(name, features), fitted(name, features.take(mixed_up))
    np.testing.assert_array_equal(again.labels_, model.labels_[mixed_up])
    assert again.fit_ == pytest.approx(model.fit_)


@pytest.mark.parametrize("name", NAMES)
def test_the_most_probable_cluster_is_the_one_predicted(blobs, name):
    features, _ = blobs
    model = fitted(name, features)
    probabilities = model.probabilities(features)
    assert probabilities.shape == (len(features), model.n_clusters_)
    assert (probabilities >= 0).all()
    is_placed = model.labels_ != NOISE
    np.testing.assert_allclose(probabilities[is_placed].sum(axis=1), 1.0, atol=1e-9)
    np.testing.assert_array_equal(probabilities[is_placed].argmax(axis=1), model.labels_[is_placed])


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"hdbscan"}))
def test_a_scan_gives_what_single_fits_give(blobs, name):
    features, _ = blobs
    scan = ALGORITHMS[name].scan(features, [2, 3], 7)
    for k, model in scan.items():
        np.testing.assert_array_equal(model.labels_, fitted(name, features, k).labels_)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_customer_far_away_is_noise_only_where_noise_is_known(blobs, name):
    features, _ = blobs
    far = mixed(np.array([[500.0, 500.0]]), np.array([0]))
    model = fitted(name, features)
    assert (model.predict(far)[0] == NOISE) == (name == "hdbscan")
    assert (model.probabilities(far).max() == 0.0) == (name == "hdbscan")


def test_inertia_is_that_of_scikit_learn(blobs):
    from sklearn.cluster import KMeans

    features, _ = blobs
    theirs = KMeans(3, n_init=10, random_state=0).fit(features.points)
    assert fitted("kmeans", features).fit_ == pytest.approx(theirs.inertia_)


def test_many_customers_in_many_columns_keep_the_inertia_of_a_full_fit():
    from sklearn.cluster import KMeans

    points, _ = make_blobs(25_000, n_features=6, centers=4, cluster_std=4.0, random_state=1)
    theirs = KMeans(4, n_init=3, random_state=0).fit(points)
    assert fitted("kmeans", features_of(points), 4).fit_ == pytest.approx(theirs.inertia_, rel=1e-3)


def test_prototypes_count_a_differing_category_as_gamma():
    numbers = np.array([[0.0], [0.0], [0.0], [4.0], [4.0]])
    categories = np.array([[0, 1], [0, 1], [0, 1], [1, 1], [1, 0]])
    features = Features(numbers, numbers, categories)
    model = fitted("prototypes", features, 2)
    # Only one customer differs from the prototype, and in one category; the spread is 4 sqrt(.24).
    assert model.gamma_ == pytest.approx(2 * 0.24**0.5)
    assert model.fit_ == pytest.approx(model.gamma_)
    assert model.labels_.tolist() == [0, 0, 0, 1, 1]


def test_the_shape_of_a_mixture_is_that_of_the_clouds():
    generator = np.random.default_rng(0)
    tilted = generator.normal(size=(600, 2)) @ np.array([[3.0, 2.9], [0.0, 0.5]])
    round_ones = generator.normal((0.0, 12.0), size=(600, 2))
    assert fitted("mixture", features_of(np.vstack([tilted, round_ones])), 2).shape_ == "full"


@pytest.mark.parametrize(
    ("name", "customers", "columns", "said"),
    [
        ("prototypes", 100, 3, "only numbers"),
        ("hdbscan", 100, 21, "21 columns"),
        ("mixture", 100, 10, "there are 100"),
        ("agglomerative", 1_000_000, 1, "1,000,000"),
    ],
)
def test_an_algorithm_objects_to_customers_it_does_not_suit(name, customers, columns, said):
    assert said in ALGORITHMS[name].objection(features_of(np.zeros((customers, columns))))


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_algorithm_places_customers_as_before(blobs, name):
    features, _ = blobs
    model = fitted(name, features)
    stored = store_algorithm(model)
    loaded = load_algorithm(stored)
    np.testing.assert_array_equal(loaded.predict(features), model.labels_)
    np.testing.assert_array_equal(loaded.probabilities(features), model.probabilities(features))
    assert (loaded.n_clusters_, loaded.fit_) == (model.n_clusters_, model.fit_)
    assert store_algorithm(loaded) == stored


class Malicious:
    def __reduce__(self):
        return (exec, ("raise SystemExit('a stranger ran this')",))


def changed(stored: bytes, **changes) -> bytes:
    return json.dumps({**json.loads(stored), **changes}).encode()


def test_a_strangers_file_is_refused_and_nothing_of_it_runs(blobs):
    stored = store_algorithm(fitted("kmeans", blobs[0]))
    learned = json.loads(stored)["learned"]
    huge = {"type": "<f8", "shape": [10**12], "bytes": ""}
    objects = {
        "type": "|O",
        "shape": [1],
        "bytes": base64.b64encode(pickle.dumps(Malicious())).decode(),
    }
    for bad in (
        pickle.dumps(Malicious()),
        b"",
        b"[]",
        b"[" * 100_000,
        stored[: len(stored) // 2],
        changed(stored, algorithm="os.system"),
        changed(stored, parameters={"k": 2, "seed": 0, "starts": ["a list"]}),
        changed(stored, parameters={"k": 2, "seed": 0, "command": "ls"}),
        changed(stored, learned={**learned, "predict": learned["centres_"]}),
        changed(stored, learned={**learned, "centres_": huge}),
        changed(stored, learned={**learned, "centres_": objects}),
    ):
        with pytest.raises(SnapshotError, match="analyse the source again"):
            load_algorithm(bad)
