"""One customer's answer: place, drivers, changes, who is alike, and what a log says besides."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm import schema
from rfm.prediction import KnownCustomers, Placing, place_customer
from rfm.prediction.placing import Neighbours, by_importance
from rfm.segments import fit_scheme, load_scheme
from tests.hand_made_attributes import category, number
from tests.hand_made_studies import card_of, effect_of, profile_of, profiles_with
from tests.rfm.prediction.conftest import known_in, placing_by, rules

OWN_SCHEME = """
segments:
  - name: First order
    when: {frequency: 1, tenure_days: at most 30}
otherwise: Everyone else
"""


def one_of(*values):
    return pd.DataFrame([values], columns=list(schema.RFM))


def place(values, customers, clusters=None, schemes=()):
    given = dict(zip(schema.RFM, map(float, values), strict=True))
    known = known_in(customers, schemes)
    return place_customer(given, placing_by(customers, clusters), known)


def test_without_clusters_a_customer_has_segments_and_neighbours_but_no_probability(
    customers, schemes
):
    placement = place(customers.loc[0, list(schema.RFM)], customers, None, schemes)
    assert (placement.cluster, placement.probabilities) == ("", {})
    assert set(placement.segments) == set(schema.SHIPPED_SCHEMES)
    assert len(placement.alike)


def test_a_known_customer_is_placed_like_in_the_tables(customers, shop, schemes):
    labels = shop.labels(customers)
    grid = schemes[schema.SHIPPED_SCHEMES.index(schema.GRID)].assign(customers)
    for row in (0, 17, 300):
        placement = place(customers.loc[row, list(schema.RFM)], customers, shop, schemes)
        assert placement.cluster == shop.names[labels[row]]
        assert placement.segments[schema.GRID] == (
            grid[schema.RFM_CODE][row],
            grid[schema.SEGMENT][row],
        )
        assert set(placement.segments) == set(schema.SHIPPED_SCHEMES)
        assert placement.alike[schema.CUSTOMER_ID][0] == customers[schema.CUSTOMER_ID][row]
        assert placement.warnings == ()
        assert placement.filled == ()


def test_clusters_are_ranked_by_their_probabilities(customers, shop):
    placement = place((60, 3, 90), customers, shop)
    certainties = shop.probabilities(one_of(60, 3, 90))[0]
    assert placement.certainty == pytest.approx(certainties.max())
    assert placement.ranked[1] == shop.names[np.argsort(certainties)[-2]]
    assert sum(placement.probabilities.values()) == pytest.approx(1)


@settings(max_examples=60, deadline=None)
@given(
    values=st.tuples(
        st.integers(0, 800),
        st.integers(1, 60),
        st.floats(-500, 5_000).map(lambda amount: round(amount, 2)),
    )
)
def test_the_most_alike_are_the_nearest_of_all(customers, shop, values):
    placement = place(values, customers, shop)
    points = shop.pipeline.features(customers).points
    gaps = points - shop.pipeline.features(one_of(*values)).points
    nearest = np.argsort((gaps**2).sum(axis=1), kind="stable")[:5]
    expected = customers[schema.CUSTOMER_ID].iloc[nearest]
    assert list(placement.alike[schema.CUSTOMER_ID]) == list(expected)


def test_equally_near_customers_come_by_number(customers, shop):
    twins = pd.concat([customers.iloc[[5] * 7], customers], ignore_index=True)
    twins[schema.CUSTOMER_ID] = [str(number) for number in range(100, 100 + len(twins))]
    alike = place(customers.loc[5, list(schema.RFM)], twins, shop).alike
    assert list(alike[schema.CUSTOMER_ID]) == ["100", "101", "102", "103", "104"]


def test_values_beyond_everyone_are_placed_with_a_warning(customers, shop):
    most = int(customers[schema.FREQUENCY].max())
    placement = place((30, most + 1, 500), customers, shop)
    assert (
        f"No customer here has more than {most} orders; the answer is an extrapolation."
        in placement.warnings
    )
    assert placement.cluster
    low = place((30, 1, -20), customers, shop)
    assert any("spent less than £" in warning for warning in low.warnings)


def test_values_that_nobody_combines_are_called_a_guess(customers, shop):
    most = int(customers[schema.FREQUENCY].max())
    warnings = place((30, most, 5), customers, shop).warnings
    assert any("take the answer as a guess" in warning for warning in warnings)


def test_without_clusters_segments_and_neighbours_remain(customers, schemes):
    placement = place((20, 2, 60), customers.head(3), None, schemes)
    assert (placement.cluster, placement.certainty, placement.drivers) == ("", 0, ())
    assert len(placement.alike) == 3
    assert set(placement.segments) == set(schema.SHIPPED_SCHEMES)


def test_a_scheme_that_asks_for_more_says_so(customers, shop, tmp_path):
    document = tmp_path / "own.yaml"
    document.write_text(OWN_SCHEME)
    known = customers.assign(tenure_days=customers[schema.RECENCY_DAYS] + 30)
    own = fit_scheme(load_scheme(str(document)), known)
    placement = place((20, 2, 60), known, shop, [own])
    assert placement.segments == {}
    assert "it also asks for tenure days" in placement.warnings[0]


CARDS = (
    number("CASH_ADVANCE", typical=100.0, label="Cash Advance"),
    category("Profession", "Artist", "Lawyer", "Pilot"),
)


borrowers = rules(["Borrowers", "Others"], [lambda c: c["CASH_ADVANCE"] > 1000])


def answered(values, probabilities):
    """Return the answer where it is known what places customers, and each question is counted."""
    known = pd.DataFrame({"CASH_ADVANCE": [1.0, 9.0], "Profession": ["Artist", "Lawyer"]})
    neighbours = Neighbours(known, lambda those: those[["CASH_ADVANCE"]].to_numpy())
    placing = Placing(attributes=CARDS, probabilities=probabilities)
    return place_customer(
        values, placing, KnownCustomers(neighbours=neighbours, possible_changes=lambda _: ())
    )


def test_what_drove_a_prediction_is_shown_with_the_typical_value():
    (driver,) = answered({"CASH_ADVANCE": 5000.0, "Profession": "Lawyer"}, borrowers).drivers
    assert (driver.attribute, driver.value, driver.typical) == ("CASH_ADVANCE", 5000.0, 100.0)
    assert driver.drop == pytest.approx(0.8)
    assert driver.sentence == (
        "Cash Advance 5,000 speaks for it: with the typical 100 it would be 10 % probable instead "
        "of 90 %."
    )


def test_what_speaks_against_a_prediction_is_shown_too():
    def doubted(customers):
        chance = np.where(customers["CASH_ADVANCE"] > 1000, 0.6, 0.8)
        return pd.DataFrame({"a": chance, "b": 1 - chance})

    placement = answered({"CASH_ADVANCE": 5000.0}, doubted)
    (driver,) = placement.drivers
    assert driver.drop == pytest.approx(-0.2)
    assert "speaks against it" in driver.sentence
    assert [one.name for one in placement.filled] == ["Profession"]
    assert placement.customer["Profession"] == "Artist"


def test_probabilities_are_worked_out_once():
    asked = []

    def counting(customers):
        asked.append(len(customers))
        return borrowers(customers)

    answered({"CASH_ADVANCE": 5000.0}, counting)
    assert asked == [3]


def test_attributes_come_by_the_model_that_learned_them_or_by_what_sets_clusters_apart():
    asked = [number("age"), number("frequency"), number("note", is_feature=False)]
    effects = effect_of("age", 0.1), effect_of("frequency", -0.8)

    def ordered(*by):
        return [one.name for one in by_importance(asked, *by)]

    assert ordered(card_of(["A", "B"]), None) == ["frequency", "age"]
    told = profiles_with(profile_of(0, "A", *effects))
    assert ordered(None, told) == ["frequency", "age"]
    assert ordered(None, None) == ["age", "frequency"]
