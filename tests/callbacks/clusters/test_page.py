"""Clusters, and the model that places new customers, on a log with and without a study."""

import shutil
from dataclasses import replace
from unittest.mock import call, create_autospec

import pytest
from dash.exceptions import PreventUpdate

from callbacks.clusters import facts
from callbacks.clusters.page import CARDS, compared_in, filled, stand, steps_of
from callbacks.models.classifier import show_classifier
from callbacks.models.page import PLACING
from callbacks.parts.chart_cards import draw_card, drawn_of, export_card
from callbacks.parts.views import SnapshotView
from layouts.clusters import page as clusters_page
from layouts.clusters.algorithms import measured_rows
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.jobs.book import COMPARE, JobState
from tests.callbacks.conftest import draw
from tests.hand_made_sites import as_text
from tests.hand_made_studies import add_study, comparison_of


def shop_of(snapshot, state="absent", *progress, **more):
    """Return one data set, and a comparison that runs when told to."""
    shop = create_autospec(Datasets, instance=True)
    shop.snapshot.return_value = snapshot
    shop.state.return_value = JobState(state, *progress, **more)
    shop.start.return_value = JobState("working")
    shop.cancel.return_value = JobState("cancelled", message="It was stopped.")
    return shop


@pytest.fixture(scope="module")
def plain(var_folder):
    return Snapshot.open(var_folder / "snapshots" / "cdnow")


