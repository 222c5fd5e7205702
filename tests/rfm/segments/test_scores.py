"""Scores: the definition itself, against a naive reading of it, and what must never happen."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm.errors import SchemeError
from rfm.segments.fitting import quantile_cuts, score, ties_at_cuts

FIFTHS = (0.2, 0.4, 0.6, 0.8)

# Few different values, so that quantiles coincide, and many.
values_lists = st.sampled_from([2, 9, 1000]).flatmap(
    lambda most: st.lists(st.integers(-most, most), min_size=1, max_size=60)
)
parts = st.integers(2, 9)


def exact_quantile(values: list[int], share: Fraction) -> Fraction:
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def naive_scores(values: list[int], n_parts: int) -> list[int]:
    cuts = [exact_quantile(values, Fraction(i, n_parts)) for i in range(1, n_parts)]
    return [1 + sum(cut < value for cut in cuts) for value in values]


@settings(deadline=None)
@given(values_lists, parts)
def test_a_score_counts_the_quantiles_strictly_below_and_of_recency_down_from_the_best(
    values, n_parts
):
    cuts = quantile_cuts(values, [i / n_parts for i in range(1, n_parts)])
    expected = naive_scores(values, n_parts)
    assert score(values, cuts).tolist() == expected
    of_recency = [n_parts + 1 - each for each in expected]
    assert score(values, cuts, small_is_best=True).tolist() == of_recency


@settings(deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=2))
def test_a_larger_value_never_has_a_lower_score(values):
    scores = score(values, quantile_cuts(values, FIFTHS))
    ordered = [each for _, each in sorted(zip(values, scores.tolist(), strict=True))]
    assert ordered == sorted(ordered)


def test_ten_customers_worked_by_hand():
    # The quantiles of 1..10 are 2.8, 4.6, 6.4 and 8.2.
    values = list(range(1, 11))
    cuts = quantile_cuts(values, FIFTHS)
    assert cuts == pytest.approx([2.8, 4.6, 6.4, 8.2])
    assert score(values, cuts).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert score(values, cuts, small_is_best=True).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_a_value_on_a_cut_belongs_with_the_smaller_ones():
    assert score([180, 181, 365, 366], [180, 365], small_is_best=True).tolist() == [3, 2, 2, 1]
    assert score([17, 18], [17]).tolist() == [1, 2]


def test_ties_count_the_customers_on_each_cut():
    values = [1, 1, 1, 2, 3]
    assert ties_at_cuts(values, quantile_cuts(values, (0.5, 0.75))) == (3, 1)
    assert ties_at_cuts(values, [1.5]) == (0,)


@pytest.mark.parametrize("missing", [np.nan, np.inf, -np.inf])
def test_a_missing_or_infinite_value_is_refused_with_a_sentence(missing):
    with pytest.raises(SchemeError, match="missing or infinite"):
        quantile_cuts([1.0, missing], FIFTHS)
    with pytest.raises(SchemeError, match="missing or infinite"):
        score([1.0, missing], [1.0])


def test_no_customers_have_no_quantiles():
    with pytest.raises(SchemeError, match="no customers"):
        quantile_cuts([], FIFTHS)
