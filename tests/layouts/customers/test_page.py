"""Customer Details as components: what is said, linked and labelled."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from dash import html

from layouts.charts.drawing.look import Look
from layouts.customers import orders as customer_orders
from layouts.customers import page as customers
from layouts.customers.log_card import LogCustomer, card_of_log, sentence_of
from layouts.ids import Customers
from layouts.parts.customer_link import customer_address
from layouts.parts.memberships import Membership
from rfm import schema
from tests.trees import by_id, parts_of, text_of

LOOK = Look(names=("Champions", "Lost"), currency="£")
CUSTOMER = {
    schema.CUSTOMER_ID: "13456",
    schema.FIRST_ORDER_AT: datetime(2010, 12, 16, 8),
    schema.LAST_ORDER_AT: datetime(2011, 11, 21, 9),
    schema.RECENCY_DAYS: 18,
    schema.FREQUENCY: 6,
    schema.ORDERS: 6,
    schema.MONETARY: 1766.72,
    schema.AVERAGE_ORDER_VALUE: 294.45,
    schema.TENURE_DAYS: 358,
    schema.PRODUCTS: 43,
    schema.FAVOURITE_PRODUCT: "BOX OF VINTAGE JIGSAW BLOCKS",
}


def facts_of(
    customer: dict[str, Any] = CUSTOMER, *, group: str = "High Spenders", size: int = 441
) -> LogCustomer:
    segment = Membership(
        title="Report", group=group, explained="over £1,660", colour="#2F7FD6", size=size
    )
    return LogCustomer(
        customer=customer,
        memberships=(segment,),
        medians={schema.RECENCY_DAYS: 45.0, schema.MONETARY: 900.0},
        as_of=datetime(2011, 12, 10),
    )


def card_text(customer: dict[str, Any] = CUSTOMER) -> str:
    return text_of(card_of_log(facts_of(customer), LOOK))


def test_the_page_is_the_same_for_every_address():
    assert repr(customers.layout()) == repr(customers.layout(customer_id="a/b", data="x", odd="1"))


def test_the_search_has_a_label_and_waits_for_the_typing_to_pause():
    page = customers.layout()
    (label,) = [each for each in parts_of(page, html.Label) if each.htmlFor == Customers.SEARCH]
    assert text_of(label) == "Find a customer"
    assert by_id(page)[Customers.SEARCH].debounce == 150


def test_one_sentence_says_who_the_customer_is():
    assert sentence_of(facts_of(), LOOK) == (
        "Customer 13456 is one of 441 High Spenders: last order 18 days ago, 6 orders since "
        "16 Dec 2010, £1,766.72 in all."
    )


@pytest.mark.parametrize(
    ("group", "size", "told"),
    [
        ("At Risk", 20, "one of 20 customers in the segment At Risk:"),
        ("Champions", 1, "the only customer in the segment Champions:"),
    ],
)
def test_the_sentence_fits_the_name_and_the_size_of_the_segment(group: str, size: int, told: str):
    assert told in sentence_of(facts_of(group=group, size=size), LOOK)


def test_a_first_order_is_told_as_one():
    told = sentence_of(facts_of(CUSTOMER | {schema.ORDERS: 1}), LOOK)
    assert "one order so far" in told


def test_each_figure_of_the_card_has_its_unit_and_its_segments_median():
    told = card_text()
    assert "18 days ago" in told
    assert "segment median 45 days" in told
    assert "segment median £900.00" in told
    assert "BOX OF VINTAGE JIGSAW BLOCKS" in told
    assert "over £1,660" in told, "the rule of the segment"


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_favourite_is_a_dash(missing: object):
    told = card_text(CUSTOMER | {"favourite_product": missing})
    assert "nan" not in told
    assert "None" not in told


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("13456", "/customers/13456?data=cdnow"),
        ("a/b c", "/customers/a%2Fb%20c?data=cdnow"),
        ("=1+1", "/customers/%3D1%2B1?data=cdnow"),
        ("ü?#", "/customers/%C3%BC%3F%23?data=cdnow"),
    ],
)
def test_a_number_with_any_characters_has_an_address(number: str, address: str):
    assert customer_address(number, "cdnow") == address


def orders(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            schema.ORDER_ID: [f"{number}" for number in range(count)],
            schema.ORDERED_AT: pd.date_range("2011-01-01", periods=count, freq="h"),
            schema.AMOUNT: [-1.0, *[2.5] * (count - 1)],
            schema.IS_RETURN: [True, *[False] * (count - 1)],
        }
    )


def test_the_orders_are_newest_first_and_returns_are_named():
    rows = customer_orders.orders_grid(orders(3), "£").rowData
    assert [row[schema.ORDER_ID] for row in rows] == ["2", "1", "0"]
    assert [row["kind"] for row in rows] == ["Order", "Order", "Return"]
    assert customer_orders.title_of_orders(orders(3)) == "2 orders and 1 return"


def test_the_busiest_customer_sends_only_the_newest_orders():
    busy = orders(5_000)
    assert len(customer_orders.orders_grid(busy, "").rowData) == customer_orders.MOST_ROWS
    assert "all 5,000 are in the CSV file" in customer_orders.caption_of_orders(busy)


def test_an_order_that_was_given_back_whole_is_named_so():
    rows = orders(3).assign(**{schema.IS_RETURN: [True, True, False]})
    kinds = [row["kind"] for row in customer_orders.orders_grid(rows, "£").rowData]
    assert kinds == ["Order", "Order given back whole", "Return"]
    title = customer_orders.title_of_orders(rows)
    assert title == "1 order, 1 order given back whole and 1 return"