@pytest.fixture(scope="module")
def studied(var_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("studied") / "snapshots"
    shutil.copytree(var_folder / "snapshots", folder, symlinks=True)
    return add_study(folder / "cdnow")


def view_of(snapshot, algorithm="kmeans", theme="light"):
    return SnapshotView(snapshot=snapshot, theme=theme, files="clusters", algorithm=algorithm)


def test_the_clusters_of_a_log_are_there_before_any_comparison(plain):
    shown = filled(plain)
    assert not shown["no_content"]
    assert shown["not_compared"]
    assert "Ten starts of the search give the same clusters" in as_text(shown["verdict"])
    for name in plain.placer.names:
        assert name in as_text(shown["profiles"])


def test_a_comparison_begins_by_itself_and_is_stopped_on_request(plain):
    shop = shop_of(plain)
    assert stand(shop, "shop").is_working
    assert shop.start.call_args == call("shop", COMPARE)
    assert stand(shop, "shop", "start").is_working
    assert shop.start.call_args == call("shop", COMPARE, afresh=True)
    assert stand(shop, "shop", "stop").offer == clusters_page.AGAIN
    assert shop.cancel.call_args == call("shop", COMPARE)


def test_a_running_comparison_says_which_step_runs(plain):
    shop = shop_of(plain, "working", 2, 4, "Comparing algorithms: k-means, k = 5")
    standing = stand(shop, "shop")
    told = as_text(standing.status)
    assert "Step 2 of 4: Comparing algorithms: k-means, k = 5" in told
    assert '"value": "25"' in told
    assert standing.offer == ""
    assert not standing.is_new_to("anything")


def test_a_comparison_that_failed_says_why_and_can_be_tried_again(plain):
    standing = stand(shop_of(plain, "failed", message="The disk is full."), "shop")
    assert "The disk is full." in as_text(standing.status)
    assert standing.offer == clusters_page.AGAIN


def test_when_it_is_done_the_newer_snapshot_is_looked_for_once(studied):
    standing = stand(shop_of(studied), "shop")
    assert standing.status is None
    assert standing.is_new_to("the version before")
    assert not standing.is_new_to(studied.id)


def test_the_page_begins_with_the_clusters_in_use_and_tells_everything(studied):
    page = filled(studied)
    groups = studied.groups(schema.CLUSTERS)
    first = groups.iloc[0]
    assert page["sentence"] == (
        f"23,570 customers in {len(groups)} clusters; {first[schema.GROUP]}, "
        f"{100 * first[schema.SHARE]:.1f} % of them, brings "
        f"{100 * first[schema.REVENUE_SHARE]:.1f} % of the revenue."
    )
    page |= compared_in(studied) | steps_of(studied)
    assert page["reason"] == studied.comparison.reason
    assert not page["no_content"]
    assert not page["no_pipeline"]
    assert [each["value"] for each in page["algorithms"]] == ["kmeans", "hdbscan"]
    assert page["algorithm"] == "kmeans"
    told = as_text(page)
    for words in (
        "The clusters can be trusted",
        "41 customers are far from everybody",
        "It leaves many customers in no cluster.",
        "k-prototypes was not run. All columns are numbers.",
        "recommended",
        "Orders: 5 here, 1 elsewhere",
        "93.0 % of those who meet it belong",
        "Not to be trusted",
        "/customers/12?data=cdnow",
        "--step scaling=robust",
        "Age is missing for 313 customers",
        "A tree of depth 4",
    ):
        assert words in told, words
    assert "Spend is the same" not in told
    assert len(told) < 200_000
    for word in ("NaN", '"None', "nan,"):
        assert word not in told


def test_without_clear_groups_the_page_says_so(studied, monkeypatch):
    unclear = comparison_of([10, 20], has_clear_groups=False)
    monkeypatch.setitem(studied.__dict__, "comparison", unclear)
    assert "no clear groups" in as_text(filled(studied)["verdict"])


def test_what_can_be_trusted_is_named_where_it_is_not_what_is_in_use(studied, monkeypatch):
    other = replace(comparison_of([10, 20]), recommended="hdbscan")
    monkeypatch.setitem(studied.__dict__, "comparison", other)
    told = as_text(filled(studied)["verdict"])
    assert "The clusters of HDBSCAN can be trusted" in told
    assert "Those in use are of k-means" in told


def test_the_best_value_of_a_measure_is_marked_whichever_direction_is_better():
    rows = {row.name: row for row in measured_rows(comparison_of([10, 20, 30, 40]).run)}
    silhouette, overlap = rows["Separation (silhouette)"], rows["Overlap (Davies-Bouldin)"]
    assert [cell.mark for cell in silhouette.cells] == ["", "good"]
    assert [cell.mark for cell in overlap.cells] == ["", "good"]
    assert (silhouette.badge, overlap.badge) == ("higher is better", "lower is better")
    weakest = rows["Weakest cluster found again (Jaccard)"]
    assert [(cell.text, cell.mark) for cell in weakest.cells] == [
        ("0.70", "watch"),
        ("0.40", "watch"),
    ]
    agreement = rows["Lowest agreement of ten seeds"]
    assert [cell.text for cell in agreement.cells] == ["0.98", "–"]
    assert rows["In no cluster (noise)"].cells[1].text == "7"


@pytest.mark.parametrize("card", CARDS, ids=lambda each: each.id.name)
@pytest.mark.parametrize("algorithm", ["kmeans", "hdbscan", "prototypes", "None"])
def test_every_chart_is_drawn_for_every_algorithm(studied, card, algorithm):
    view = view_of(studied, algorithm, "dark")
    figure, *_ = draw(card, view)
    assert len(as_text(figure)) < 60_000
    assert export_card(card, view)["filename"] == f"{card.id.name}.csv"


def test_the_knee_and_the_choice_are_marked(studied):
    figure = drawn_of(CARDS[0], view_of(studied)).figure
    marks = [each.text for each in figure.layout.annotations]
    assert marks == ["<b>4 clusters</b>, chosen", "3 clusters: the knee"]


def test_clusters_in_use_have_their_names_and_the_lines_of_trust(studied):
    _, found, _ = facts.stability_of(view_of(studied))
    assert list(found) == list(studied.groups(schema.CLUSTERS)[schema.GROUP])
    _, other, _ = facts.stability_of(view_of(studied, "hdbscan"))
    assert tuple(other) == ("Cluster 1 by size", "Cluster 2 by size")
    drawn = drawn_of(CARDS[2], view_of(studied))
    assert "k-means: 1 of " in drawn.title
    assert [shape.x0 for shape in drawn.figure.layout.shapes] == [0.75, 0.6]


def test_no_model_is_drawn_of_a_log_that_was_not_compared(plain):
    for card in PLACING:
        with pytest.raises(PreventUpdate):
            draw_card(card, view_of(plain))


def test_the_model_that_places_is_judged_in_words_and_charts(studied):
    page = show_classifier(studied)
    assert page["sentence"].endswith("agreement, not skill.")
    assert not page["hidden"]
    shown = as_text(page)
    for words in ("90.0 %", "likely 88.0 % to 92.0 %", "40.0 %", "50.0 points above", "F1"):
        assert words in shown, words
    for card in PLACING:
        figure, *_ = draw(card, view_of(studied, theme="dark"))
        assert len(as_text(figure)) < 60_000
        assert export_card(card, view_of(studied))["type"] == "text/csv"


def test_the_confusion_matrix_has_a_number_in_every_cell(studied):
    drawn = drawn_of(PLACING[0], view_of(studied))
    size = len(studied.classifier_card.classes)
    assert len(drawn.figure.layout.annotations) == size**2
    assert drawn.title.startswith("Most often confused: 10.0 % of ")


def test_without_a_model_there_is_a_reason(plain):
    page = show_classifier(plain)
    assert page["hidden"]
    assert "compare algorithms" in as_text(page["reason"])
