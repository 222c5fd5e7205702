"""Numbers, money, dates as they are read."""

import math
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from layouts.parts import words


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (1766.72, "£", "£1,766.72"),
        (0, "£", "£0.00"),
        (-12, "$", "-$12.00"),
        (-0.001, "$", "$0.00"),
        (5, "SEK", "5.00 SEK"),
        (5, "", "5.00"),
        (None, "£", "–"),
        (math.nan, "£", "–"),
        (math.inf, "£", "–"),
    ],
)
def test_money_is_told_to_the_hundredth(value, currency, text):
    assert words.money(value, currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8_887_208.89, "£8.9 M"),
        (12_345, "£12.3 k"),
        (999_949, "£999.9 k"),
        (999_950, "£1.0 M"),
        (999_950_000, "£1.0 bn"),
        (9_999.4, "£9,999"),
        (9_999.5, "£10.0 k"),
        (106.2, "£106"),
        (9.5, "£9.50"),
        (7, "£7"),
        (-12_345, "-£12.3 k"),
        (None, "–"),
    ],
)
def test_short_money_keeps_its_unit_where_it_rounds_up(value, text):
    assert words.short_money(value, "£") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.123, "12.3 %"),
        (1, "100 %"),
        (0, "0 %"),
        (0.9996, "100.0 %"),
        (0.0002, "<0.1 %"),
        (-0.0002, "0.0 %"),
    ],
)
def test_a_share_is_told_in_per_cent(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1 day"), (18, "18 days"), (0, "0 days"), (90.52, "90.5 days")]
)
def test_days_are_whole_unless_they_are_a_mean(value, text):
    assert words.days(value) == text


def test_one_customer_is_no_customers():
    assert words.counted(1, "customer") == "1 customer"
    assert words.counted(4338, "customer") == "4,338 customers"
    assert words.counted(2, "country", "countries") == "2 countries"


def test_counts_are_short_where_there_is_no_room():
    assert [words.short_count(n) for n in (950, 18_532, 1_200_000, -18_532)] == [
        "950",
        "18.5 k",
        "1.2 M",
        "-18.5 k",
    ]


def test_a_date_has_the_month_in_letters_in_any_locale():
    assert words.date_text(date(2011, 12, 9)) == "9 Dec 2011"
    assert words.date_text(pd.NaT) == words.date_text(None) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7_200, "2 hours ago"),
        (200_000, "2 days ago"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(seconds, text):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert words.age_text(now - timedelta(seconds=seconds), now) == text
