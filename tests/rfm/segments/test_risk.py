"""How likely a customer is lost, by their own rhythm, on customers worked by hand."""

import pandas as pd
import pytest

from rfm import schema
from rfm.schema import AT_RISK, LIKELY, NOT_DUE, PROBABLY_LOST
from rfm.segments.risk import is_at_risk, risks_of
from tests.rfm.segments.shops import charity, customers_of, monthly_shop

# Ten who come every 30 days, so that it is the shop's gap; behind them whoever is asked about.
REGULARS = [(30 * 9, 0, 9)] * 10


def risk_of(first, last, repeats, churn=None, horizon=None):
    customers = customers_of(*REGULARS, (first, last, repeats))
    if churn is not None:
        customers[schema.CHURN_PROBABILITY] = churn
    return risks_of(customers, horizon)[-1]


@pytest.mark.parametrize(
    ("churn", "risk"),
    [(0.0, LIKELY), (0.49, LIKELY), (0.5, AT_RISK), (0.89, AT_RISK), (0.9, PROBABLY_LOST)],
)
def test_where_the_own_gap_fits_into_the_horizon_the_probability_decides(churn, risk):
    # Gaps of (30 + 60) / 3 = 30 days, and a horizon of 30.
    assert risk_of(70, 10, 2, churn, 30) == risk


@pytest.mark.parametrize(
    ("silence", "churn", "risk"),
    [
        # Gaps of (30 + 690) / 3 = 240 days, and a horizon of 90: two gaps are 480, four are 960.
        (480, 0.99, NOT_DUE),
        (481, 0.99, AT_RISK),
        (960, 0.99, AT_RISK),
        (961, 0.99, PROBABLY_LOST),
        (961, 0.7, AT_RISK),
        (961, 0.3, LIKELY),
        (10, 0.3, LIKELY),
    ],
)
def test_who_comes_more_seldom_than_the_horizon_is_judged_by_their_own_gaps(silence, churn, risk):
    assert risk_of(690 + silence, silence, 2, churn, 90) == risk


@pytest.mark.parametrize(
    ("silence", "risk"), [(0, NOT_DUE), (60, NOT_DUE), (61, AT_RISK), (121, PROBABLY_LOST)]
)
def test_without_a_probability_the_gaps_decide_alone(silence, risk):
    assert risk_of(60 + silence, silence, 2) == risk


def test_nobody_of_a_yearly_charity_is_at_risk_for_a_silence_of_ninety_days():
    givers = charity().assign(**{schema.CHURN_PROBABILITY: 0.99})
    assert set(risks_of(givers, 90)) == {NOT_DUE}
    assert not is_at_risk(risks_of(givers, 90)).any()


def test_who_is_at_risk_or_probably_lost_counts_as_at_risk():
    shown = pd.Series(pd.Categorical([LIKELY, NOT_DUE, AT_RISK, PROBABLY_LOST], schema.RISKS))
    assert is_at_risk(shown).tolist() == [False, False, True, True]
    assert not is_at_risk(risks_of(monthly_shop(), None)).any()
