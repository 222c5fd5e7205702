"""The charts of lifetime value, from hand-made tables."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from layouts.charts.clouds import risk_map
from layouts.charts.drawing.comparisons import Chances
from layouts.charts.drawing.look import Look
from layouts.charts.groups import concentration
from layouts.charts.lifetime import (
    value as lifetime_value,
)
from layouts.charts.lifetime.backtest import OverTime, Tenths, over_time, tenths
from layouts.charts.lifetime.ranking import Rank, calibration, ranking
from layouts.charts.lifetime.repeats import Repeats, repeats
from layouts.charts.lifetime.value import Ahead
from rfm import schema

LOOK = Look(names=("Champions", "Lost"), currency="£")
AHEAD = Ahead(days=90, churn_days=90, value_days=365, revenue=1000.0, low=900.0, high=1200.0)
GROUPS = pd.DataFrame(
    {
        schema.GROUP: ["Champions", "Lost"],
        schema.CUSTOMERS: [10, 20],
        schema.CHURN_PROBABILITY: [0.2, 0.95],
        schema.CLV: [8000.0, 200.0],
        schema.VALUE_AT_STAKE: [500.0, 200.0],
        schema.EXPECTED_REVENUE: [900.0, 100.0],
        schema.EXPECTED_REVENUE_LOW: [800.0, 50.0],
        schema.EXPECTED_REVENUE_HIGH: [1000.0, 200.0],
    }
)
TENTHS = Tenths(
    customers=np.array([10.0, 10.0]), predicted=np.array([3.0, 1.0]), actual=np.array([4.0, 1.0])
)
WEEKS = OverTime(
    weeks=np.array(["2011-01-07", "2011-01-14", "2011-01-21"], dtype="datetime64[s]"),
    predicted=np.array([10.0, 20.0, 29.0]),
    actual=np.array([12.0, 20.0, 30.0]),
    is_held_out=np.array([False, False, True]),
    cut=date(2011, 1, 14),
)
BINS = Chances(np.array([0.2, 0.8]), np.array([0.3, 0.8]), np.array([30.0, 10.0]))
RANKS = [
    Rank(name="The model", of_what="revenue", score=0.6, low=0.5, high=0.7, is_model=True),
    Rank(name="Past spend", of_what="revenue", score=0.7, low=0.6, high=0.8),
    Rank(name="The model", of_what="orders", score=0.65, is_model=True),
    Rank(name="Past rate", of_what="orders", score=0.5),
]
REPEATS = Repeats(
    seen=np.array([60, 20, 12, 8]), expected=np.array([54.0, 24.0, 13.0, 9.0]), model="BG/NBD"
)
NOBODY = np.zeros(0)
NUMBERS = pd.DataFrame()


def customers(people: int) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 2, people)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: (np.arange(people) + 100).astype(str),
            schema.CHURN_PROBABILITY: rng.uniform(0, 1, people),
            schema.CLV: rng.lognormal(4, 1, people),
            schema.RISK: schema.LIKELY,
            LOOK.column: pd.Categorical.from_codes(codes, categories=list(LOOK.names)),
        }
    )


def curve(*shares: float) -> pd.DataFrame:
    people = np.arange(1, len(shares) + 1) / max(len(shares), 1)
    return pd.DataFrame({schema.SHARE: people, schema.VALUE_SHARE: list(shares)})


CURVE = curve(0.6, 0.8, 0.9, 0.95, 1.0)
PARETO = CURVE.rename(columns={schema.VALUE_SHARE: schema.REVENUE_SHARE}).assign(
    **{schema.REVENUE_SHARE: [0.5, 0.7, 0.8, 0.9, 1.0]}
)


def test_nothing_to_draw_is_a_sentence_instead_of_an_empty_axis():
    none = Tenths(customers=NOBODY, predicted=NOBODY, actual=NOBODY)
    figures = [
        tenths(none, NUMBERS, LOOK).figure,
        calibration(Chances(NOBODY, NOBODY, NOBODY), 0.0, LOOK).figure,
        ranking([], NUMBERS, LOOK).figure,
        repeats(replace(REPEATS, seen=NOBODY, expected=NOBODY), NUMBERS, LOOK).figure,
        lifetime_value.value_and_risk(GROUPS[:0], AHEAD, LOOK).figure,
        lifetime_value.next_revenue(GROUPS[:0], AHEAD, LOOK).figure,
        concentration.concentration(curve(), PARETO, LOOK).figure,
        risk_map.risk_map(customers(3).assign(**{schema.CLV: 0.0}), GROUPS, AHEAD, LOOK).figure,
    ]
    for figure in figures:
        assert len(figure.layout.annotations[0].text) > 20
        assert not figure.data


def test_the_total_of_the_tenths_says_how_far_off_it_was():
    assert TENTHS.totals == (40, 50)
    close = replace(TENTHS, predicted=TENTHS.actual, is_money=True)
    for tested, title in (
        (TENTHS, "Predicted orders: 40, 20.0 % too few; 50 came"),
        (close, "Predicted revenue was close: £50, and £50 came"),
        (
            replace(TENTHS, is_money=True),
            "Predicted revenue: £40, 20.0 % too little; £50 came",
        ),
    ):
        assert tenths(tested, NUMBERS, LOOK).title == title


def test_only_the_weeks_held_out_count_against_the_model():
    assert WEEKS.held_out == (9, 10)
    title = over_time(WEEKS, NUMBERS, LOOK).title
    assert title == "After 1 week unseen the predictions are 10.0 % below what came"


def test_calibration_is_off_by_what_was_measured_day_by_day():
    drawn = calibration(BINS, 0.075, LOOK)
    assert "off by 7.5 points on average: read it as a ranking" in drawn.title
    assert "40 predictions in bins" in drawn.caption
    # Days together may cancel: the bins alone would be exact.
    exact = BINS._replace(came=BINS.predicted)
    assert "taken at its word: off by 1.1 points" in calibration(exact, 0.011, LOOK).title


def test_the_fit_says_how_many_customers_are_out_of_place_and_where():
    drawn = repeats(REPEATS, NUMBERS, LOOK)
    assert drawn.title == (
        "BG/NBD fits how often customers came back poorly: 6.0 % are out of place"
    )
    assert drawn.caption.endswith("Furthest off at 0: 6 fewer expected than seen.")
    assert REPEATS.names == ["0", "1", "2", "3 or more"]
    close = replace(REPEATS, expected=REPEATS.seen + np.array([1.0, -1.0, 0.0, 0.0]))
    assert "fits how often customers came back: 1.0 %" in repeats(close, NUMBERS, LOOK).title


def test_the_ranking_says_so_when_the_rule_of_thumb_wins():
    assert ranking(RANKS, NUMBERS, LOOK).title == (
        "By revenue, past spend ranks better than the model; by orders, the model ranks best"
    )
    assert ranking([], NUMBERS, LOOK).title.endswith("?")


def test_what_is_at_stake_is_hatched_and_said():
    safe, stake = lifetime_value.value_and_risk(GROUPS, AHEAD, LOOK).figure.data
    assert list(safe.x) == [7500, 0]
    assert list(stake.x) == [500, 200]
    assert stake.marker.pattern.shape == "/"
    named = lifetime_value.value_and_risk(GROUPS, AHEAD, LOOK).figure.layout.yaxis.ticktext
    assert "£8,000 · churn 20.0 %" in named[0]
    assert "£200 · churn 95.0 %" in named[1]
    told = lifetime_value.value_and_risk(GROUPS, AHEAD, LOOK).title
    assert told == "£700 are at stake within a year; the largest part, £500, with Champions"


def test_the_next_revenue_has_its_interval_and_how_wrong_it_was_before():
    bars = lifetime_value.next_revenue(GROUPS, AHEAD, LOOK).figure.data[0]
    assert list(bars.error_x.array) == [100, 100]
    assert list(bars.error_x.arrayminus) == [100, 50]
    assert lifetime_value.next_revenue(GROUPS, AHEAD, LOOK).title == (
        "£1,000 are expected in the next 90 days, likely £900 to £1,200"
    )
    lost = replace(LOOK, selected="Lost")
    assert lifetime_value.next_revenue(GROUPS, AHEAD, lost).title == (
        "Lost: £100 of the £1,000 expected in the next 90 days"
    )
    off = replace(AHEAD, past_error=-0.36)
    told = lifetime_value.next_revenue(GROUPS, off, LOOK).caption
    assert told.endswith("such a forecast was 36.0 % too low.")
    caption = lifetime_value.next_revenue(GROUPS, AHEAD, LOOK).caption
    assert caption.endswith("new customers come on top.")
    seasonal = replace(AHEAD, season="The season of earlier years is in it, times 1.20.")
    seasonal = replace(seasonal, is_indicative=True)
    drawn = lifetime_value.next_revenue(GROUPS, seasonal, LOOK)
    assert drawn.title.endswith("likely £900 to £1,200 (indicative)")
    assert "The season of earlier years is in it, times 1.20." in drawn.caption
    assert "held out" not in caption


def test_the_best_fifth_of_the_future_stands_beside_the_past():
    assert concentration.concentration(CURVE, PARETO, LOOK).title == (
        "The best fifth hold 60.0 % of the expected value; in the past it was 50.0 % of the revenue"
    )


def test_many_customers_are_a_density_and_the_chosen_group_its_marks():
    many = customers(6000)
    assert risk_map.risk_map(many, GROUPS, AHEAD, LOOK).figure.data[0].type == "heatmap"
    chosen = risk_map.risk_map(many, GROUPS, AHEAD, replace(LOOK, selected="Lost")).figure
    assert [trace.name for trace in chosen.data if trace.name] == ["Lost"]
    few = risk_map.risk_map(customers(50), GROUPS, AHEAD, LOOK).figure
    assert sum(len(trace.x) for trace in few.data if trace.name) == 50


def test_who_is_worth_a_call_is_counted_by_hand():
    four = customers(4).assign(
        **{
            schema.RISK: [schema.AT_RISK, schema.PROBABLY_LOST, schema.NOT_DUE, schema.AT_RISK],
            schema.CLV: [10.0, 20.0, 40.0, 0.0],
        }
    )
    # The median of those worth something is 20: one customer at risk reaches it.
    assert risk_map.risk_map(four, GROUPS, AHEAD, LOOK).title == (
        "1 customer worth the median or more is at risk: £20 in all"
    )
