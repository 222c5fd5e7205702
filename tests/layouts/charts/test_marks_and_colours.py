"""What a mark tells, which colour it has and where it lies, on the charts of the first tab."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds import scatters
from layouts.charts.drawing.look import Look
from layouts.charts.groups import segments
from layouts.theme import DARK, LIGHT, group_colours
from rfm import schema

Draw = Callable[[pd.DataFrame, Look], Iterator[tuple[str, go.Figure, str, str]]]
Make = Callable[[int], pd.DataFrame]
Group = Callable[[pd.DataFrame], pd.DataFrame]
COLUMN = schema.group_column(schema.GRID)


def words_of(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_every_axis_that_is_drawn_has_a_title_and_at_most_six_ticks(
    online_shop: pd.DataFrame, plain_look: Look, draw_all: Draw
) -> None:
    names_are_titles = {"sizes", "shares", "products", "profiles"}
    for noun, figure, _, _ in draw_all(online_shop, plain_look):
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


def test_groups_keep_their_colour_on_every_chart_and_in_both_themes(
    online_shop: pd.DataFrame, plain_look: Look, make_groups: Group
) -> None:
    colours = group_colours(schema.GRID, plain_look.names)
    groups = make_groups(online_shop)
    for theme in (LIGHT, DARK):
        look = replace(plain_look, theme=theme)
        treemap = segments.treemap(groups, look).figure.data[0]
        sizes = segments.sizes(groups, look).figure.data[0]
        cloud = scatters.recency_monetary(online_shop, groups, look).figure
        assert list(treemap.marker.colors) == [colours[name] for name in treemap.ids]
        assert list(sizes.marker.color) == [colours[name] for name in groups[schema.GROUP]]
        named = {t.name: t.marker.color for t in cloud.data if t.name}
        assert named == colours


def test_clicking_any_mark_tells_its_group(
    online_shop: pd.DataFrame, plain_look: Look, make_groups: Group
) -> None:
    groups = make_groups(online_shop)
    cloud = scatters.recency_frequency(online_shop, groups, plain_look).figure
    codes = online_shop[COLUMN].cat.codes.to_numpy()
    for trace in cloud.data[: len(plain_look.names)]:
        rows, told = trace.customdata[:, 0].astype(int), trace.customdata[:, 1].astype(int)
        assert (codes[rows] == told).all()
    for figure in (
        segments.sizes(groups, plain_look).figure,
        segments.treemap(groups, plain_look).figure,
    ):
        assert list(figure.data[0].customdata[:, 0]) == list(range(len(plain_look.names)))


def test_customdata_is_numbers_and_never_text(
    online_shop: pd.DataFrame, plain_look: Look, draw_all: Draw
) -> None:
    for noun, figure, _, _ in draw_all(online_shop, plain_look):
        for trace in figure.data:
            if trace.customdata is not None:
                assert np.asarray(trace.customdata).dtype.kind in "iuf", noun


def test_marks_of_whole_orders_still_read_as_their_number(
    online_shop: pd.DataFrame, plain_look: Look, make_groups: Group
) -> None:
    cloud = scatters.recency_frequency(online_shop, make_groups(online_shop), plain_look).figure
    frequency = online_shop[schema.FREQUENCY].to_numpy()
    for trace in cloud.data[: len(plain_look.names)]:
        rows = trace.customdata[:, 0].astype(int)
        assert (np.rint(trace.y) == frequency[rows]).all()


def test_the_selected_group_is_lifted_and_the_rest_fade(
    online_shop: pd.DataFrame, plain_look: Look, make_groups: Group
) -> None:
    look = replace(plain_look, selected="At Risk")
    cloud = scatters.recency_monetary(online_shop, make_groups(online_shop), look).figure
    opacity = {t.name: t.marker.opacity for t in cloud.data if t.name}
    assert opacity.pop("At Risk") >= 0.8
    assert all(0.15 <= faded <= 0.25 for faded in opacity.values())
    assert [t.name for t in cloud.data if t.name][-1] == "At Risk"


def test_names_of_40_letters_are_shortened_in_labels_and_whole_when_hovering(
    make_shop: Make, plain_look: Look, make_groups: Group
) -> None:
    name = "Inactive But Potentially Returning Folks"
    customers = make_shop(60)
    customers[COLUMN] = pd.Categorical([name] * 60)
    groups, look = make_groups(customers), replace(plain_look, names=(name,))
    bars = segments.sizes(groups, look).figure.data[0]
    assert len(bars.y[0]) <= 24
    assert bars.hovertemplate[0].startswith(f"<b>{name}</b>")
    cloud = scatters.recency_monetary(customers, groups, look).figure
    assert name not in words_of(cloud)
    assert name in cloud.data[0].hovertemplate


def test_numbers_of_customers_are_hovered_as_they_are_written(
    make_shop: Make, plain_look: Look, make_groups: Group
) -> None:
    customers = make_shop(30)
    customers[schema.CUSTOMER_ID] = [f"{i:05d}" for i in range(30)]
    cloud = scatters.recency_monetary(customers, make_groups(customers), plain_look).figure
    assert "Customer %{text:05.0f}" in cloud.data[0].hovertemplate
    customers[schema.CUSTOMER_ID] = [f"K-{i}" for i in range(30)]
    cloud = scatters.recency_monetary(customers, make_groups(customers), plain_look).figure
    assert "A customer" in cloud.data[0].hovertemplate
    assert cloud.data[0].text is None


def test_nothing_in_a_figure_moves_or_leaves_the_page(
    online_shop: pd.DataFrame, plain_look: Look, draw_all: Draw
) -> None:
    for noun, figure, _, _ in draw_all(online_shop, plain_look):
        sent = json.loads(figure.to_json())
        assert "transition" not in sent["layout"], noun
        assert not sent.get("frames"), noun
