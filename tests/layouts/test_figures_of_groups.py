"""Every chart of the first tab, on a shop's worth, on a handful, on a million customers."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layouts.figures import (
    clusters,
    marks,
    pareto,
    products,
    profiles,
    scatters,
    score_grid,
    segments,
    space,
)
from layouts.figures.look import Look
from layouts.theme import DARK, LIGHT, group_colours, tokens
from rfm import schema

NAMES = (
    *("Champions", "Loyal", "Potential Loyalist", "New", "Promising", "Need Attention"),
    *("About To Sleep", "At Risk", "Cannot Lose Them", "Hibernating", "Lost"),
)
COLUMN = schema.group_column(schema.GRID)
MEDIANS = {
    schema.RECENCY_DAYS: schema.RECENCY_MEDIAN,
    schema.FREQUENCY: schema.FREQUENCY_MEDIAN,
    schema.MONETARY: schema.MONETARY_MEDIAN,
}
LOOK = Look(names=NAMES, currency="£")


def shop(people: int, seed: int = 1) -> pd.DataFrame:
    """Return customers whose group follows from their spend, as skewed as a real shop's."""
    rng = np.random.default_rng(seed)
    monetary = np.round(rng.lognormal(5, 1.4, people), 2)
    ranked = monetary.argsort()[::-1].argsort() * len(NAMES) // max(people, 1)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: (np.arange(people) + 12_346).astype(str),
            schema.RECENCY_DAYS: rng.integers(0, 374, people),
            schema.FREQUENCY: rng.geometric(0.3, people),
            schema.MONETARY: monetary,
            schema.R_SCORE: rng.integers(1, 6, people).astype(np.int8),
            schema.F_SCORE: rng.integers(1, 6, people).astype(np.int8),
            COLUMN: pd.Categorical.from_codes(ranked, categories=list(NAMES), ordered=True),
        }
    )


def groups_of(customers: pd.DataFrame) -> pd.DataFrame:
    by_group = customers.groupby(COLUMN, observed=True)
    groups = pd.DataFrame({schema.CUSTOMERS: by_group.size()})
    groups[schema.REVENUE] = by_group[schema.MONETARY].sum()
    groups[schema.SHARE] = groups[schema.CUSTOMERS] / max(len(customers), 1)
    groups[schema.REVENUE_SHARE] = groups[schema.REVENUE] / customers[schema.MONETARY].sum()
    for column, median in MEDIANS.items():
        groups[median] = by_group[column].median()
    groups = groups.reset_index(names=schema.GROUP)
    return groups.astype({schema.GROUP: str})


def products_of(groups: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (g, f"PRODUCT {i}", i, 9, 20 - i, 1.5 * i) for g in groups[schema.GROUP] for i in (1, 2)
    ]
    words = [schema.GROUP, schema.PRODUCT, schema.RANK, schema.LINES, schema.CUSTOMERS]
    return pd.DataFrame(rows, columns=[*words, schema.REVENUE])


def pareto_of(customers: pd.DataFrame) -> pd.DataFrame:
    spent = np.sort(customers[schema.MONETARY].to_numpy())[::-1]
    at = np.unique(np.linspace(0, len(spent) - 1, 200).astype(int)) if len(spent) else []
    total = spent.sum() or np.nan
    shares = np.cumsum(spent)[at] / total if len(spent) else []
    people = (np.asarray(at) + 1) / max(len(spent), 1)
    return pd.DataFrame({schema.SHARE: people, schema.REVENUE_SHARE: shares})


SCAN = pd.DataFrame(
    {schema.K: [2, 3, 4], schema.INERTIA: [90.0, 50.0, 30.0], schema.SILHOUETTE: [0.3, 0.5, 0.4]}
)

Chart = tuple[str, go.Figure, str, str]


def charts(customers: pd.DataFrame, look: Look) -> Iterator[Chart]:
    """Yield every chart of these customers with its finding and caption."""
    groups = groups_of(customers)
    typical = {column: customers[column].median() for column in schema.RFM}
    told_of: list[tuple[str, object, tuple[object, ...], tuple[object, ...]]] = [
        *((noun, segments, (groups,), (groups,)) for noun in ("treemap", "sizes", "shares")),
        ("products", products, (products_of(groups),), (products_of(groups),)),
        ("score_grid", score_grid, (customers,), (customers,)),
        ("recency_frequency", scatters, (customers, groups), (customers,)),
        ("recency_monetary", scatters, (customers, groups), (customers,)),
        ("frequency_monetary", scatters, (customers, groups), (customers,)),
        ("space", space, (customers, groups), (customers,)),
        ("pareto", pareto, (pareto_of(customers),), (pareto_of(customers),)),
        ("elbow", clusters, (SCAN, 3), (SCAN, 3)),
        ("silhouettes", clusters, (SCAN, 3), (SCAN, 3)),
        ("profiles", profiles, (groups, typical), (groups, typical)),
    ]
    for noun, module, drawn, told in told_of:
        figure = getattr(module, f"draw_{noun}")(*drawn, look)
        finding = getattr(module, f"finding_of_{noun}")(*told, look)
        yield noun, figure, finding, getattr(module, f"caption_of_{noun}")(*told, look)


