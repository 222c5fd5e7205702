"""The scheme of the shop's rhythm, worked by hand: customers move only by what they do."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm import schema
from rfm.segments import FittedScheme, fit_scheme, load_scheme
from rfm.segments.cuts import gap_cuts, rounded_cuts
from rfm.segments.known import KnownSchemes
from rfm.segments.words import rule_in_words
from rfm.settings import Settings

COLUMNS = (*schema.RFM, schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS)


def shop(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def monthly():
    """Eleven customers who come every 30 days: 1 to 11 orders of 100 each, last one to 11 days ago.

    The last of them has been away for 100 days, and who has one order came once.
    """
    rows = [(place, place, 100.0 * place, place - 1, 30 * (place - 1)) for place in range(1, 12)]
    rows[-1] = (100, *rows[-1][1:])
    return shop(*rows)


def fitted(customers, before=None):
    return fit_scheme(load_scheme(schema.RHYTHM), customers, before)


def test_the_points_are_multiples_of_the_typical_gap_and_rounded_quantiles():
    # Gaps of 30 days; of 1 to 11 orders the median is 6 and the 80 % quantile 9.
    cuts = fitted(monthly()).cuts
    assert cuts[schema.RECENCY_DAYS] == (60, 120)
    assert cuts[schema.FREQUENCY] == (6, 9)
    assert cuts[schema.MONETARY] == (600, 900)


def test_customers_of_a_monthly_shop_have_the_names_that_they_deserve():
    named = fitted(monthly()).assign(monthly())
    assert named[schema.RFM_CODE].astype(str).tolist() == [
        *["311"] * 6,
        *["322"] * 3,
        "333",
        "233",
    ]
    assert named[schema.SEGMENT].astype(str).tolist() == [
        *["Little So Far"] * 6,
        *["Steady"] * 3,
        "Pillars",
        "Valued but Overdue",
    ]


def test_the_rules_are_told_in_the_shops_own_numbers():
    of_shop = fitted(monthly())
    assert rule_in_words(of_shop, "Pillars", "£") == (
        "bought in the last 60 days, 10 or more orders, over £900"
    )
    assert rule_in_words(of_shop, "Little So Far", "£") == (
        "bought in the last 60 days, up to 6 orders, up to £600"
    )


def test_a_gap_of_three_days_more_makes_nobody_silent_before_four_of_them():
    # The charity: gifts every 380 days. After 759 days a giver is on time, after 1,520 not silent.
    givers = shop(*[(days, 3, 60.0, 2, 760) for days in (1, 380, 760, 761, 1520, 1521)] * 2)
    scores = fitted(givers).assign(givers)[schema.R_SCORE]
    assert scores.tolist()[:6] == [3, 3, 3, 2, 2, 1]


def test_where_hardly_anybody_came_back_ninety_days_are_taken_as_the_gap():
    few = shop(*[(5, 1, 10.0, 0, 0)] * 20, *[(5, 2, 20.0, 1, 7)] * 9)
    assert fitted(few).cuts[schema.RECENCY_DAYS] == (180, 360)
    # Without the columns nothing is known of gaps either.
    assert fitted(few[list(schema.RFM)]).cuts[schema.RECENCY_DAYS] == (180, 360)


@pytest.mark.parametrize(
    ("points", "is_whole", "cuts"),
    [
        ([648.95, 2059.0], False, (650, 2100)),
        ([43.17, 129.6], False, (43, 130)),
        ([0.0, 0.0], False, (0, 0.1)),
        ([-12.34, 99.9], False, (-12, 100)),
        ([1, 1], True, (1, 2)),
        ([0.4, 1.2], True, (1, 2)),
        ([117, 121], True, (120, 130)),
        ([9.96, 9.96], False, (10, 11)),
    ],
)
def test_points_are_rounded_to_two_digits_and_differ(points, is_whole, cuts):
    assert rounded_cuts(points, is_whole=is_whole) == pytest.approx(cuts)


def test_multiples_of_a_short_gap_are_whole_days_that_differ():
    assert gap_cuts([0.2, 0.5, 2], 1.0) == (1, 2, 3)


def test_a_later_log_is_scored_at_the_points_of_the_first():
    first = fitted(monthly())
    later = monthly().assign(**{schema.MONETARY: 5_000.0, schema.LAST_REPEAT_DAYS: 900})
    assert fitted(later, first).cuts == first.cuts
    assert fitted(later).cuts != first.cuts


def test_a_scheme_with_other_axes_learns_its_own_points(load):
    text = "axes: {recency: {gaps: [3]}}\nsegments: [{name: All, codes: xxx}]\n"
    own = fit_scheme(load(text), monthly(), fitted(monthly()))
    assert own.cuts[schema.RECENCY_DAYS] == (90,)


def test_points_are_known_again_only_where_the_same_is_counted():
    known = KnownSchemes.under((fitted(monthly()),), Settings(currency="£"))
    assert known.fitted(schema.RHYTHM, Settings(currency="£")) == known.schemes[0]
    assert known.fitted(schema.GRID, Settings(currency="£")) is None
    assert known.fitted(schema.RHYTHM, Settings(currency="€")) is None
    assert known.fitted(schema.RHYTHM, Settings(currency="£", count="lines")) is None


def test_a_fitted_scheme_is_the_same_after_it_was_stored():
    of_shop = fitted(monthly())
    again = FittedScheme.from_document(of_shop.as_document())
    assert again == of_shop
    assert again.scheme.claims == of_shop.scheme.claims


CUSTOMER = st.tuples(
    st.integers(0, 2_000),
    st.integers(1, 60),
    st.floats(-500, 10_000, allow_nan=False),
    st.integers(0, 40),
    st.integers(0, 1_500),
)


@settings(max_examples=60, deadline=None)
@given(
    ours=st.lists(CUSTOMER, min_size=1, max_size=8),
    theirs=st.lists(CUSTOMER, max_size=30),
    replaced=st.lists(CUSTOMER, max_size=30),
)
def test_a_customers_segment_does_not_change_with_others(ours, theirs, replaced):
    first = fitted(monthly())
    segments = []
    for others in (theirs, replaced):
        everyone = shop(*ours, *others)
        named = fitted(everyone, first).assign(everyone)[schema.SEGMENT]
        segments.append(np.asarray(named.astype(str))[: len(ours)].tolist())
    assert segments[0] == segments[1]


def test_what_a_name_claims_is_said_or_follows_from_its_rule(load):
    shipped = load_scheme(schema.GRID).claims
    assert shipped["New"] == ("new", "lately")
    assert shipped["Need Attention"] == ()
    text = """
