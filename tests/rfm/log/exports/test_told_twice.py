"""One order's money is told by rows of several kinds, or by each of its lines: it counts once."""

import pytest

from tests.hand_made_exports import BASIC

REGISTER = f"{BASIC},Line Type"
TWO = ("1,2024-01-05,A,66,Sale", "1,2024-01-05,A,40,Sale Line", "1,2024-01-05,A,26,Sale Line")


def test_sales_their_lines_and_their_payments_are_one_money(read):
    rows = (
        *TWO,
        "1,2024-01-05,A,66,Payment",
        "2,2024-01-06,B,22,Sale",
        "2,2024-01-06,B,22,Sale Line",
    )
    found = read(REGISTER, *rows, "2,2024-01-06,B,22,Payment")
    assert found.customers == {"A": (1, 66), "B": (1, 22)}
    assert "tells the money of 2 orders more than once" in found.notes
    assert "'Sale Line' counts there, and not 'Sale' and 'Payment'" in found.notes


def test_kinds_of_rows_that_come_to_other_amounts_are_money_of_their_own(read):
    rows = ("1,2024-01-05,A,20,Product", "1,2024-01-05,A,5,Shipping order")
    more = ("2,2024-01-06,B,30,Product", "2,2024-01-06,B,30,Shipping order")
    assert read(REGISTER, *rows, *more).customers == {"A": (1, 25), "B": (1, 60)}


def test_one_order_alone_is_told_and_can_be_explained(read):
    rows = (*TWO, "2,2024-01-06,B,22,Sale Line")
    found = read(REGISTER, *rows)
    assert found.customers == {"A": (1, 132), "B": (1, 22)}
    assert "come to the same amount, and each counts" in found.notes
    once = read(REGISTER, *rows, statuses=(("Sale", "unpaid"),))
    assert once.customers == {"A": (1, 66), "B": (1, 22)}


def test_one_sale_and_its_payment_are_one_money(read):
    rows = ("1,2024-01-05,A,20,Sale", "1,2024-01-05,A,20,Payment", "2,2024-01-06,B,5,Sale")
    found = read(f"{BASIC},Transaction Type", *rows)
    assert found.customers == {"A": (1, 20), "B": (1, 5)}


def test_kinds_without_order_numbers_tell_nothing_twice(read):
    rows = ("2024-01-05,A,20,Sale", "2024-01-05,A,20,Payment")
    assert read("Date,Customer ID,Total,Type", *rows).customers == {"A": (1, 40)}


@pytest.mark.parametrize("amount_is", ["auto", "order"])
def test_a_total_repeated_without_order_numbers_is_the_order_s(read, amount_is):
    header = "Date,Customer ID,Order Total,Product"
    rows = ("2024-01-05 10:00,A,60,Mug", "2024-01-05 10:00,A,60,Plate", "2024-01-05 18:00,A,7,Lid")
    more = ("2024-01-06 11:00,B,90,Mug", "2024-01-06 11:00,B,90,Plate", ",B,5,Lid")
    found = read(header, *rows, *more, amount_is=amount_is)
    assert found.customers == {"A": (1, 67), "B": (1, 90)}
    assert "'Order Total' is the whole order's on each of its lines" in found.notes
