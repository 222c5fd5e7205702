"""What was never paid is no purchase; words that nobody knows are asked about."""

import pytest

from rfm.errors import SourceError
from tests.hand_made_exports import BASIC


@pytest.mark.parametrize(
    "word", ["cancelled", "Failed", "on-hold", "Pending Payment", "VOIDED", "refunded", "storniert"]
)
def test_an_order_that_was_never_paid_is_no_purchase_and_is_told(read, word):
    found = read(
        f"{BASIC},Order Status",
        "1,2024-01-05,A,10.00,completed",
        f"2,2024-02-05,A,500.00,{word}",
        "3,2024-03-05,B,20.00,processing",
    )
    assert found.customers == {"A": (1, 10), "B": (1, 20)}
    assert f"1 row is no purchase by 'Order Status' ({word} 1)" in found.notes


def test_a_status_that_nobody_knows_is_asked_about_and_the_answer_is_followed(read):
    rows = ("1,2024-01-05,A,10.00,completed", "2,2024-02-05,A,5.00,Awaiting stars")
    with pytest.raises(SourceError, match="'Awaiting stars' were paid") as asked:
        read(f"{BASIC},Order Status", *rows)
    assert "--status 'Awaiting stars=paid'" in asked.value.on_command_line
    for meaning, orders in (("paid", 2), ("unpaid", 1)):
        found = read(f"{BASIC},Order Status", *rows, statuses=(("Awaiting stars", meaning),))
        assert found.customers["A"][0] == orders


def test_a_column_called_status_that_says_something_else_is_passed_over(read):
    found = read(f"{BASIC},Status", "1,2024-01-05,A,10.00,gold", "2,2024-02-05,B,5.00,silver")
    assert found.customers == {"A": (1, 10), "B": (1, 5)}
    assert "'Status' is not read" in found.notes


def test_the_kind_of_a_row_tells_refunds_and_what_is_no_sale(read):
    found = read(
        f"{BASIC},Type",
        "1,2024-01-05,A,100.00,Payment",
        "1,2024-01-09,A,30.00,Refund",
        "2,2024-02-05,A,500.00,Payout",
        "3,2024-02-06,B,20.00,Payment",
    )
    assert found.customers == {"A": (1, 70), "B": (1, 20)}


def test_columns_that_say_nothing_of_an_order_s_state_change_nothing(read):
    many = [f"{n},2024-01-05,A,1,note {n},Gift {n},2.50" for n in range(1, 70)]
    found = read(f"{BASIC},Status,Type,Captured", *many)
    assert found.customers == {"A": (69, 69)}


@pytest.mark.parametrize(
    ("column", "paid", "unpaid"),
    [
        ("Status", "wc-completed", "wc-refunded"),
        ("Status", "Paiement accepté", "Annulé"),
        ("Status", "Partially refunded", "Awaiting bank wire payment"),
        ("Payment Status", "Teilweise erstattet", "Zahlung fehlgeschlagen"),
        ("Order Status", "Shipped - Delivered to Buyer", "Shipped - Returned to Seller"),
        ("Fulfillment Status", "unfulfilled", "cancelled"),
        ("Cancelled", "false", "true"),
        ("Cancel Reason", "", "customer"),
        ("Refunded", "No", "Yes"),
        ("Is Refunded", "0", "1"),
        ("Refunded at", "", "2024-03-01"),
        ("Return Status", "none", "returned"),
    ],
)
def test_every_column_that_tells_of_an_order_s_end_is_read(read, column, paid, unpaid):
    rows = (f"1,2024-01-05,A,10,{paid}", f"2,2024-01-06,A,20,{unpaid}", f"3,2024-01-07,B,5,{paid}")
    found = read(f"{BASIC},{column}", *rows)
    assert found.customers == {"A": (1, 10), "B": (1, 5)}
    assert f"1 row is no purchase by '{column}'" in found.notes


def test_words_of_an_order_s_status_that_nobody_knows_at_all_are_asked_about(read):
    with pytest.raises(SourceError, match=r"'Order Status': nobody knows.*'Sternenstaub'"):
        read(f"{BASIC},Order Status", "1,2024-01-05,A,10,Sternenstaub", "2,2024-01-06,B,5,Neu")


@pytest.mark.parametrize(("sale", "back"), [("Online", "Return"), ("Item", "Refund")])
def test_a_refund_is_known_by_its_kind_whatever_sales_are_called(read, sale, back):
    rows = (f"1,2024-01-05,A,100,{sale}", f"2,2024-01-06,A,20,{back}", f"3,2024-01-07,B,5,{sale}")
    assert read(f"{BASIC},Type", *rows).customers == {"A": (1, 80), "B": (1, 5)}


