"""Stored clusters place customers as before, and a stranger's file does nothing."""

import base64
import json
import pickle

import numpy as np
import pytest
from sklearn.datasets import make_blobs

from rfm.clusters.algorithms.catalogue import ALGORITHMS, load_algorithm, store_algorithm
from rfm.errors import SnapshotError
from rfm.features.points import Features


@pytest.fixture(scope="module")
def features():
    points, groups = make_blobs([40, 60], centers=np.array([(0, 0), (9, 9)]), random_state=0)
    return Features(points, points, groups[:, None].astype(np.int64))


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_a_stored_algorithm_places_customers_as_before(features, name):
    model = ALGORITHMS[name](2, 0).fit(features)
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


def test_a_strangers_file_is_refused_and_nothing_of_it_runs(features):
    stored = store_algorithm(ALGORITHMS["kmeans"](2, 0).fit(features))
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