axes: {frequency: {parts: 2}, monetary: {parts: 2}}
segments:
  - {name: Gold, codes: 5xx}
  - {name: Lead, codes: 1xx}
  - {name: Ghosts, codes: 2xx, claims: gone frequent}
  - {name: Friends, codes: 4xx, claims: none}
otherwise: Rest
"""
    assert load(text).claims == {
        "Gold": ("lately",),
        "Lead": ("gone",),
        "Ghosts": ("gone", "frequent"),
        "Friends": (),
        "Rest": (),
    }


def test_fixed_days_are_true_by_themselves_and_digits_may_run_the_other_way(load):
    text = "axes: {recency: {cuts: [30]}}\nsegments: [{name: A, codes: 2xx}, {name: B, codes: 1xx}]"
    assert load(text).claims == {"A": (), "B": ("gone",)}
    turned = load(f"best_score: lowest\n{text}", "turned.yaml")
    assert turned.claims == {"A": ("gone",), "B": ()}


def test_a_silence_without_an_end_reads_as_gone(load):
    text = """
segments:
  - {name: Away, when: {recency_days: over 365}}
  - {name: Late, when: {recency_days: "over 90, at most 365"}}
  - {name: Often, when: {frequency: at least 5}}
otherwise: Rest
"""
    assert load(text).claims == {"Away": ("gone",), "Late": (), "Often": (), "Rest": ()}