def test_a_kind_that_nobody_knows_is_asked_about_and_an_invoice_is_not_paid_twice(read):
    rows = ("1,2024-01-05,A,100,Invoice", "1,2024-01-06,A,100,Payment", "2,2024-01-07,B,5,Invoice")
    assert read(f"{BASIC},Type", *rows).customers == {"A": (1, 100), "B": (1, 5)}
    with pytest.raises(SourceError, match=r"'Type': nobody knows.*'Adjustment'"):
        read(f"{BASIC},Type", *rows, "3,2024-01-08,B,5,Adjustment")


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_guests_and_unpaid_rows_without_order_numbers_are_left_out(read, monkeypatch, most_bytes):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    rows = ("2024-01-05,Guest,10,paid", "2024-02-05,7,20,paid", "2024-03-05,7,5,cancelled")
    found = read("Date,Customer ID,Total,Payment Status", *rows)
    assert found.customers == {"7": (1, 20)}


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_each_column_that_tells_an_order_s_state_is_read(read, monkeypatch, most_bytes):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    found = read(
        f"{BASIC},Financial Status,Payment Status,Cancelled at,Voided",
        "1,2024-01-05,A,10,paid,paid,,",
        "2,2024-01-06,A,20,paid,failed,,",
        "3,2024-01-07,A,30,paid,paid,,2024-01-08",
        "4,2024-01-08,B,40,paid,paid,,",
        "5,2024-01-09,B,50,voided,odd word,,",
    )
    assert found.customers == {"A": (1, 10), "B": (1, 40)}
    assert "1 row is no purchase by 'Payment Status' (failed 1)" in found.notes
    assert "1 row is no purchase by 'Voided' (filled)" in found.notes


def test_words_that_nobody_knows_are_asked_about_in_the_first_column_of_a_kind(read):
    with pytest.raises(SourceError, match="'odd word' were paid"):
        read(f"{BASIC},Financial Status,Payment Status", "1,2024-01-05,A,10,odd word,paid")


def test_words_that_nobody_knows_in_a_second_column_are_asked_about_where_they_decide(read):
    header = f"{BASIC},Financial Status,Payment Status"
    rows = ("1,2024-01-05,A,10,paid,paid", "2,2024-01-06,B,20,paid,Awaiting stars")
    with pytest.raises(SourceError, match=r"'Payment Status': nobody knows.*'Awaiting stars'"):
        read(header, *rows)
    answer = (("Awaiting stars", "unpaid"),)
    assert read(header, *rows, statuses=answer).customers == {"A": (1, 10)}


def test_refunds_are_read_from_each_column_of_kinds(read):
    header = f"{BASIC},Financial Status,Type,Transaction Kind"
    rows = ("1,2024-01-05,A,100,paid,Sale,sale", "1,2024-01-06,A,30,paid,Sale,refund")
    found = read(header, *rows, "2,2024-01-07,B,5,paid,Sale,sale")
    assert found.customers == {"A": (1, 70), "B": (1, 5)}


@pytest.mark.parametrize(
    ("column", "real", "trial"),
    [
        ("Mode", "Live", "Test"),
        ("Livemode", "true", "false"),
        ("Test purchase?", "0", "1"),
        ("Environment", "production", "sandbox"),
    ],
)
def test_rows_that_only_tried_the_shop_out_are_no_purchases(read, column, real, trial):
    rows = (f"1,2024-01-05,A,10,{real}", f"2,2024-01-06,A,20,{trial}", f"3,2024-01-07,B,5,{real}")
    found = read(f"{BASIC},{column}", *rows)
    assert found.customers == {"A": (1, 10), "B": (1, 5)}
    assert f"1 row is no purchase by '{column}'" in found.notes


def test_a_mark_of_a_refund_beside_a_smaller_amount_is_a_part(read):
    found = read(
        f"{BASIC},Refunded?,Partial Refund ($)",
        "1,2024-01-05,A,10,0,0",
        "2,2024-01-06,B,10,1,4",
        "3,2024-01-07,C,10,1,0",
    )
    assert found.customers == {"A": (1, 10), "B": (1, 6)}


def test_orders_given_back_in_part_are_told_where_nothing_says_how_much(read):
    rows = ("1,2024-01-05,A,10,paid", "2,2024-01-06,B,20,Partially refunded")
    found = read(f"{BASIC},Financial Status", *rows)
    assert found.customers == {"A": (1, 10), "B": (1, 20)}
    assert "1 row was given back in part by 'Financial Status'" in found.notes
    known = read(f"{BASIC},Financial Status,Refunds Total", *(f"{row},5" for row in rows))
    assert known.customers == {"A": (1, 5), "B": (1, 15)}
    assert "in part" not in known.notes


@pytest.mark.parametrize(
    "words",
    [
        ("Pagada", "Anulada"),
        ("Payé", "Impayé"),
        ("Betaald", "Geannuleerd"),
        ("Zrealizowane", "Anulowane"),
        ("Entregue", "Aguardando pagamento"),
        ("発送済み", "キャンセル"),
        ("交易成功", "交易关闭"),
        ("Оплачен", "Отменен"),
    ],
)
def test_statuses_of_many_languages_are_known(read, words):
    paid, unpaid = words
    found = read(f"{BASIC},Status", f"1,2024-01-05,A,10,{paid}", f"2,2024-01-06,A,20,{unpaid}")
    assert found.customers == {"A": (1, 10)}
