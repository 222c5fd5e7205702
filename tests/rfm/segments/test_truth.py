"""Names that are false of most who bear them are found, whatever the scheme."""

import pandas as pd
import pytest

from rfm import schema
from rfm.segments import load_scheme
from rfm.segments.truth import facts_of, misnamed_share, untrue_names
from tests.rfm.segments.shops import charity, customers_of, monthly_shop

SCHEME = """
segments:
  - {name: Gone, claims: gone, when: {frequency: exactly 1}}
  - {name: New, claims: new lately, when: {frequency: exactly 2}}
  - {name: Late, claims: lately, when: {frequency: exactly 3}}
  - {name: Often, claims: frequent, when: {frequency: exactly 4}}
otherwise: Rest
"""
# Ten who come every 30 days: lately is within 60.
REGULARS = [(30 * 9, 0, 9)] * 10


def untrue(load, name, *members, **columns):
    """Return the warning of a name that these customers have, beside the regulars of the shop."""
    customers = customers_of(*REGULARS, *members).assign(**columns)
    groups = pd.Series(pd.Categorical(["Rest"] * 10 + [name] * len(members)))
    found = untrue_names(load(SCHEME), groups, facts_of(customers, 90 if columns else None))
    assert set(found) <= {name}
    return found.get(name)


def test_gone_is_false_of_those_who_are_likely_to_buy(load):
    members = [(100, 100, 0)] * 4
    likely = untrue(load, "Gone", *members, churn_probability=0.03)
    assert (likely.claim, likely.customers) == ("gone", 4)
    assert likely.sentence == (
        "Not gone: all of them are likely to buy again, or not late yet by their own rhythm."
    )
    assert untrue(load, "Gone", *members, churn_probability=0.97) is None


def test_gone_is_judged_by_rhythm_where_nothing_is_foreseen(load):
    # Two gaps of 30 days: late from 61 days on.
    assert untrue(load, "Gone", *[(60, 60, 0)] * 3, (61, 61, 0)).sentence.startswith(
        "Not gone: 75 %"
    )
    assert untrue(load, "Gone", (60, 60, 0), (61, 61, 0)) is None


def test_new_is_false_of_old_customers_and_lately_of_long_absent_ones(load):
    old = untrue(load, "New", (1324, 5, 11), (1200, 5, 11), (700, 9, 20))
    assert old.sentence == (
        "Not new: all of them first bought more than 60 days ago, typically 1,200 days."
    )
    away = untrue(load, "Late", (475, 475, 0), (475, 475, 0), (12, 12, 0))
    assert away.sentence == (
        "Not lately: 67 % of them last bought more than 60 days ago, typically 475 days."
    )
    assert untrue(load, "New", (60, 10, 1), (60, 0, 1)) is None


def test_often_is_false_of_those_who_came_once(load):
    assert untrue(load, "Often", (5, 5, 0), (5, 5, 0), (90, 5, 1)).sentence == (
        "Not often: 67 % of them bought on one day only."
    )


def test_lately_is_a_month_at_least_and_a_year_at_most():
    daily = customers_of(*[(9, 0, 9)] * 12)
    assert facts_of(daily).lately_days == 30
    assert facts_of(charity()).lately_days == 365


def test_a_segment_without_customers_or_claims_has_no_warning(load):
    customers = monthly_shop()
    groups = pd.Series(pd.Categorical(["Rest"] * len(customers), ["Gone", "Rest"]))
    assert untrue_names(load(SCHEME), groups, facts_of(customers)) == {}


@pytest.mark.parametrize("name", schema.SHIPPED_SCHEMES)
def test_every_segment_of_a_shipped_scheme_says_what_it_claims(name):
    rules = load_scheme(name).rules
    assert [rule.name for rule in rules if rule.claims is None] == []


def test_the_share_with_false_names_is_that_of_their_customers(load):
    old = untrue(load, "New", (1324, 5, 11), (1200, 5, 11))
    assert misnamed_share({"New": old}, 8) == 0.25
    assert misnamed_share({}, 0) == 0
