"""What an order cost stands once, in one currency, less what was given back."""

import pytest

from rfm.errors import SourceError
from tests.hand_made_exports import BASIC

ITEMS = (
    "1,2024-01-05,A,100.00,Mug",
    "1,2024-01-05,A,100.00,Plate",
    "2,2024-02-05,B,60.00,Mug",
    "3,2024-03-05,A,40.00,Plate",
    "3,2024-03-05,A,40.00,Lid",
)


def test_what_was_given_back_is_subtracted_and_a_payment_not_taken_is_none(read):
    found = read(
        f"{BASIC},Amount Refunded,Captured",
        "1,2024-01-05,A,100.00,40.00,true",
        "2,2024-02-05,A,50.00,50.00,true",
        "3,2024-02-06,B,30.00,0.00,FALSE",
        "4,2024-02-07,B,20.00,,true",
    )
    assert found.customers == {"A": (1, 60), "B": (1, 20)}


def test_a_return_known_by_its_quantity_gives_its_money_back(read):
    found = read(
        f"{BASIC},Product,Quantity",
        "1,2024-01-05,A,20.00,Mug,2",
        "2,2024-02-05,A,10.00,Mug,-1",
        "3,2024-02-06,B,10.00,Mug,1",
    )
    assert found.customers == {"A": (1, 10), "B": (1, 10)}
    assert "1 row gives money back, the first is row 3" in found.notes


def test_an_order_total_on_each_line_counts_once(read):
    found = read("Order ID,Order Date,Customer ID,Order Total,Product", *ITEMS)
    assert found.customers == {"A": (2, 140), "B": (1, 60)}
    assert "'Order Total' is the whole order's on each of its lines" in found.notes


def test_an_amount_that_may_be_the_line_s_or_the_order_s_is_asked_about(read):
    with pytest.raises(SourceError, match="'Total' is the same on each line") as asked:
        read(f"{BASIC},Product", *ITEMS)
    assert "--amount-is order" in asked.value.on_command_line
    assert read(f"{BASIC},Product", *ITEMS, amount_is="order").customers["A"] == (2, 140)
    assert read(f"{BASIC},Product", *ITEMS, amount_is="line").customers["A"] == (2, 280)


def test_quantity_and_price_decide_what_an_amount_is_of(read):
    header = "Order ID,Order Date,Customer ID,Total,Product,Quantity,Unit Price"
    of_lines = (
        "1,2024-01-05,A,20,Mug,2,10",
        "1,2024-01-05,A,20,Plate,4,5",
        "2,2024-01-06,B,5,X,1,5",
    )
    assert read(header, *of_lines).customers == {"A": (1, 40), "B": (1, 5)}
    of_order = (
        "1,2024-01-05,A,42,Mug,2,10",
        "1,2024-01-05,A,42,Plate,4,5",
        "2,2024-01-06,B,5,X,1,5",
    )
    assert read(header, *of_order).customers == {"A": (1, 42), "B": (1, 5)}


def test_a_price_that_grows_with_the_quantity_is_the_line_s(read):
    header = "Order ID,Order Date,Customer ID,Product,Quantity,Price"
    grows = ("1,2024-01-05,A,Mug,1,10", "2,2024-02-05,A,Mug,3,30", "3,2024-02-06,B,Plate,2,8")
    found = read(header, *grows)
    assert found.customers == {"A": (2, 40), "B": (1, 8)}
    assert "'Price' grows with the quantity of 1 product" in found.notes
    stays = ("1,2024-01-05,A,Mug,1,10", "2,2024-02-05,A,Mug,3,10", "3,2024-02-06,B,Plate,2,8")
    assert read(header, *stays).customers == {"A": (2, 40), "B": (1, 16)}


