"""Each measure against published numbers, hand-worked cases, or scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import log_loss, precision_recall_fscore_support

from rfm.classifier.fitting import MOST_CUSTOMERS, _sampled
from rfm.classifier.judging import (
    calibration_of,
    class_scores,
    measure_importances,
    wilson,
)
from rfm.classifier.tuning import Trial, choose, choose_calibration, log_losses


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_intervals_are_those_of_newcombe_1998(right, of, low, high):
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def test_scores_of_classes_are_those_of_scikit_learn():
    generator = np.random.default_rng(0)
    true, said = generator.integers(0, 4, 300), generator.integers(0, 3, 300)
    found = class_scores(true, said, ("a", "b", "c", "d"))
    expected = precision_recall_fscore_support(true, said, zero_division=0)
    for place, one in enumerate(found):
        measures = (one.precision, one.recall, one.f1, one.customers)
        assert measures == pytest.approx([part[place] for part in expected])


def test_calibration_by_hand():
    said = np.array([[0.95, 0.05], [0.92, 0.08], [0.35, 0.65], [0.45, 0.55]])
    bins, error = calibration_of(said, np.array([0, 1, 1, 0]))
    assert [(one.predicted, one.seen, one.customers) for one in bins] == [
        (pytest.approx(0.55), 0.0, 1), (pytest.approx(0.65), 1.0, 1),
        (pytest.approx(0.935), 0.5, 2),
    ]  # fmt: skip
    assert error == pytest.approx((0.55 + 0.35 + 2 * 0.435) / 4)


def test_the_loss_is_that_of_scikit_learn():
    said = np.random.default_rng(1).dirichlet([1, 1, 1], 50)
    codes = np.arange(50) % 3
    assert log_losses(said, codes).mean() == pytest.approx(log_loss(codes, said))


def trial(title, losses):
    return Trial(title, {}, np.zeros((1, 2)), np.array(losses), np.zeros(4), 0.0)


def test_the_simplest_within_one_standard_error_of_the_best_is_chosen_fold_by_fold():
    # Alone, the best has a mean of .50 and a standard error of .0129.
    best = trial("boosted trees", [0.47, 0.49, 0.51, 0.53])
    # Behind it by 0, .02, 0 and .02: .01 in the mean, with a standard error of .0058.
    behind = trial("forest", [0.47, 0.51, 0.51, 0.55])
    # By -.02, .04, -.02 and .03: .0075, with a standard error of .016.
    near = trial("logistic", [0.45, 0.53, 0.49, 0.56])
    assert choose([behind, best]) is best
    assert choose([near, behind, best]) is near
    assert choose([behind, near, best]) is near
    assert choose([best]) is best


def test_what_a_model_does_not_read_has_no_importance():
    class FirstColumn:
        def predict(self, matrix):
            return (matrix[:, 0] > 0).astype(int)

    matrix = np.random.default_rng(0).normal(size=(2000, 2))
    codes = (matrix[:, 0] > 0).astype(int)
    first, second = measure_importances(
        FirstColumn(), matrix, codes, names=("read", "not read"), seed=0
    )
    assert (first.attribute, second.attribute) == ("read", "not read")
    assert first.low < 0.5 < first.high
    assert (second.mean, second.low, second.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("size", [600, 6000])
def test_probabilities_are_straightened_only_when_they_are_crooked(size):
    generator = np.random.default_rng(2)
    chances = generator.uniform(0, 1, size)
    codes = (generator.uniform(0, 1, size) < chances).astype(np.int64)
    honest = np.column_stack([1 - chances, chances])
    boastful = honest**6 / (honest**6).sum(axis=1, keepdims=True)
    assert choose_calibration(honest, codes, 0) == ""
    assert choose_calibration(boastful, codes, 0) == ("sigmoid" if size == 600 else "isotonic")


def test_a_sample_of_many_customers_keeps_rare_classes():
    codes = np.array([0] * 200_000 + [1] * 30)
    kept = codes[_sampled(codes, 0)]
    assert len(kept) <= MOST_CUSTOMERS + 10
    assert (kept == 1).sum() >= 9
