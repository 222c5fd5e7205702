"""What a mark tells, which colour it has and where it lies, on the charts of the first tab."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds import scatters
from layouts.charts.groups import segments
from layouts.theme import DARK, LIGHT, group_colours
from rfm import schema
from tests.layouts.charts.conftest import COLUMN, LOOK, charts, groups_of, shop

CUSTOMERS = shop(1_400)
GROUPS = groups_of(CUSTOMERS)


def words_of(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_every_axis_that_is_drawn_has_a_title_and_at_most_six_ticks():
    names_are_titles = {"shares", "products", "profiles"}
    for noun, figure, _, _ in charts(CUSTOMERS, LOOK):
        scene = figure.layout.scene
        axes = [figure.layout.xaxis, figure.layout.yaxis]
        axes = [scene.xaxis, scene.yaxis, scene.zaxis] if noun == "space" else axes
        if noun == "treemap":
            continue
        for place, axis in enumerate(axes):
            if place == 1 and noun in names_are_titles:
                continue
            assert axis.title.text, f"{noun} has an axis without a title"
            assert len(axis.tickvals if axis.tickvals is not None else ()) <= 6, noun


def test_groups_keep_their_colour_on_every_chart_and_in_both_themes():
    colours = group_colours(schema.GRID, LOOK.names)
    for theme in (LIGHT, DARK):
        look = replace(LOOK, theme=theme)
        treemap = segments.treemap(GROUPS, look).figure.data[0]
        dots = segments.shares(GROUPS, look).figure.data[2]
        cloud = scatters.recency_monetary(CUSTOMERS, GROUPS, look).figure
        assert list(treemap.marker.colors) == [colours[name] for name in treemap.ids]
        assert list(dots.marker.color) == [colours[name] for name in GROUPS[schema.GROUP]]
        named = {t.name: t.marker.color for t in cloud.data if t.name}
        assert named == colours


def test_clicking_any_mark_tells_its_group():
    cloud = scatters.recency_frequency(CUSTOMERS, GROUPS, LOOK).figure
    codes = CUSTOMERS[COLUMN].cat.codes.to_numpy()
    for trace in cloud.data[: len(LOOK.names)]:
        rows, told = trace.customdata[:, 0].astype(int), trace.customdata[:, 1].astype(int)
        assert (codes[rows] == told).all()
    for chart, place in ((segments.shares, 1), (segments.treemap, 0)):
        told = chart(GROUPS, LOOK).figure.data[place].customdata[:, 0]
        assert list(told) == list(range(len(LOOK.names)))


def test_customdata_is_numbers_and_never_text():
    for noun, figure, _, _ in charts(CUSTOMERS, LOOK):
        for trace in figure.data:
            if trace.customdata is not None:
                assert np.asarray(trace.customdata).dtype.kind in "iuf", noun


def test_marks_of_whole_orders_still_read_as_their_number():
    cloud = scatters.recency_frequency(CUSTOMERS, GROUPS, LOOK).figure
    frequency = CUSTOMERS[schema.FREQUENCY].to_numpy()
    for trace in cloud.data[: len(LOOK.names)]:
        rows = trace.customdata[:, 0].astype(int)
        assert (np.rint(trace.y) == frequency[rows]).all()


def test_the_selected_group_is_lifted_and_the_rest_fade():
    look = replace(LOOK, selected="At Risk")
    cloud = scatters.recency_monetary(CUSTOMERS, GROUPS, look).figure
    opacity = {t.name: t.marker.opacity for t in cloud.data if t.name}
    assert opacity.pop("At Risk") >= 0.8
    assert all(0.15 <= faded <= 0.25 for faded in opacity.values())
    assert [t.name for t in cloud.data if t.name][-1] == "At Risk"


def test_names_of_40_letters_are_shortened_in_labels_and_whole_when_hovering():
    name = "Inactive But Potentially Returning Folks"
    customers = shop(60)
    customers[COLUMN] = pd.Categorical([name] * 60)
    groups, look = groups_of(customers), replace(LOOK, names=(name,))
    bars = segments.shares(groups, look).figure.data[1]
    assert len(bars.y[0]) <= 24
    assert bars.hovertemplate[0].startswith(f"<b>{name}</b>")
    cloud = scatters.recency_monetary(customers, groups, look).figure
    assert name not in words_of(cloud)
    assert name in cloud.data[0].hovertemplate


def test_numbers_of_customers_are_hovered_as_they_are_written():
    customers = shop(30)
    customers[schema.CUSTOMER_ID] = [f"{i:05d}" for i in range(30)]
    cloud = scatters.recency_monetary(customers, groups_of(customers), LOOK).figure
    assert "Customer %{text:05.0f}" in cloud.data[0].hovertemplate
    customers[schema.CUSTOMER_ID] = [f"K-{i}" for i in range(30)]
    cloud = scatters.recency_monetary(customers, groups_of(customers), LOOK).figure
    assert "A customer" in cloud.data[0].hovertemplate
    assert cloud.data[0].text is None


def test_nothing_in_a_figure_moves_or_leaves_the_page():
    for noun, figure, _, _ in charts(CUSTOMERS, LOOK):
        sent = json.loads(figure.to_json())
        assert "transition" not in sent["layout"], noun
        assert not sent.get("frames"), noun
