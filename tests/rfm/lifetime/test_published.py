"""The estimators give the numbers that were published for CDNOW.

Parameters and log-likelihoods: Fader, Hardie and Lee (2005) for BG/NBD; Fader and Hardie's notes
for Pareto/NBD, MBG/NBD and Gamma-Gamma; derived values from the same notes and spreadsheets.
"""

import numpy as np
import pytest

from rfm.lifetime import BgNbd, GammaGamma, MbgNbd, ParetoNbd


@pytest.fixture(scope="module")
def gamma_gamma(cdnow_spend):
    return GammaGamma().fit(cdnow_spend[cdnow_spend[:, 0] > 0])


def test_bg_nbd_has_the_published_parameters_and_likelihood(fitted):
    published = {"r": 0.2426, "alpha": 4.4136, "a": 0.7929, "b": 2.4259}
    assert fitted[BgNbd].values_ == pytest.approx(published, rel=1e-3)
    assert fitted[BgNbd].log_likelihood_ == pytest.approx(-9582.4, abs=0.1)
    assert fitted[BgNbd].converged_


def test_mbg_nbd_has_the_published_parameters(fitted):
    published = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
    assert fitted[MbgNbd].values_ == pytest.approx(published, rel=1e-3)


def test_pareto_nbd_has_the_published_parameters_and_standard_errors(fitted):
    published = {"r": 0.5531, "alpha": 10.5763, "s": 0.6063, "beta": 11.6715}
    errors = {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.2105}
    assert fitted[ParetoNbd].values_ == pytest.approx(published, rel=1e-3)
    assert fitted[ParetoNbd].standard_errors_ == pytest.approx(errors, rel=2e-3)


def test_gamma_gamma_has_the_published_parameters(gamma_gamma):
    published = {"p": 6.25, "q": 3.74, "gamma": 15.44}
    assert gamma_gamma.values_ == pytest.approx(published, rel=2e-3)


def test_bg_nbd_gives_the_published_orders_of_one_customer_and_chance_of_none(fitted):
    assert fitted[BgNbd].expected_orders([[2, 30.43, 38.86]], 39) == pytest.approx(1.226, abs=1e-3)
    never = fitted[BgNbd].no_purchase_probability([[0, 0, 0]], 39)
    assert never == pytest.approx(0.5737864, abs=1e-3)


@pytest.mark.parametrize(
    ("weeks", "orders"),
    [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.857, 1.0405), (32, 1.0437), (78, 1.8576)],
)
def test_bg_nbd_expects_the_published_orders_of_a_new_customer(fitted, weeks, orders):
    assert fitted[BgNbd].expected_orders([[0, 0, 0]], weeks) == pytest.approx(orders, abs=1e-3)


def test_bg_nbd_gives_the_published_chances_of_so_many_orders():
    # BTYD's manual rounds its parameters so; the last row is of ten to twenty orders in 30 weeks.
    manual = BgNbd.of({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    assert manual.repeat_probabilities([10], [2])[0, 0] == pytest.approx(1.07869e-07, rel=1e-5)
    assert manual.repeat_probabilities([0], [39])[0, 0] == pytest.approx(0.5737864, abs=1e-7)
    published = [
        0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638,
        0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.0002222260,
    ]  # fmt: skip
    chances = manual.repeat_probabilities(np.arange(11, 21), [30])[0]
    np.testing.assert_allclose(chances, published, atol=1e-9)


def test_bg_nbd_has_the_published_likelihood_of_the_fewest_and_the_most_orders():
    # Hardie's note 027 on how not to overflow, as pymc-marketing tests its own.
    model = BgNbd.of({"r": 0.25, "alpha": 4.0, "a": 0.8, "b": 2.5})
    likelihoods = model.log_likelihoods([[0, 0, 40], [200, 38, 40]])
    np.testing.assert_allclose(likelihoods, [-0.59947382, 100.7957], atol=1e-4)


def test_pareto_nbd_gives_the_published_prospects_of_one_customer(fitted):
    assert fitted[ParetoNbd].expected_orders([[26, 30.86, 31]], 52) == pytest.approx(
        25.46, abs=0.01
    )
    assert fitted[ParetoNbd].p_alive([[26, 30.86, 31]]) == pytest.approx(0.9979, abs=1e-4)


def test_pareto_nbd_expects_the_published_orders_of_a_new_customer():
    # The table was printed with the parameters of BTYD's manual as it rounds them.
    manual = ParetoNbd.of({"r": 0.55, "alpha": 10.56, "s": 0.61, "beta": 11.64})
    published = [
        0.05077821, 0.09916088, 0.14542507, 0.18979930, 0.23247466,
        0.27361274, 0.31335159, 0.35181024, 0.38909211,
    ]  # fmt: skip
    expected = [manual.expected_orders([[0, 0, 0]], weeks)[0] for weeks in range(1, 10)]
    np.testing.assert_allclose(expected, published, rtol=0, atol=1e-8)


def test_gamma_gamma_expects_the_published_spend_of_the_first_ten_customers(
    gamma_gamma, cdnow_spend
):
    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    spend = gamma_gamma.expected_spend(*cdnow_spend[:10].T)
    np.testing.assert_allclose(spend, published, atol=0.015)
