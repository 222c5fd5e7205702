"""The metrics of the back-test, by the four checks of their published source and by hand."""

import numpy as np
import pytest

from rfm.lifetime.backtesting import draws, metrics

SPEND = np.random.default_rng(1).lognormal(size=1_000_000)
RANDOM = np.random.default_rng(2).uniform(size=len(SPEND))


@pytest.mark.parametrize(
    ("metric", "forecast", "value", "within"),
    [
        pytest.param(metrics.normalised_gini, SPEND * 7, 1, 1e-6, id="a perfect ranking"),
        pytest.param(metrics.normalised_gini, RANDOM, 0, 0.05, id="a random ranking"),
        pytest.param(metrics.normalised_gini, -SPEND, -1, 1e-4, id="a reversed ranking"),
        pytest.param(metrics.decile_error, SPEND, 0, 0, id="a perfect forecast"),
        pytest.param(metrics.decile_error, 2 * SPEND, 1, 1e-6, id="a forecast twice too high"),
    ],
)
def test_a_forecast_of_a_known_kind_has_the_value_of_its_kind(metric, forecast, value, within):
    assert metric(SPEND, forecast) == pytest.approx(value, abs=within)


def test_the_raw_gini_is_twice_the_mean_gain_less_one():
    # Best first 3, 1, 0: shares gained are 3/4, 1, 1, on average 11/12.
    assert metrics.raw_gini(np.array([1.0, 0.0, 3.0]), np.array([2.0, 1.0, 9.0])) == pytest.approx(
        2 * 11 / 12 - 1
    )


def test_equal_predictions_keep_the_order_of_the_customers():
    assert metrics.best_first(np.array([1.0, 2.0, 1.0, 2.0])).tolist() == [1, 3, 0, 2]


def test_a_tie_counts_half_in_the_area_under_the_curve():
    happened, probability = np.array([1.0, 1.0, 0.0]), np.array([0.9, 0.4, 0.4])
    assert metrics.area_under_curve(happened, probability) == pytest.approx(0.75)


def test_the_calibration_error_is_the_mean_gap_of_ten_bins():
    probability = np.repeat(np.linspace(0.05, 0.95, 10), 20)
    happened = np.tile(np.repeat([1.0, 0.0], 10), 10)
    gaps = np.abs(np.linspace(0.05, 0.95, 10) - 0.5)
    assert metrics.calibration_error(happened, probability) == pytest.approx(gaps.mean())


def test_errors_of_two_days_do_not_cancel():
    """Twenty customers a day: half come where none was to, none where half were to."""
    happened = np.tile(np.repeat([0.0, 1.0], [10, 10]), 2) * np.repeat([1.0, 0.0], 20)
    probability = np.full(40, 0.25)
    days = np.repeat([0, 1], 20)
    together = metrics.calibration_error(happened, probability)
    assert metrics.calibration_error(happened, probability, days) > together
    by_hand = (10 * 0.25 + 10 * 0.75 + 20 * 0.25) / 40
    assert metrics.calibration_error(happened, probability, days) == pytest.approx(by_hand)


def test_a_right_probability_has_a_calibration_slope_of_one():
    random = np.random.default_rng(3)
    probability = random.uniform(0.02, 0.98, 200_000)
    happened = (random.random(len(probability)) < probability).astype(float)
    assert metrics.calibration_slope(happened, probability) == pytest.approx(1, abs=0.02)
    assert metrics.calibration_error(happened, probability) < 0.005


def test_what_nobody_did_has_no_share_and_no_relative_error():
    nothing, predicted = np.zeros(30), np.arange(30.0)
    assert np.isnan(metrics.top_share(nothing, predicted))
    assert np.isnan(metrics.total_error(nothing, predicted))
    assert np.isnan(metrics.decile_error(nothing, predicted))
    assert np.isnan(metrics.area_under_curve(nothing, predicted))


PAIRS = {
    "correlation": (draws.correlations, metrics.correlation),
    "ranks": (draws.rank_correlations, metrics.rank_correlation),
    "absolute": (draws.absolute_errors, metrics.mean_absolute_error),
    "root": (draws.root_errors, metrics.root_mean_squared_error),
    "total": (draws.total_errors, metrics.total_error),
    "deciles": (draws.decile_errors, metrics.decile_error),
    "gini": (draws.ginis, metrics.normalised_gini),
    "top": (draws.top_shares, metrics.top_share),
}
CHANCES = {
    "area": (draws.areas_under_curve, metrics.area_under_curve),
    "brier": (draws.squared_errors, metrics.brier),
    "calibration": (draws.calibration_errors, metrics.calibration_error),
}


@pytest.mark.parametrize("name", PAIRS | CHANCES)
def test_a_draw_of_everybody_once_gives_the_metric_itself(name):
    random = np.random.default_rng(4)
    predicted = np.round(random.gamma(1.0, size=400), 1)
    actual = random.poisson(predicted).astype(float)
    if name in CHANCES:
        predicted, actual = predicted / (1 + predicted), np.minimum(actual, 1.0)
    drawn, metric = (PAIRS | CHANCES)[name]
    assert drawn(np.ones((1, 400)), actual, predicted) == pytest.approx(metric(actual, predicted))


def test_a_gini_of_a_draw_is_that_of_the_customers_drawn():
    random = np.random.default_rng(5)
    actual, predicted = random.gamma(1.0, size=50), random.gamma(1.0, size=50)
    weights = random.integers(0, 4, 50)
    copies = np.repeat(np.arange(50), weights)
    assert draws.ginis(weights[None].astype(float), actual, predicted) == pytest.approx(
        metrics.normalised_gini(actual[copies], predicted[copies])
    )


def test_the_interval_of_a_mean_error_is_as_wide_as_its_standard_error_says():
    errors = np.random.default_rng(6).exponential(size=5_000)
    drawn = draws.absolute_errors(draws.draw(5_000, seed=1), errors, np.zeros(5_000))
    low, high = draws.interval(float(errors.mean()), drawn)
    assert high - low == pytest.approx(2 * 1.645 / np.sqrt(5_000), rel=0.15)
