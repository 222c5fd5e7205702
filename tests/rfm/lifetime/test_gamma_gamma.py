"""The spend model recovers what made the data, and is safe at its edges."""

import numpy as np
import pytest

from rfm.errors import SettingsError
from rfm.lifetime import GammaGamma


def spending(customers, seed, p=6.0, q=4.0, gamma=15.0):
    generator = np.random.default_rng(seed)
    orders = generator.integers(1, 9, customers).astype(float)
    rates = generator.gamma(q, 1 / gamma, customers)
    return np.column_stack([orders, generator.gamma(p * orders, 1 / rates) / orders])


def test_the_parameters_that_made_the_spend_are_found_again():
    model = GammaGamma().fit(spending(40_000, 1))
    assert model.values_ == pytest.approx({"p": 6, "q": 4, "gamma": 15}, rel=0.06)
    assert model.expected_spend([0], [0])[0] == pytest.approx(6 * 15 / 3, rel=0.02)


def test_the_currency_changes_only_the_scale():
    pounds, rows = GammaGamma().fit(spending(3000, 2)), spending(3000, 2)
    pence = GammaGamma().fit(rows * [1, 100])
    assert pence.p_ == pytest.approx(pounds.p_, rel=1e-4)
    assert pence.q_ == pytest.approx(pounds.q_, rel=1e-4)
    assert pence.gamma_ == pytest.approx(100 * pounds.gamma_, rel=1e-4)


def test_weights_count_like_repeated_rows():
    rows = spending(500, 3)
    doubled = GammaGamma().fit(np.repeat(rows, 2, axis=0))
    weighted = GammaGamma().fit(rows, sample_weight=np.full(500, 2.0))
    assert weighted.values_ == pytest.approx(doubled.values_, rel=1e-6)


def test_someone_with_many_orders_is_expected_to_spend_as_before_and_a_newcomer_as_all():
    model = GammaGamma().fit(spending(5000, 4))
    known, new = model.expected_spend([10_000, 0], [80.0, np.nan])
    assert known == pytest.approx(80, rel=1e-3)
    assert new == pytest.approx(model.p_ * model.gamma_ / (model.q_ - 1))


def test_without_a_finite_mean_a_newcomers_spend_is_unknown():
    model = GammaGamma().fit(spending(20_000, 5, q=0.8))
    assert model.q_ < 1
    assert np.isnan(model.expected_spend([0], [0.0])[0])
    assert np.isfinite(model.expected_spend([3], [20.0])[0])


@pytest.mark.parametrize("row", [[0, 5], [1, 0], [1, -3], [np.nan, 2], [1, np.inf]])
def test_orders_without_a_value_are_refused(row):
    with pytest.raises(SettingsError, match="at least one order and a mean value above 0"):
        GammaGamma().fit([row])
