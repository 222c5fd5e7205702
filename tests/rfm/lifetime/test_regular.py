"""MBG/CNBD-k: what it says of regular customers, and that it is used where they are regular."""

import numpy as np
import pytest
from scipy.special import betainc, betaln
from scipy.stats import nbinom

from rfm.lifetime import MbgNbd, PurchaseDays
from rfm.lifetime.backtesting.choice import compete
from rfm.lifetime.candidates import fit_candidates, likeliest_regular
from rfm.lifetime.models.histories import collapse
from rfm.lifetime.models.regular import MbgCnbd, MbgCnbd2, MbgCnbd3, MbgCnbd4
from rfm.lifetime.purchase_days import known_at

PUBLISHED = {"r": 0.85, "alpha": 1.45, "a": 0.79, "b": 2.42}
"""What the tests of BTYDplus, the authors' package, draw customers from (weeks, k = 3)."""
HISTORIES = [[0, 0, 50], [1, 20, 30], [3, 100, 130], [12, 300, 340], [2, 40, 40]]


class PlainMbg(MbgCnbd):
    """The same with k = 1."""

    stages = 1


def drawn(stages, size, seed, known):
    """Return histories and sums of logarithms of gaps, drawn from the published parameters."""
    random = np.random.default_rng(seed)
    pace = random.gamma(PUBLISHED["r"], 1 / PUBLISHED["alpha"], size)
    leaving = random.beta(PUBLISHED["a"], PUBLISHED["b"], size)
    x, last, log_gaps = np.zeros(size), np.zeros(size), np.zeros(size)
    active = np.flatnonzero(random.random(size) >= leaving)
    while len(active):
        gap = random.gamma(stages, 1 / pace[active])
        there = last[active] + gap < known[active]
        active, gap = active[there], gap[there]
        x[active] += 1
        last[active] += gap
        log_gaps[active] += np.log(gap)
        active = active[random.random(len(active)) >= leaving[active]]
    return np.column_stack([x, last, known]), log_gaps


@pytest.fixture(scope="module")
def regular():
    known = np.random.default_rng(1).uniform(36, 96, 8000)
    return drawn(3, 8000, 1, known)


def test_with_one_stage_it_is_mbg_nbd(cdnow):
    plain, same = MbgNbd().fit(cdnow), PlainMbg().fit(cdnow)
    assert same.values_ == pytest.approx(plain.values_, rel=1e-6)
    assert same.log_likelihood_ == pytest.approx(plain.log_likelihood_, rel=1e-12)
    same = PlainMbg.of(plain.values_)
    assert same.log_likelihoods(cdnow) == pytest.approx(plain.log_likelihoods(cdnow))
    assert same.p_alive(cdnow) == pytest.approx(plain.p_alive(cdnow))
    for time in (4, 39, 200):
        for name in ("no_purchase_probability", "expected_orders"):
            assert getattr(same, name)(cdnow, time) == pytest.approx(
                getattr(plain, name)(cdnow, time), rel=1e-8
            )
        assert same.repeat_probabilities(range(5), [time]) == pytest.approx(
            plain.repeat_probabilities(range(5), [time])
        )


def test_the_parameters_that_made_regular_customers_are_found_again(regular):
    """The package's own test asks for as much: k = 3, and parameters within a tenth."""
    rows, log_gaps = regular
    histories = collapse(rows)
    kind, model = likeliest_regular(histories, float(log_gaps.sum()), MbgNbd().fit(histories))
    assert kind == "mbg-cnbd-3"
    assert model.values_ == pytest.approx(PUBLISHED, rel=0.1)


def test_the_likelihood_is_that_of_the_published_formula():
    """Written out as in Reutterer, Platzer and Schroeder (2020), one customer at a time."""
    r, alpha, a, b = PUBLISHED.values()
    for model_class in (MbgCnbd2, MbgCnbd3, MbgCnbd4):
        k, found = model_class.stages, model_class.of(PUBLISHED).log_likelihoods(HISTORIES)
        for (x, t_x, known), height in zip(HISTORIES, found, strict=True):
            rise = [np.prod(r + k * x + np.arange(j)) for j in range(k)]
            faculty = [1, 1, 2, 6]
            staying = sum(
                rise[j] * (known - t_x) ** j / (faculty[j] * (alpha + known) ** j) for j in range(k)
            )
            leaving = a / (b + x) * ((alpha + known) / (alpha + t_x)) ** (r + k * x)
            shared = np.sum(np.log(r + np.arange(k * x))) + r * np.log(alpha)
            shared += betaln(a, b + x + 1) - betaln(a, b) - (r + k * x) * np.log(alpha + known)
            assert height == pytest.approx(shared + np.log(staying + leaving))


@pytest.mark.parametrize(
    ("history", "published"),
    [((0, 0, 104), 0.04232571), ((1, 352 / 7, 104), 0.52713148), ((33, 695 / 7, 104), 0.93543151)],
)
def test_p_alive_of_three_grocery_customers_is_as_published(history, published):
    """Example output of BTYDplus on rdrr.io, with the parameters of the grocery's two years."""
    grocery = {
        "r": 1.303643113,
        "alpha": 21.929755825 / 7,
        "a": 0.448082659,
        "b": 0.873815887,
    }
    assert MbgCnbd2.of(grocery).p_alive([history])[0] == pytest.approx(published, abs=2e-5)


