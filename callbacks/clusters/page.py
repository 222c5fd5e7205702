"""Clusters: the page is filled from the comparison of a data set, and says how one stands."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import Dash, Input, Output, State, ctx, no_update, set_props

from callbacks.clusters.facts import candidate_of, run_of, stability_of
from callbacks.clusters.progress import stand
from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.parts.filling import register_filling
from callbacks.parts.looks import look_of
from callbacks.parts.views import snapshot_view
from layouts.charts.clusters import algorithms, numbers_of_clusters
from layouts.clusters import page as clusters_page
from layouts.clusters.algorithms import compared, trust
from layouts.clusters.pipeline import pipeline
from layouts.clusters.profiles import profile_card
from layouts.ids import Clusters, Shell
from rfm import schema

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.data.datasets import Datasets

_BY_ALGORITHM: Final = ("algorithm",)
CARDS: Final = (
    ChartCard(Clusters.FIT, numbers_of_clusters.fits, candidate_of, needs=_BY_ALGORITHM),
    ChartCard(
        Clusters.SEPARATION, numbers_of_clusters.silhouettes, candidate_of, needs=_BY_ALGORITHM
    ),
    ChartCard(Clusters.STABILITY, algorithms.stability, stability_of, needs=_BY_ALGORITHM),
    ChartCard(Clusters.SIZES, algorithms.sizes, run_of),
)
FILLED: Final = {
    "sentence": (Clusters.SENTENCE, "children"),
    "verdict": (Clusters.VERDICT, "children"),
    "compared": (Clusters.COMPARED, "children"),
    "not_compared": (Clusters.COMPARED_SECTION, "hidden"),
    "algorithms": (Clusters.ALGORITHM, "options"),
    "algorithm": (Clusters.ALGORITHM, "value"),
    "tree": (Clusters.TREE, "children"),
    "profiles": (Clusters.PROFILES, "children"),
    "pipeline": (Clusters.PIPELINE, "children"),
    "no_pipeline": (Clusters.PIPELINE_SECTION, "hidden"),
    "no_content": (Clusters.CONTENT, "hidden"),
}


def register(app: Dash, datasets: "Datasets") -> None:
    """Connect the page with the data sets."""
    register_cards(
        app,
        CARDS,
        partial(snapshot_view, datasets, "clusters"),
        chosen={"token": (Shell.SHOWN, "data")},
        controls={"algorithm": (Clusters.ALGORITHM, "value")},
    )
    register_filling(app, datasets, Shell.SHOWN, FILLED, filled)
    _register_following(app, datasets)


def _register_following(app: Dash, datasets: "Datasets") -> None:
    @app.callback(
        Output(Clusters.STATUS, "children"),
        Output(Clusters.START_ROW, "hidden"),
        Output(Clusters.START, "children"),
        Output(Clusters.STOP_ROW, "hidden"),
        Output(Clusters.POLL, "disabled"),
        Input(Shell.SHOWN, "data"),
        Input(Clusters.POLL, "n_intervals"),
        Input(Clusters.START, "n_clicks"),
        Input(Clusters.STOP, "n_clicks"),
        State(Shell.POLL, "n_intervals"),
    )
    def follow(shown: Any, _t: Any, _s: Any, _c: Any, looks: int | None) -> tuple[Any, ...]:
        if not shown:
            return (no_update,) * 5
        asked = {Clusters.START: "start", Clusters.STOP: "stop"}.get(str(ctx.triggered_id), "")
        state = stand(datasets, str(shown["name"]), asked)
        if state.is_new_to(str(shown["snapshot"])):
            # The frame then sees that there is a newer snapshot, and all pages show it.
            set_props(Shell.POLL, {"n_intervals": (looks or 0) + 1})
        idle = not state.is_working
        return state.status, not state.offer, state.offer, idle, idle


def filled(snapshot: "Snapshot") -> dict[str, Any]:
    """Return everything the page shows of a data set; hidden where nothing was compared."""
    comparison, profiles = snapshot.comparison, snapshot.profiles
    if comparison is None or profiles is None:
        nothing: dict[str, Any] = dict.fromkeys(FILLED)
        return nothing | {
            "algorithms": [],
            "no_pipeline": True,
            "no_content": True,
            "not_compared": True,
        }
    columns, colours = snapshot.columns, look_of(snapshot, "light", schema.CLUSTERS).colours
    return {
        "sentence": comparison.reason,
        "verdict": trust(comparison),
        "compared": compared(comparison) if comparison.is_whole else None,
        "not_compared": not comparison.is_whole,
        "algorithms": clusters_page.choices(comparison.run),
        "algorithm": comparison.in_use,
        "tree": profiles.tree_sentence,
        "profiles": [
            profile_card(each, colours.get(each.name, ""), snapshot.name)
            for each in profiles.clusters
        ],
        "pipeline": pipeline(columns.findings, columns.attributes, columns.steps),
        # The steps from three numbers of a log to its clusters are always the same.
        "no_pipeline": not columns.steps and not columns.findings,
        "no_content": False,
    }
