"""Clusters: the page is filled from the comparison of a data set, and says how one stands."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from dash import Dash, Input, Output, State, ctx, no_update, set_props

from callbacks.clusters.facts import candidate_of, run_of, stability_of
from callbacks.parts.addresses import AddressField, register_address
from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.parts.filling import register_filling
from callbacks.parts.looks import look_of
from callbacks.parts.sections import register_sections
from callbacks.parts.views import snapshot_view
from layouts.charts.clusters import algorithms, numbers_of_clusters
from layouts.clusters import page as clusters_page
from layouts.clusters.algorithms import compared
from layouts.clusters.pipeline import pipeline
from layouts.clusters.profiles import profile_card
from layouts.clusters.trusting import trust
from layouts.ids import Clusters, Shell
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.jobs.book import COMPARE, JobState

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
    "not_compared": (Clusters.COMPARISON.fold, "hidden"),
    "tree": (Clusters.TREE, "children"),
    "profiles": (Clusters.PROFILES, "children"),
    "no_pipeline": (Clusters.STEPS.fold, "hidden"),
    "no_content": (Clusters.CONTENT, "hidden"),
}
# What is in the sections that open.
COMPARED: Final = {
    "reason": (Clusters.REASON, "children"),
    "compared": (Clusters.COMPARED, "children"),
    "algorithms": (Clusters.ALGORITHM, "options"),
    "algorithm": (Clusters.ALGORITHM, "value"),
}
STEPS: Final = {"pipeline": (Clusters.PIPELINE, "children")}


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    register_cards(
        app,
        CARDS,
        partial(snapshot_view, datasets, "clusters"),
        chosen={"token": (Shell.SHOWN, "data")},
        controls={"algorithm": (Clusters.ALGORITHM, "value")},
    )
    opened = AddressField(name="open", at=(Clusters.OPENED, "data"))
    register_address(app, Clusters.ADDRESS, "/clusters", [opened])
    register_sections(app, Clusters.OPENED, clusters_page.CONTENTS)
    register_filling(app, datasets, Shell.SHOWN, FILLED, filled)
    register_filling(app, datasets, Shell.SHOWN, COMPARED, compared_in)
    register_filling(app, datasets, Shell.SHOWN, STEPS, steps_of)
    _register_following(app, datasets)


def _register_following(app: Dash, datasets: Datasets) -> None:
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


def filled(snapshot: Snapshot) -> dict[str, Any]:
    """Return what the page shows of a data set at once; hidden where it has no clusters."""
    comparison, profiles = snapshot.comparison, snapshot.profiles
    if comparison is None or profiles is None:
        hidden = dict.fromkeys(("not_compared", "no_pipeline", "no_content"), True)
        return dict.fromkeys(FILLED) | hidden
    columns, colours = snapshot.columns, look_of(snapshot, "light", schema.CLUSTERS).colours
    return {
        "sentence": clusters_page.sentence(snapshot.groups(schema.CLUSTERS)),
        "verdict": trust(comparison),
        "not_compared": not comparison.is_whole,
        "tree": profiles.tree_sentence,
        "profiles": [
            profile_card(each, colours.get(each.name, ""), snapshot.name)
            for each in profiles.clusters
        ],
        # The steps from three numbers of a log to its clusters are always the same.
        "no_pipeline": not columns.steps and not columns.findings,
        "no_content": False,
    }


def compared_in(snapshot: Snapshot) -> dict[str, Any]:
    """Return the algorithms side by side, and those of which charts can be drawn."""
    comparison = snapshot.comparison
    if comparison is None or not comparison.is_whole:
        return {"reason": "", "compared": None, "algorithms": [], "algorithm": ""}
    return {
        "reason": comparison.reason,
        "compared": compared(comparison),
        "algorithms": [{"value": each.algorithm, "label": each.title} for each in comparison.run],
        "algorithm": comparison.in_use,
    }


def steps_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return the steps from a table's columns to its clusters."""
    columns = snapshot.columns
    return {"pipeline": pipeline(columns.findings, columns.attributes, columns.steps)}


@dataclass(frozen=True)
class ComparisonState:
    """What stands instead of a comparison, and which button is offered; both may be empty."""

    status: Any = None
    offer: str = ""
    is_working: bool = False
    # The version of the data set that has what was to be shown; empty while there is none.
    snapshot: str = ""

    def is_new_to(self, shown: str) -> bool:
        """Tell whether a browser that shows a version should look for a newer one."""
        return bool(self.snapshot) and self.snapshot != shown


def stand(datasets: Datasets, name: str, asked: str = "") -> ComparisonState:
    """Return how the comparison on a data set stands, having started or stopped it if asked."""
    snapshot = datasets.snapshot(name)
    reason = _no_clusters(snapshot)
    if snapshot.is_compared or reason:
        status = clusters_page.no_clusters(snapshot.title, reason) if reason else None
        return ComparisonState(status, snapshot=snapshot.id)
    if asked == "start":
        return _in_words(datasets.start(name, COMPARE, afresh=True), snapshot)
    if asked == "stop":
        return _in_words(datasets.cancel(name, COMPARE), snapshot)
    state = datasets.state(name, COMPARE)
    # The clusters are there with the analysis; how far to trust them follows by itself.
    return _in_words(datasets.start(name, COMPARE) if state.kind == "absent" else state, snapshot)


def _in_words(state: JobState, snapshot: Snapshot) -> ComparisonState:
    title = snapshot.title
    if state.kind not in ("failed", "cancelled"):
        sentence = state.message or "It begins. The page fills as soon as it is done."
        step = f"Step {state.step} of {state.steps}: {sentence}" if state.step else sentence
        return ComparisonState(clusters_page.working(title, step, state.share), is_working=True)
    return ComparisonState(clusters_page.given_up(title, state.message), clusters_page.AGAIN)


def _no_clusters(snapshot: Snapshot) -> str:
    if schema.CLUSTERS in snapshot.groupings:
        return ""
    return snapshot.no_clusters_reason or "Nothing was found that sets customers apart."
