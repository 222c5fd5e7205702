"""An order without a time of paying was never paid, unless a status says that it was."""

import pytest

from rfm import schema
from rfm.errors import QuestionError
from tests.hand_made_exports import BASIC

EBAY = "Order Number,Buyer Username,Item Title,Quantity,Sold For,Sale Date,Paid On Date"


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_an_order_of_ebay_that_was_not_paid_is_no_purchase_and_is_told(
    read, monkeypatch, most_bytes
):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    found = read(
        EBAY,
        "11-1,ann,Mug,2,$10.00,Jan-05-24,Jan-05-24",
        "11-2,ann,Bowl,1,$30.00,Feb-05-24,Feb-07-24",
        "11-3,bob,Mug,1,$500.00,Feb-08-24,",
        "11-4,bob,Plate,1,$7.00,Mar-01-24,Mar-01-24",
    )
    assert found.customers == {"ann": (2, 50), "bob": (1, 7)}
    assert found.last_day == "2024-03-01"
    assert "1 row is no purchase by 'Paid On Date' (empty): left out." in found.notes


def test_a_time_of_paying_on_one_row_of_an_order_is_the_whole_order_s(read):
    rows = ("1,2024-01-05,A,10,2024-01-05", "1,2024-01-05,A,5,", "2,2024-01-06,B,9,")
    assert read(f"{BASIC},Paid at", *rows).customers == {"A": (1, 15)}


@pytest.mark.parametrize(
    ("status", "customers"),
    [
        # A status that says paid goes before an empty cell, one that says nothing does not.
        ("paid", {"A": (1, 10), "B": (1, 20), "C": (1, 5)}),
        ("", {"A": (1, 10), "C": (1, 5)}),
        ("cancelled", {"A": (1, 10), "C": (1, 5)}),
    ],
)
def test_a_status_goes_before_an_empty_time_of_paying(read, status, customers):
    rows = (
        "1,2024-01-05,A,10,2024-01-05,paid",
        f"2,2024-01-06,B,20,,{status}",
        "3,2024-01-07,C,5,2024-01-07,paid",
    )
    assert read(f"{BASIC},Date Paid,Payment Status", *rows).customers == customers


@pytest.mark.parametrize("nothing", ["0000-00-00 00:00:00", "-", "N/A", "  "])
def test_what_names_no_day_is_no_time_of_paying(read, nothing):
    rows = (
        "1,2024-01-05,A,10,2024-01-05",
        f"2,2024-01-06,B,20,{nothing}",
        "3,2024-01-07,C,5,1/7/24",
    )
    assert set(read(f"{BASIC},Paid Date", *rows).customers) == {"A", "C"}


def test_a_time_of_paying_that_nobody_writes_down_tells_nothing(read):
    found = read(f"{BASIC},Paid at", "1,2024-01-05,A,10,", "2,2024-01-06,B,20,")
    assert found.customers == {"A": (1, 10), "B": (1, 20)}
    assert "'Paid at' is empty in every row, so it does not tell what was paid." in found.notes


def test_where_most_orders_have_no_time_of_paying_it_is_asked_whether_they_were_paid(read):
    rows = ("1,2024-01-05,A,10,2024-01-05", "2,2024-01-06,B,20,", "3,2024-01-07,C,5,")
    with pytest.raises(QuestionError, match=r"'Paid at' is empty in 2 of 3 rows") as asked:
        read(f"{BASIC},Paid at", *rows)
    assert asked.value.option == "settings.statuses.Paid at"
    assert [value for value, _ in asked.value.choices] == ["unpaid", "paid"]
    assert set(read(f"{BASIC},Paid at", *rows, statuses=(("Paid at", "paid"),)).customers) == {
        "A",
        "B",
        "C",
    }
    found = read(f"{BASIC},Paid at", *rows, statuses=(("Paid at", "unpaid"),))
    assert found.customers == {"A": (1, 10)}


def test_where_it_is_the_only_date_an_order_is_dated_by_its_time_of_paying(read):
    found = read(
        "Order ID,Customer ID,Total,Paid at", "1,A,10,2024-01-05", "2,A,5,2024-02-05", "3,B,9,"
    )
    assert found.customers == {"A": (2, 15)}
    assert found.last_day == "2024-02-05"


def test_a_user_may_say_that_a_column_does_not_tell_when_it_was_paid(read):
    rows = ("1,2024-01-05,A,10,2024-01-05", "2,2024-01-06,B,20,")
    found = read(f"{BASIC},Paid at", *rows, columns={"paid_at": ""})
    assert set(found.customers) == {"A", "B"}


def test_another_column_can_be_named_as_the_time_of_paying(read):
    rows = ("1,2024-01-05,A,10,2024-01-05", "2,2024-01-06,B,20,")
    named = {"paid_at": "Money came", schema.CUSTOMER_ID: "Customer ID"}
    assert set(read(f"{BASIC},Money came", *rows, columns=named).customers) == {"A"}
