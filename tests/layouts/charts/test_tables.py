"""The charts of customer tables: full, tiny and empty data."""

import numpy as np
import pandas as pd
import pytest

from layouts.charts.clouds import clouds, table_map, table_pair
from layouts.charts.clouds.table_shares import (
    Shares,
    caption_of_shares,
    draw_shares,
    finding_of_shares,
)
from layouts.charts.customer.table_standing import draw_standing, finding_of_standing
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.marks import MOST_MARKS
from layouts.charts.groups import table_profiles, table_sizes
from layouts.charts.groups.table_profiles import Profile
from layouts.parts.attributes import Shown, choices
from rfm import schema

NAMES = ("Old", "Young", "Rest")
LOOK = Look(grouping=schema.CLUSTERS, names=NAMES)
MEANINGS = ("More Age (40 % of the differences).", "More Spend (20 % of the differences).")


def people(count):
    rng = np.random.default_rng(1)
    codes = np.arange(count) % 3
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: [f"C{number}" for number in range(count)],
            schema.MAP_X: codes * 10 + rng.normal(0, 1, count),
            schema.MAP_Y: rng.normal(0, 1, count),
            schema.IS_OUTLIER: np.arange(count) == 0,
            schema.CLUSTER_NAME: pd.Categorical.from_codes(codes, NAMES, ordered=True),
        }
    )


@pytest.mark.parametrize(("count", "kind"), [(30, "scatter"), (MOST_MARKS + 3, "heatmap")])
def test_the_map_draws_marks_or_where_there_are_many_a_density(count, kind):
    pair = table_map.map_pair(people(count), MEANINGS)
    for look in (LOOK, LOOK.lifting("Old")):
        figure = table_map.draw_map(pair, look)
        assert figure.data[0].type == kind
    assert table_map.finding_of_map(pair, LOOK).startswith("100 % of customers lie nearest")
    caption = table_map.caption_of_map(pair, LOOK)
    assert "60 % of the differences" in caption
    assert "Rings: 1 outlier," in caption


def test_a_map_of_one_customer_is_a_question():
    pair = table_map.map_pair(people(1), MEANINGS)
    assert table_map.draw_map(pair, LOOK).data
    assert table_map.finding_of_map(pair, LOOK) == "Where do customers lie?"


def test_numbers_that_span_decades_are_drawn_on_a_log_axis_when_wanted():
    values, money = np.array([0, 1, 10, 1000, 100_000.0]), Shown(name="m", label="Money")
    assert clouds.axis_of_attribute(values, money, is_log=True).is_log
    assert not clouds.axis_of_attribute(values, money, is_log=False).is_log
    assert not clouds.axis_of_attribute(np.array([1.0, 2, 3]), money, is_log=True).is_log
    assert clouds.axis_of_attribute(np.array([np.nan]), money, is_log=True) is None


def test_the_rank_correlation_is_spearmans():
    x, y = [1.0, 2, 2, 4, 9], [10.0, 30, 20, 50, 40]
    known = pd.DataFrame({"x": x, "y": y})
    axes = [
        clouds.axis_of_attribute(known[name].to_numpy(), Shown(name=name, label=name), is_log=True)
        for name in ("x", "y")
    ]
    pair = clouds.Pair(customers=known, axes=(axes[0], axes[1]), told=("", ""))
    expected = known.corr("spearman").loc["x", "y"]
    assert f"{expected:.2f}" in table_pair.finding_of_pair(pair, Look(grouping=schema.CLUSTERS))


def test_nothing_to_draw_is_a_sentence():
    empty = Shares(across="A", down="B", shares=pd.DataFrame(), sizes=pd.Series(dtype=int))
    nothing = Profile(attributes=(), clusters=(), sizes=np.zeros((0, 0)), told=(), sentences=())
    figures = [
        table_pair.draw_pair(None, LOOK),
        draw_shares(empty, LOOK),
        table_profiles.draw_profile(nothing, LOOK),
        table_sizes.draw_sizes(pd.DataFrame(), LOOK),
        draw_standing(pd.DataFrame(), "Old", LOOK),
    ]
    assert all(figure.layout["annotations"] for figure in figures)
    assert finding_of_standing(pd.DataFrame(), "Old") == "How do they compare?"


def test_the_finding_of_shares_is_not_a_part_of_a_handful():
    shares = pd.DataFrame({"many": [0.8, 0.2], "also": [0.3, 0.7], "few": [0.0, 1.0]}, ["a", "b"])
    sizes = pd.Series({"many": 500, "also": 400, "few": 2})
    found = Shares(across="X", down="Y", shares=shares, sizes=sizes, missing=3)
    assert finding_of_shares(found, LOOK).startswith(("X also", "X many"))
    assert caption_of_shares(found, LOOK).startswith("902 customers: each column")
    assert "3 customers without a value" in caption_of_shares(found, LOOK)


def test_a_cluster_that_is_not_to_be_trusted_is_marked():
    groups = pd.DataFrame(
        {
            schema.GROUP: list(NAMES),
            schema.CUSTOMERS: [60, 30, 10],
            schema.SHARE: [0.6, 0.3, 0.1],
            schema.JACCARD: [0.9, 0.5, np.nan],
            schema.IS_NOISE: [False, False, True],
        }
    )
    bars = table_sizes.draw_sizes(groups, LOOK).data[0]
    assert [text.endswith("!") for text in bars.text] == [False, True, False]
    assert "Grey: 10 customers in no cluster" in table_sizes.caption_of_sizes(groups, LOOK)
    assert "! are not to be trusted" in table_sizes.caption_of_sizes(groups, LOOK)


@pytest.mark.parametrize(
    ("shown", "value", "told"),
    [
        (Shown(name="a", label="Spend", currency="£"), 1766.7, "£1,767"),
        (Shown(name="a", label="Stay", unit="days"), 1, "1 day"),
        (Shown(name="a", label="Share"), 0.08333, "0.0833"),
        (Shown(name="a", label="Job", is_number=False), "Artist", "Artist"),
        (Shown(name="a", label="Age"), np.nan, "–"),
    ],
)
def test_values_are_written_as_they_are_read(shown, value, told):
    assert shown.value(value) == told


def test_a_choice_of_attributes_begins_with_none_chosen():
    told = choices([Shown(name="age", label="Age")], "Most telling: Age")
    assert told == [
        {"value": "*", "label": "Most telling: Age"},
        {"value": "age", "label": "Age"},
    ]