@pytest.mark.parametrize("model_class", [MbgCnbd2, MbgCnbd3, MbgCnbd4])
def test_the_gradient_is_that_of_the_likelihood(regular, model_class):
    histories, step = collapse(regular[0][:500]), 1e-6
    point = np.array([0.9, 2.0, 0.6, 1.8])
    found = model_class()._log_likelihood(point, histories)[1]
    for place in range(4):
        moved = np.eye(4)[place] * step
        high, low = (
            model_class()._log_likelihood(point + sign * moved, histories)[0] for sign in (1, -1)
        )
        assert found[place] == pytest.approx((high - low) / (2 * step), rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("model_class", [MbgCnbd2, MbgCnbd3, MbgCnbd4])
@pytest.mark.parametrize("time", [5.0, 60.0, 700.0])
def test_expected_orders_are_the_sum_over_the_first_second_and_every_further_one(model_class, time):
    """Purchase by purchase: it must come in time, and nobody leave before it."""
    r, alpha, a, b = PUBLISHED.values()
    model, histories = model_class.of(PUBLISHED), collapse(HISTORIES)
    shares, k = model._at_stage(histories), model.stages
    total = np.zeros(len(histories.x))
    chances = histories.x + 1
    for n in range(1, 4000):
        stays = np.exp(betaln(a, b + chances + n - 1) - betaln(a, b + chances))
        for stage in range(k):
            shape = r + k * histories.x + stage
            total += (
                shares[stage]
                * stays
                * betainc(n * k - stage, shape, time / (alpha + histories.T + time))
            )
    expected = (total * model.p_alive(histories.only(np.arange(len(total)))))[histories.place_of]
    assert model.expected_orders(HISTORIES, time) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model_class", [MbgCnbd2, MbgCnbd3])
def test_silence_is_so_few_events_that_no_purchase_is_complete(model_class):
    r, alpha, *_ = PUBLISHED.values()
    model, histories, time = model_class.of(PUBLISHED), collapse(HISTORIES), 12.0
    shares, k = model._at_stage(histories), model.stages
    rate = (alpha + histories.T) / (alpha + histories.T + time)
    silence = sum(
        shares[stage] * nbinom.cdf(k - stage - 1, r + k * histories.x + stage, rate)
        for stage in range(k)
    )
    assert model._silence(histories, time) == pytest.approx(silence)


@pytest.mark.parametrize("model_class", [MbgCnbd2, MbgCnbd3])
def test_orders_that_are_drawn_are_those_that_are_expected(model_class):
    model, random = model_class.of(PUBLISHED), np.random.default_rng(4)
    rows = np.repeat([[3, 20.0, 26.0]], 60_000, axis=0)
    orders = model.draw_orders(rows, 20.0, random)
    assert orders.mean() == pytest.approx(model.expected_orders(rows[:1], 20.0)[0], rel=0.03)
    silence = model.no_purchase_probability(rows[:1], 20.0)[0]
    assert (orders == 0).mean() == pytest.approx(silence, abs=0.01)


@pytest.mark.parametrize("model_class", [MbgCnbd2, MbgCnbd4])
def test_chances_add_up_to_one_and_to_the_expected_orders(model_class):
    model, counts = model_class.of(PUBLISHED), np.arange(400)
    for time in (3.0, 50.0):
        chances = model.repeat_probabilities(counts, [time])[0]
        assert chances.sum() == pytest.approx(1, abs=1e-6)
        expected = model.expected_orders([[0, 0, 0]], time)[0]
        assert chances @ counts == pytest.approx(expected, rel=1e-4)


def test_customers_as_irregular_as_chance_have_no_model_of_regular_ones():
    known = np.random.default_rng(2).uniform(36, 96, 3000)
    rows, log_gaps = drawn(1, 3000, 2, known)
    histories = collapse(rows)
    assert likeliest_regular(histories, float(log_gaps.sum()), MbgNbd().fit(histories)) is None


@pytest.fixture(scope="module")
def grocer():
    """A shop of regular customers as a log has it, counted by days."""
    random = np.random.default_rng(3)
    pace, leaving = random.gamma(2.0, 1 / 10.0, 1500), random.beta(0.5, 6.0, 1500)
    customer, moment = np.arange(1500), random.uniform(0, 200, 1500)
    customers, moments = [customer], [moment]
    while customer.size:
        moment = moment + random.gamma(4, 1 / pace[customer])
        customer, moment = customer[moment < 700], moment[moment < 700]
        customers.append(customer)
        moments.append(moment)
        stays = random.random(customer.size) >= leaving[customer]
        customer, moment = customer[stays], moment[stays]
    day = np.floor(np.concatenate(moments)).astype(int)
    return PurchaseDays.of(np.concatenate(customers), day, np.full(len(day), 20.0))


def test_the_back_test_lets_regular_customers_have_their_model_and_it_foresees_more(grocer):
    known = known_at(grocer, 450)
    forecasts = {one.kind: one for one in compete(grocer, known, 200, 90)}
    (regular,) = [forecasts[kind] for kind in forecasts if kind.startswith("mbg-cnbd")]
    assert regular.surprise.sum() > max(
        one.surprise.sum() for kind, one in forecasts.items() if one is not regular
    )


def test_its_log_likelihood_is_comparable_and_its_meaning_names_regularity(grocer):
    known = known_at(grocer, 699)
    *usual, fit = fit_candidates(known.histories(), "mbg-cnbd-4", float(known.log_gaps.sum()))
    assert fit.kind == "mbg-cnbd-4"
    assert fit.log_likelihood > max(one.log_likelihood for one in usual) + 1000
    assert "one's gaps vary by 50 % around their mean" in fit.meanings[1]
