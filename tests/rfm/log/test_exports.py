"""What shops' exports say: who bought, was it paid, what it cost and when; or a question."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.cleaned import cleaning
from rfm.log.customers import customers_of
from rfm.log.transactions.tables import default_as_of
from rfm.reading.fields import usual_names
from rfm.reading.layouts import layout_of, shipped_layouts
from rfm.reading.opening import open_table
from rfm.settings import Settings
from rfm.table.recognising import recognise
from tests.source_tree import PROJECT

BASIC = "Order ID,Order Date,Customer ID,Total"


@dataclass(frozen=True)
class Read:
    """Orders and money of each customer, the last day, and what was said of the file."""

    customers: dict[str, tuple[int, float]]
    last_day: str
    notes: str


@pytest.fixture
def read(tmp_path):
    def read(header: str, *rows: str, columns=None, **settings: object) -> Read:
        path = tmp_path / "export.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        with cleaning(str(path), Settings(**settings), columns=columns) as log:
            as_of = log.settings.as_of or default_as_of(log.transactions)
            table = customers_of(log.transactions, log.settings, as_of)
        found = table.set_index(schema.CUSTOMER_ID)
        orders, money = found[schema.FREQUENCY], found[schema.MONETARY].round(2)
        return Read(
            dict(zip(found.index, zip(orders, money, strict=True), strict=True)),
            str(found[schema.LAST_ORDER_AT].max().date()),
            "\n".join(log.notes),
        )

    return read


def test_every_shared_export_is_as_expected(shared):
    folder = shared / "exports"
    done = subprocess.run(
        [sys.executable, str(folder / "check.py"), str(folder), "--project", str(PROJECT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.title)
def test_a_shipped_layout_is_known_by_its_own_header(layout):
    assert layout_of(layout.header) == layout
    assert layout_of([name.upper() for name in reversed(layout.header)]) == layout
    assert set(layout.fields) <= set(usual_names())
    named = {name for names in layout.fields.values() for name in names}
    assert named >= set(layout.columns(named).values())


def test_what_a_user_names_goes_before_a_known_layout(read):
    header = "Order Number,Order Status,Order Date,Billing Email,Customer Id,Order Total"
    rows = ("1,completed,2024-01-05,a@x.org,11,10", "2,completed,2024-02-05,a@x.org,12,20")
    assert set(read(header, *rows).customers) == {"11", "12"}
    named = read(header, *rows, columns={schema.CUSTOMER_ID: "Billing Email"})
    assert named.customers == {"a@x.org": (2, 30)}


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
    with pytest.raises(SourceError, match=r"'Awaiting stars' were paid.*--status"):
        read(f"{BASIC},Order Status", *rows)
    for meaning, orders in (("paid", 2), ("unpaid", 1)):
        found = read(f"{BASIC},Order Status", *rows, statuses=(("Awaiting stars", meaning),))
        assert found.customers["A"][0] == orders


def test_a_column_called_status_that_says_something_else_is_passed_over(read):
    found = read(f"{BASIC},Status", "1,2024-01-05,A,10.00,gold", "2,2024-02-05,B,5.00,silver")
    assert found.customers == {"A": (1, 10), "B": (1, 5)}
    assert "'Status' is not read" in found.notes


def test_what_was_given_back_is_subtracted_and_a_payment_not_taken_is_none(read):
    found = read(
        f"{BASIC},Amount Refunded,Captured",
        "1,2024-01-05,A,100.00,40.00,true",
        "2,2024-02-05,A,50.00,50.00,true",
        "3,2024-02-06,B,30.00,0.00,FALSE",
        "4,2024-02-07,B,20.00,,true",
    )
    assert found.customers == {"A": (1, 60), "B": (1, 20)}


def test_the_kind_of_a_row_tells_refunds_and_what_is_no_sale(read):
    found = read(
        f"{BASIC},Type",
        "1,2024-01-05,A,100.00,Payment",
        "1,2024-01-09,A,30.00,Refund",
        "2,2024-02-05,A,500.00,Payout",
        "3,2024-02-06,B,20.00,Payment",
    )
    assert found.customers == {"A": (1, 70), "B": (1, 20)}


def test_a_return_known_by_its_quantity_gives_its_money_back(read):
    found = read(
        f"{BASIC},Product,Quantity",
        "1,2024-01-05,A,20.00,Mug,2",
        "2,2024-02-05,A,10.00,Mug,-1",
        "3,2024-02-06,B,10.00,Mug,1",
    )
    assert found.customers == {"A": (1, 10), "B": (1, 10)}
    assert "1 row gives money back, the first is row 3" in found.notes


ITEMS = (
    "1,2024-01-05,A,100.00,Mug",
    "1,2024-01-05,A,100.00,Plate",
    "2,2024-02-05,B,60.00,Mug",
    "3,2024-03-05,A,40.00,Plate",
    "3,2024-03-05,A,40.00,Lid",
)


def test_an_order_total_on_each_line_counts_once(read):
    found = read("Order ID,Order Date,Customer ID,Order Total,Product", *ITEMS)
    assert found.customers == {"A": (2, 140), "B": (1, 60)}
    assert "'Order Total' is the whole order's on each of its lines" in found.notes


def test_an_amount_that_may_be_the_line_s_or_the_order_s_is_asked_about(read):
    with pytest.raises(SourceError, match=r"'Total' is the same on each line.*--amount-is"):
        read(f"{BASIC},Product", *ITEMS)
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
    with pytest.raises(SourceError, match=r"2 of 3 rows cannot be read.*--accept"):
        read(BASIC, *rows)
    assert read(BASIC, *rows, unread="accept").customers == {"A": (1, 10)}


SHOPIFY = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Cancelled at,Refunded Amount",
    "#1,ann@x.org,paid,USD,55,2024-01-05 23:00:00 -0500,1,Mug,20,,5",
    "#1,ann@x.org,,,,2024-01-05 23:00:00 -0500,3,Plate,10,,",
    "#2,Bob@x.org,paid,USD,40,2024-02-05 10:00:00 -0500,2,Mug,20,2024-02-06 10:00:00 -0500,0",
    "#2,bob@x.org,,,,2024-02-05 10:00:00 -0500,1,Mug,20,,",
    "#3,bob@x.org,partially_refunded,USD,30,2024-03-05 10:00:00 -0500,1,Lid,30,,10",
)


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_a_whole_export_is_read_by_the_same_rules_in_memory_and_in_a_file(
    read, monkeypatch, most_bytes
):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    guest = "#4,,paid,USD,10,2024-05-06 10:00:00 -0400,1,Lid,10,,0"
    found = read(*SHOPIFY, guest, columns={schema.CUSTOMER_ID: "Email"})
    assert found.customers == {"ann@x.org": (1, 50), "bob@x.org": (1, 20)}
    assert found.last_day == "2024-03-05"
    assert "It looks like an export of Shopify, orders." in found.notes
    assert "2 rows are no purchases by 'Cancelled at'" in found.notes


def test_an_order_number_used_again_within_days_is_one_order_and_is_told(read):
    found = read(BASIC, "1,2024-01-05,A,10", "1,2024-01-08,A,5", "2,2024-01-09,B,5")
    assert found.customers == {"A": (1, 15), "B": (1, 5)}
    assert "'1': each is one order." in found.notes


def test_a_pause_of_a_year_is_no_mistake(read):
    rows = [f"{n},2023-01-{n:02},C{n},10" for n in range(1, 20)]
    assert read(BASIC, *rows, "20,2024-03-01,C1,10").last_day == "2024-03-01"


def test_a_customer_number_beside_the_address_of_its_one_owner_is_not_asked_about(read):
    rows = [f"{n},2024-01-0{n},c{n},c{n}@x.org,10" for n in range(1, 7)]
    assert len(read("Order ID,Order Date,Customer ID,Email,Total", *rows).customers) == 6


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
    with pytest.raises(SourceError, match=r"'Order Status': nobody knows.*'Zurückgezogen'"):
        read(f"{BASIC},Order Status", "1,2024-01-05,A,10,Zurückgezogen", "2,2024-01-06,B,5,Neu")


@pytest.mark.parametrize(("sale", "back"), [("Online", "Return"), ("Item", "Refund")])
def test_a_refund_is_known_by_its_kind_whatever_sales_are_called(read, sale, back):
    rows = (f"1,2024-01-05,A,100,{sale}", f"2,2024-01-06,A,20,{back}", f"3,2024-01-07,B,5,{sale}")
    assert read(f"{BASIC},Type", *rows).customers == {"A": (1, 80), "B": (1, 5)}


def test_a_kind_that_nobody_knows_is_asked_about_and_an_invoice_is_not_paid_twice(read):
    rows = ("1,2024-01-05,A,100,Invoice", "1,2024-01-06,A,100,Payment", "2,2024-01-07,B,5,Invoice")
    assert read(f"{BASIC},Type", *rows).customers == {"A": (1, 100), "B": (1, 5)}
    with pytest.raises(SourceError, match=r"'Type': nobody knows.*'Adjustment'"):
        read(f"{BASIC},Type", *rows, "3,2024-01-08,B,5,Adjustment")


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


def test_a_total_may_be_repeated_whatever_tells_the_lines_apart(read):
    rows = ("1,2024-01-05,A,40,Cups", "1,2024-01-05,A,40,Lids", "2,2024-01-06,B,5,Cups")
    with pytest.raises(SourceError, match="--amount-is order"):
        read(f"{BASIC},Category", *rows)
    copies = (rows[0], rows[0], rows[2])
    assert read(f"{BASIC},Category", *copies).customers == {"A": (1, 40), "B": (1, 5)}


@pytest.mark.parametrize("name", ["Gross Currency", "Payout currency", "Devise", "currency_iso"])
def test_any_column_that_is_called_a_currency_keeps_money_apart(read, name):
    with pytest.raises(SourceError, match=f"'{name}'.*USD.*JPY"):
        read(f"{BASIC},{name}", "1,2024-01-05,A,10,USD", "2,2024-02-05,A,2000,JPY")


@pytest.mark.parametrize(
    "written", ["<a@x.org>", "Ann Lee <A@x.org>", "mailto:a@x.org", "a@x.org;", "'a@x.org'"]
)
def test_an_address_is_one_whatever_stands_around_it(read, written):
    rows = ("1,2024-01-05,a@x.org,10", f"2,2024-01-06,{written},20")
    assert read("Order ID,Order Date,Email,Total", *rows).customers == {"a@x.org": (2, 30)}


def test_names_that_differ_in_capitals_alone_are_told(read):
    rows = ("1,2024-01-05,ACME,10", "2,2024-01-06,Acme,20")
    assert "2 customers in 'Customer ID' differ in capitals alone" in read(BASIC, *rows).notes


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


@pytest.mark.parametrize(
    "header",
    [
        "Pedido,Fecha,Cliente,Importe,Estado",
        "N° commande,Date de commande,Client,Montant TTC,Statut",
        "Ordine,Data,Cliente,Totale,Stato",
        "Bestelnummer,Besteldatum,Klant,Totaal,Status",
        "Sale ID,Date added,Consumer name,Invoice amount,Status",
    ],
)
def test_headers_of_many_languages_and_systems_are_known(read, header):
    rows = ("1,05/01/2024,A,10,paid", "2,16/01/2024,B,5,Annulato", "3,17/01/2024,B,5,paid")
    assert read(header, *rows).customers == {"A": (1, 10), "B": (1, 5)}


@pytest.mark.parametrize(
    "header",
    [
        "Payment ID,Value,Currency,Creation Date",
        "Day,Revenue,Sessions,Note",
        "Reference,Amount,Paid on,Method",
        "No.,Sum,Issued,Due",
        "id,total,created,method",
        "checkout_token,subtotal,completed_at,tax",
        "Buchungstag,Betrag,Verwendungszweck,Valuta",
        "id,amount_cents,created,customer",
    ],
)
def test_orders_payments_and_days_are_never_customers(tmp_path, header):
    path = tmp_path / "payments.csv"
    path.write_text(f"{header}\n" + "".join(f"p{n},1{n},2024-01-0{n},x\n" for n in range(1, 5)))
    assert recognise(open_table(path, tmp_path, {}, held="")).kind == schema.LOG


@pytest.mark.parametrize(
    "header",
    [
        "Name,Email,Status,Total Spent,Last Order Date",
        "Customer ID,Country,Type,Revenue,Created At",
        "Record ID,Email,Stage,Total Revenue,Create Date",
        "Name,Phone,Group,Orders,Last Order ID",
    ],
)
def test_a_table_of_customers_stays_one_whatever_it_sums(tmp_path, header):
    path = tmp_path / "customers.csv"
    path.write_text(f"{header}\n" + "".join(f"c{n},d{n},x,1{n},2024-01-0{n}\n" for n in range(5)))
    assert recognise(open_table(path, tmp_path, {}, held="")).kind == schema.CUSTOMER_TABLE


def test_a_moment_in_a_column_called_time_is_the_day_too_and_one_beside_it_is_not_added(read):
    assert (
        read("Order ID,Time,Customer ID,Total", "1,2024-01-05 10:00,A,10").last_day == "2024-01-05"
    )
    header = "Order ID,Date,Time,Customer ID,Total"
    assert read(header, "1,2024-01-05 23:00,02:00,A,10").last_day == "2024-01-05"


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


def test_a_day_looked_back_from_keeps_every_date(read):
    rows = ("1,2024-01-05,A,10", "2,2042-01-05,B,10")
    found = read(BASIC, *rows, as_of=datetime(2042, 2, 1))
    assert set(found.customers) == {"A", "B"}


def test_amounts_that_differ_within_an_order_are_its_lines(read):
    rows = ("1,2024-01-05,A,10,Mug", "1,2024-01-05,A,12,Plate", "2,2024-02-05,B,5,Mug")
    found = read(f"{BASIC},Product", *rows, "2,2024-02-05,B,5,Lid", "3,2024-03-05,C,7,Lid")
    assert found.customers == {"A": (1, 22), "B": (1, 10), "C": (1, 7)}


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_guests_and_unpaid_rows_without_order_numbers_are_left_out(read, monkeypatch, most_bytes):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    rows = ("2024-01-05,Guest,10,paid", "2024-02-05,7,20,paid", "2024-03-05,7,5,cancelled")
    found = read("Date,Customer ID,Total,Payment Status", *rows)
    assert found.customers == {"7": (1, 20)}
