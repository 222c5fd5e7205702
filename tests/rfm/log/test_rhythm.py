"""The rhythm of a shop and of its customers, on customers that can be checked by hand."""

import pandas as pd
import pytest

from rfm import schema
from rfm.log.rhythm import mean_gaps, own_gaps, typical_gap


def _customers(*histories):
    repeats, days = zip(*histories, strict=True)
    return pd.DataFrame({schema.REPEAT_ORDERS: repeats, schema.LAST_REPEAT_DAYS: days})


def test_a_customers_gap_is_the_mean_of_their_own_and_the_shops_is_the_median_of_those():
    # Gaps of 10, of 4 and of 380 days; who bought once has none.
    customers = _customers((3, 30), (0, 0), (2, 8), (1, 380))
    assert mean_gaps(customers).tolist() == [10, 4, 380]
    assert typical_gap(customers) == 10


def test_a_shop_to_which_nobody_came_back_has_no_typical_gap():
    assert typical_gap(_customers((0, 0), (0, 0))) is None


def test_the_shops_gap_counts_as_one_gap_of_every_customer():
    # (30 + 2) / 2; (30 + 12 x 380) / 13; who bought once is like the shop.
    gaps = own_gaps(_customers((1, 2), (12, 4560), (0, 0)), 30.0)
    assert gaps.tolist() == pytest.approx([16, 353.076923, 30])
