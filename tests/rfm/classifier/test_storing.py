"""A stored model is the same model, and nothing but a model."""

import os
from functools import partial

import pandas as pd
import pytest
from skops.io import dumps

from rfm.classifier.candidates import KINDS, make_model
from rfm.classifier.model import Classifier, load_classifier, store_classifier
from rfm.classifier.tuning import calibrated
from rfm.errors import SnapshotError
from rfm.threads import one_thread


@pytest.mark.parametrize("title", KINDS)
@pytest.mark.parametrize("method", ["", "sigmoid", "isotonic"])
def test_every_model_that_can_be_chosen_comes_back_the_same(small, title, method):
    encoding = small.model.encoding
    estimator = make_model(title, KINDS[title][0], encoding, 0)
    estimator = calibrated(estimator, method) if method else estimator
    codes = pd.Categorical(small.plan, categories=list(small.model.card.classes)).codes
    with one_thread():
        estimator.fit(encoding.matrix(small.customers), codes)
    model = Classifier(small.model.card, encoding, estimator)
    again = load_classifier(store_classifier(model))
    assert (again.card, again.encoding) == (model.card, model.encoding)
    if title != "forest of trees":
        # From objects elsewhere in memory; the nodes of a forest have bytes that mean nothing.
        assert store_classifier(again) == store_classifier(model)
    pd.testing.assert_frame_equal(
        again.probabilities(small.customers), model.probabilities(small.customers)
    )


@pytest.mark.parametrize("hidden", [partial(os.system, "true"), os.system])
def test_a_file_that_would_run_something_is_not_opened(hidden):
    evil = dumps({"about": "{}", "estimator": hidden})
    with pytest.raises(SnapshotError, match="which no model of ours does: it is not opened"):
        load_classifier(evil)


def test_damage_is_told_in_a_sentence(small):
    whole = store_classifier(small.model)
    for damaged in (b"", b"no zip at all", whole[: len(whole) // 2], dumps({"about": "{}"})):
        with pytest.raises(SnapshotError, match="Analyse the source again"):
            load_classifier(damaged)
