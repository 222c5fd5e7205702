"""Whether one customer still is one: the title and the caption of the curve."""

from dataclasses import replace

import numpy as np

from layouts.charts.customer.alive import StillCustomer, still_customer
from tests.layouts.charts.test_customer import ALIVE, LOOK, PATH


def test_the_curve_of_a_customer_says_what_fell_since_the_last_order():
    drawn = still_customer(ALIVE, LOOK)
    assert drawn.title == "50 % likely still a customer, down from 95 % after the last order"
    assert "Shaded: when the next order" in drawn.caption
    assert len(drawn.figure.layout.shapes) == 1
    assert list(drawn.numbers["Still a customer (%)"]) == [50, 95, 80, 100], "the newest first"


def test_a_corrected_chance_is_said_as_on_the_card_and_told_from_the_line():
    assert "corrected" not in still_customer(ALIVE, LOOK).caption
    drawn = still_customer(replace(ALIVE, now=0.4), LOOK)
    assert drawn.title == "40 % likely still a customer, down from 95 % after the last order"
    assert "Today's figure is corrected by how such chances came true" in drawn.caption


def test_one_order_is_not_sold_as_certainty():
    one = replace(PATH, probability=np.ones(4), purchases=PATH.purchases[:1])
    assert "look at the churn risk" in still_customer(StillCustomer(path=one, now=1.0), LOOK).title
