"""What the page Clusters says in words: the comparison, what sets clusters apart, the pipeline."""

from typing import TYPE_CHECKING, Any, Final

from callbacks.clusters.columns import pipeline_of
from callbacks.clusters.measures import compared, shown_candidates, trust_of
from callbacks.clusters.stories import stories_of
from layouts.clusters import page as clusters_page
from layouts.ids import Clusters

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot

FILLED: Final = {
    "sentence": (Clusters.SENTENCE, "children"),
    "verdict": (Clusters.VERDICT, "children"),
    "compared": (Clusters.COMPARED, "children"),
    "algorithms": (Clusters.ALGORITHM, "options"),
    "algorithm": (Clusters.ALGORITHM, "value"),
    "tree": (Clusters.TREE, "children"),
    "stories": (Clusters.STORIES, "children"),
    "pipeline": (Clusters.PIPELINE, "children"),
    "no_pipeline": (Clusters.PIPELINE_SECTION, "hidden"),
    "no_content": (Clusters.CONTENT, "hidden"),
}


def filled(snapshot: "Snapshot") -> dict[str, Any]:
    """Return everything the page shows of a data set; hidden where nothing was compared."""
    comparison, stories = snapshot.comparison, snapshot.stories
    if comparison is None or stories is None:
        nothing: dict[str, Any] = dict.fromkeys(FILLED)
        return nothing | {"algorithms": [], "no_pipeline": True, "no_content": True}
    run = shown_candidates(comparison)
    columns = snapshot.columns
    return {
        "sentence": comparison.reason,
        "verdict": trust_of(comparison),
        "compared": compared(comparison),
        "algorithms": clusters_page.choices([(each.algorithm, each.title) for each in run]),
        "algorithm": comparison.in_use,
        "tree": stories.tree_sentence,
        "stories": stories_of(snapshot, stories),
        "pipeline": pipeline_of(columns),
        # The steps from three numbers of a log to its clusters are always the same.
        "no_pipeline": not columns.steps and not columns.findings,
        "no_content": False,
    }
