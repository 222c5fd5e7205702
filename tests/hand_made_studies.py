"""A study made by hand, added to a snapshot of a log: what the pages show of one, in no time."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rfm import schema
from rfm.classifier.model import Calibrated, ClassifierCard, ClassScore, Importance, JudgedModel
from rfm.clusters.comparison.results import Candidate, Comparison, Scanned
from rfm.clusters.profiles.results import ClusterProfile, ClusterProfiles, Effect, Rule
from rfm.features.purchases import attributes_of_log
from rfm.records import as_record
from rfm.snapshot import Snapshot, files
from rfm.snapshot.clusterings import ColumnFacts
from rfm.snapshot.files import write_json
from rfm.snapshot.writer import add_to
from rfm.table.attribute import Finding, PipelineStep

SCAN = tuple(
    Scanned(k=k, fit=40_000 / k, silhouette=0.5 - 0.02 * abs(k - 4), gap=0.3, gap_error=0.01)
    for k in range(2, 9)
)
FINDINGS = (
    Finding("missing", "AGE", 313, "Age is missing for 313 customers: filled with the median."),
    Finding("range", "SHARE", 8, "8 values of Share are above 1: kept."),
)
STEPS = (
    PipelineStep(
        "scaling",
        "Scaling",
        "standard",
        ("standard", "robust"),
        "scaling",
        "The default: every column counts alike.",
        ("3 columns were scaled.",),
    ),
)


def comparison_of(sizes: list[int], *, has_clear_groups: bool = True) -> Comparison:
    """Return a comparison in which k-means found clusters of these sizes."""
    total, largest_first = sum(sizes), tuple(sorted(sizes, reverse=True))
    return Comparison(
        candidates=(
            Candidate(
                algorithm="kmeans",
                title="k-means",
                why_k="4 is the largest number of stable clusters.",
                k=len(sizes),
                scan=SCAN,
                fit_measure="inertia (lower is tighter)",
                knee=3,
                silhouette=0.41,
                davies_bouldin=0.83,
                calinski_harabasz=9123.0,
                jaccards=(0.95, 0.9, 0.8, 0.7)[: len(sizes)],
                agreement=0.98,
                sizes=largest_first,
                seconds=0.8,
            ),
            Candidate(
                algorithm="hdbscan",
                title="HDBSCAN",
                why_k="It finds 2 by itself.",
                k=2,
                silhouette=0.5,
                davies_bouldin=0.5,
                calinski_harabasz=2123.0,
                jaccards=(0.9, 0.4),
                sizes=(total - 9, 2),
                noise=7,
                seconds=5.1,
                objections=("It leaves many customers in no cluster.",),
            ),
            Candidate(
                algorithm="prototypes",
                title="k-prototypes",
                skipped="All columns are numbers.",
            ),
        ),
        recommended="kmeans",
        reason="k-means: each cluster is found again in other samples.",
        in_use="kmeans",
        has_clear_groups=has_clear_groups,
        outliers=41,
        outliers_sentence="41 customers are far from everybody; they decided nothing.",
        customers=total,
        sampled=total,
        bootstraps=100,
    )


def effect_of(attribute: str, size: float, sentence: str = "") -> Effect:
    """Return how an attribute sets a cluster apart."""
    return Effect(
        attribute=attribute,
        level="",
        size=size,
        strength="large" if abs(size) > 0.1 else "negligible",
        inside=5.0,
        outside=1.0,
        sentence=sentence or f"{attribute} sets them apart.",
    )


def profile_of(cluster: int, name: str, *effects: Effect, **values: Any) -> ClusterProfile:
    """Return the profile of one cluster."""
    few = {"summary": f"What {name} do.", "customers": 1, "share": 0.1}
    return ClusterProfile(cluster=cluster, name=name, effects=effects, **few | values)


def profiles_with(*clusters: ClusterProfile) -> ClusterProfiles:
    """Return the profiles of all clusters."""
    return ClusterProfiles(
        clusters=clusters,
        tree_accuracy=0.93,
        tree_depth=4,
        tree_sentence="A tree of depth 4 puts 93 % of the customers into their cluster.",
    )


def stories_of(names: list[str], sizes: list[int]) -> ClusterProfiles:
    """Return a story a cluster; the last one is not to be trusted."""
    effects = (
        effect_of(schema.FREQUENCY, 0.9, "Orders: 5 here, 1 elsewhere"),
        effect_of(schema.MONETARY, 0.01, "Spend is the same"),
    )
    told = [
        profile_of(
            place,
            name,
            *effects,
            customers=size,
            share=size / sum(sizes),
            jaccard=0.7 if name == names[-1] else 0.9,
            rules=(Rule(text="Orders at least 3", precision=0.93, recall=0.88),),
            typical=("1", "12"),
        )
        for place, (name, size) in enumerate(zip(names, sizes, strict=True))
    ]
    return profiles_with(*told)


def judged(model: str, settings: str, *, accuracy: float, is_chosen: bool = False) -> JudgedModel:
    """Return how well one kind of model did."""
    return JudgedModel(
        model=model,
        settings=settings,
        accuracy=accuracy,
        accuracy_error=0.01,
        log_loss=1 - accuracy,
        seconds=1.0,
        is_chosen=is_chosen,
    )


def card_of(classes: list[str]) -> ClassifierCard:
    """Return the card of a model that takes 1 of 10 for the next class."""
    count = len(classes)
    return ClassifierCard(
        target=schema.CLUSTER,
        is_agreement=True,
        sentence="Random forest agrees for 90 % of held-out customers: agreement, not skill.",
        classes=tuple(classes),
        judged=(
            judged("Random forest", "depth 4", accuracy=0.91, is_chosen=True),
            judged("Logistic regression", "C = 1", accuracy=0.8),
        ),
        accuracy=0.9,
        accuracy_low=0.88,
        accuracy_high=0.92,
        majority=0.4,
        held_out=10 * count,
        confusion=tuple(
            tuple(9 if one == other else int(other == (one + 1) % count) for other in range(count))
            for one in range(count)
        ),
        scores=tuple(
            ClassScore(name=name, customers=10, precision=0.9, recall=0.9, f1=0.9)
            for name in classes
        ),
        calibration=(Calibrated(predicted=0.9, seen=0.88, customers=10 * count),),
        calibration_error=0.02,
        importances=(Importance(attribute=schema.FREQUENCY, mean=0.5, low=0.4, high=0.6),),
        warnings=("One group has few customers.",),
    )


def add_study(address: Path) -> Snapshot:
    """Publish a log's snapshot again with a study; return the new version."""
    snapshot = Snapshot.open(address)
    groups = snapshot.groups(schema.CLUSTERS)
    names = list(groups[schema.GROUP].astype(str))
    sizes = [int(size) for size in groups[schema.CUSTOMERS]]
    values = snapshot.customers(*schema.RFM).to_numpy(dtype=float)
    columns = ColumnFacts(attributes_of_log(values, "orders", snapshot.currency), FINDINGS, STEPS)

    def write(folder: Path) -> None:
        write_json(folder / files.ATTRIBUTES, as_record(columns))
        write_json(folder / files.COMPARISON, as_record(comparison_of(sizes)))
        write_json(folder / files.PROFILES, as_record(stories_of(names, sizes)))
        write_json(folder / files.CLASSIFIER_CARD, as_record(card_of(names)))
        # Enough for the pages that judge the model; nobody is placed by it.
        (folder / files.CLASSIFIER_MODEL).write_bytes(b"")

    add_to(address, snapshot.id, datetime(2026, 1, 2, tzinfo=UTC), write)
    return Snapshot.open(address)
