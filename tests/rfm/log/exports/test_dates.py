"""When it happened, in many ways of writing; absurd dates move nothing."""

from datetime import datetime

import pytest

from rfm.errors import SourceError
from tests.hand_made_exports import BASIC


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 05 Jan 2024 10:00:00 +0000",
        "5 de enero de 2024",
        "5. Januar 2024",
        "5 janv. 2024",
        "January 5th, 2024 at 3:04 PM",
        "2024-01-05  10:00:00  PST",
        "Fri Jan 05 2024 22:00:00 GMT-0500 (Eastern Standard Time)",
        "2024-01-05T23:30:00-05:00",
        "05-Mrz-24",
    ],
)
def test_days_are_read_in_words_of_many_languages_and_by_the_shop_s_own_clock(read, written):
    day = "2024-03-05" if "Mrz" in written else "2024-01-05"
    assert read(BASIC, f'1,"{written}",A,10').last_day == day


def test_a_zone_that_is_given_goes_before_the_one_that_is_written(read):
    row = "1,2024-01-05T23:30:00-05:00,A,10"
    assert "Times are read by the clock that they name, -05:00" in read(BASIC, row).notes
    assert read(BASIC, row, time_zone="Europe/London").last_day == "2024-01-06"


def test_a_day_and_its_time_in_two_columns_are_one_moment(read):
    header = "Transaction ID,Date,Time,Customer ID,Amount"
    rows = ("1,01/31/2024,09:15,A,10", "1,01/31/2024,9:20 PM,A,20")
    assert read(header, *rows).customers == {"A": (1, 30)}


@pytest.mark.parametrize("odd", ["2042-05-05", "1970-01-01"])
def test_one_absurd_date_moves_nothing_and_is_told(read, odd):
    rows = [f"{n},2024-0{n % 6 + 1}-{n:02},C{n % 4},10" for n in range(1, 24)]
    found = read(BASIC, *rows, f"99,{odd},C1,10")
    assert found.last_day == "2024-06-23"
    assert found.customers["C1"][0] == 6
    assert "1 row is left out, dated" in found.notes
    assert "(row 25)" in found.notes


def test_an_order_number_that_comes_again_much_later_is_another_order_each_day(read):
    again = [f"SUB-1,2024-0{month}-05,A,20" for month in range(1, 6)]
    found = read(BASIC, *again, "7,2024-05-30,B,10", "7,2024-06-02,B,5")
    assert found.customers == {"A": (5, 100), "B": (1, 15)}
    assert "'SUB-1'" in found.notes


def test_a_log_most_of_which_cannot_be_read_is_refused_unless_that_is_accepted(read):
    rows = ("1,2024-01-05,A,10", "2,soon,A,10", "3,later,B,10")
    with pytest.raises(SourceError, match="2 of 3 rows cannot be read"):
        read(BASIC, *rows)
    assert read(BASIC, *rows, unread="accept").customers == {"A": (1, 10)}


def test_an_order_number_used_again_within_days_is_one_order_and_is_told(read):
    found = read(BASIC, "1,2024-01-05,A,10", "1,2024-01-08,A,5", "2,2024-01-09,B,5")
    assert found.customers == {"A": (1, 15), "B": (1, 5)}
    assert "'1': each is one order." in found.notes


def test_a_pause_of_a_year_is_no_mistake(read):
    rows = [f"{n},2023-01-{n:02},C{n},10" for n in range(1, 20)]
    assert read(BASIC, *rows, "20,2024-03-01,C1,10").last_day == "2024-03-01"


@pytest.mark.parametrize(
    "written",
    [
        "Jan-05-24",
        "05JAN2024",
        "5 января 2024 г.",
        "2024年1月5日",
        "05.01.2024, 10:00 Uhr",
        "05.01.2024 10.30",
        "2024-01-05 23:00:00+00",
        "2024-01-05 10:00:00,123",
        "20240105T100000Z",
        "05/Jan/2024:10:00:00 +0000",
        "Jan 5, 2024 10:00 p.m.",
        "'2024-01-05",
    ],
)
def test_dates_are_read_as_systems_write_them(read, written):
    assert read(BASIC, f'1,"{written}",A,10').last_day == "2024-01-05"


def test_absurd_dates_at_both_ends_move_nothing(read):
    rows = [f"{n},2024-0{n % 6 + 1}-{n:02},C{n % 4},10" for n in range(1, 24)]
    odd = ("97,1970-01-01,C1,10", "98,2042-05-05,C1,10", "99,2099-12-31,C1,10")
    assert read(BASIC, *rows, *odd).last_day == "2024-06-23"


def test_a_moment_in_a_column_called_time_is_the_day_too_and_one_beside_it_is_not_added(read):
    assert (
        read("Order ID,Time,Customer ID,Total", "1,2024-01-05 10:00,A,10").last_day == "2024-01-05"
    )
    header = "Order ID,Date,Time,Customer ID,Total"
    assert read(header, "1,2024-01-05 23:00,02:00,A,10").last_day == "2024-01-05"


def test_a_day_looked_back_from_keeps_every_date(read):
    rows = ("1,2024-01-05,A,10", "2,2042-01-05,B,10")
    found = read(BASIC, *rows, as_of=datetime(2042, 2, 1))
    assert set(found.customers) == {"A", "B"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03", "2024-03-01"),
        ("03/2024", "2024-03-01"),
        ("Mar 2024", "2024-03-01"),
        ("März 2024", "2024-03-01"),
        ("mars-2024", "2024-03-01"),
    ],
)
def test_a_month_alone_is_its_first_day_and_that_is_told(read, written, day):
    found = read(BASIC, f"1,{written},A,10")
    assert found.last_day == day
    assert f"Dates such as '{written}' are months: each counts as its first day." in found.notes
    assert "clock" not in found.notes


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01 23:30 GMT+1",
        "2024-03-01 23:30 UTC+01",
        "2024-03-01 23:30 GMT+1:00",
        "2024-03-01T23:30:00+01:00[Europe/Paris]",
        "2024-03-01 23:30 Europe/Paris",
        "2024-03-01 23:30:00 Europe/Paris",
    ],
)
def test_zones_that_times_name_are_read_and_told(read, written):
    own = read(BASIC, f"1,{written},A,10")
    assert own.last_day == "2024-03-01"
    assert "Times are read by the clock that they name" in own.notes
    # Half past eleven in Paris is half past seven, a day later, in Tokyo.
    assert read(BASIC, f"1,{written},A,10", time_zone="Asia/Tokyo").last_day == "2024-03-02"


def test_a_zone_that_nobody_knows_is_no_date(read):
    rows = ("1,2024-03-01 23:30 Europe/Atlantis,A,10", *(f"{n},2024-03-02,B,5" for n in (2, 3)))
    assert "being no date: row 2" in read(BASIC, *rows).notes


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_order_numbers_that_a_spreadsheet_shortened_are_days(read, monkeypatch, most_bytes):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    rows = ("4.5E+11,2024-01-05,A,10", "4.5E+11,2024-01-06,A,20", "4.5E+11,2024-01-06,B,5")
    found = read(BASIC, *rows, "17,2024-01-06,B,1")
    assert found.customers == {"A": (2, 30), "B": (2, 6)}
    assert "3 rows with order numbers such as '4.5E+11' in 'Order ID', the first is row 2" in (
        found.notes
    )
