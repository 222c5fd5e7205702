"""Clusters in a snapshot: written with everything else, each part read when it is asked for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rfm import schema
from rfm.records import Record, from_record
from rfm.snapshot import files
from rfm.snapshot.files import damaged, write_json
from rfm.table.attribute import Attribute, Finding, PipelineStep

if TYPE_CHECKING:
    from rfm.analysis.comparing import ComparedClusters
    from rfm.classifier.model import Classifier, ClassifierCard
    from rfm.clusters.clustering import Clustering, Placer
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.results import ClusterProfiles


@dataclass(frozen=True)
class ColumnFacts:
    """What the columns hold, what was found in them, and how they became comparable.

    `label` is the column of a given label, `id_column` the one that told customers apart in the
    file; both are empty where there is none.
    """

    attributes: tuple[Attribute, ...] = ()
    findings: tuple[Finding, ...] = ()
    steps: tuple[PipelineStep, ...] = ()
    label: str = ""
    id_column: str = ""


def write_clustering(folder: Path, found: "Clustering") -> None:
    """Write clusters into the folder of a snapshot."""
    from rfm.clusters.algorithms.catalogue import store_algorithm

    placer = found.placer
    write_json(folder / files.PIPELINE, placer.pipeline)
    (folder / files.ALGORITHM).write_bytes(store_algorithm(placer.algorithm))
    write_json(folder / files.PLACING, {"order": placer.order, "names": placer.names})
    _write_judgement(folder, found.comparison, found.profiles)


def write_compared(folder: Path, found: "ComparedClusters") -> None:
    """Write what there is to judge clusters by into the folder of a snapshot.

    Parameters
    ----------
    folder : Path
        The snapshot's.
    found : ComparedClusters
        Takes the place of what was found without a comparison.
    """
    _write_judgement(folder, found.comparison, found.profiles)
    write_classifier(folder, found.classified.classifier)


def _write_judgement(folder: Path, comparison: "Comparison", profiles: "ClusterProfiles") -> None:
    write_json(folder / files.COMPARISON, comparison)
    write_json(folder / files.PROFILES, profiles)


def write_classifier(folder: Path, classifier: "Classifier | None") -> None:
    """Write the classifier, where one was trained, into the folder of a snapshot."""
    from rfm.classifier.model import store_classifier

    if classifier is not None:
        write_json(folder / files.CLASSIFIER_CARD, classifier.card)
        (folder / files.CLASSIFIER_MODEL).write_bytes(store_classifier(classifier))


class StoredClustering:
    """The clusters in the folder of one published analysis, where there are any."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest

    @property
    def has_clusters(self) -> bool:
        """Whether there are clusters, which new customers can be placed in."""
        return files.PLACING in self.manifest["files"]

    @property
    def is_compared(self) -> bool:
        """Whether the clusters were judged beside those of all algorithms."""
        return self.comparison is not None and self.comparison.is_whole

    @property
    def is_placed_by_attributes(self) -> bool:
        """Whether new customers are placed by more than recency, frequency and money."""
        chosen = self.manifest["settings"]
        is_plain = not (chosen.get("join") or chosen.get("algorithm"))
        is_own = self.manifest["kind"] == schema.LOG and is_plain
        return self.has_clusters and not is_own

    @cached_property
    def columns(self) -> ColumnFacts:
        """What is known of the attributes."""
        return from_record(ColumnFacts, self._json(files.ATTRIBUTES))

    @cached_property
    def comparison(self) -> "Comparison | None":
        """The algorithms side by side, or the one in use alone; None without clusters."""
        from rfm.clusters.comparison.results import Comparison

        return self._record(Comparison, files.COMPARISON)

    @cached_property
    def profiles(self) -> "ClusterProfiles | None":
        """What is told of each cluster; None without clusters."""
        from rfm.clusters.profiles.results import ClusterProfiles

        return self._record(ClusterProfiles, files.PROFILES)

    @cached_property
    def map_axes(self) -> tuple[str, ...]:
        """What the two axes of the map mean, in words, where there is a map."""
        return tuple(self._json(files.PIPELINE)["map_axes"])

    @cached_property
    def map_share(self) -> float | None:
        """The share of the differences between customers that the map shows; None without any."""
        directions = self._json(files.PIPELINE)["directions"]
        total = float(directions["total"])
        return sum(directions["variances"][:2]) / total if total > 0 else None

    @cached_property
    def placer(self) -> "Placer | None":
        """What puts new customers into the clusters; None without clusters."""
        from rfm.clusters.algorithms.catalogue import load_algorithm
        from rfm.clusters.clustering import Placer
        from rfm.features.pipeline import Pipeline

        if not self.has_clusters:
            return None
        placing = self._json(files.PLACING)
        return Placer(
            from_record(Pipeline, self._json(files.PIPELINE)),
            load_algorithm(self._bytes(files.ALGORITHM)),
            tuple(placing["order"]),
            tuple(placing["names"]),
        )

    @cached_property
    def classifier_card(self) -> "ClassifierCard | None":
        """What there is to judge the classifier by; None where none was trained."""
        from rfm.classifier.model import ClassifierCard

        return self._record(ClassifierCard, files.CLASSIFIER_CARD)

    @cached_property
    def classifier(self) -> "Classifier | None":
        """The classifier itself; None where none was trained."""
        from rfm.classifier.model import load_classifier

        if self.classifier_card is None:
            return None
        return load_classifier(self._bytes(files.CLASSIFIER_MODEL))

    @property
    def no_classifier_reason(self) -> str:
        """Why there is no classifier; empty when there is, or none was tried."""
        return str(self.manifest.get("no_classifier_reason", ""))

    def _record(self, kind: type[Record], name: str) -> Record | None:
        """Return the value that a file holds; None in a snapshot without the file."""
        return from_record(kind, self._json(name)) if name in self.manifest["files"] else None

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self._bytes(name))
        except (ValueError, RecursionError):
            raise damaged(self.folder, name) from None

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            raise damaged(self.folder, name) from None
