"""What a customer's card says at once: what to offer, and which charts would say something."""

import pytest
from dash.exceptions import PreventUpdate

from callbacks.customers import log_facts, page
from callbacks.customers.view import CustomerView
from rfm import schema
from tests.hand_made_sites import Shop, as_text

TOKEN = {"name": "any", "snapshot": "any"}


def test_what_to_offer_is_what_others_of_the_group_buy_and_they_do_not(tiny_log: Shop):
    offer = log_facts.offer_of(CustomerView(tiny_log.snapshot(), "101"))
    assert offer.bought == ("CUP",)
    assert "CUP" not in offer.others
    told = as_text(page.show(tiny_log, TOKEN, "/customers/101", "light")["offer"])
    assert "/customers?data=rows&product=CUP" in told


def test_a_log_without_products_offers_nothing(cdnow: Shop):
    assert page.show(cdnow, TOKEN, "/customers/00004", "light")["offer"] is None


def test_a_doubtful_customer_gets_the_line_and_one_who_came_once_does_not(cdnow: Shop):
    customers = cdnow.snapshot().customers(schema.CUSTOMER_ID, schema.P_ALIVE, schema.REPEAT_ORDERS)
    doubtful = customers[(customers[schema.P_ALIVE] < 0.5) & (customers[schema.REPEAT_ORDERS] > 3)]
    number = str(doubtful[schema.CUSTOMER_ID].iloc[0])
    assert page.say_little(cdnow, TOKEN, f"/customers/{number}") == (False, False)


def test_the_orders_of_a_table_are_not_asked_for(card_holders: Shop):
    with pytest.raises(PreventUpdate):
        page.list_orders(card_holders, TOKEN, "/customers/H0003")
