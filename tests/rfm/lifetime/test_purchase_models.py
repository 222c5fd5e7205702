"""The purchase models and their histories are right everywhere, by sums and by properties."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfm.errors import SettingsError
from rfm.lifetime import BgNbd, MbgNbd, ParetoNbd, collapse
from rfm.lifetime.models.regular import MbgCnbd3

MODELS = (BgNbd, MbgNbd, ParetoNbd)
SAMPLE = np.array(
    [[0, 0, 30], [0, 0, 12], [1, 5, 38], [2, 30, 38.5], [7, 35, 36], [3, 3, 20], [12, 38, 39]] * 9
)


def bg_nbd_orders(model, x, t_x, known, time):
    """Return the closed form of Fader, Hardie and Lee (2005), equation 10, in 50 digits."""
    r, alpha, a, b = (mpmath.mpf(value) for value in model.values_.values())
    hypergeometric = mpmath.hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + known + time))
    grown = ((alpha + known) / (alpha + known + time)) ** (r + x)
    top = (a + b + x - 1) / (a - 1) * (1 - grown * hypergeometric)
    gone = a / (b + x - 1) * ((alpha + known) / (alpha + t_x)) ** (r + x) if x else 0
    return float(top / (1 + gone))


def pareto_nbd_prospects(model, x, t_x, known, time):
    """Return P(alive), mean orders and P(none), by adaptive integrals in 50 digits."""
    r, alpha, s, beta = (mpmath.mpf(value) for value in model.values_.values())
    stayed = (alpha + known) ** -(r + x) * (beta + known) ** -s
    left = mpmath.quad(
        lambda u: s * (alpha + u) ** -(r + x) * (beta + u) ** -(s + 1),
        mpmath.linspace(t_x, known, 9),
    )
    alive = stayed / (stayed + left)
    buying, losing = alpha + known, beta + known
    orders = (
        alive * (r + x) / buying * losing / (s - 1) * (1 - (losing / (losing + time)) ** (s - 1))
    )
    throughout = (buying / (buying + time)) ** (r + x) * (losing / (losing + time)) ** s
    leaving = mpmath.quad(
        lambda u: s * losing**s * (losing + u) ** (-s - 1) * (buying / (buying + u)) ** (r + x),
        mpmath.linspace(0, time, 9),
    )
    return tuple(map(float, (alive, orders, 1 - alive * (1 - throughout - leaving))))


HISTORIES = [(2, 30.43, 38.86, 39), (0, 0, 38.86, 39), (26, 30.86, 31, 52), (150, 38, 39, 10)]


@pytest.mark.parametrize(("x", "t_x", "known", "time"), HISTORIES)
def test_bg_nbd_agrees_with_the_closed_form_in_fifty_digits(fitted, x, t_x, known, time):
    with mpmath.workdps(50):
        expected = bg_nbd_orders(fitted[BgNbd], x, t_x, known, time)
    orders = fitted[BgNbd].expected_orders([[x, t_x, known]], time)
    assert orders == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("x", "t_x", "known", "time"), HISTORIES)
def test_pareto_nbd_agrees_with_adaptive_integrals(fitted, x, t_x, known, time):
    with mpmath.workdps(50):
        alive, orders, none = pareto_nbd_prospects(fitted[ParetoNbd], x, t_x, known, time)
    history = [[x, t_x, known]]
    assert fitted[ParetoNbd].p_alive(history) == pytest.approx(alive, rel=1e-9)
    assert fitted[ParetoNbd].expected_orders(history, time) == pytest.approx(orders, rel=1e-9)
    assert fitted[ParetoNbd].no_purchase_probability(history, time) == pytest.approx(none, rel=1e-7)


@pytest.mark.parametrize("kind", MODELS)
def test_the_gradient_is_that_of_the_likelihood(cdnow, kind):
    histories, values = collapse(cdnow), np.array([0.6, 9.0, 0.7, 8.0])
    steps = np.eye(4) * 1e-5
    differences = [
        (
            kind()._log_likelihood(values + step, histories)[0]
            - kind()._log_likelihood(values - step, histories)[0]
        )
        / 2e-5
        for step in steps
    ]
    np.testing.assert_allclose(kind()._log_likelihood(values, histories)[1], differences, rtol=1e-5)


@pytest.mark.parametrize("unit", [7, 168, 10, 1 / 52.18], ids=["days", "hours", "x10", "years"])
@pytest.mark.parametrize("kind", MODELS)
def test_the_unit_of_time_changes_nothing_but_the_unit(cdnow, fitted, kind, unit):
    rows, weeks = cdnow * [1, unit, unit], fitted[kind]
    model = kind().fit(rows)
    inside = {n: v / unit if n in kind.times else v for n, v in model.values_.items()}
    assert inside == pytest.approx(weeks.values_, rel=1e-9)
    for question in ("expected_orders", "no_purchase_probability"):
        np.testing.assert_allclose(
            getattr(model, question)(rows, 39 * unit),
            getattr(weeks, question)(cdnow, 39),
            rtol=1e-9,
        )


@pytest.mark.parametrize("unit", [24, 10], ids=["hours", "x10"])
@pytest.mark.parametrize("kind", MODELS)
def test_the_unit_of_time_changes_nothing_where_nobody_leaves_either(kind, unit):
    days = nobody_leaves()
    rows, model = days * [1, unit, unit], kind().fit(days)
    np.testing.assert_allclose(
        kind().fit(rows).expected_orders(rows, 90 * unit),
        model.expected_orders(days, 90),
        rtol=1e-4,
    )


@pytest.mark.parametrize("kind", MODELS)
def test_weights_count_like_repeated_rows(kind):
    distinct, sizes = np.unique(SAMPLE, axis=0, return_counts=True)
    weighted = kind().fit(distinct, sample_weight=sizes)
    assert weighted.values_ == pytest.approx(kind().fit(SAMPLE).values_, rel=1e-6)


@pytest.mark.parametrize("kind", MODELS)
def test_a_hundred_thousand_random_histories_have_prospects_without_a_flaw(fitted, kind):
    random = np.random.default_rng(8)
    known = random.uniform(0.01, 10_000, 100_000)
    x = np.floor(10 ** random.uniform(0, 4.0001, len(known)) - 1)
    share = random.uniform(1e-6, 1, len(known))
    # Some at the edges: just seen, and as often or as rarely as can be.
    share[:1_000], x[:500], x[500:600] = 1.0, 10_000, 1
    t_x = np.where(x > 0, known * share, 0.0)
    histories, model = collapse(np.column_stack([x, t_x, known])), fitted[kind]
    for time in (0, 1e-3, 52, 10_000):
        orders = model.expected_orders(histories, time)
        assert np.isfinite(orders).all()
        assert (orders >= 0).all()
        for chances in (model.p_alive(histories), model.no_purchase_probability(histories, time)):
            assert ((chances >= 0) & (chances <= 1)).all()
    assert np.isfinite(model.log_likelihoods(histories)).all()
    later = np.where(x > 0, t_x + (known - t_x) * random.uniform(0, 1, len(known)), 0.0)
    alive = model.p_alive(np.column_stack([x, later, known]))
    assert (alive >= model.p_alive(histories) - 1e-12).all()


@pytest.mark.parametrize("kind", MODELS)
def test_more_time_brings_more_orders_and_less_silence(fitted, kind):
    orders = [fitted[kind].expected_orders([[3, 20, 30]], time)[0] for time in (0, 1, 10, 100)]
    silence = [
        fitted[kind].no_purchase_probability([[3, 20, 30]], time)[0] for time in (0, 1, 10, 100)
    ]
    assert orders[0] == 0
    assert silence[0] == pytest.approx(1)
    assert orders == sorted(orders)
    assert silence == sorted(silence, reverse=True)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[1, 2, 1]], "later than the moment"),
        ([[0, 2, 3]], "no time of the last one, or the reverse"),
        ([[2, 0, 3]], "no time of the last one, or the reverse"),
        ([[-1, 0, 3]], "missing, infinite or negative"),
        ([[np.nan, 0, 3]], "missing, infinite or negative"),
        ([[1, 2]], "three columns"),
        ([[0, 0]], "three columns"),
        ([[0, 0, 0]], "no history to learn from"),
    ],
)
def test_an_impossible_history_is_refused_in_words(rows, sentence):
    with pytest.raises(SettingsError, match=sentence):
        BgNbd().fit(np.array(rows, dtype=float))


def nobody_leaves():
    """Return a year's histories in days of a shop that nobody leaves."""
    generator = np.random.default_rng(3)
    known = generator.integers(100, 360, 2000).astype(float)
    rates = generator.gamma(1.2, 1 / 40, 2000)
    x = generator.poisson(rates * known).astype(float)
    t_x = np.where(x > 0, np.ceil(known * generator.random(2000) ** (1 / np.maximum(x, 1))), 0)
    return np.column_stack([x, np.minimum(t_x, known), known])


