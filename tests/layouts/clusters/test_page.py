"""The page Clusters as trees: what it holds, and that everyone can use it."""

from dash import dcc, html

from layouts.clusters import page as clusters_page
from layouts.clusters.pipeline import ColumnShown, StepShown, pipeline
from layouts.clusters.stories import StoryShown, story
from layouts.ids import Clusters, Models
from layouts.models import page as models
from layouts.models.cards import Cell
from layouts.parts.algorithm_table import Algorithm, Measure, side_by_side, verdicts


def parts(tree, kind):
    return [each for each in tree._traverse() if isinstance(each, kind)]


def ids_of(tree):
    return {each.id for each in tree._traverse() if getattr(each, "id", None)}


def test_the_page_waits_for_its_content_and_says_so_politely():
    page = clusters_page.layout()
    by_id = {each.id: each for each in page._traverse() if getattr(each, "id", None)}
    assert by_id[Clusters.CONTENT].hidden
    assert getattr(by_id[Clusters.STATUS], "aria-live") == "polite"
    assert by_id[Clusters.POLL].disabled
    for chart in (Clusters.FIT, Clusters.SEPARATION, Clusters.STABILITY, Clusters.SIZES):
        assert chart.graph in by_id


def test_a_measure_has_its_definition_one_click_away_and_its_direction():
    measure = Measure(
        name="Overlap",
        better="lower is better",
        definition="How wide clusters are.",
        cells=(Cell("0.83", mark="good"), Cell("–")),
    )
    algorithms = [Algorithm(title="k-means", badges=("in use",)), Algorithm(title="HDBSCAN")]
    table = side_by_side(algorithms, [measure])
    (details,) = parts(table, html.Details)
    assert "How wide clusters are." in str(details)
    assert "lower is better" in str(table)
    assert getattr(table, "aria-label")
    assert table.tabIndex == 0


def test_an_objection_is_marked_by_more_than_a_colour():
    told = verdicts([Algorithm(title="A", objections=("It wobbles.",)), Algorithm(title="B")])
    assert "It wobbles." in str(told)
    assert "Nothing speaks against it." in str(told)
    icons = [
        each.children
        for each in parts(told, html.Span)
        if "verdict" in str(getattr(each, "className", ""))
    ]
    assert icons == ["!", "✓"]


def test_a_story_without_rules_or_members_has_no_empty_lists():
    told = StoryShown(
        name="A name of exactly forty characters, no mor",
        colour="#0F7F57",
        customers=1,
        share=0.0001,
        paragraph="One customer.",
        stability=None,
        is_doubted=False,
        effects=(),
        rules=(),
        typical=(),
    )
    card = story(told, "shop")
    assert parts(card, html.Ul) == []
    assert parts(card, dcc.Link) == []
    assert "1 customer, <0.1 %" in str(card)


def test_a_step_says_how_to_choose_otherwise():
    step = StepShown(
        title="Scaling",
        choice="standard",
        reason="The default.",
        others=("robust",),
        change="--step scaling=robust",
    )
    column = ColumnShown(
        label="Age", name="AGE", kind="number", is_used=True, missing=3, reason="Numbers."
    )
    shown = pipeline([("Missing values", ["Age is missing for 3."])], [column], [step])
    told = str(shown)
    for words in ("--step scaling=robust", "robust", "clusters are made of 1 of 1", "AGE"):
        assert words in told
    assert "Nothing odd" in str(pipeline([], [column], []))


def test_models_keeps_what_only_logs_have_apart():
    page = models.layout()
    (for_log,) = [
        each for each in parts(page, html.Div) if getattr(each, "className", "") == "for-log"
    ]
    assert Models.CONTENT in ids_of(for_log)
    assert Models.PLACING_SENTENCE not in ids_of(for_log)
    assert Models.PLACING_SENTENCE in ids_of(page)
