"""What to check in a log is told with its figures, and a sound log is passed in silence."""

from datetime import date, timedelta

import pytest

from rfm.log.cleaned import cleaning
from rfm.settings import Settings

FIRST = date(2023, 1, 2)


@pytest.fixture
def warnings(tmp_path):
    def warnings(orders, **settings):
        """Return what is said of orders, each a day's place, a customer and an amount."""
        rows = [
            f"{number},{FIRST + timedelta(days=day)},{customer},{amount:.2f}"
            for number, (day, customer, amount) in enumerate(orders)
        ]
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["Order ID,Order Date,Customer ID,Total", *rows]) + "\n")
        with cleaning(str(path), Settings(**settings)) as log:
            assert set(log.warnings) <= set(log.notes)
            return log.warnings

    return warnings


def daily(days, orders_a_day=6, customers=97):
    """Return orders of a shop that is closed on Sundays."""
    return [
        (day, f"c{(7 * day + place) % customers}", 20 + place)
        for day in days
        if day % 7 != 6
        for place in range(orders_a_day)
    ]


def test_nothing_is_said_of_a_sound_log(warnings):
    assert warnings(daily(range(200))) == ()


def test_nothing_is_said_of_a_shop_with_few_orders_or_few_days(warnings):
    seldom = [(11 * n + n % 5, f"c{n % 9}", 30) for n in range(60)]
    assert warnings(seldom) == ()
    assert warnings([(n * n, f"c{n % 5}", 30) for n in range(12)]) == ()


def test_days_without_an_order_are_told_where_most_have_some(warnings):
    days = [day for day in range(200) if not 100 <= day < 110]
    (said,) = warnings(daily(days))
    # Day 100 is 12 April 2023; day 97 a Sunday; the shop opens again on day 110.
    assert said == (
        "There is no order between 11 Apr 2023 and 22 Apr 2023 (10 days), far longer than this log "
        "is usually without: was the shop closed, or is a part of the log missing?"
    )


def test_of_many_such_stretches_the_longest_are_named(warnings):
    days = [day for day in range(700) if day % 100 >= 10 + day // 100]
    (said,) = warnings(daily(days))
    assert said.count("between") == 3
    assert "and 3 more stretches" in said


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (540, "1 order is dated 25 Jun 2024 or later, 340 days after all others, which end on"),
        (-400, "1 order is dated 28 Nov 2021 or earlier, 399 days before all others, which begin"),
    ],
)
def test_a_lone_date_is_told_and_is_no_gap(warnings, day, says):
    (said,) = warnings([*daily(range(200)), (day, "c1", 20)])
    assert said.startswith(says)


def test_a_day_with_many_orders_is_told(warnings):
    imported = [(50, f"c{n % 97}", 20) for n in range(100)]
    (said,) = warnings([*daily(range(200)), *imported])
    assert said.startswith("On 21 Feb 2023 there are 106 orders, where a usual day has 6")


def test_a_day_with_very_much_money_is_told_in_its_currency(warnings):
    (said,) = warnings([*daily(range(200)), (50, "c1", 90_000)], currency="£")
    # Six orders of 20 to 25 are 135 a day.
    assert said.startswith("On 21 Feb 2023 £90,135.00 were spent, where a usual day has £135.00")


def test_a_level_that_changes_from_a_week_on_is_told(warnings):
    (said,) = warnings([*daily(range(140), 5), *daily(range(140, 280), 30)])
    assert said.startswith(
        "From the week of 22 May 2023 on there are 180 orders a week, where those before had "
        "30 orders"
    )


def test_one_customer_with_many_of_all_orders_is_told(warnings):
    (said,) = warnings([*daily(range(200)), *((day, "house", 9) for day in range(190))])
    assert said.startswith("Customer 'house' has 190 of 1,222 orders (16 %)")


def test_customers_that_are_new_with_each_order_are_told(warnings):
    (said,) = warnings([(day, f"c{day}", 20) for day in range(120)])
    assert said.startswith("Each of the 120 orders has a customer of its own")
    assert warnings([(day, f"c{day}", 20) for day in range(40)]) == ()


def test_customers_called_like_tests_are_told(warnings):
    names = ("test17", "Test Account", "Testa Rossa")
    (said,) = warnings([*daily(range(60)), *((3, name, 5) for name in names)])
    assert said.startswith("2 customers are called like a test, such as 'Test Account'")


def test_numbers_that_a_spreadsheet_rounded_are_told(warnings):
    rounded = [(day, f"{4_000_000_000_000_000 + 10 * day}", 5) for day in range(5)]
    (said,) = warnings([*daily(range(60)), *rounded])
    assert said.startswith("All 5 customers with numbers of 16 digits or more end in 0")
    assert warnings([*daily(range(60)), *rounded, (9, "4000000000000001", 5)]) == ()


def test_names_too_many_for_memory_are_not_looked_through(warnings, monkeypatch):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", 0)
    monkeypatch.setattr("rfm.log.transactions.names.MOST_HELD", 10)
    assert warnings([*daily(range(60)), (3, "Test Account", 5)]) == ()
