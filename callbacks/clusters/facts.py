"""What the charts of the page Clusters are drawn from, read from a comparison."""

from typing import TYPE_CHECKING

from dash.exceptions import PreventUpdate

from callbacks.parts.views import SnapshotView
from layouts.charts.clusters.algorithms import name_by_size

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate, Comparison


def candidate_of(view: SnapshotView) -> "tuple[Candidate]":
    """Return an algorithm that was run; the one in use for any other name."""
    comparison = _comparison(view)
    run = {each.algorithm: each for each in comparison.run}
    return (run.get(view.algorithm) or run.get(comparison.in_use) or comparison.run[0],)


def run_of(view: SnapshotView) -> "tuple[tuple[Candidate, ...]]":
    """Return every algorithm that was run."""
    return (_comparison(view).run,)


def stability_of(view: SnapshotView) -> tuple[str, dict[str, float], int]:
    """Return how often each cluster is found again; those in use under their names."""
    (candidate,) = candidate_of(view)
    comparison, profiles = _comparison(view), view.snapshot.profiles
    jaccards = {name_by_size(place): value for place, value in enumerate(candidate.jaccards)}
    if candidate.algorithm == comparison.in_use and profiles is not None:
        jaccards = {e.name: e.jaccard for e in profiles.clusters if e.jaccard is not None}
    return candidate.title, jaccards, comparison.bootstraps


def _comparison(view: SnapshotView) -> "Comparison":
    comparison = view.snapshot.comparison
    if comparison is None:
        raise PreventUpdate
    return comparison
