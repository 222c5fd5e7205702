"""Totals of a back-test in words."""

import pytest

from rfm.lifetime.backtesting.verdicts import _percent


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (0.004, "right to within a percent"),
        (-0.16, "16 % too low"),
        (0.32, "32 % too high"),
    ],
)
def test_how_far_off_a_total_was_is_said_with_its_direction(error, words):
    assert _percent(error) == words