LOOKS = [
    LOOK,
    replace(LOOK, theme=DARK, measure=schema.REVENUE),
    replace(LOOK, selected="At Risk", currency="SEK", is_log=False, counted="lines"),
    replace(LOOK, selected="Champions", currency="", counted="days"),
]


def marks_in(figure: go.Figure) -> int:
    """Return how many marks the browser draws."""
    cells = [np.size(t.z) for t in figure.data if t.type == "heatmap"]
    drawn = [len(t.x) for t in figure.data if t.type not in ("heatmap", "treemap")]
    return sum(cells) + sum(drawn)


def words_of(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def ensure_sound(chart: Chart, look: Look) -> None:
    """Fail when a chart is too large, has an axis without words, or says what nobody reads."""
    noun, figure, finding, caption = chart
    sent = figure.to_json()
    assert marks_in(figure) <= 5_000, noun
    assert len(sent) < 200_000, (noun, len(sent))
    assert figure.layout.paper_bgcolor is None, "the template's transparent background holds"
    assert figure.layout.template.layout.font.color == tokens(look.theme)["text"]
    for text in (finding, caption, *words_of(figure)):
        assert text
        assert not {"nan", "None", "inf"} & set(text.replace(".", " ").split()), (noun, text)
    assert not finding.endswith("."), "a title is no sentence with a full stop"
    assert caption.endswith("."), caption


@pytest.fixture(scope="module")
def online_shop() -> pd.DataFrame:
    return shop(4_338)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.selected}")
def test_a_shop_of_4338_customers_is_drawn_as_marks_within_200_kb(
    online_shop: pd.DataFrame, look: Look
) -> None:
    for chart in charts(online_shop, look):
        ensure_sound(chart, look)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.selected}")
def test_just_as_many_customers_as_are_drawn_as_marks_stay_within_200_kb(look: Look) -> None:
    for chart in charts(shop(marks.MOST_MARKS), look):
        ensure_sound(chart, look)


def test_a_million_customers_are_drawn_within_5000_marks_and_200_kb() -> None:
    customers = shop(1_000_000)
    for look in (LOOK, replace(LOOK, selected="At Risk")):
        for chart in charts(customers, look):
            ensure_sound(chart, look)


@pytest.mark.parametrize("people", [0, 1, 2, 3])
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.selected}")
def test_a_handful_of_customers_gives_a_chart_or_a_sentence(people: int, look: Look) -> None:
    for noun, figure, finding, caption in charts(shop(people), look):
        assert finding, noun
        assert caption, noun
        assert figure.data or words_of(figure), f"{noun} is an empty axis"


def all_equal() -> pd.DataFrame:
    customers = shop(50)
    customers[[schema.RECENCY_DAYS, schema.FREQUENCY]] = 7
    customers[schema.MONETARY] = 20.0
    return customers


def one_group() -> pd.DataFrame:
    customers = shop(50)
    customers[COLUMN] = pd.Categorical(["Lost"] * 50, categories=list(NAMES), ordered=True)
    return customers


def nothing_spent() -> pd.DataFrame:
    return shop(50).assign(**{schema.MONETARY: 0.0})


def more_returned_than_bought() -> pd.DataFrame:
    customers = shop(50)
    customers[schema.MONETARY] *= -1
    return customers


def giants() -> pd.DataFrame:
    customers = shop(50)
    customers.loc[:2, schema.MONETARY] = 1e9
    customers.loc[3, schema.MONETARY] = -5e8
    return customers


ODD: list[Callable[[], pd.DataFrame]] = [
    all_equal,
    one_group,
    nothing_spent,
    more_returned_than_bought,
    giants,
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.theme}-{look.selected}")
def test_odd_customers_give_sound_charts(odd: Callable[[], pd.DataFrame], look: Look) -> None:
    for chart in charts(odd(), look):
        ensure_sound(chart, look)


