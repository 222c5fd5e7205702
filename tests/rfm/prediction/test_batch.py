"""New customers are placed at once, and everything assumed about them is said."""

from dataclasses import replace

import pandas as pd
import pytest

from rfm.errors import PredictionError
from rfm.prediction import Placing, place_table
from tests.hand_made_attributes import category, number
from tests.rfm.prediction.conftest import rules

ATTRIBUTES = (
    number("CASH_ADVANCE", typical=100.0, label="Cash Advance"),
    category("Profession", "Artist", "Doctor", "Lawyer", typical_level="Artist"),
)


@pytest.fixture
def placing():
    probabilities = rules(
        ["Borrowers", "Doctors", "Others"],
        [lambda c: c["CASH_ADVANCE"] > 1000, lambda c: c["Profession"] == "Doctor"],
    )
    return Placing(attributes=ATTRIBUTES, probabilities=probabilities)


def test_a_table_comes_back_in_its_order_with_clusters(placing):
    given = pd.DataFrame(
        {
            "Customer ID": ["b", "a", "c"],
            "cash advance": ["2000", " 5 ", "0"],
            "profession": ["Artist", "Doctor ", "Lawyer"],
        },
        index=[7, 7, 9],
    )
    placed = place_table(given, placing)
    assert placed.table.to_dict("list") == {
        "customer_id": ["b", "a", "c"],
        "cluster": [1, 2, 3],
        "cluster_name": ["Borrowers", "Doctors", "Others"],
        "cluster_probability": pytest.approx([0.9] * 3),
        "filled": [0, 0, 0],
        "probability of Borrowers": [0.9, 0.05, 0.05],
        "probability of Doctors": [0.05, 0.9, 0.05],
        "probability of Others": [0.05, 0.05, 0.9],
    }
    assert placed.notes == ()


def test_what_is_absent_ignored_missing_or_strange_is_said(placing):
    given = pd.DataFrame(
        {"Profession": ["Pilot", None, "Doctor"], "shoe": [1, 2, 3], "hat": [1, 2, 3]}
    )
    placed = place_table(given, placing)
    assert placed.notes == (
        "shoe and hat are not attributes that decide here and were ignored.",
        "Not given, so the typical value stands in: Cash Advance (100).",
        "Profession is missing for 1: the typical Artist stands in.",
        "Profession: 1 value is none of the known ones, such as 'Pilot'; the typical Artist "
        "stands in.",
    )
    assert placed.table["filled"].tolist() == [2, 2, 1]
    assert placed.table["customer_id"].tolist() == ["1", "2", "3"]
    assert placed.table["cluster_name"].tolist() == ["Others", "Others", "Doctors"]


def test_numbers_that_are_none_are_said(placing):
    alone = replace(
        placing,
        attributes=ATTRIBUTES[:1],
        probabilities=lambda c: placing.probabilities(c.assign(Profession="Artist")),
    )
    given = pd.DataFrame({"CASH_ADVANCE": ["many", "", None, "inf", "3"]})
    placed = place_table(given, alone)
    assert placed.table["filled"].tolist() == [1, 1, 1, 1, 0]
    missing = "Cash Advance is missing for 2: the typical 100 stands in."
    strange = "Cash Advance: 2 values are no number, such as 'many'; the typical 100 stands in."
    assert placed.notes == (missing, strange)
    assert place_table(given[1:3], alone).notes == (missing,)
    assert place_table(given.drop([1, 2]), alone).notes == (strange,)


def test_nothing_to_place_is_refused_in_a_sentence(placing):
    with pytest.raises(PredictionError, match="There are no customers to place"):
        place_table(pd.DataFrame({"CASH_ADVANCE": []}), placing)
    with pytest.raises(PredictionError, match="such as CASH_ADVANCE and Profession"):
        place_table(pd.DataFrame({"x": [1]}), placing)
    nowhere = replace(placing, probabilities=None, no_clusters="Too few customers.")
    with pytest.raises(PredictionError, match="Too few customers"):
        place_table(pd.DataFrame({"CASH_ADVANCE": [1]}), nowhere)
