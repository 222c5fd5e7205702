"""What the charts of the page Clusters are drawn from, read from a comparison."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from callbacks.parts.looks import look_of_clusters
from layouts.charts.clusters.algorithms import Sizes, Stability
from layouts.charts.clusters.numbers_of_clusters import Tried
from layouts.theme import GREY
from rfm import schema

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate, Comparison
    from rfm.snapshot import Snapshot

SEPARATION: Final = "Separation (silhouette, higher is better)"


def candidate_of(comparison: "Comparison", algorithm: str) -> "Candidate":
    """Return an algorithm that was run; the one in use for any other name."""
    run = {each.algorithm: each for each in comparison.run}
    return run.get(algorithm) or run.get(comparison.in_use) or next(iter(run.values()))


def fits(_snapshot: "Snapshot", comparison: "Comparison", algorithm: str) -> Tried:
    """Return how well each number of clusters fits, by the algorithm's own measure."""
    candidate = candidate_of(comparison, algorithm)
    measure = candidate.fit_measure or "Fit"
    return Tried(
        algorithm=candidate.title,
        numbers=np.array([each.k for each in candidate.scan]),
        measured=np.array([each.fit for each in candidate.scan]),
        measure=f"{measure[:1].upper()}{measure[1:]}",
        chosen=candidate.k,
        knee=candidate.knee,
        best="lowest" if candidate.fit == schema.BIC else "",
    )


def silhouettes(_snapshot: "Snapshot", comparison: "Comparison", algorithm: str) -> Tried:
    """Return how well apart the clusters are for each number of them."""
    candidate = candidate_of(comparison, algorithm)
    return Tried(
        algorithm=candidate.title,
        numbers=np.array([each.k for each in candidate.scan]),
        measured=np.array([each.silhouette for each in candidate.scan]),
        measure=SEPARATION,
        chosen=candidate.k,
        best="highest",
    )


def stability(snapshot: "Snapshot", comparison: "Comparison", algorithm: str) -> Stability:
    """Return how often each cluster is found again; those in use under their names."""
    candidate = candidate_of(comparison, algorithm)
    if candidate.algorithm == comparison.in_use and snapshot.stories is not None:
        told = [each for each in snapshot.stories.clusters if each.jaccard is not None]
        colours = look_of_clusters(snapshot, "light").colours
        return Stability(
            algorithm=candidate.title,
            names=tuple(each.name for each in told),
            jaccards=tuple(each.jaccard for each in told if each.jaccard is not None),
            colours=tuple(colours.get(each.name, GREY) for each in told),
            samples=comparison.bootstraps,
        )
    return Stability(
        algorithm=candidate.title,
        names=_names(len(candidate.jaccards)),
        jaccards=candidate.jaccards,
        colours=(GREY,) * len(candidate.jaccards),
        samples=comparison.bootstraps,
    )


def sizes(_snapshot: "Snapshot", comparison: "Comparison", _algorithm: str) -> tuple[Sizes, ...]:
    """Return the sizes of the clusters of every algorithm."""
    return tuple(
        Sizes(algorithm=each.title, sizes=each.sizes, noise=each.noise) for each in comparison.run
    )


def table_of_tried(tried: Tried) -> pd.DataFrame:
    """Return each number of clusters and what was measured."""
    return pd.DataFrame(
        {
            "Clusters": tried.numbers.astype(int),
            tried.measure: tried.measured.astype(float),
            "Marked": [_mark(tried, int(number)) for number in tried.numbers],
        }
    )


def _mark(tried: Tried, number: int) -> str:
    marks = (("chosen", number == tried.chosen), ("knee", number == tried.knee))
    return ", ".join(mark for mark, holds in marks if holds)


def table_of_stability(found: Stability) -> pd.DataFrame:
    """Return each cluster's stability."""
    return pd.DataFrame({"Cluster": found.names, "Mean Jaccard": [*found.jaccards]})


def table_of_sizes(found: Sequence[Sizes]) -> pd.DataFrame:
    """Return a row a cluster of each algorithm, noise last."""
    rows = [
        (f"{each.algorithm}: {name}", count, 100 * count / each.customers)
        for each in found
        for name, count in (
            *zip(_names(len(each.sizes)), each.sizes, strict=True),
            ("In no cluster", each.noise),
        )
    ]
    return pd.DataFrame(rows, columns=["Cluster", "Customers", "Share (%)"])


def _names(count: int) -> tuple[str, ...]:
    return tuple(f"Cluster {place + 1} by size" for place in range(count))
