from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm import schema
from rfm.clusters.purchases import fit_clusters
from rfm.errors import PredictionError
from rfm.prediction import place, read_values
from rfm.segments import fit_scheme, load_scheme
from rfm.settings import Settings

OWN_SCHEME = """
segments:
  - name: First order
    when: {frequency: 1, tenure_days: at most 30}
otherwise: Everyone else
"""


@pytest.fixture(scope="module")
def customers():
    random = np.random.default_rng(3)
    count = 600
    frequency = 1 + random.poisson(random.gamma(0.6, 6, count))
    money = np.round(frequency * random.lognormal(3.2, 0.6, count), 2)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: [str(10_000 + number) for number in range(count)],
            schema.RECENCY_DAYS: random.integers(1, 360, count),
            schema.FREQUENCY: frequency,
            schema.MONETARY: money,
        }
    )


@pytest.fixture(scope="module")
def schemes(customers):
    return [fit_scheme(load_scheme(name), customers) for name in schema.SHIPPED_SCHEMES]


@pytest.fixture(scope="module")
def clusters(customers):
    return fit_clusters(customers, Settings(), currency="£")


def placed(values, customers, clusters, schemes=()):
    return place(*values, clusters=clusters, schemes=schemes, customers=customers, currency="£")


@pytest.mark.parametrize(
    "given_values",
    [(34, 55, 66), ("34", " 55 ", "66.0"), (np.int64(34), np.float64(55), Decimal(66))],
)
def test_numbers_are_read_from_a_form_an_address_or_python(given_values):
    assert read_values(*given_values) == (34.0, 55.0, 66.0)


def test_a_negative_amount_is_possible():
    assert read_values(3, 1, "-12.50") == (3.0, 1.0, -12.5)


@pytest.mark.parametrize("nonsense", [None, "", "  "])
def test_a_missing_value_is_named(nonsense):
    with pytest.raises(PredictionError, match="Frequency is missing"):
        read_values(34, nonsense, 66)


@pytest.mark.parametrize(
    "nonsense",
    [
        *("many", "1,234", "£66", "nan", "inf", "1e3", "٣", b"34", "x" * 10_000, "9" * 400),
        *(float("nan"), float("-inf"), Decimal("NaN"), 3 + 4j),
        *(True, np.True_, [34], (34,), {"a": 1}, np.array([34.0, 1.0])),
    ],
)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_what_is_no_number_gets_a_short_sentence(nonsense, axis):
    values = [34, 55, 66]
    values[axis] = nonsense
    with pytest.raises(PredictionError, match="must be a number") as refusal:
        read_values(*values)
    assert len(str(refusal.value)) < 160


def test_a_number_too_long_for_a_computer_is_refused():
    for huge in (10**5_000, 1e300, -1e300, "1" + "0" * 200):
        with pytest.raises(PredictionError, match=r"Monetary is too large: .{1,40}$"):
            read_values(34, 55, huge)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((-1, 5, 50), "Recency cannot be negative"),
        ((1, 0, 50), "Frequency must be a whole number from 1 up, not 0"),
        ((1, -3, 50), "Frequency must be a whole number from 1 up, not -3"),
        ((1, 2.5, 50), "not 2.5"),
    ],
)
def test_impossible_values_are_refused(values, sentence):
    with pytest.raises(PredictionError, match=sentence):
        read_values(*values)


def test_a_known_customer_is_placed_like_in_the_tables(customers, clusters, schemes):
    labels = clusters.labels(*(customers[column] for column in schema.RFM))
    grid = schemes[schema.SHIPPED_SCHEMES.index(schema.GRID)].assign(customers)
    for row in (0, 17, 300):
        values = customers.loc[row, list(schema.RFM)].astype(float)
        placement = placed(values, customers, clusters, schemes)
        assert placement.cluster == labels[row]
        assert placement.name == clusters.names[labels[row]]
        assert placement.description == clusters.descriptions[labels[row]]
        assert placement.segments[schema.GRID] == (
            grid[schema.RFM_CODE][row],
            grid[schema.SEGMENT][row],
        )
        assert set(placement.segments) == set(schema.SHIPPED_SCHEMES)
        assert placement.alike[schema.CUSTOMER_ID][0] == customers[schema.CUSTOMER_ID][row]
        assert placement.warnings == ()


