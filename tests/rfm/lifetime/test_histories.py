"""Distinct histories are kept once, and every customer finds theirs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfm.errors import SettingsError
from rfm.lifetime import collapse

WHOLE = st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(4, 6)).map(
    lambda row: (row[0], row[1] if row[0] else 0, row[2])
)


@given(st.lists(WHOLE, min_size=1, max_size=40), st.sampled_from([1.0, 0.37]))
def test_every_customer_finds_their_own_history(rows, unit):
    rows = np.array(rows, dtype=float) * [1, unit, unit]
    histories = collapse(rows)
    kept = np.column_stack([histories.x, histories.t_x, histories.T])
    np.testing.assert_array_equal(kept[histories.place_of], rows)
    assert len(kept) == len(np.unique(rows, axis=0))
    assert histories.customers == len(rows)


def test_weights_are_added_up():
    histories = collapse([[1, 2, 3], [0, 0, 3], [1, 2, 3]], [1.5, 2, 0.5])
    by_history = dict(zip(histories.x, histories.weights, strict=True))
    assert by_history == {0.0: 2.0, 1.0: 2.0}


@pytest.mark.parametrize("weights", [[1], [1, -1], [1, np.nan], [[1, 1]]])
def test_a_weight_that_is_no_weight_is_refused(weights):
    with pytest.raises(SettingsError, match="one weight that is a number of at least 0"):
        collapse([[1, 2, 3], [0, 0, 3]], weights)
