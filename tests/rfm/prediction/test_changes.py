"""The nearest change is the smallest that really moves the customer."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.prediction.attribute_changes import attribute_changes, is_fixed, learn_grids
from rfm.prediction.changes import nearest_changes, purchase_changes
from rfm.snapshot.predicting import in_clusters
from tests.hand_made_attributes import category, number
from tests.rfm.prediction.conftest import rules


def reached(customer, possible, place):
    """Return the nearest of the possible changes, as placing everybody finds them."""
    rows = [customer, *({**customer, **row} for change in possible for row in change.rows)]
    found = place(pd.DataFrame(rows))
    ends = found.to_numpy().argmax(axis=1)
    return nearest_changes(possible, int(ends[0]), ends[1:], list(found.columns))


def shop_changes(values, place, **more):
    customer = dict(zip(schema.RFM, values, strict=True))
    return reached(customer, purchase_changes(customer, **more), place)


@pytest.fixture
def regulars():
    return rules(
        ["Regulars", "Lapsed", "Few"],
        [
            lambda c: (c[schema.FREQUENCY] >= 3) & (c[schema.RECENCY_DAYS] <= 40),
            lambda c: c[schema.RECENCY_DAYS] > 100,
        ],
    )


def test_more_orders_move_up_and_silence_moves_down(regulars):
    up, down = shop_changes((20, 1, 50), regulars, currency="£")
    assert up.sentence == (
        "2 more orders within 30 days, worth £50 each, would move this customer to Regulars."
    )
    assert up.to_cluster == "Regulars"
    assert up.rows[0] == {
        schema.RECENCY_DAYS: 0.0, schema.FREQUENCY: 3.0, schema.MONETARY: 150.0,
    }  # fmt: skip
    assert up.distance == 2
    assert down.sentence == ("With no order for another 90 days this customer slips into Lapsed.")
    assert down.rows[0] == {schema.RECENCY_DAYS: 110.0}


def test_one_order_and_one_line_are_singular(regulars):
    up, _ = shop_changes((90, 2, -5), regulars)
    assert up.sentence == "One more order within 30 days would move this customer to Regulars."
    up, _ = shop_changes((90, 2, 80), regulars, count="lines")
    assert up.sentence.startswith("One more order line within 30 days, worth 40,")


def test_an_order_counts_only_if_it_leads_there_whenever_it_is_placed():
    place = rules(["Today", "Else"], [lambda c: c[schema.RECENCY_DAYS] <= 10])
    assert shop_changes((50, 2, 10), place) == ()


def name_of(customer, placer):
    return placer.names[placer.labels(pd.DataFrame([customer]))[0]]


def test_the_clusters_of_a_shop_are_reached_as_the_sentence_says(shop):
    for values in ((40, 1, 20), (300, 9, 400), (5, 2, 2000)):
        customer = dict(zip(schema.RFM, values, strict=True))
        here = name_of(customer, shop)
        for change in shop_changes(values, partial(in_clusters, shop), currency="£"):
            moved = {**customer, **change.rows[0]}
            assert name_of(moved, shop) == change.to_cluster != here
            assert change.to_cluster in change.sentence


@pytest.fixture
def table():
    generator = np.random.default_rng(0)
    customers = pd.DataFrame(
        {
            "income": generator.lognormal(7, 1, 500).round(2),
            "visits": generator.poisson(5, 500).astype(float),
            "town": pd.Series(generator.choice(["Ash", "Bree"], 500, p=[0.7, 0.3]), dtype="str"),
            "born": pd.Series(["1 May 1980"] * 250 + ["2 May 1980"] * 250, dtype="str"),
        }
    )
    attributes = (
        number("income", unit="money"),
        number("visits", is_whole=True),
        category("town", "Ash", "Bree"),
        number("born", kind="date"),
    )
    return customers, attributes


def changes_of(customer, table, place):
    possible = attribute_changes(customer, learn_grids(*table), currency="£")
    return reached(customer, possible, place)


def test_the_smallest_change_of_one_attribute_is_found(table):
    place = rules(["Rich", "Poor"], [lambda c: c["income"] > 2000])
    customer = {"income": 1000.0, "visits": 5.0, "town": "Ash", "born": "1 May 1980"}
    (change,) = changes_of(customer, table, place)
    known = np.sort(table[0]["income"])
    reachable = np.quantile(known, np.arange(0.05, 0.96, 0.05), method="inverted_cdf")
    assert change.rows[0] == {"income": reachable[reachable > 2000].min()}
    assert change.sentence.startswith("If Income rose from £1,000 to £2,")
    assert change.sentence.endswith("this customer would be in Rich.")
    assert change.rows[0]["income"] in set(known)


def test_two_attributes_change_when_one_is_not_enough(table):
    place = rules(["Best", "Rest"], [lambda c: (c["income"] > 1500) & (c["town"] == "Bree")])
    customer = {"income": 1000.0, "visits": 5.0, "town": "Ash"}
    (change,) = changes_of(customer, table, place)
    assert set(change.rows[0]) == {"income", "town"}
    assert " and Town were Bree instead of Ash, this customer would be in Best." in change.sentence
    shares = table[0]["town"].value_counts(normalize=True)
    assert change.distance > np.sqrt(1 / shares["Ash"] + 1 / shares["Bree"])


def test_what_cannot_change_stays(table):
    place = rules(["Late", "Early"], [lambda c: c["born"] == "2 May 1980"])
    customer = {"income": 1000.0, "visits": 5.0, "town": "Ash", "born": "1 May 1980"}
    assert changes_of(customer, table, place) == ()


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("Age", True),
        ("Gender", True),
        ("year_of_birth", True),
        ("Ever_Married", True),
        ("AVERAGE_BALANCE", False),
        ("Package", False),
        ("Usage", False),
        ("Visits", False),
    ],
)
def test_what_a_shop_cannot_change_is_known_by_its_name(table, name, fixed):
    customers, (income, *_) = table
    attribute = replace(income, name=name)
    assert is_fixed(attribute) == fixed
    grids = learn_grids(customers.rename(columns={"income": name}), [attribute])
    assert [grid.attribute.name for grid in grids] == [] if fixed else [name]


def test_gaps_constants_and_noise_lead_nowhere(table):
    customers, attributes = table
    place = rules(["Unlike the Rest", "Town"], [lambda c: c["visits"] > 6])
    customer = {"income": None, "visits": 5.0, "town": "Ash"}
    assert changes_of(customer, table, place) == ()
    constant = customers.assign(visits=1.0, income=np.nan)
    assert learn_grids(constant, attributes[:2]) == ()
    assert reached(customer, (), place) == ()
