"""Effect sizes against hand-worked cases and the definition, pair by pair."""

import numpy as np
import pytest

from rfm.clusters.profiles.columns import level_columns, number_columns
from rfm.clusters.profiles.effects import measure_effects, strength_of
from tests.hand_made_attributes import number
from tests.rfm.clusters.profiles.conftest import table


def effects_of(table, groups, **more):
    customers, attributes = table
    columns = number_columns(customers, attributes), level_columns(customers, attributes)
    return measure_effects(*columns, np.asarray(groups, dtype=np.int64), **more)


def test_delta_equals_its_definition_on_random_numbers_with_ties_and_gaps():
    generator = np.random.default_rng(5)
    values = generator.integers(0, 9, 200).astype(float)
    values[::17] = np.nan
    groups = generator.integers(0, 3, 200)
    found = effects_of(table({"x": list(values)}), groups)
    for group in range(3):
        inside, outside = values[groups == group], values[groups != group]
        inside, outside = inside[~np.isnan(inside)], outside[~np.isnan(outside)]
        pairs = np.sign(inside[:, None] - outside[None, :])
        assert found[group][0].size == pytest.approx(pairs.mean())
        assert found[group][0].inside == np.median(inside)
        assert found[group][0].outside == np.median(outside)


@pytest.mark.parametrize(
    ("size", "word"),
    [
        (0.146, "negligible"), (0.147, "small"), (-0.32, "small"), (0.33, "medium"),
        (-0.473, "medium"), (0.474, "large"), (-1.0, "large"),
    ],
)  # fmt: skip
def test_strengths_are_those_of_the_literature(size, word):
    assert strength_of(size) == word


def test_a_level_is_compared_by_its_share():
    columns = {"job": ["Artist", "Artist", "Lawyer", "Doctor", "Doctor", None]}
    inside, _ = effects_of(table(columns), [0, 0, 0, 1, 1, 1])
    by_level = {effect.level: effect for effect in inside}
    assert by_level["Artist"].size == pytest.approx(2 / 3)
    assert by_level["Doctor"].size == pytest.approx(-1.0)
    assert by_level["Doctor"].outside == 1.0  # a gap is no level
    assert (
        by_level["Artist"].sentence == "Job is Artist for 67 % of them, against 0 % of the others."
    )


def test_a_yes_no_is_told_once():
    inside, outside = effects_of(table({"m": ["Yes", "Yes", "No", "No"]}), [0, 0, 1, 1])
    assert [effect.level for effect in inside] == ["Yes"]
    assert [effect.level for effect in outside] == ["No"]


def test_the_largest_effect_comes_first_and_reads_well():
    customers, attributes = table(
        {
            "noise": [1.0, 2, 1, 2, 1, 2, 1, 2],
            "balance": [2310.0, 2000, 3000, 2310, 450, 450, 9000, 9],
        }
    )
    attributes = (attributes[0], number("balance", label="Balance", unit="money"))
    inside, _ = effects_of((customers, attributes), [0] * 4 + [1] * 4, currency="£")
    assert [effect.attribute for effect in inside] == ["balance", "noise"]
    assert inside[0].sentence == (
        "Balance is typically higher than that of 75 % of the others: median £2,310 against £450."
    )
    assert inside[1].sentence == "Noise is much the same: median 1.5, that of the others 1.5."


def test_equal_medians_are_told_by_shares():
    values = [0.0, 0, 0, 5, 5, 0, 0, 0, 0, 0]
    inside, _ = effects_of(table({"loans": values}), [0] * 5 + [1] * 5)
    assert inside[0].sentence == (
        "Loans tends to be higher: 40 % are above 0 against 0 % of the others."
    )
    # Mostly below the middle of the others, but above all that are far below it.
    values = [3.0] * 7 + [9.0] * 3 + [1.0] * 5 + [4.0] + [5.0] * 5
    inside, _ = effects_of(table({"loans": values}), [0] * 10 + [1] * 11)
    assert inside[0].sentence == "Loans tends to be higher, though its middle value is not."


def test_a_column_that_is_empty_or_the_same_for_all_has_no_effect():
    columns = {"empty": [np.nan] * 4, "same": [7.0] * 4}
    inside, _ = effects_of(table(columns), [0, 0, 1, 1])
    assert [(effect.attribute, effect.size) for effect in inside] == [("same", 0.0)]


def test_a_cluster_between_the_others_is_not_called_much_the_same():
    values = [50.0, 51, 52, 53, 1, 2, 3, 4, 96, 97, 98, 99]
    inside, _ = effects_of(table({"spend": values}), [0] * 4 + [1] * 8)
    assert inside[0].sentence == (
        "Spend lies in between: median 51.5, the others are below and above."
    )
