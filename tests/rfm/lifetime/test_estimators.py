"""The models are estimators as scikit-learn means them: its own checks say so.

The checks feed tables of any width, of random numbers of at least 0. To the models that is no
history, which they say in a sentence (see the tests of each); so each row is made into a possible
one here, after scikit-learn's validation and before the models' own.
"""

import numpy as np
import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator

from rfm.lifetime import BgNbd, GammaGamma, GammaGammaOfOrders, MbgNbd, ParetoNbd
from rfm.lifetime.models import gamma_gamma, purchase_model
from rfm.lifetime.models.histories import collapse

EXPECTED_FAILURES = {
    "check_positive_only_tag_during_fit": "A negative value is refused, but the check asks for "
    "scikit-learn's words; ours say what is wrong with a history.",
}


def as_histories(rows, sample_weight=None):
    """Collapse one possible history for each row of any numbers of at least 0."""
    lowest, size = rows.min(axis=1), rows.sum(axis=1)
    x, known = np.where(lowest < 0, lowest, np.floor(3 * rows[:, 0])), 1 + size
    last = np.where(x > 0, known * (0.1 + 0.8 * (size % 1)), 0.0)
    return collapse(np.column_stack([x, last, known]), sample_weight)


def as_spending(rows, sample_weight, columns):
    """Return possible orders, mean value and logarithm for each row of numbers of at least 0."""
    lowest, size = rows.min(axis=1), rows.sum(axis=1)
    orders = np.where(lowest < 0, lowest, 1 + np.floor(3 * rows[:, 0]))
    means = 0.5 + size
    # Negative values are refused, before they could have a logarithm.
    possible = np.column_stack([orders, means, np.log(np.maximum(means, 0.1)) - 0.1])
    return SPENDING(possible[:, : len(columns)], sample_weight, columns)


SPENDING = gamma_gamma._spending

# Arrays of other libraries are checked only where a variable of the environment asks for it.
CHECKS = [
    case
    for model in (BgNbd(), MbgNbd(), ParetoNbd(), GammaGamma(), GammaGammaOfOrders())
    for case in estimator_checks_generator(
        model, expected_failed_checks=EXPECTED_FAILURES, mark="xfail"
    )
    if "array_api" not in str(case)
]


def name_of(value):
    """Return the name of a model or of a check."""
    return getattr(getattr(value, "func", None), "__name__", type(value).__name__)


@pytest.fixture
def any_rows(monkeypatch):
    monkeypatch.setattr(purchase_model, "collapse", as_histories)
    monkeypatch.setattr(gamma_gamma, "_spending", as_spending)


@pytest.mark.usefixtures("any_rows")
@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
@pytest.mark.parametrize(("estimator", "check"), CHECKS, ids=name_of)
def test_the_models_pass_the_checks_of_scikit_learn(estimator, check):
    check(estimator)
