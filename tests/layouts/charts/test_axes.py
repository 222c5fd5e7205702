"""Axes, cells and labels against values worked by hand."""

import numpy as np
import pandas as pd
import pytest

from layouts.charts.drawing.axes import (
    axis_of,
    log_ticks,
    median_of,
    plain_ticks,
    share_ticks,
    short_number,
    whole_ticks,
)
from layouts.charts.drawing.density import count_cells
from layouts.charts.drawing.labels import spread
from layouts.charts.drawing.look import Look, ink_on, mix, short_name
from layouts.charts.drawing.marks import sample, sample_of_each
from layouts.charts.groups.profiles import doublings
from rfm import schema

LOOK = Look(names=("Best", "Rest"), currency="£")


def customers_with(column: str, values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({column: values})


def test_a_log_axis_has_plain_ticks_one_decade_apart() -> None:
    assert log_ticks(8, 20_000) == [10, 100, 1_000, 10_000]
    axis = axis_of(customers_with(schema.MONETARY, [8, 90, 20_000]), schema.MONETARY, LOOK)
    assert axis.layout()["ticktext"] == ["10", "100", "1 k", "10 k"]
    assert axis.layout()["type"] == "log"


@pytest.mark.parametrize(("low", "high"), [(1, 1.5), (1, 9), (0.01, 1e9), (3, 3.1), (1e9, 2e9)])
def test_a_log_axis_has_one_to_six_ticks_and_all_lie_on_it(low: float, high: float) -> None:
    ticks = log_ticks(low, high)
    assert 1 <= len(ticks) <= 6
    assert all(low * 0.97 <= tick <= high * 1.03 for tick in ticks)


@pytest.mark.parametrize(
    ("value", "text"), [(10, "10"), (1_000, "1 k"), (2.5e6, "2.5 M"), (1e9, "1 B"), (-2e3, "-2 k")]
)
def test_a_tick_is_a_short_plain_number(value: float, text: str) -> None:
    assert short_number(value) == text


def test_ticks_of_bars_and_shares_are_round_and_begin_with_a_plain_zero() -> None:
    assert plain_ticks(0, 1_037)["ticktext"] == ["0", "200", "400", "600", "800", "1 k"]
    assert share_ticks(0, 1.02)["ticktext"] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_values_of_zero_and_below_lie_beyond_a_log_axis_and_on_a_plain_one() -> None:
    values = [-20.0, 0.0, 10.0, 20.0]
    customers = customers_with(schema.MONETARY, values)
    log = axis_of(customers, schema.MONETARY, LOOK)
    assert log.covers(np.array(values)).tolist() == [False, False, True, True]
    plain = axis_of(customers, schema.MONETARY, Look(is_log=False))
    assert plain.covers(np.array(values)).all()


def test_a_plain_axis_ends_before_the_one_giant_that_would_flatten_all_others() -> None:
    values = [float(v) for v in range(1, 1_000)] + [1e6]
    axis = axis_of(customers_with(schema.MONETARY, values), schema.MONETARY, Look(is_log=False))
    assert np.count_nonzero(~axis.covers(np.array(values))) == 1


def test_whole_orders_have_cells_of_their_own_and_no_cell_lies_between_two() -> None:
    values = np.arange(1, 201)
    axis = axis_of(customers_with(schema.FREQUENCY, values), schema.FREQUENCY, LOOK)  # type: ignore[arg-type]
    edges, cells = axis.edges(), axis.cell_of(values)
    assert edges[:4].tolist() == [0.5, 1.5, 2.5, 3.5]
    assert (np.diff(cells) >= 0).all()
    assert set(cells) == set(range(len(edges) - 1)), "every cell holds a whole number"
    assert ((edges[cells] < values) & (values < edges[cells + 1])).all()


@pytest.mark.parametrize("is_log", [True, False])
@pytest.mark.parametrize("column", schema.RFM)
def test_every_customer_is_counted_in_the_cell_between_whose_borders_they_lie(
    column: str, is_log: bool
) -> None:
    values = np.random.default_rng(7).integers(1, 3_000, 20_000)
    axis = axis_of(pd.DataFrame({column: values}), column, Look(is_log=is_log))
    values = values[axis.covers(values)]
    edges, cells = axis.edges(), axis.cell_of(values)
    assert cells.min() >= 0
    assert cells.max() <= len(edges) - 2
    slack = 1e-6 * values
    assert (edges[cells] - slack <= values).all()
    assert (values <= edges[cells + 1] + slack).all()


def test_a_cell_has_the_number_of_its_customers_and_their_commonest_group() -> None:
    customers = pd.DataFrame(
        {schema.RECENCY_DAYS: [0, 0, 0, 9, 9], schema.FREQUENCY: [1, 1, 1, 4, 4]}
    )
    x = axis_of(customers, schema.RECENCY_DAYS, LOOK)
    y = axis_of(customers, schema.FREQUENCY, LOOK)
    places = (customers[schema.RECENCY_DAYS].to_numpy(), customers[schema.FREQUENCY].to_numpy())
    cells = count_cells((x, y), places, np.array([1, 1, 0, 0, 0]), groups=2)
    assert cells.counts.sum() == 5
    assert cells.counts[0, 0] == 3
    assert cells.commonest[0, 0] == 1
    assert cells.counts[-1].max() == 2
    assert cells.commonest[-1, cells.counts[-1].argmax()] == 0


@pytest.mark.parametrize("values", [[1], [1, 2], [3, 1, 1], [5, 0, 2, 2], [7] * 9])
def test_the_median_of_counts_is_the_median(values: list[int]) -> None:
    assert median_of(np.array(values)) == np.median(values)


def test_labels_are_moved_apart_and_stay_on_the_plot() -> None:
    heights = np.array([5.0, 5.0, 6.0, 200.0, 289.0, 290.0])
    moved = spread(heights, 17)
    assert (np.diff(np.sort(moved)) >= 17 - 1e-9).all()
    assert moved.min() >= 8
    assert moved.max() <= 290
    assert abs(moved[3] - 200) < 1e-9, "a label with room stays where it is"


def test_a_sample_is_the_same_every_time_and_holds_no_one_twice() -> None:
    rows = np.arange(10_000)
    first = sample(rows, 1_500)
    assert len(set(first)) == 1_500
    assert (first == sample(rows, 1_500)).all()


def test_a_sample_of_each_group_keeps_the_smallest_group_and_its_limit() -> None:
    codes = np.zeros(50_000, dtype=np.int8)
    codes[:3] = 1
    codes[100:5_100] = 2
    chosen = sample_of_each(np.arange(50_000), codes, 2_000)
    assert len(chosen) <= 2_000
    assert np.isin(codes[chosen], 1).sum() >= 1
    assert 180 <= np.isin(codes[chosen], 2).sum() <= 220, "a tenth of the customers, of the marks"


def test_a_median_twice_the_typical_one_is_one_doubling() -> None:
    assert doublings(np.array([10.0, 5.0, 2.5]), 5.0).tolist() == [1.0, 0.0, -1.0]


def test_medians_of_nothing_and_below_zero_are_still_comparable() -> None:
    shown = doublings(np.array([0.0, -40.0, 3.0, np.nan]), 0.0)
    assert np.isfinite(shown).all()
    assert shown.tolist() == [0.0, 0.0, 2.0, 0.0]


def test_words_on_a_colour_are_readable_whichever_theme() -> None:
    assert ink_on("#0F7F57") == "#FFFFFF"
    assert ink_on("#F2D27A") == "#10151C"
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_a_long_name_is_cut_to_the_letters_that_fit() -> None:
    assert short_name("Champions") == "Champions"
    assert len(short_name("Inactive But Potentially Returning")) <= 24


def test_money_is_hovered_with_a_sign_before_it_or_a_code_behind_it() -> None:
    assert Look(currency="£").priced("y") == "£%{y:,.2f}"
    assert Look(currency="SEK").priced("y") == "SEK %{y:,.2f}"
    assert Look().axis_title(schema.MONETARY) == "Spend"


def test_an_axis_of_counts_has_no_tick_twice() -> None:
    assert whole_ticks(1)["dtick"] == 1
    assert whole_ticks(5, 4) == {"tickformat": ",d", "nticks": 4}
