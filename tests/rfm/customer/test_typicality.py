"""What makes a customer typical or untypical of their cluster, on cases worked by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rfm.customer.percentiles import TYPICAL, UNTYPICAL, traits_of
from tests.hand_made_attributes import category, number

AGE, JOB = number("age"), category("job", "A", "B")
# Twenty customers; the last ten are the cluster: old, and nine of ten have job B.
CUSTOMERS = pd.DataFrame(
    {
        "age": [*range(20, 30), *range(60, 70)],
        "job": pd.Series(["A"] * 10 + ["B"] * 9 + ["A"], dtype="str"),
    }
).astype({"age": float})
IS_MEMBER = np.arange(20) >= 10


def trait(row, attribute, customers=CUSTOMERS):
    (found,) = traits_of(customers, customers.iloc[row], [attribute], IS_MEMBER)
    return found


def test_a_number_is_placed_among_all_and_in_the_cluster():
    found = trait(14, AGE)
    assert (found.value, found.middle) == (64, 64.5)
    assert found.percentile == pytest.approx(100 * 14.5 / 20)
    assert found.own_percentile == pytest.approx(100 * 4.5 / 10)
    assert found.middle_percentile == pytest.approx(100 * 15 / 20)
    # It is on the side that sets the cluster apart.
    assert found.verdict == TYPICAL


def test_a_number_at_the_edge_of_the_cluster_is_untypical():
    # Below all but half of itself: 5 of 100.
    assert trait(10, AGE).verdict == UNTYPICAL
    assert trait(19, AGE).verdict == UNTYPICAL


def test_a_level_is_typical_where_most_have_it_and_untypical_where_hardly_any_do():
    common = trait(12, JOB)
    assert (common.own_share, common.share) == (0.9, 9 / 20)
    assert (common.middle, common.verdict) == ("B", TYPICAL)
    rare = trait(19, JOB)
    assert rare.own_share == pytest.approx(0.1)
    assert rare.verdict == ""
    without = CUSTOMERS.assign(job=CUSTOMERS["job"].mask(CUSTOMERS.index == 19))
    stranger = trait(0, JOB, without)
    assert (stranger.own_share, stranger.verdict, stranger.weight) == (0.0, UNTYPICAL, 1.0)
    assert trait(12, replace(JOB, kind="text")).verdict == ""


def test_a_gap_has_no_place():
    gap = pd.Series({"age": np.nan, "job": pd.NA})
    for found in traits_of(CUSTOMERS, gap, [AGE, JOB], IS_MEMBER):
        assert (found.value, found.percentile, found.share, found.verdict) == (None, None, None, "")
        assert found.middle is not None


def test_an_attribute_that_nobody_has_has_no_middle():
    nobody = CUSTOMERS.assign(age=np.nan)
    (found,) = traits_of(nobody, nobody.iloc[0], [AGE], IS_MEMBER)
    assert found.middle is None
