"""New customers are placed at once, and everything assumed about them is said."""

import numpy as np
import pandas as pd
import pytest

from rfm.errors import PredictionError
from rfm.prediction.batch import place_all, place_one
from rfm.prediction.drivers import find_drivers
from rfm.prediction.placing import place_in_clusters, rfm_attributes
from rfm.table.attribute import Attribute

ATTRIBUTES = (
    Attribute(
        name="CASH_ADVANCE", kind="number", is_feature=True, reason="", typical=100.0,
        label="Cash Advance",
    ),
    Attribute(
        name="Profession", kind="category", is_feature=True, reason="", typical_level="Artist",
        levels=("Artist", "Doctor", "Lawyer"),
    ),
)  # fmt: skip


@pytest.fixture
def place(rules):
    return rules(
        ["Borrowers", "Doctors", "Others"],
        [lambda c: c["CASH_ADVANCE"] > 1000, lambda c: c["Profession"] == "Doctor"],
    )


def test_a_file_comes_back_in_its_order_with_clusters(place):
    given = pd.DataFrame(
        {
            "Customer ID": ["b", "a", "c"],
            "cash advance": ["2000", " 5 ", "0"],
            "profession": ["Artist", "Doctor ", "Lawyer"],
        },
        index=[7, 7, 9],
    )
    placed = place_all(given, ATTRIBUTES, place)
    assert placed.table.to_dict("list") == {
        "customer_id": ["b", "a", "c"],
        "cluster_name": ["Borrowers", "Doctors", "Others"],
        "cluster_probability": pytest.approx([0.9] * 3),
        "filled": [0, 0, 0],
    }
    assert placed.notes == ()
    assert list(placed.probabilities.columns) == ["Borrowers", "Doctors", "Others"]


def test_what_is_absent_ignored_missing_or_strange_is_said(place):
    given = pd.DataFrame(
        {"Profession": ["Pilot", None, "Doctor"], "shoe": [1, 2, 3], "hat": [1, 2, 3]}
    )
    placed = place_all(given, ATTRIBUTES, place)
    assert placed.notes == (
        "shoe and hat are not attributes that decide here and were ignored.",
        "Not given, so the typical value stands in: Cash Advance (100).",
        "Profession is missing for 1: the typical Artist stands in.",
        "Profession: 1 value is none of the known ones, such as 'Pilot'; the typical Artist "
        "stands in.",
    )
    assert placed.table["filled"].tolist() == [2, 2, 1]
    assert placed.table["customer_id"].tolist() == ["1", "2", "3"]
    assert placed.customers["Profession"].tolist() == ["Artist", "Artist", "Doctor"]


def test_numbers_that_are_none_are_said(place):
    placed = place_all(
        pd.DataFrame({"CASH_ADVANCE": ["many", "", None, "inf", "3"]}), ATTRIBUTES[:1],
        lambda c: place(c.assign(Profession="Artist")),
    )  # fmt: skip
    assert placed.customers["CASH_ADVANCE"].tolist() == [100, 100, 100, 100, 3]
    assert placed.notes == (
        "Cash Advance is missing for 2: the typical 100 stands in.",
        "Cash Advance: 2 values are no number, such as 'many'; the typical 100 stands in.",
    )


def test_nothing_to_place_is_refused_in_a_sentence(place):
    with pytest.raises(PredictionError, match="There are no customers to place"):
        place_all(pd.DataFrame({"CASH_ADVANCE": []}), ATTRIBUTES, place)
    with pytest.raises(PredictionError, match="such as CASH_ADVANCE and Profession"):
        place_all(pd.DataFrame({"x": [1]}), ATTRIBUTES, place)


def test_one_customer_is_placed_as_in_a_file(place, shop):
    alone = place_one({"CASH_ADVANCE": 2000, "Profession": "Doctor"}, ATTRIBUTES, place)
    assert alone.table["cluster_name"].tolist() == ["Borrowers"]
    values = {"recency_days": 10, "frequency": 3, "monetary": 120}
    placed = place_one(values, rfm_attributes(shop), place_in_clusters(shop))
    expected = shop.certainties(10, 3, 120)[0]
    np.testing.assert_allclose(placed.probabilities.to_numpy()[0], expected)
    filled = place_one({"recency_days": 10}, rfm_attributes(shop), place_in_clusters(shop))
    assert filled.table["filled"].tolist() == [2]


def test_what_drove_a_prediction_is_told_with_the_typical_value(place):
    customer = {"CASH_ADVANCE": 5000.0, "Profession": "Lawyer"}
    (driver,) = find_drivers(customer, ATTRIBUTES, place)
    assert (driver.attribute, driver.value, driver.typical) == ("CASH_ADVANCE", 5000.0, 100.0)
    assert driver.drop == pytest.approx(0.85)
    assert driver.sentence == (
        "Cash Advance 5,000 speaks for it: with the typical 100 it would be 5 % probable instead "
        "of 90 %."
    )


def test_what_speaks_against_a_prediction_is_told_too():
    def place(customers):
        chance = np.where(customers["CASH_ADVANCE"] > 1000, 0.6, 0.8)
        return pd.DataFrame({"a": chance, "b": 1 - chance})

    (driver,) = find_drivers({"CASH_ADVANCE": 5000.0, "Profession": "Artist"}, ATTRIBUTES, place)
    assert driver.drop == pytest.approx(-0.2)
    assert "speaks against it" in driver.sentence