WHOLE = st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(4, 6)).map(
    lambda row: (row[0], row[1] if row[0] else 0, row[2])
)


@given(st.lists(WHOLE, min_size=1, max_size=40), st.sampled_from([1.0, 0.37]))
def test_every_customer_finds_their_own_history(rows, unit):
    rows = np.array(rows, dtype=float) * [1, unit, unit]
    histories = collapse(rows)
    kept = np.column_stack([histories.x, histories.t_x, histories.T])
    np.testing.assert_array_equal(kept[histories.place_of], rows)
    assert len(kept) == len(np.unique(rows, axis=0))
    assert histories.customers == len(rows)


def test_what_is_expected_of_a_customer_does_not_depend_on_who_else_is_asked_about():
    random, parameters = np.random.default_rng(3), {"r": 0.9, "alpha": 9.0, "a": 0.8, "b": 2.4}
    x = np.concatenate([random.integers(0, 30, 2_500), [200, 0]])
    known = random.integers(1, 400, len(x)) + x
    rows = np.column_stack([x, np.where(x > 0, known - 1, 0), known])
    some = random.choice(len(rows), 60, replace=False)
    for kind in (BgNbd, MbgCnbd3):
        model = kind.of(parameters)
        alone = [model.expected_orders(rows[[one]], 90)[0] for one in some]
        assert model.expected_orders(rows, 90)[some] == pytest.approx(alone, rel=1e-12)


def test_histories_of_some_customers_are_theirs_in_their_order_each_once():
    rows = np.array([[0, 0, 5], [1, 2, 5], [0, 0, 5], [2, 4, 5]], dtype=float)
    some = collapse(rows).of_customers(np.array([3, 2, 0]))
    kept = np.column_stack([some.x, some.t_x, some.T])
    assert kept[some.place_of].tolist() == rows[[3, 2, 0]].tolist()
    assert len(kept) == 2


def test_weights_are_added_up():
    histories = collapse([[1, 2, 3], [0, 0, 3], [1, 2, 3]], [1.5, 2, 0.5])
    by_history = dict(zip(histories.x, histories.weights, strict=True))
    assert by_history == {0.0: 2.0, 1.0: 2.0}


@pytest.mark.parametrize("weights", [[1], [1, -1], [1, np.nan], [[1, 1]]])
def test_a_weight_that_is_no_weight_is_refused(weights):
    with pytest.raises(SettingsError, match="one weight that is a number of at least 0"):
        collapse([[1, 2, 3], [0, 0, 3]], weights)
