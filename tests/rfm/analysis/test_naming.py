"""The grid names customers where its names are true, and the shop's rhythm where they are not."""

from types import SimpleNamespace

import pandas as pd
import pytest

from rfm import schema
from rfm.analysis.naming import name_customers, score_customers
from rfm.settings import Settings
from tests.rfm.segments.shops import charity, customers_of, lively_shop, monthly_shop, stopped_shop


def ahead_of(customers, churn, horizon):
    """Return what is expected: everybody's churn probability."""
    table = pd.DataFrame({schema.CHURN_PROBABILITY: churn}, index=customers.index)
    return SimpleNamespace(
        lifetime=SimpleNamespace(horizon_days=horizon), outlook=SimpleNamespace(table=table)
    )


def named_by(customers, settings, ahead=None):
    return name_customers(customers, score_customers(customers, settings), settings, ahead)


@pytest.mark.parametrize("shop", [monthly_shop, charity, stopped_shop])
def test_where_the_names_of_the_grid_are_false_those_of_the_rhythm_are_shown(shop):
    named = named_by(shop(), Settings())
    assert named.schemes[0].scheme.name == schema.RHYTHM
    assert "of the customers would have a name that is false of most who bear it" in named.reason
    assert named.untrue[schema.RHYTHM] == {}
    segments = named.customers[schema.SEGMENT]
    assert segments.equals(named.customers[schema.group_column(schema.RHYTHM)])


def test_where_its_names_are_true_the_grid_stays():
    named = named_by(lively_shop(), Settings())
    assert named.schemes[0].scheme.name == schema.GRID
    assert named.reason == ""


def test_who_chose_a_scheme_gets_it_with_its_warnings():
    named = named_by(monthly_shop(), Settings(scheme=schema.GRID))
    assert named.schemes[0].scheme.name == schema.GRID
    assert named.reason == ""
    assert {"Lost", "Hibernating", "New"} <= set(named.untrue[schema.GRID])


def test_names_are_judged_by_what_is_expected_where_it_is_known():
    # Everybody came once, 1 to 100 days ago: by the gaps nobody is late.
    customers = customers_of(*[(place, place, 0) for place in range(1, 101)])
    assert "Lost" in named_by(customers, Settings()).untrue[schema.GRID]
    lost = named_by(customers, Settings(), ahead_of(customers, 0.95, 90))
    assert "Lost" not in lost.untrue[schema.GRID]
    assert set(lost.customers[schema.RISK]) == {schema.PROBABLY_LOST}


def test_a_scheme_whose_names_are_no_truer_is_not_taken_instead():
    # Nobody comes back, and all are expected to: the rhythm's Silent would be as false.
    customers = customers_of(*[(500 + place, 500 + place, 0) for place in range(100)])
    named = named_by(customers, Settings(), ahead_of(customers, 0.05, 90))
    assert set(named.untrue[schema.RHYTHM]) == {"Silent"}
    assert named.schemes[0].scheme.name == schema.GRID