def test_the_runner_up_is_the_next_most_certain_cluster(customers, clusters):
    placement = placed((60, 3, 90), customers, clusters)
    certainties = clusters.certainties(60, 3, 90)[0]
    second = np.argsort(certainties)[-2]
    assert placement.certainty == certainties.max()
    assert placement.runner_up == clusters.names[second]
    assert placement.runner_up_sentence.startswith(f"Closest other cluster: {placement.runner_up}")


@settings(max_examples=60, deadline=None)
@given(
    recency=st.integers(0, 800),
    frequency=st.integers(1, 60),
    monetary=st.floats(-500, 5_000).map(lambda amount: round(amount, 2)),
)
def test_the_most_alike_are_the_nearest_of_all(customers, clusters, recency, frequency, monetary):
    placement = placed((recency, frequency, monetary), customers, clusters)
    points = clusters.features.points(*(customers[column] for column in schema.RFM))
    gaps = points - clusters.features.points(recency, frequency, monetary)
    nearest = np.argsort((gaps**2).sum(axis=1), kind="stable")[:5]
    expected = customers[schema.CUSTOMER_ID].iloc[nearest]
    assert list(placement.alike[schema.CUSTOMER_ID]) == list(expected)


def test_equally_near_customers_come_by_number(customers, clusters):
    twins = pd.concat([customers.iloc[[5] * 7], customers], ignore_index=True)
    twins[schema.CUSTOMER_ID] = [str(number) for number in range(100, 100 + len(twins))]
    values = customers.loc[5, list(schema.RFM)].astype(float)
    alike = placed(values, twins, clusters).alike
    assert list(alike[schema.CUSTOMER_ID]) == ["100", "101", "102", "103", "104"]


def test_percentiles_count_equal_customers_half_and_look_towards_good():
    known = pd.DataFrame(
        {
            schema.RECENCY_DAYS: [1, 10, 10, 40],
            schema.FREQUENCY: [1, 1, 1, 5],
            schema.MONETARY: [5.0, 10.0, 20.0, 30.0],
        }
    )
    placement = placed((10, 1, 25), known, None)
    assert placement.percentiles == {
        schema.RECENCY_DAYS: 50.0,
        schema.FREQUENCY: 37.5,
        schema.MONETARY: 75.0,
    }


def test_values_beyond_everyone_are_placed_with_a_warning(customers, clusters):
    most = int(customers[schema.FREQUENCY].max())
    placement = placed((30, most + 1, 500), customers, clusters)
    assert (
        f"No customer here has more than {most} orders; the answer is an extrapolation."
        in placement.warnings
    )
    assert placement.name
    low = placed((30, 1, -20), customers, clusters)
    assert any("spent less than £" in warning for warning in low.warnings)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((100_000, 1, 50), "A recency of 100,000 days is more than 10 times anything seen here"),
        ((10, 10_000, 50), "A frequency of 10,000 orders is more than 10 times"),
        ((10, 1, 1e12), "A monetary value of £1,000,000,000,000 is more than 10 times"),
        ((10, 1, -1e12), "A monetary value of -£1,000,000,000,000 is more than 10 times"),
        ((1e300, 1e300, 1e300), "A recency of"),
    ],
)
def test_values_far_outside_get_a_sentence_instead_of_a_cluster(
    customers, clusters, values, sentence
):
    with pytest.raises(PredictionError, match=sentence):
        placed(values, customers, clusters)


def test_values_that_nobody_combines_are_called_a_guess(customers, clusters):
    most = int(customers[schema.FREQUENCY].max())
    warnings = placed((30, most, 5), customers, clusters).warnings
    assert any("take the answer as a guess" in warning for warning in warnings)


def test_without_clusters_segments_and_neighbours_remain(customers, schemes):
    placement = placed((20, 2, 60), customers.head(3), None, schemes)
    assert (placement.cluster, placement.name, placement.runner_up_sentence) == (None, "", "")
    assert len(placement.alike) == 3
    assert set(placement.segments) == set(schema.SHIPPED_SCHEMES)


def test_no_customers_at_all_is_explained(customers, clusters):
    with pytest.raises(PredictionError, match="no customers to compare with"):
        placed((20, 2, 60), customers.head(0), clusters)


def test_a_scheme_that_asks_for_more_says_so(customers, clusters, tmp_path):
    document = tmp_path / "own.yaml"
    document.write_text(OWN_SCHEME)
    known = customers.assign(tenure_days=customers[schema.RECENCY_DAYS] + 30)
    own = fit_scheme(load_scheme(str(document)), known)
    placement = placed((20, 2, 60), known, clusters, [own])
    assert placement.segments == {}
    assert "it also asks for tenure days" in placement.warnings[0]
