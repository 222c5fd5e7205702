"""The charts of customer tables: full, tiny and empty data."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from layouts.charts.clouds import table_map, table_pair
from layouts.charts.clouds.table_pair import Shares, level_shares
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.marks import MOST_MARKS
from layouts.charts.groups import table_clusters
from layouts.charts.groups.table_clusters import Profile
from layouts.parts.attributes import Shown, choices
from rfm import schema

NAMES = ("Old", "Young", "Rest")
LOOK = Look(grouping=schema.CLUSTERS, names=NAMES)
DIRECTIONS = table_map.MapDirections(meanings=("More Age.", "More Spend."), share=0.6)


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
    for look in (LOOK, LOOK.lifting("Old")):
        drawn = table_map.customer_map(people(count), DIRECTIONS, look)
        assert drawn.figure.data[0].type == kind
        assert len(drawn.saved) == (count if look == LOOK else len(people(count)[::3]))
        assert len(drawn.numbers) == (3 if look == LOOK else 1)
    drawn = table_map.customer_map(people(count), DIRECTIONS, LOOK)
    assert drawn.title.startswith("100 % of customers lie nearest")
    assert "60 % of the differences" in drawn.caption
    assert "Rings: 1 outlier," in drawn.caption


def test_a_map_of_one_customer_is_a_question():
    drawn = table_map.customer_map(people(1), table_map.MapDirections(), LOOK)
    assert drawn.figure.data
    assert drawn.title == "Where do customers lie?"
    assert "part of the differences" in drawn.caption


def test_numbers_that_span_decades_are_drawn_on_a_log_axis_when_wanted():
    values, money = np.array([0, 1, 10, 1000, 100_000.0]), Shown(name="m", label="Money")
    linear = replace(LOOK, is_log=False)
    assert table_pair.axis_of_attribute(values, money, LOOK).is_log
    assert not table_pair.axis_of_attribute(values, money, linear).is_log
    assert not table_pair.axis_of_attribute(np.array([1.0, 2, 3]), money, LOOK).is_log
    assert table_pair.axis_of_attribute(np.array([np.nan]), money, LOOK) is None


def test_the_rank_correlation_is_spearmans():
    known = pd.DataFrame({"x": [1.0, 2, 2, 4, 9], "y": [10.0, 30, 20, 50, 40]})
    pair = tuple(Shown(name=name, label=name) for name in ("x", "y"))
    drawn = table_pair.attribute_pair(known, pair, None, Look(grouping=schema.CLUSTERS))
    assert f"{known.corr('spearman').loc['x', 'y']:.2f}" in drawn.title


def test_nothing_to_draw_is_a_sentence():
    empty = Shares(across="A", down="B", shares=pd.DataFrame(), sizes=pd.Series(dtype=int))
    nothing = Profile(attributes=(), clusters=(), sizes=np.zeros((0, 0)), cells=(), sentences=())
    figures = [
        table_pair.attribute_pair(people(3), (), None, LOOK).figure,
        level_shares(empty, LOOK, pd.DataFrame).figure,
        table_clusters.effects(nothing, pd.DataFrame(), LOOK).figure,
        table_clusters.cluster_sizes(pd.DataFrame(), LOOK).figure,
    ]
    assert all(figure.layout["annotations"] for figure in figures)


def test_the_finding_of_shares_is_not_a_part_of_a_handful():
    shares = pd.DataFrame({"many": [0.8, 0.2], "also": [0.3, 0.7], "few": [0.0, 1.0]}, ["a", "b"])
    sizes = pd.Series({"many": 500, "also": 400, "few": 2})
    found = Shares(across="X", down="Y", shares=shares, sizes=sizes, missing=3)
    drawn = level_shares(found, LOOK, pd.DataFrame)
    assert drawn.title.startswith(("X also", "X many"))
    assert drawn.caption.startswith("902 customers: each column")
    assert "3 customers without a value" in drawn.caption


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
    drawn = table_clusters.cluster_sizes(groups, LOOK)
    bars = drawn.figure.data[0]
    assert [text.endswith("!") for text in bars.text] == [False, True, False]
    assert "Grey: 10 customers in no cluster" in drawn.caption
    assert "! are not to be trusted" in drawn.caption


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
