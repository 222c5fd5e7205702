import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from rfm import schema
from rfm.clusters.purchases import ClusterModel, fit_clusters
from rfm.clusters.purchases.choice import elbow
from rfm.clusters.purchases.collapse import collapse
from rfm.clusters.purchases.features import Axes, FeatureMap
from rfm.clusters.purchases.kmeans import agreement, fit_kmeans, nearest_centre, settle_kmeans
from rfm.clusters.purchases.silhouettes import mean_silhouettes
from rfm.errors import SnapshotError
from rfm.records import as_record, from_record
from rfm.settings import Settings


@pytest.fixture(scope="module")
def model(four_kinds):
    return fit_clusters(four_kinds[0], Settings())


def test_certainties_are_probabilities_and_agree_with_the_labels(model, four_kinds):
    values = [four_kinds[0][column].to_numpy() for column in schema.RFM]
    certainties = model.certainties(*values)
    assert certainties.shape == (1000, 4)
    assert certainties.min() >= 0
    assert certainties.sum(axis=1) == pytest.approx(1)
    assert (certainties.argmax(axis=1) == model.labels(*values)).all()


def test_a_customer_at_a_centre_is_certain_and_one_halfway_is_not(model):
    first, second = (np.array(centre) for centre in model.centres[:2])
    at_centre = model.certainties(*model.features.values(first))[0]
    halfway = model.certainties(*model.features.values((first + second) / 2))[0]
    assert at_centre[0] > 0.99
    assert halfway[0] == pytest.approx(halfway[1], abs=1e-6)
    assert halfway[0] == pytest.approx(0.5, abs=0.01)


def test_an_incomplete_model_on_disk_is_explained(model):
    values = as_record(model)
    del values["centres"]
    with pytest.raises(SnapshotError, match="analyse the source again"):
        from_record(ClusterModel, values)


def test_values_come_back_from_feature_space():
    features = FeatureMap.fit([1, 50, 300], [1, 4, 60], [-20.0, 0.0, 9_000.0])
    assert features.values(features.points(50, 4, -20.0)[0]) == pytest.approx((50, 4, -20.0))


def test_zero_and_negative_money_keep_their_order():
    features = FeatureMap.fit([1, 2, 3], [1, 1, 1], [10.0, 20.0, 30.0])
    money = features.points([1] * 5, [1] * 5, [-1e6, -1, 0, 1, 1e6])[:, 2]
    assert (np.diff(money) > 0).all()


def test_a_shop_without_any_money_has_finite_features():
    features = FeatureMap.fit([3, 3], [1, 1], [0.0, 0.0])
    assert features.spreads == Axes(1.0, 1.0, 1.0)
    assert (features.points([3, 3], [1, 1], [0.0, 0.0]) == 0).all()


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
    assert mean_silhouettes(points, [halves, thirds, alone]) == pytest.approx(expected, abs=1e-5)


def test_silhouettes_of_a_real_log_are_those_of_scikit_learn(online_retail_by_lines):
    values = online_retail_by_lines[list(schema.RFM)].to_numpy(dtype=float).T
    points = FeatureMap.fit(*values).points(*values)
    partitions = [fit_kmeans(collapse(points), k, 0).centres for k in (2, 4, 10)]
    labels = [nearest_centre(points, centres.tolist()) for centres in partitions]
    expected = [silhouette_score(points, of_k) for of_k in labels]
    assert mean_silhouettes(points, labels) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("log", ["online_retail_by_lines", "cdnow", "gift_shop"])
@pytest.mark.parametrize("k", [3, 4])
def test_a_search_among_merged_cells_ends_where_all_customers_rest(request, log, k):
    values = request.getfixturevalue(log)[list(schema.RFM)].to_numpy(dtype=float).T
    cells = collapse(FeatureMap.fit(*values).points(*values))
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
