"""Numbers, money, dates as they are read."""

import math
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from rfm import words
from rfm.table.attribute import MONEY, in_words
from tests.hand_made_attributes import number


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (1766.72, "£", "£1,766.72"),
        (0, "£", "£0.00"),
        (-12, "$", "-$12.00"),
        (-0.001, "$", "$0.00"),
        (5, "SEK", "SEK 5.00"),
        (5, "", "5.00"),
        (1767, "zł", "zł 1,767.00"),
        (1767, "C$", "C$1,767.00"),
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
        (0.0009, "<0.1 %"),
        (-0.0002, "0.0 %"),
    ],
)
def test_a_share_is_told_in_per_cent(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1 day"), (18, "18 days"), (0, "0 days"), (90.52, "90.5 days"), (44.5, "44.5 days")],
)
def test_days_are_whole_unless_they_are_a_mean(value, text):
    assert words.days(value) == text


def test_one_customer_is_no_customers():
    assert words.counted(1, "customer") == "1 customer"
    assert words.counted(4338, "customer") == "4,338 customers"
    assert words.counted(2, "country", "countries") == "2 countries"


def test_counts_are_short_where_there_is_no_room():
    short = [words.short_count(count) for count in (950, 18_532, 1_200_000, -18_532)]
    assert short == ["950", "18.5 k", "1.2 M", "-18.5 k"]


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


def test_numbers_read_as_a_person_would_write_them():
    amounts = ((1766.72, "£"), (-3.5, "£"), (12, "EUR"), (1767, "C$"), (0, ""))
    texts = ["£1,767", "-£3.50", "EUR 12", "C$1,767", "0"]
    assert [words.round_money(*amount) for amount in amounts] == texts
    assert words.frequency(1, "orders") == "1 order"
    assert words.frequency(2.5, "days") == "2.5 purchase days"
    assert [words.short_count(None), words.exact(math.nan), words.significant(None)] == ["–"] * 3


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.254, "25 %"),
        (0.07, "7 %"),
        (0.0251, "2.5 %"),
        (1, "100 %"),
        (0, "0 %"),
        (0.9999, "over 99 %"),
        (0.0001, "under 0.1 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all_or_down_to_none(share, text):
    assert words.rough_percent(share) == text


def test_periods_are_told_in_dates_and_days():
    begins = datetime(2011, 12, 10, 12, 50)
    assert words.period(begins, 365) == "10 Dec 2011 to 9 Dec 2012 (365 days)"
    assert words.period(datetime(1998, 7, 1), 90) == "1 Jul 1998 to 28 Sep 1998 (90 days)"


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("£", 650.0, "£650"),
        (MONEY, 650.0, "EUR 650"),
        ("EUR", 650.0, "EUR 650"),
        ("days", 1.0, "1 day"),
        ("", 0.0312, "0.0312"),
        ("", "Artist", "Artist"),
    ],
)
def test_a_value_of_an_attribute_has_its_unit(unit, value, text):
    assert in_words(number("spend", unit=unit), value, "EUR") == text


def test_lists_end_in_what_they_leave_out():
    lists = [words.listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert lists == ["", "a", "a and b", "a, b and c"]
    assert words.first_of(["a", "b", "c"], 2) == "a, b and 1 more"
    assert words.first_of(["a", "b"], 2, 1_202) == "a, b and 1,200 more"
    assert words.quoted(["a", "b"]) == "'a', 'b'"


def test_a_shortened_text_is_never_longer_than_asked():
    assert words.shortened("a name", 6) == "a name"
    assert words.shortened("a name", 3) == "a…"


def test_names_are_compared_without_case_blanks_and_signs():
    names = ("Customer ID", "customer_id", "CustomerID", "ｃｕｓｔｏｍｅｒ-id")
    assert {words.compared(name) for name in names} == {"customerid"}
