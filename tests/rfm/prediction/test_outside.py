"""Where no known customer has values like these, no probability is told on any path."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.prediction import KnownCustomers, Placing, place_customer, place_table
from rfm.prediction.outside import find_outside
from rfm.prediction.placing import Neighbours
from tests.hand_made_attributes import number
from tests.rfm.prediction.conftest import known_in, placing_by, rules

CASH = replace(number("CASH_ADVANCE", typical=100.0), lowest=0.0, highest=5_000.0)
BORROWERS = rules(["Borrowers", "Others"], [lambda c: c["CASH_ADVANCE"] > 1000])


def place(values, customers, clusters):
    given = dict(zip(schema.RFM, map(float, values), strict=True))
    return place_customer(given, placing_by(customers, clusters), known_in(customers))


def test_values_that_nobody_combines_get_the_nearest_customers_and_no_probability(customers, shop):
    # Each value by itself was seen: hardly anything was spent, but over as many orders as ever.
    least, most = customers[schema.MONETARY].min(), customers[schema.FREQUENCY].max()
    placement = place((30, most, least), customers, shop)
    assert placement.cluster == placement.nearest != ""
    assert (placement.probabilities, placement.drivers, placement.changes) == ({}, (), ())
    assert placement.certainty == 0
    assert len(placement.alike) == 5
    assert any("differ clearly" in warning for warning in placement.warnings)


def test_a_number_beyond_all_seen_gets_no_probability(customers, shop):
    longest = customers[schema.RECENCY_DAYS].max()
    assert place((longest, 1, 30), customers, shop).probabilities
    assert place((longest + 1, 1, 30), customers, shop).nearest


def test_without_clusters_there_is_no_nearest_one(customers):
    placement = place((30, 500, 1), customers, None)
    assert (placement.cluster, placement.nearest) == ("", "")


@pytest.mark.parametrize(("cash", "is_told"), [(5_000.0, True), (5_000.5, False), (-1.0, False)])
def test_columns_of_a_table_are_told_within_what_was_seen(cash, is_told):
    known = pd.DataFrame({"CASH_ADVANCE": [1.0, 9.0]})
    neighbours = Neighbours(known, lambda those: those[["CASH_ADVANCE"]].to_numpy())
    placement = place_customer(
        {"CASH_ADVANCE": cash},
        Placing(attributes=(CASH,), probabilities=BORROWERS),
        KnownCustomers(neighbours=neighbours, possible_changes=lambda _: ()),
    )
    assert bool(placement.probabilities) == is_told
    assert placement.cluster == ("Borrowers" if cash > 1000 else "Others")


def test_a_file_has_no_probability_for_those_outside_and_says_how_many():
    placing = Placing(attributes=(CASH,), probabilities=BORROWERS)
    placed = place_table(pd.DataFrame({"CASH_ADVANCE": ["9999", "50", "-3"]}), placing)
    assert placed.table[schema.CLUSTER_NAME].tolist() == ["Borrowers", "Others", "Others"]
    for name in (schema.CLUSTER_PROBABILITY, "probability of Borrowers", "probability of Others"):
        assert placed.table[name].isna().tolist() == [True, False, True]
    assert placed.notes == (
        "2 customers have values like those of no known customer: the cluster is the nearest one, "
        "and how probable it is cannot be told.",
    )
    (alone,) = place_table(pd.DataFrame({"CASH_ADVANCE": ["9999"]}), placing).notes
    assert alone.startswith("1 customer has values")


def test_a_file_of_a_log_asks_who_is_near(customers, shop):
    known = known_in(customers).neighbours
    placing = replace(placing_by(customers, shop), distances=known.distances)
    least, most = customers[schema.MONETARY].min(), customers[schema.FREQUENCY].max()
    rows = customers.loc[[3, 4], list(schema.RFM)].astype(float)
    rows.loc[4] = [30.0, most, least]
    placed = place_table(rows, placing)
    assert placed.table[schema.CLUSTER_PROBABILITY].isna().tolist() == [False, True]


def test_the_nearest_of_many_is_as_far_as_that_of_one(customers):
    neighbours = known_in(customers).neighbours
    rows = pd.DataFrame([(30, 200, 5.0), (4, 2, 70.0)], columns=list(schema.RFM))
    alone = [neighbours.nearest(rows[place : place + 1])[1][0] for place in range(2)]
    assert neighbours.distances(rows) == pytest.approx(alone, abs=1e-5)


def test_a_gap_is_not_beyond_anything():
    rows = pd.DataFrame({"CASH_ADVANCE": [np.nan]})
    assert find_outside(rows, (CASH,), None).tolist() == [False]
