"""Who bought: guests, spellings of one customer, and numbers that tell nobody apart."""

import pytest

from rfm.errors import SourceError
from tests.hand_made_exports import BASIC


@pytest.mark.parametrize("guest", ["0", "", "Guest", "Walk-in", "-", "unknown", "Laufkunde"])
def test_guests_are_nobody_or_told_apart_by_their_address(read, guest):
    rows = (f"1,2024-01-05,{guest},10.00", f"2,2024-02-05,{guest},20.00", "3,2024-02-06,7,5.00")
    alone = read(BASIC, *rows)
    assert alone.customers == {"7": (1, 5)}
    assert not guest or f"2 rows of guests ('{guest}') in 'Customer ID'" in alone.notes
    addresses = ("ann@x.org", "Ann@X.org ", "bob@x.org")
    told = read(f"{BASIC},Email", *map(",".join, zip(rows, addresses, strict=True)))
    assert told.customers == {"ann@x.org": (2, 30), "7": (1, 5)}


def test_a_guest_whose_address_has_a_number_elsewhere_is_that_customer(read):
    rows = ("1,2024-01-05,0,10.00,ann@x.org", "2,2024-02-05,7,20.00,ann@x.org")
    assert read(f"{BASIC},Email", *rows).customers == {"7": (2, 30)}


def test_spellings_of_one_customer_are_one(read):
    rows = [
        f"{place},2024-01-{place:02},{name},10.00"
        for place, name in enumerate(
            ("Zoe\u0308", "Zoë", " Zoë ", "Zo\u200bë", "O  Neil", "O Neil", "'0123", "0123"),
            start=1,
        )
    ]
    assert {name: orders for name, (orders, _) in read(BASIC, *rows).customers.items()} == {
        "Zoë": 4,
        "O Neil": 2,
        "0123": 2,
    }


def test_numbers_that_a_spreadsheet_shortened_belong_to_nobody(read):
    found = read(BASIC, "1,2024-01-05,1.2E+10,10.00", "2,2024-02-05,7,20.00")
    assert found.customers == {"7": (1, 20)}
    assert "'1.2E+10' in 'Customer ID', the first is row 2" in found.notes


def test_a_number_new_with_each_order_beside_one_that_repeats_is_asked_about(read):
    header = "Order ID,Order Date,Customer ID,Customer Unique ID,Total"
    rows = [f"{n},2024-01-0{n},c{n},u{n % 2},10" for n in range(1, 7)]
    with pytest.raises(SourceError, match="'Customer ID' is new with each of 6 orders"):
        read(header, *rows)


def test_a_customer_number_beside_the_address_of_its_one_owner_is_not_asked_about(read):
    rows = [f"{n},2024-01-0{n},c{n},c{n}@x.org,10" for n in range(1, 7)]
    assert len(read("Order ID,Order Date,Customer ID,Email,Total", *rows).customers) == 6


def test_what_stands_on_an_order_s_first_line_only_is_all_of_its_lines(read):
    header = (
        "Name,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price"
    )
    rows = ("#1,a@x.org,paid,30,2024-01-05,1,Mug,10", "#1,,,,,2,Lid,10")
    assert read(header, *rows).customers == {"a@x.org": (1, 30)}


def test_a_customer_on_an_order_s_first_line_bought_the_others_of_that_day(read):
    rows = ("1,2024-01-05,A,50", "1,2024-01-05,,20", "1,2024-01-09,,7", "2,2024-01-09,B,5")
    assert read(BASIC, *rows).customers == {"A": (1, 70), "B": (1, 5)}


@pytest.mark.parametrize(
    "written", ["<a@x.org>", "Ann Lee <A@x.org>", "mailto:a@x.org", "a@x.org;", "'a@x.org'"]
)
def test_an_address_is_one_whatever_stands_around_it(read, written):
    rows = ("1,2024-01-05,a@x.org,10", f"2,2024-01-06,{written},20")
    assert read("Order ID,Order Date,Email,Total", *rows).customers == {"a@x.org": (2, 30)}


def test_names_that_differ_in_capitals_alone_are_told(read):
    rows = ("1,2024-01-05,ACME,10", "2,2024-01-06,Acme,20")
    assert "2 customers in 'Customer ID' differ in capitals alone" in read(BASIC, *rows).notes
