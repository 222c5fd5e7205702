"""Every chart of the first tab stays small and says something, for whatever shop."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layouts.charts.clusters.scan import NOT_TRIED, elbow, silhouettes
from layouts.charts.drawing import marks
from layouts.charts.drawing.look import Look
from layouts.theme import tokens
from rfm import schema

Draw = Callable[[pd.DataFrame, Look], Iterator[tuple[str, go.Figure, str, str]]]
Make = Callable[[int], pd.DataFrame]
COLUMN = schema.group_column(schema.GRID)


def marks_in(figure: go.Figure) -> int:
    """Return how many marks the browser draws."""
    cells = [np.size(t.z) for t in figure.data if t.type == "heatmap"]
    drawn = [len(t.x) for t in figure.data if t.type not in ("heatmap", "treemap")]
    return sum(cells) + sum(drawn)


def words_of(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def ensure_sound(chart: tuple[str, go.Figure, str, str], look: Look) -> None:
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


def test_a_shop_of_4338_customers_is_drawn_as_marks_within_200_kb(
    online_shop: pd.DataFrame, look: Look, draw_all: Draw
) -> None:
    for chart in draw_all(online_shop, look):
        ensure_sound(chart, look)


def test_just_as_many_customers_as_are_drawn_as_marks_stay_within_200_kb(
    look: Look, make_shop: Make, draw_all: Draw
) -> None:
    for chart in draw_all(make_shop(marks.MOST_MARKS), look):
        ensure_sound(chart, look)


def test_a_million_customers_are_drawn_within_5000_marks_and_200_kb(
    plain_look: Look, make_shop: Make, draw_all: Draw
) -> None:
    customers = make_shop(1_000_000)
    for look in (plain_look, replace(plain_look, selected="At Risk")):
        for chart in draw_all(customers, look):
            ensure_sound(chart, look)


@pytest.mark.parametrize("people", [0, 1, 2, 3])
def test_a_handful_of_customers_gives_a_chart_or_a_sentence(
    people: int, look: Look, make_shop: Make, draw_all: Draw
) -> None:
    for noun, figure, finding, caption in draw_all(make_shop(people), look):
        assert finding, noun
        assert caption, noun
        assert figure.data or words_of(figure), f"{noun} is an empty axis"


def all_equal(customers: pd.DataFrame) -> pd.DataFrame:
    customers[[schema.RECENCY_DAYS, schema.FREQUENCY]] = 7
    customers[schema.MONETARY] = 20.0
    return customers


def one_group(customers: pd.DataFrame) -> pd.DataFrame:
    customers[COLUMN] = pd.Categorical(
        ["Lost"] * 50, categories=customers[COLUMN].cat.categories, ordered=True
    )
    return customers


def nothing_spent(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.assign(**{schema.MONETARY: 0.0})


def more_returned_than_bought(customers: pd.DataFrame) -> pd.DataFrame:
    customers[schema.MONETARY] *= -1
    return customers


def giants(customers: pd.DataFrame) -> pd.DataFrame:
    customers.loc[:2, schema.MONETARY] = 1e9
    customers.loc[3, schema.MONETARY] = -5e8
    return customers


ODD: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
    all_equal,
    one_group,
    nothing_spent,
    more_returned_than_bought,
    giants,
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_customers_give_sound_charts(
    odd: Callable[[pd.DataFrame], pd.DataFrame], look: Look, make_shop: Make, draw_all: Draw
) -> None:
    for chart in draw_all(odd(make_shop(50)), look):
        ensure_sound(chart, look)


def test_clusters_that_were_not_tried_are_told_in_a_sentence(plain_look: Look) -> None:
    scan = pd.DataFrame({schema.K: [], schema.INERTIA: [], schema.SILHOUETTE: []})
    for chart in (elbow, silhouettes):
        drawn = chart(scan, 0, plain_look)
        assert words_of(drawn.figure) == [NOT_TRIED]
        assert drawn.caption == NOT_TRIED
        assert drawn.title.endswith("?")


def test_a_rising_bic_is_not_shown_as_an_inertia_that_falls(plain_look: Look) -> None:
    bics = {schema.BIC: [-900.0, -700.0, -400.0], schema.SILHOUETTE: [0.5, 0.4, 0.3]}
    scan = pd.DataFrame({schema.K: [2, 3, 4], **bics})
    drawn = elbow(scan, 2, plain_look)
    assert drawn.figure.layout.yaxis.title.text.startswith("BIC")
    assert "falls" not in drawn.caption
    lowest = "2 clusters have the lowest BIC of all that were tried"
    assert drawn.title == lowest
    assert elbow(scan, 3, plain_look).title == f"{lowest}; 3 were chosen"