def test_every_axis_that_is_drawn_has_a_title_and_at_most_six_ticks(
    online_shop: pd.DataFrame,
) -> None:
    names_are_titles = {"sizes", "shares", "products", "profiles"}
    for noun, figure, _, _ in charts(online_shop, LOOK):
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
    online_shop: pd.DataFrame,
) -> None:
    colours = group_colours(schema.GRID, NAMES)
    groups = groups_of(online_shop)
    for theme in (LIGHT, DARK):
        look = replace(LOOK, theme=theme)
        treemap = segments.draw_treemap(groups, look).data[0]
        sizes = segments.draw_sizes(groups, look).data[0]
        cloud = scatters.draw_recency_monetary(online_shop, groups, look)
        assert list(treemap.marker.colors) == [colours[name] for name in treemap.ids]
        assert list(sizes.marker.color) == [colours[name] for name in groups[schema.GROUP]]
        named = {t.name: t.marker.color for t in cloud.data if t.name}
        assert named == colours


def test_clicking_any_mark_tells_its_group(online_shop: pd.DataFrame) -> None:
    groups = groups_of(online_shop)
    cloud = scatters.draw_recency_frequency(online_shop, groups, LOOK)
    codes = online_shop[COLUMN].cat.codes.to_numpy()
    for trace in cloud.data[: len(NAMES)]:
        rows, told = trace.customdata[:, 0].astype(int), trace.customdata[:, 1].astype(int)
        assert (codes[rows] == told).all()
    for figure in (segments.draw_sizes(groups, LOOK), segments.draw_treemap(groups, LOOK)):
        assert list(figure.data[0].customdata[:, 0]) == list(range(len(NAMES)))


def test_customdata_is_numbers_and_never_text(online_shop: pd.DataFrame) -> None:
    for noun, figure, _, _ in charts(online_shop, LOOK):
        for trace in figure.data:
            if trace.customdata is not None:
                assert np.asarray(trace.customdata).dtype.kind in "iuf", noun


def test_marks_of_whole_orders_still_read_as_their_number(online_shop: pd.DataFrame) -> None:
    cloud = scatters.draw_recency_frequency(online_shop, groups_of(online_shop), LOOK)
    frequency = online_shop[schema.FREQUENCY].to_numpy()
    for trace in cloud.data[: len(NAMES)]:
        rows = trace.customdata[:, 0].astype(int)
        assert (np.rint(trace.y) == frequency[rows]).all()


def test_the_selected_group_is_lifted_and_the_rest_fade(online_shop: pd.DataFrame) -> None:
    look = replace(LOOK, selected="At Risk")
    cloud = scatters.draw_recency_monetary(online_shop, groups_of(online_shop), look)
    opacity = {t.name: t.marker.opacity for t in cloud.data if t.name}
    assert opacity.pop("At Risk") >= 0.8
    assert all(0.15 <= faded <= 0.25 for faded in opacity.values())
    assert [t.name for t in cloud.data if t.name][-1] == "At Risk"


def test_names_of_40_letters_are_shortened_in_labels_and_whole_when_hovering() -> None:
    name = "Inactive But Potentially Returning Folks"
    customers = shop(60)
    customers[COLUMN] = pd.Categorical([name] * 60)
    groups, look = groups_of(customers), replace(LOOK, names=(name,))
    bars = segments.draw_sizes(groups, look).data[0]
    assert len(bars.y[0]) <= 24
    assert bars.hovertext[0] == name
    cloud = scatters.draw_recency_monetary(customers, groups, look)
    assert name not in words_of(cloud)
    assert name in cloud.data[0].hovertemplate


def test_numbers_of_customers_are_hovered_as_they_are_written() -> None:
    customers = shop(30)
    customers[schema.CUSTOMER_ID] = [f"{i:05d}" for i in range(30)]
    cloud = scatters.draw_recency_monetary(customers, groups_of(customers), LOOK)
    assert "Customer %{text:05.0f}" in cloud.data[0].hovertemplate
    customers[schema.CUSTOMER_ID] = [f"K-{i}" for i in range(30)]
    cloud = scatters.draw_recency_monetary(customers, groups_of(customers), LOOK)
    assert "A customer" in cloud.data[0].hovertemplate
    assert cloud.data[0].text is None


def test_nothing_in_a_figure_moves_or_leaves_the_page(online_shop: pd.DataFrame) -> None:
    for noun, figure, _, _ in charts(online_shop, LOOK):
        sent = json.loads(figure.to_json())
        assert "transition" not in sent["layout"], noun
        assert not sent.get("frames"), noun
        assert math.isfinite(len(sent["data"]))
