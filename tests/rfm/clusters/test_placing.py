"""Labels of an algorithm become the clusters that readers know."""

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.clusters.clustering import Placer, membership_columns


class TwoRegions:
    """An algorithm with clusters 0 (left), 1 (right), and nobody's land in the middle."""

    def predict(self, places):
        return np.select([places < -1, places > 1], [0, 1], -1)

    def probabilities(self, places):
        left = np.clip(-places / 4, 0, 1)
        return np.column_stack([left, np.clip(places / 4, 0, 1)])


class Places:
    """A pipeline that takes the only attribute as it is."""

    def features(self, customers):
        return customers["place"].to_numpy()


@pytest.fixture
def placer():
    return Placer(Places(), TwoRegions(), order=(1, 0), names=("Right", "Left", "Nowhere"))


def test_customers_get_the_place_of_their_cluster_among_the_names(placer):
    customers = pd.DataFrame({"place": [3.0, -3.0, 0.0]})
    assert placer.labels(customers).tolist() == [0, 1, 2]


def test_what_is_left_of_certainty_belongs_to_no_cluster(placer):
    probabilities = placer.probabilities(pd.DataFrame({"place": [3.0, -4.0, 0.0]}))
    assert probabilities.tolist() == [[0.75, 0.0, 0.25], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]


def test_the_columns_say_number_name_and_certainty(placer):
    customers = pd.DataFrame({"place": [-4.0, 3.0]})
    labels, sure = placer.labels(customers), placer.probabilities(customers)
    table = membership_columns(labels, placer.names, sure)
    assert table[schema.CLUSTER].tolist() == [2, 1]
    assert table[schema.CLUSTER_NAME].tolist() == ["Left", "Right"]
    assert list(table[schema.CLUSTER_NAME].cat.categories) == ["Right", "Left", "Nowhere"]
    assert table[schema.CLUSTER_PROBABILITY].tolist() == [1.0, 0.75]
