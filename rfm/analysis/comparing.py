"""What there is to judge clusters by: all algorithms beside a log's own, and a classifier."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm import schema
from rfm.clusters.clustering import Placer
from rfm.log.cleaned import Progress, ignore_progress

if TYPE_CHECKING:
    from rfm.analysis.clusters import FoundClusters
    from rfm.classifier.model import Classified
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.results import ClusterProfiles
    from rfm.table.reading import CustomerTable

COMPARING_STEPS: Final = (
    "Comparing algorithms",
    "Training the model that places",
    "Publishing",
)


@dataclass(frozen=True)
class ComparedClusters:
    """What there is to judge clusters by, when all algorithms were compared.

    Parameters
    ----------
    comparison : Comparison
        The clusters in use beside those of the other algorithms.
    profiles : ClusterProfiles
        What sets the clusters in use apart, with how stable each is.
    classified : Classified
        The model that tells them from all attributes.
    """

    comparison: "Comparison"
    profiles: "ClusterProfiles"
    classified: "Classified"


def classify(
    found: "FoundClusters",
    seed: int,
    progress: Callable[[str], None] = lambda _message: None,
) -> "Classified":
    """Return the model that places customers, by a given label or else by their clusters.

    That of a log's own clusters waits for the comparison.
    """
    from rfm.classifier.fitting import fit_classifier
    from rfm.classifier.model import Classified

    if not found.steps:
        return Classified()
    progress("")
    return fit_classifier(
        found.table.customers,
        found.table.attributes,
        found.table.customers[found.table.label or schema.CLUSTER_NAME],
        target_name=found.table.label or schema.CLUSTER,
        seed=seed,
        progress=progress,
    )


def compare_log(
    table: "CustomerTable",
    placer: Placer,
    before: "tuple[Comparison, ClusterProfiles]",
    *,
    seed: int,
    progress: Progress = ignore_progress,
) -> ComparedClusters:
    """Compare the clusters of a log with those of other algorithms.

    Parameters
    ----------
    table : CustomerTable
        The customers with `customer_id`, `recency_days`, `frequency`, `monetary`.
    placer : Placer
        The clusters in use, which stay what they are.
    before : (Comparison, ClusterProfiles)
        What was found of them when the log was analysed.
    seed : int
        The seed of everything random.
    progress : callable
        Told the index in `COMPARING_STEPS` of the step that runs, and a detail in words.

    Returns
    -------
    ComparedClusters
        What belongs beside the snapshot; the clusters themselves do not change.
    """
    from rfm.classifier.fitting import fit_classifier
    from rfm.clusters.comparison.comparing import compare
    from rfm.clusters.comparison.entries import InUse

    progress(0, "")
    comparison, profiles = before
    features = placer.pipeline.features(table.customers)
    in_use = InUse(comparison.candidate(comparison.in_use), placer.algorithm.settle(features))
    compared = compare(features, seed=seed, in_use=in_use, progress=partial(progress, 0))
    progress(1, "")
    classified = fit_classifier(
        table.customers,
        table.attributes,
        pd.Series(placer.names_of(in_use.model.labels_), table.customers.index),
        seed=seed,
        progress=partial(progress, 1),
    )
    judged = profiles.with_stability(compared.stabilities(placer.order))
    return ComparedClusters(compared.comparison, judged, classified)
