"""The spend model that knows the value of each order, and which of the two is used."""

from unittest.mock import Mock

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma as gamma_law

from rfm.errors import SettingsError
from rfm.lifetime import GammaGamma, GammaGammaOfOrders, PurchaseDays
from rfm.lifetime.backtesting.spend import choose_spend_model, expected_values
from rfm.lifetime.purchase_days import Bought, known_at
from rfm.lifetime.spending import OF_MEANS, OF_ORDERS, Spending, fit_spend
from rfm.lifetime.wording import spend_verdict_of
from rfm.samples.gift_shop_truth import draw_purchases

EVEN_SPENDERS = {"p": 8.0, "q": 6.0, "gamma": 40.0}


def rows_of(customer, values, columns=3):
    """Return number of orders, mean value and mean logarithm of each customer."""
    orders = np.bincount(customer).astype(float)
    means, logarithms = (np.bincount(customer, each) / orders for each in (values, np.log(values)))
    return np.column_stack([orders, means, logarithms])[:, :columns]


def made_up(customers, seed, truth):
    """Return the customer and value of each order of a gift shop, by known parameters."""
    random = np.random.default_rng(seed)
    customer, _ = draw_purchases(customers, random)
    pace = random.gamma(truth["q"], 1 / truth["gamma"], customers)
    return customer, random.gamma(truth["p"], 1 / pace[customer])


def test_the_likelihood_is_the_integral_over_the_customers_own_rate():
    """One customer's orders given a rate are Gamma; the rate is Gamma: SciPy integrates it."""
    values = np.array([12.0, 30.0, 7.5])
    model = GammaGammaOfOrders.of({"p": 2.5, "q": 3.5, "gamma": 20.0})
    known = GammaGammaOfOrders._known(rows_of(np.zeros(3, int), values), np.ones(1), 1.0)
    found, _ = known.at(np.array([model.p_, model.q_, model.gamma_]))

    def density(rate):
        each = gamma_law.pdf(values, model.p_, scale=1 / rate).prod()
        return each * gamma_law.pdf(rate, model.q_, scale=1 / model.gamma_)

    assert found == pytest.approx(np.log(quad(density, 0, np.inf)[0]), rel=1e-9)


def test_of_one_order_a_customer_both_likelihoods_are_the_same():
    values = np.random.default_rng(1).gamma(2.0, 20.0, 400)
    rows = rows_of(np.arange(400), values)
    means, orders = GammaGamma().fit(rows[:, :2]), GammaGammaOfOrders().fit(rows)
    assert orders.log_likelihood_ == pytest.approx(means.log_likelihood_)


def test_the_gradient_is_that_of_the_likelihood():
    known = GammaGammaOfOrders._known(rows_of(*made_up(300, 1, EVEN_SPENDERS)), np.ones(300), 50.0)
    point, step = np.array([3.0, 2.0, 1.5]), 1e-6
    slope = known.at(point)[1]
    for place in range(3):
        moved = np.eye(3)[place] * step
        rise = (known.at(point + moved)[0] - known.at(point - moved)[0]) / (2 * step)
        assert slope[place] == pytest.approx(rise, rel=1e-5)


def test_the_currency_changes_only_the_scale():
    rows = rows_of(*made_up(2000, 2, EVEN_SPENDERS))
    pounds = GammaGammaOfOrders().fit(rows)
    pence = GammaGammaOfOrders().fit(rows * [1, 100, 1] + [0, 0, np.log(100)])
    assert pence.values_ == pytest.approx(
        {"p": pounds.p_, "q": pounds.q_, "gamma": 100 * pounds.gamma_}, rel=1e-4
    )
    orders = rows[:, 0].sum()
    assert pence.log_likelihood_ == pytest.approx(pounds.log_likelihood_ - orders * np.log(100))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("q", [2.5, 6.0, 40.0])
def test_in_a_shop_of_even_spenders_the_spread_of_expected_values_is_found_again(seed, q):
    """The truth's own expectation is what anybody could know of a customer's next orders."""
    truth = {"p": 8.0, "q": q, "gamma": 60 * (q - 1) / 8}
    rows = rows_of(*made_up(3000, seed, truth))
    found = GammaGammaOfOrders().fit(rows)
    assert not found.on_edge_
    assert found.p_ == pytest.approx(8, rel=0.1)
    spreads = [
        np.std(np.log(model.expected_spend(*rows[:, :2].T)))
        for model in (found, GammaGammaOfOrders.of(truth))
    ]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.1)


