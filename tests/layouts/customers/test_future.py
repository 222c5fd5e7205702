"""The future of a customer: a sentence, and figures with intervals."""

from dataclasses import replace
from datetime import datetime

import pytest

from layouts.charts.drawing.look import Look
from layouts.customers.future import (
    Future,
    future_card,
    sentence_of,
    window_in_words,
)
from rfm import schema

LOOK = Look(names=("Champions",), currency="£")
FUTURE = Future(
    alive=0.9,
    churn=0.23,
    churn_days=90,
    risk=schema.LIKELY,
    usual_gap=40.4,
    silence=12,
    orders=2.1,
    orders_low=0.0,
    orders_high=5.0,
    order_value=195.0,
    value=410.0,
    low=310.0,
    high=540.0,
    value_days=365,
    next_from=datetime(2012, 1, 12),
    next_to=datetime(2012, 3, 3),
    segment="Champions",
    median_value=300.0,
    median_churn=0.4,
    is_indicative=False,
)


def test_the_sentence_can_be_read_out():
    assert sentence_of(FUTURE, LOOK) == (
        "We expect about 2 more orders within a year, worth about £410 (likely £310 to £540); the "
        "next one between 12 Jan and 3 Mar 2012; the chance of no order in the next 90 days is "
        "23 %."
    )


def test_hardly_any_order_is_not_rounded_to_none_or_one():
    gone = replace(FUTURE, orders=0.04, churn=0.9999, next_from=None, next_to=None)
    told = sentence_of(gone, LOOK)
    assert told.startswith("We expect hardly any order within a year")
    assert "the next one" not in told
    assert told.endswith("the chance of no order in the next 90 days is over 99 %.")


def test_another_span_of_the_value_is_said():
    told = sentence_of(replace(FUTURE, value_days=180, orders=1.2), LOOK)
    assert "about 1 more order within a year, and about £410 within 180 days (likely" in told


def test_a_factor_of_the_season_is_told_with_its_reason_and_none_is_not():
    seasonal = replace(FUTURE, season="Times 1.30.", season_reasons=("As in earlier years.",))
    card = future_card(seasonal, LOOK)
    assert [part.children for part in card.children[-1].children] == [
        "Times 1.30.",
        "As in earlier years.",
    ]
    assert len(future_card(FUTURE, LOOK).children) == len(card.children) - 1


def test_a_window_over_new_year_names_both_years():
    told = window_in_words(datetime(2011, 12, 29), datetime(2012, 3, 17), "and")
    assert told == "29 Dec 2011 and 17 Mar 2012"


@pytest.mark.parametrize(
    ("risk", "colour"),
    list(zip(schema.RISKS, ("good", "good", "watch", "bad"), strict=True)),
)
def test_the_risk_is_told_by_the_customers_own_rhythm(risk, colour):
    donor = replace(FUTURE, churn=0.97, risk=risk, usual_gap=380.2, silence=100)
    told = str(future_card(donor, LOOK))
    assert f"{risk[:1].upper()}{risk[1:]}" in told
    assert f"risk-{colour}" in told
    assert (
        "97 % chance of no order in 90 days; usually comes every 380 days, silent for 100 days"
    ) in told


def test_numbers_that_are_only_a_hint_are_marked():
    assert "indicative" not in str(future_card(FUTURE, LOOK))
    assert "indicative" in str(future_card(replace(FUTURE, is_indicative=True), LOOK))


def test_a_risk_is_told_by_a_word_and_a_sign_not_by_colour_alone():
    card = str(future_card(replace(FUTURE, churn=0.95, risk=schema.PROBABLY_LOST), LOOK))
    assert "○ Probably lost" in card
    assert "95 % chance of no order in 90 days" in card


def test_who_came_once_has_no_rhythm_of_their_own_and_is_not_called_a_sure_customer():
    once = replace(FUTURE, came_back=False, alive=1.0, next_from=None, next_to=None)
    told = str(future_card(once, LOOK))
    assert "customers here usually come every 40 days, silent for 12 days" in told
    assert "may take over a year, or never come" in told
    assert "100 % likely still a customer" not in told
    again = str(future_card(replace(once, came_back=True, alive=0.08), LOOK))
    assert "may take over a year, or never come: 8 % likely still a customer" in again
