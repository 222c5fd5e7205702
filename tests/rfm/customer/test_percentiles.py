"""A customer among all, and next to the middle of their group."""

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.customer.percentiles import percentile, percentiles_of

CUSTOMERS = pd.DataFrame(
    {
        schema.RECENCY_DAYS: [1, 2, 3, 4],
        schema.FREQUENCY: [4, 2, 2, 1],
        schema.MONETARY: [40.0, 10.0, 30.0, 20.0],
        schema.SEGMENT: pd.Categorical(["Best", "Best", "Rest", "Rest"]),
    }
)


@pytest.mark.parametrize(
    ("values", "value", "place"),
    [([1, 2, 2, 3], 2, 50), ([1, 2, 2, 3], 3, 87.5), ([1, 2, 2, 3], 9, 100), ([], 5, 0)],
)
def test_a_percentile_counts_equal_values_half(values, value, place):
    assert percentile(np.array(values), value) == place


def test_a_recent_order_is_far_ahead():
    places = percentiles_of(CUSTOMERS, CUSTOMERS.iloc[0], schema.SEGMENT).set_index(schema.MEASURE)
    assert places.loc[schema.RECENCY_DAYS, schema.PERCENTILE] == 87.5
    assert places.loc[schema.RECENCY_DAYS, schema.MEDIAN] == 1.5
    assert places.loc[schema.RECENCY_DAYS, schema.MEDIAN_PERCENTILE] == 75
    assert tuple(places.index) == schema.RFM, "measures that a log does not have are left out"


def test_the_median_is_that_of_the_customers_own_group():
    places = percentiles_of(CUSTOMERS, CUSTOMERS.iloc[3], schema.SEGMENT).set_index(schema.MEASURE)
    assert places.loc[schema.MONETARY, schema.MEDIAN] == 25
    assert places.loc[schema.MONETARY, schema.VALUE] == 20
    assert places.loc[schema.MONETARY, schema.PERCENTILE] == 37.5


@pytest.mark.parametrize("row", range(4))
def test_a_customer_alone_in_a_shop_stands_in_the_middle(row):
    alone = CUSTOMERS.iloc[[row]]
    places = percentiles_of(alone, alone.iloc[0], schema.SEGMENT)
    assert set(places[schema.PERCENTILE]) == {50.0}
