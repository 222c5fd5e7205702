"""One algorithm's line in the comparison: everything that was measured of it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.hdbscan import density_validity
from rfm.clusters.comparison.choosing import ChosenAlgorithm, Task
from rfm.clusters.comparison.measures import Gap, measure, shows_groups
from rfm.clusters.comparison.recommending import JudgedAlgorithm, objections
from rfm.clusters.comparison.results import Candidate, Comparison, Scanned
from rfm.clusters.comparison.stability import SampledStability, Stability, carried_over
from rfm.clusters.partitions import FIRST_SEED
from rfm.features.points import Codes, Features
from rfm.schema import NOISE
from rfm.stopwatch import seconds_since


@dataclass(frozen=True)
class Compared:
    """A comparison, with the models that were compared.

    Parameters
    ----------
    comparison : Comparison
        What is kept and shown.
    models : mapping of str to ClusterAlgorithm
        Fitted models by algorithm; `labels_` are the clusters of all customers in the order given.
    outliers : bool array of shape (customers,)
        Who is far from everybody.
    """

    comparison: Comparison
    models: Mapping[str, ClusterAlgorithm]
    outliers: NDArray[np.bool_]

    @property
    def model(self) -> ClusterAlgorithm:
        """The model in use."""
        return self.models[self.comparison.in_use]

    @property
    def labels(self) -> Codes:
        """Clusters of all customers by the model in use, in the order given; -1 is noise."""
        return self.model.labels_

    def stabilities(self, order: Sequence[int]) -> tuple[float, ...]:
        """Return the stability of each cluster in use, in an order; nothing if not measured."""
        jaccards = self.comparison.candidate(self.comparison.in_use).jaccards
        # They are listed largest first, as the algorithm numbers its clusters.
        return tuple(jaccards[number] for number in order) if jaccards else ()


@dataclass(frozen=True)
class InUse:
    """Clusters in use that were chosen without samples of the customers.

    Parameters
    ----------
    candidate : Candidate
        What was found of them then.
    model : ClusterAlgorithm
        Fitted, with the labels of all customers.
    """

    candidate: Candidate
    model: ClusterAlgorithm

    def judged_again(self, task: Task) -> tuple[ChosenAlgorithm, float]:
        """Return the same clusters with their stability over samples, and how long a fit takes."""
        then = self.candidate
        jaccards = SampledStability(task.features, task.seed).jaccards(self.model)
        stability = Stability(tuple(jaccards.tolist()), then.agreement or 0.0)
        chosen = ChosenAlgorithm(self.model, stability, then.why_k, then.scan, then.knee)
        begun = time.perf_counter()
        self.model.again(self.model.seed).fit(task.features)
        return chosen, seconds_since(begun, f"clusters {self.model.name}")


def judge(
    chosen: ChosenAlgorithm,
    fitted: ClusterAlgorithm,
    seconds: float,
    measured: Features,
    gaps: Sequence[Gap],
) -> JudgedAlgorithm:
    """Return an algorithm's line, with what speaks against it.

    Parameters
    ----------
    chosen : ChosenAlgorithm
        With its stability, its clusters numbered as on the customers that it was chosen on.
    fitted : ClusterAlgorithm
        Fitted to all, its clusters numbered as on all.
    seconds : float
        How long the fit to all took.
    measured : Features
        The customers that it was chosen on.
    gaps : sequence of Gap
        The gap statistic of k-means on them.
    """
    labels = fitted.predict(measured)
    validity = density_validity(measured.points, labels)
    rescaled = SampledStability(measured, FIRST_SEED).rescaled(fitted)
    then = chosen.model.predict(measured)
    jaccards = carried_over(chosen.stability.jaccards, then, labels, fitted.n_clusters_)
    candidate = replace(
        candidate_of(chosen, fitted),
        **measure(measured.points, labels),
        jaccards=jaccards,
        rescaled=tuple(rescaled.tolist()),
        seconds=seconds,
    )
    if candidate.algorithm == "kmeans":
        candidate = replace(candidate, scan=_with_gaps(candidate.scan, gaps))
    judged = JudgedAlgorithm(candidate, validity)
    found = objections(candidate, is_apart=judged.is_apart, has_groups=shows_groups(gaps))
    return replace(judged, candidate=replace(candidate, objections=found))


def candidate_of(chosen: ChosenAlgorithm, model: ClusterAlgorithm) -> Candidate:
    """Return what is known of an algorithm, chosen on some customers, without any measures."""
    better = "lower is better" if model.fit_shape == "lowest" else "lower is tighter"
    sizes = np.bincount(model.labels_ - NOISE, minlength=model.n_clusters_ + 1).tolist()
    return Candidate(
        algorithm=model.name,
        title=model.title,
        why_k=chosen.why,
        k=model.n_clusters_,
        scan=chosen.scan,
        fit=model.fit_name,
        fit_measure=f"{model.fit_title} ({better})" if model.fit_title else "",
        knee=chosen.knee,
        agreement=chosen.stability.agreement,
        sizes=tuple(sizes[1:]),
        noise=sizes[0],
    )


def _with_gaps(scan: Sequence[Scanned], gaps: Sequence[Gap]) -> tuple[Scanned, ...]:
    by_number = {each.k: each for each in gaps}
    return tuple(
        replace(one, gap=by_number[one.k].gap, gap_error=by_number[one.k].error)
        if one.k in by_number
        else one
        for one in scan
    )