def test_currencies_are_one_in_any_case_and_never_added(read):
    header = f"{BASIC},Presentment Currency"
    same = read(header, "1,2024-01-05,A,10,usd", "2,2024-02-05,A,20,USD", "3,2024-02-05,B,5,$")
    assert same.customers == {"A": (2, 30), "B": (1, 5)}
    with pytest.raises(SourceError, match=r"several currencies.*USD.*JPY"):
        read(header, "1,2024-01-05,A,10,USD", "2,2024-02-05,A,2000,jpy")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("Rs. 1,500.00", 1500),
        ("₹1,50,000", 150_000),
        ("CHF 1'500.50", 1500.5),
        ("NGN 2,000.00", 2000),
        ("1.234,50 kr", 1234.5),
    ],
)
def test_money_is_read_with_the_sign_or_code_of_any_currency(read, written, amount):
    assert read(BASIC, f'1,2024-01-05,A,"{written}"').customers == {"A": (1, amount)}


def test_pieces_that_were_given_back_take_their_money_with_them(read):
    header = "Order ID,Order Date,Customer ID,Product,Quantity,Quantity Refunded,Unit Price"
    rows = ("1,2024-01-05,A,Mug,2,1,10", "2,2024-01-06,B,Mug,1,1,10", "3,2024-01-07,B,Lid,1,0,5")
    found = read(header, *rows)
    assert found.customers == {"A": (1, 10), "B": (1, 5)}
    assert "'Quantity Refunded' is subtracted from 2 rows" in found.notes


def test_a_refund_goes_to_who_got_it_or_who_bought(read):
    paid = "Order ID,Date,From Email Address,To Email Address,Gross"
    rows = ("1,2024-01-05,a@x.org,shop@x.org,50", "2,2024-01-06,shop@x.org,a@x.org,-20")
    assert read(paid, *rows).customers == {"a@x.org": (1, 30)}
    assert read(BASIC, "1,2024-01-05,A,50", "1,2024-01-06,,-20").customers == {"A": (1, 30)}


def test_a_total_may_be_repeated_whatever_tells_the_lines_apart(read):
    rows = ("1,2024-01-05,A,40,Cups", "1,2024-01-05,A,40,Lids", "2,2024-01-06,B,5,Cups")
    with pytest.raises(SourceError, match="the order's total, repeated"):
        read(f"{BASIC},Category", *rows)
    copies = (rows[0], rows[0], rows[2])
    assert read(f"{BASIC},Category", *copies).customers == {"A": (1, 40), "B": (1, 5)}


@pytest.mark.parametrize("name", ["Gross Currency", "Payout currency", "Devise", "currency_iso"])
def test_any_column_that_is_called_a_currency_keeps_money_apart(read, name):
    with pytest.raises(SourceError, match=f"'{name}'.*USD.*JPY"):
        read(f"{BASIC},{name}", "1,2024-01-05,A,10,USD", "2,2024-02-05,A,2000,JPY")


def test_what_is_given_back_without_order_numbers_is_its_own_row_s(read):
    header = "Date,Customer ID,Total,Refunded Amount"
    assert read(header, "2024-01-05,A,10,4", "2024-02-05,A,20,0").customers == {"A": (2, 26)}


def test_an_etsy_order_counts_what_is_left_of_its_total(read):
    header = (
        "Sale Date,Order ID,Buyer User ID,Number of Items,Order Value,Order Total,"
        "Adjusted Order Total,Currency"
    )
    rows = ("08/14/25,1,ann,1,20,22,15,USD", "08/15/25,2,bob,1,9,10,0,USD")
    assert read(header, *rows).customers == {"ann": (1, 15), "bob": (1, 10)}


def test_amounts_that_differ_within_an_order_are_its_lines(read):
    rows = ("1,2024-01-05,A,10,Mug", "1,2024-01-05,A,12,Plate", "2,2024-02-05,B,5,Mug")
    found = read(f"{BASIC},Product", *rows, "2,2024-02-05,B,5,Lid", "3,2024-03-05,C,7,Lid")
    assert found.customers == {"A": (1, 22), "B": (1, 10), "C": (1, 7)}
