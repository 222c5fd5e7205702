"""How often customers come back: chances by independent sums, and counts of a whole shop."""

import mpmath
import numpy as np
import pytest

from rfm.lifetime import BgNbd, MbgNbd, ParetoNbd, collapse
from rfm.lifetime.candidates import expected_repeats, seen_repeats

MODELS = {
    BgNbd: {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
    MbgNbd: {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614},
    ParetoNbd: {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669},
}
EVERY = pytest.mark.parametrize("kind", MODELS)


def purchases(r, alpha, n, time):
    """Return the chance of n purchases in a time without leaving, in 30 digits."""
    ways = mpmath.binomial(r + n - 1, n)
    return ways * (alpha / (alpha + time)) ** r * (time / (alpha + time)) ** n


def pareto_chance(values, n, time):
    """Return P(X(t) = n) of the Pareto/NBD by an adaptive integral over the moment of leaving."""
    r, alpha, s, beta = map(mpmath.mpf, values)

    def leaving(u):
        return purchases(r, alpha, n, u) * s / beta * (beta / (beta + u)) ** (s + 1)

    stops = [0, *(mpmath.mpf(time) * mpmath.mpf(10) ** -k for k in range(8, 0, -1)), time]
    stays = purchases(r, alpha, n, time) * (beta / (beta + time)) ** s
    return float(stays + mpmath.quad(leaving, stops))


def mbg_chance(values, n, time):
    """Return P(X(t) = n) of the MBG/NBD with the chance of at least n as one minus a sum."""
    r, alpha, a, b = map(mpmath.mpf, values)
    whole = mpmath.beta(a, b)
    at_least = 1 - mpmath.fsum(purchases(r, alpha, k, time) for k in range(n))
    stays = mpmath.beta(a, b + n + 1) / whole * purchases(r, alpha, n, time)
    return float(stays + mpmath.beta(a + 1, b + n) / whole * at_least)


@pytest.mark.parametrize("time", [0.1, 2, 39, 5000])
@pytest.mark.parametrize("n", [0, 1, 2, 7, 40])
@pytest.mark.parametrize(("kind", "chance"), [(ParetoNbd, pareto_chance), (MbgNbd, mbg_chance)])
def test_the_chance_of_so_many_orders_agrees_with_thirty_digits(kind, chance, n, time):
    with mpmath.workdps(30):
        expected = chance(MODELS[kind].values(), n, time)
    found = kind.of(MODELS[kind]).repeat_probabilities([n], [time])[0, 0]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-15)


@EVERY
def test_chances_add_up_to_one_and_to_the_expected_orders(kind):
    model, counts = kind.of(MODELS[kind]), np.arange(2000)
    chances = model.repeat_probabilities(counts, [0, 1, 39])
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-9)
    assert chances[0, 0] == 1
    expected = [model.expected_orders([[0, 0, 0]], time)[0] for time in (1, 39)]
    np.testing.assert_allclose(chances[1:] @ counts, expected, rtol=1e-8)


@EVERY
@pytest.mark.parametrize("size", [-10.0, 10.0])
@pytest.mark.parametrize("place", range(4))
def test_chances_stay_chances_on_the_edge_and_far_out(kind, place, size):
    values = np.ones(4)
    values[place] = np.exp(size)
    model = kind.of(dict(zip(kind.parameters, values, strict=True)))
    chances = model.repeat_probabilities([0, 1, 7, 100, 10_000], [0, 1e-9, 1, 100, 1e4, 1e8])
    assert ((chances >= 0) & (chances <= 1)).all()


def test_customers_are_counted_by_how_often_they_came_back():
    rows = [[0, 0, 9], [0, 0, 9], [1, 2, 9], [6, 8, 9], [7, 8, 9], [30, 8, 9]]
    assert seen_repeats(collapse(rows)) == (2, 1, 0, 0, 0, 0, 1, 2)
    assert seen_repeats(collapse(rows[:2], [3, 4])) == (7, 0, 0, 0, 0, 0, 0, 0)


@EVERY
def test_each_customer_is_expected_with_the_time_that_they_are_known(kind):
    model = kind.of(MODELS[kind])
    histories = collapse([[0, 0, 10], [2, 3, 10], [1, 1, 38]], [5, 1, 4])
    chances = model.repeat_probabilities(np.arange(7), [10, 38])
    expected = expected_repeats(model, histories)
    np.testing.assert_allclose(expected[:7], 6 * chances[0] + 4 * chances[1])
    assert sum(expected) == pytest.approx(10)


def test_very_many_different_times_are_counted_as_nearly_the_same():
    known = np.random.default_rng(2).uniform(1, 700, 20_000)
    histories = collapse(np.column_stack([np.zeros((20_000, 2)), known]))
    model = BgNbd.of(MODELS[BgNbd])
    each = model.repeat_probabilities(np.arange(7), known).sum(axis=0)
    np.testing.assert_allclose(expected_repeats(model, histories)[:7], each, rtol=2e-3)
