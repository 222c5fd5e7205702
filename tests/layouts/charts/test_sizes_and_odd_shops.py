"""Every chart of the first tab stays small and says something, for whatever shop."""

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
from tests.layouts.charts.conftest import COLUMN, LOOK, NAMES, charts, shop


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


@pytest.mark.parametrize("people", [4_338, marks.MOST_MARKS])
def test_as_many_customers_as_are_drawn_as_marks_stay_within_200_kb(people: int, look: Look):
    for chart in charts(shop(people), look):
        ensure_sound(chart, look)


def test_a_million_customers_are_drawn_within_5000_marks_and_200_kb():
    customers = shop(1_000_000)
    for look in (LOOK, replace(LOOK, selected="At Risk")):
        for chart in charts(customers, look):
            ensure_sound(chart, look)


@pytest.mark.parametrize("people", [0, 1, 2, 3])
def test_a_handful_of_customers_gives_a_chart_or_a_sentence(people: int, look: Look):
    for noun, figure, finding, caption in charts(shop(people), look):
        assert finding, noun
        assert caption, noun
        assert figure.data or words_of(figure), f"{noun} is an empty axis"


FIFTY = shop(50)
SPENT = FIFTY[schema.MONETARY]
ODD = {
    "all equal": {schema.RECENCY_DAYS: 7, schema.FREQUENCY: 7, schema.MONETARY: 20.0},
    "one group": {COLUMN: pd.Categorical(["Lost"] * 50, NAMES, ordered=True)},
    "nothing spent": {schema.MONETARY: 0.0},
    "more returned than bought": {schema.MONETARY: -SPENT},
    "giants": {schema.MONETARY: [1e9, 1e9, 1e9, -5e8, *SPENT[4:]]},
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_customers_give_sound_charts(odd: str, look: Look):
    for chart in charts(FIFTY.assign(**ODD[odd]), look):
        ensure_sound(chart, look)


def test_clusters_that_were_not_tried_are_told_in_a_sentence():
    scan = pd.DataFrame({schema.K: [], schema.INERTIA: [], schema.SILHOUETTE: []})
    for chart in (elbow, silhouettes):
        drawn = chart(scan, 0, LOOK)
        assert words_of(drawn.figure) == [NOT_TRIED]
        assert drawn.caption == NOT_TRIED
        assert drawn.title.endswith("?")


def test_a_rising_bic_is_not_shown_as_an_inertia_that_falls():
    bics = {schema.BIC: [-900.0, -700.0, -400.0], schema.SILHOUETTE: [0.5, 0.4, 0.3]}
    scan = pd.DataFrame({schema.K: [2, 3, 4], **bics})
    drawn = elbow(scan, 2, LOOK)
    assert drawn.figure.layout.yaxis.title.text.startswith("BIC")
    assert "falls" not in drawn.caption
    lowest = "2 clusters have the lowest BIC of all that were tried"
    assert drawn.title == lowest
    assert elbow(scan, 3, LOOK).title == f"{lowest}; 3 were chosen"
