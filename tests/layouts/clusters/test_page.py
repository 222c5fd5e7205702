"""The page Clusters as trees: what it holds, and that everyone can use it."""

import pandas as pd
from dash import dcc, html

from layouts.clusters import page as clusters_page
from layouts.clusters.algorithms import compared
from layouts.clusters.pipeline import pipeline
from layouts.clusters.profiles import profile_card
from layouts.ids import Clusters, Models
from layouts.models import page as models
from layouts.parts.listing import list_address
from rfm.clusters.profiles.results import ClusterProfile
from tests.hand_made_attributes import number
from tests.hand_made_studies import FINDINGS, STEPS, comparison_of
from tests.trees import by_id, parts_of


def test_the_page_waits_for_its_content_and_says_so_politely():
    page = by_id(clusters_page.layout())
    assert page[Clusters.CONTENT].hidden
    assert getattr(page[Clusters.STATUS], "aria-live") == "polite"
    assert page[Clusters.POLL].disabled
    for chart in (Clusters.FIT, Clusters.SEPARATION, Clusters.STABILITY, Clusters.SIZES):
        assert chart.graph not in page
        assert chart.graph in by_id(html.Div(clusters_page.comparison()))


def test_the_clusters_in_use_come_first_and_what_else_was_tried_is_folded():
    layout = clusters_page.layout()
    order = list(by_id(layout))
    assert order.index(Clusters.PROFILES) < order.index(Clusters.COMPARISON.fold)
    assert not by_id(layout)[Clusters.COMPARISON.fold].open


def test_the_page_says_how_many_customers_are_in_how_many_clusters():
    groups = pd.DataFrame({"group": ["Savers", "Spenders"], "customers": [30, 10]})
    groups["share"] = [0.75, 0.25]
    assert (
        clusters_page.sentence(groups) == "40 customers in 2 clusters; Savers holds 75.0 % of them."
    )
    assert "in 1 cluster;" in clusters_page.sentence(groups.assign(is_noise=[False, True]))
    groups["revenue_share"] = [0.2, 0.8]
    assert clusters_page.sentence(groups) == (
        "40 customers in 2 clusters; Savers, 75.0 % of them, brings 20.0 % of the revenue."
    )


def test_a_measure_has_its_definition_one_click_away_and_its_direction():
    table = compared(comparison_of([10, 20]))[0]
    _, overlap, *_ = parts_of(table, html.Details)
    assert "How wide clusters are" in str(overlap)
    assert "lower is better" in str(table)
    assert getattr(table, "aria-label")
    assert table.tabIndex == 0


def test_an_objection_is_marked_by_more_than_a_colour():
    shown = compared(comparison_of([10, 20]))[2]
    assert "It leaves many customers in no cluster." in str(shown)
    assert "Nothing speaks against it." in str(shown)
    icons = [
        each.children
        for each in parts_of(shown, html.Span)
        if "verdict" in str(getattr(each, "className", ""))
    ]
    assert icons == ["✓", "!"]


def test_a_profile_without_rules_or_members_has_no_empty_lists():
    name = "A name of exactly forty characters, no mor"
    profile = ClusterProfile(cluster=0, name=name, summary="One.", customers=1, share=0.0001)
    card = profile_card(profile, "#0F7F57", "shop")
    assert not list(parts_of(card, html.Ul))
    (listed,) = parts_of(card, dcc.Link)
    assert listed.href == list_address("shop", cluster=name)
    assert "1 customer, <0.1 %" in str(card)


def test_a_pipeline_in_which_nothing_was_odd_says_so():
    column = number("AGE", label="Age", missing=3)
    assert "clusters are made of 1 of 1" in str(pipeline(FINDINGS, [column], STEPS))
    assert "Nothing odd" in str(pipeline([], [column], []))


def test_models_keeps_what_only_logs_have_apart():
    page = models.layout()
    assert by_id(page)[Models.CONTENT].hidden
    (for_log,) = [
        each for each in parts_of(page, html.Div) if getattr(each, "className", "") == "for-log"
    ]
    assert Models.CONTENT in by_id(for_log)
    assert Models.PLACING_SENTENCE not in by_id(for_log)
    assert Models.PLACING_SENTENCE in by_id(page)