def test_more_is_known_of_how_evenly_customers_spend_than_from_means_alone():
    errors = np.array(
        [
            [
                np.log(model.fit(rows[:, : len(model.columns)]).p_ / 8)
                for model in (GammaGamma(), GammaGammaOfOrders())
            ]
            for rows in (rows_of(*made_up(400, seed, EVEN_SPENDERS)) for seed in range(20))
        ]
    )
    of_means, of_orders = np.sqrt((errors**2).mean(axis=0))
    assert of_orders < of_means / 2


def test_values_whose_logarithms_cannot_be_theirs_are_refused():
    with pytest.raises(SettingsError, match="above the logarithm of their mean"):
        GammaGammaOfOrders().fit([[2, 10.0, 3.0]])
    with pytest.raises(SettingsError, match="mean logarithm of the values"):
        GammaGammaOfOrders().fit([[2, 10.0]])


def spending_of_orders(customer, values):
    orders, means, logarithms = rows_of(customer, values).T
    return Spending(orders, means, 0, 0, logarithms)


@pytest.mark.parametrize(
    ("own", "each", "edges", "sentence"),
    [
        (
            0.0,
            (30, 40, 60, 70),
            {"q": "high"},
            "Everybody is expected to spend close to the mean of all",
        ),
        (0.3, (50,) * 4, {"p": "high"}, "stay at each customer's own mean"),
        (
            0.0,
            (50,) * 4,
            {"p": "high", "q": "high"},
            "between each customer's own mean and everybody's",
        ),
    ],
)
def test_a_parameter_at_its_bound_is_told_in_the_direction_it_ran(own, each, edges, sentence):
    """Every customer has the same four orders, times a level of their own."""
    levels = np.exp(own * np.random.default_rng(3).normal(size=600))
    values = np.outer(levels, each).ravel()
    fit = fit_spend(spending_of_orders(np.repeat(np.arange(600), 4), values), OF_ORDERS)
    assert edges.items() <= fit.on_edge.items()
    assert sentence in fit.verdict
    assert not fit.converged


@pytest.mark.parametrize(
    ("on_edge", "sentence"),
    [
        ({}, "The search ended before the likelihood was at its highest"),
        ({"q": "low", "gamma": "high"}, "it ran q to its lower bound and gamma to its upper bound"),
    ],
)
def test_a_fit_that_says_little_is_called_rough(on_edge, sentence):
    verdict = spend_verdict_of(Mock(on_edge_=on_edge, converged_=False, q_=2.0))
    assert sentence in verdict
    assert "rough" in verdict


def after(days, cut, spent):
    known = known_at(days, cut)
    return known, Bought(np.ones(len(known.members)), np.asarray(spent, float))


@pytest.fixture(scope="module")
def shop_of_orders():
    customer, values = made_up(500, 5, EVEN_SPENDERS)
    return PurchaseDays.of(customer, np.arange(len(customer)), values)


def test_the_means_alone_count_only_where_they_foresaw_more_than_chance_explains(shop_of_orders):
    known, _ = after(shop_of_orders, shop_of_orders.last_day, [])
    values = expected_values(known)
    for kind, wanted, sentence in (
        (OF_MEANS, OF_MEANS, "than from the value of each order"),
        (OF_ORDERS, OF_ORDERS, "than from the means alone"),
    ):
        told = Bought(np.ones(len(known.members)), values[kind])
        choice = choose_spend_model(values, told)
        assert choice.kind == wanted
        assert sentence in choice.reason
    between = Bought(np.ones(len(known.members)), (values[OF_MEANS] + values[OF_ORDERS]) / 2)
    alike = choose_spend_model(values, between)
    assert alike.kind == OF_ORDERS
    assert "chance explains the difference" in alike.reason


def test_too_few_spenders_leave_the_means():
    days = PurchaseDays.of(["a", "b"], [0, 1], [5.0, 15.0])
    values = expected_values(known_at(days, 1))
    assert values[OF_MEANS].tolist() == [10, 10]
    assert choose_spend_model(values, Bought(np.ones(2), np.ones(2))).kind == OF_MEANS
