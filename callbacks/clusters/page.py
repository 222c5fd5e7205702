"""What the page Clusters says in words: the comparison, what sets clusters apart, the pipeline."""

from typing import TYPE_CHECKING, Any, Final

from callbacks.parts.looks import look_of_clusters
from layouts.clusters import page as clusters_page
from layouts.clusters.algorithms import compared, trust
from layouts.clusters.pipeline import pipeline
from layouts.clusters.profiles import profile_card
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
    columns, colours = snapshot.columns, look_of_clusters(snapshot, "light").colours
    return {
        "sentence": comparison.reason,
        "verdict": trust(comparison),
        "compared": compared(comparison),
        "algorithms": clusters_page.choices(comparison.run),
        "algorithm": comparison.in_use,
        "tree": stories.tree_sentence,
        "stories": [
            profile_card(each, colours.get(each.name, ""), snapshot.name)
            for each in stories.clusters
        ],
        "pipeline": pipeline(columns.findings, columns.attributes, columns.steps),
        # The steps from three numbers of a log to its clusters are always the same.
        "no_pipeline": not columns.steps and not columns.findings,
        "no_content": False,
    }
