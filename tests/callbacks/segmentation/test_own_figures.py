"""The key figures of a customer table are of its own columns; the cases are worked by hand."""

import numpy as np
import pandas as pd
import pytest

from callbacks.segmentation.own_figures import columns_of, key_figures, spread
from callbacks.segmentation.view import view_of
from tests.hand_made_sites import as_text

TOKEN = {"name": "holders", "snapshot": "any"}


@pytest.mark.parametrize(
    ("values", "expected"),
    # Quartiles 10, 20, 30: 20 / (20 + 20). Around zero: all of it. Alike, or none: nothing.
    [([0, 10, 20, 30, 40], 0.5), ([-2, -1, 0, 1, 2], 1.0), ([7, 7, 7], 0.0), ([np.nan], 0.0)],
)
def test_numbers_differ_by_their_middle_half_beside_their_middle(values, expected):
    assert spread(pd.Series(values, dtype=float), is_number=True) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    # Three to one: -(.75 log2 .75 + .25 log2 .25) bits of 1.
    [(["a", "b"], 1.0), (["a", "a", "a", "b"], 0.8112781), (["a", "a", None], 0.0), ([None], 0.0)],
)
def test_categories_differ_by_how_even_they_are(values, expected):
    assert spread(pd.Series(values, dtype=object), is_number=False) == pytest.approx(expected)


def test_three_numbers_come_before_categories_and_another_column_can_be_chosen(card_holders):
    view = view_of(card_holders, TOKEN)
    names = [each.name for each in columns_of(view, "*")]
    assert names[3] == "job"
    assert set(names[:3]) == {"age", "balance", "visits.made"}
    assert next(each.name for each in columns_of(view, "job")) == "job"
    assert [each.name for each in columns_of(view, "none")] == names


def test_a_number_is_told_by_its_middle_and_a_category_by_what_most_have(card_holders):
    told = {as_text(each) for each in key_figures(view_of(card_holders, TOKEN), "job")}
    job = next(each for each in told if "Job" in each)
    assert "33.3 % of them" in job
    assert any("Age" in each and "half between" in each for each in told)


def test_of_nobody_nothing_is_told(card_holders):
    where = {"where": "age", "from": "200"}
    told = as_text(key_figures(view_of(card_holders, TOKEN, where=where), "*"))
    assert "nan" not in told
    assert "all: " in told
