"""`python -m rfm compare`: print algorithms side by side, and which to trust."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from rfm import schema
from rfm.analysis.comparing import COMPARING_STEPS, ComparedClusters, compare_log
from rfm.analysis.log import analysing
from rfm.analysis.table import TABLE_STEPS, analyse_table
from rfm.classifier.model import Classified
from rfm.clusters.clustering import Placer
from rfm.clusters.comparison.results import Candidate, Comparison
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.commands.arguments import parser
from rfm.commands.chosen import clustering_settings, log_settings, with_choices
from rfm.commands.kinds import ONLY_LOGS, ONLY_TABLES, kind_of
from rfm.commands.lines import progress_lines, rows_of
from rfm.errors import SettingsError
from rfm.records import as_record
from rfm.samples.catalogue import sample_folders
from rfm.snapshot import Snapshot
from rfm.snapshot.clusterings import write_compared
from rfm.snapshot.writer import add_to
from rfm.table.reading import CustomerTable
from rfm.words import percent

_OF_SNAPSHOTS: Final = ("json", "keep")
_NOTHING: Final = "-"


def run(chosen: argparse.Namespace) -> Iterable[str]:
    """Compare algorithms on a source or a snapshot, and return what to print.

    Raises
    ------
    RfmError
        When the source cannot be used, or has too few customers.
    """
    address = Path(chosen.source)
    if not address.is_dir():
        chosen = with_choices(chosen)
    if address.is_dir():
        found = _of_snapshot(chosen, address)
    elif chosen.keep:
        raise SettingsError(
            f"A comparison is added to a snapshot, and '{chosen.source}' is none. Analyse it "
            "first.",
            how="--keep is for snapshots: python -m rfm analyse SOURCE --out DIR makes one.",
        )
    elif kind_of(chosen) == schema.CUSTOMER_TABLE:
        found = _of_table(chosen)
    else:
        found = _of_log(chosen)
    if chosen.json:
        return [json.dumps(as_record(found.comparison))]
    lines = [*_comparison_lines(found.comparison), *_profile_lines(found.profiles)]
    classifier = found.classified.classifier
    placed = ("", classifier.card.sentence, *classifier.card.warnings) if classifier else ()
    return [*lines, *placed]


def _of_snapshot(chosen: argparse.Namespace, address: Path) -> ComparedClusters:
    """Return the comparison of a snapshot: the one it keeps, or a new one of a log's clusters."""
    _ensure_as_made(chosen)
    snapshot = Snapshot.open(address)
    if snapshot.placer is None or snapshot.comparison is None or snapshot.profiles is None:
        raise SettingsError(snapshot.no_clusters_reason)
    if snapshot.comparison.is_whole:
        classified = Classified(snapshot.classifier, snapshot.no_classifier_reason)
        return ComparedClusters(snapshot.comparison, snapshot.profiles, classified)
    customers = snapshot.customers(schema.CUSTOMER_ID, *schema.RFM)
    table = CustomerTable(customers, snapshot.columns.attributes)
    before = snapshot.comparison, snapshot.profiles
    found = _compared(table, snapshot.placer, before, snapshot.settings.seed)
    if chosen.keep:
        add_to(
            address,
            snapshot.id,
            datetime.now(UTC),
            lambda folder: write_compared(folder, found),
            facts={"no_classifier_reason": found.classified.reason},
        )
    return found


def _ensure_as_made(chosen: argparse.Namespace) -> None:
    """Refuse options that a snapshot, which was made with others, cannot follow."""
    usual = vars(parser(None).parse_args(["compare", chosen.source]))
    for name, value in vars(chosen).items():
        if value != usual[name] and name not in _OF_SNAPSHOTS:
            option = (ONLY_LOGS | ONLY_TABLES).get(name, f"--{name.replace('_', '-')}")
            raise SettingsError(
                f"'{chosen.source}' is a snapshot, which keeps the settings that it was made with: "
                f"leave out {option}, or compare the source that it was made of."
            )


def _of_log(chosen: argparse.Namespace) -> ComparedClusters:
    settings = replace(log_settings(chosen), lifetime="off")
    folders, columns = sample_folders(), dict(chosen.column)
    with analysing(chosen.source, settings, folders=folders, columns=columns) as analysis:
        found, clustering = analysis.found_clusters, analysis.found_clusters.clustering
    if clustering is None:
        raise SettingsError(found.reason)
    before = clustering.comparison, clustering.profiles
    if clustering.comparison.is_whole:
        return ComparedClusters(*before, analysis.classified)
    return _compared(found.table, clustering.placer, before, settings.seed)


def _compared(
    table: CustomerTable,
    placer: Placer,
    before: tuple[Comparison, ClusterProfiles],
    seed: int,
) -> ComparedClusters:
    with progress_lines(COMPARING_STEPS) as progress:
        return compare_log(table, placer, before, seed=seed, progress=progress)


def _of_table(chosen: argparse.Namespace) -> ComparedClusters:
    settings = clustering_settings(chosen)
    with progress_lines(TABLE_STEPS) as progress:
        analysis = analyse_table(
            chosen.source, settings, folders=sample_folders(), progress=progress
        )
    found = analysis.found_clusters.clustering
    if found is None:
        raise SettingsError(analysis.found_clusters.reason)
    return ComparedClusters(found.comparison, found.profiles, analysis.classified)


def _comparison_lines(comparison: Comparison) -> Iterable[str]:
    """Yield the comparison as lines of text."""
    run = [candidate for candidate in comparison.candidates if not candidate.skipped]
    yield comparison.reason
    yield comparison.outliers_sentence
    yield ""
    yield (
        f"{comparison.customers:,} customers; measures on {comparison.sampled:,} of them, "
        f"stability over {comparison.bootstraps} samples:"
    )
    yield from rows_of(pd.DataFrame([_row(candidate) for candidate in run]))
    yield ""
    for candidate in run:
        yield f"{candidate.title}: {candidate.why_k}"
        yield from (f"  ! {objection}" for objection in candidate.objections)
    for candidate in comparison.candidates:
        if candidate.skipped:
            yield f"{candidate.title} was not run: {candidate.skipped}"


def _profile_lines(profiles: ClusterProfiles) -> Iterable[str]:
    """Yield what is told of the clusters as lines of text."""
    yield ""
    yield profiles.tree_sentence
    for profile in profiles.clusters:
        yield ""
        size = f"{profile.customers:,}; {percent(profile.share)}"
        yield f"{profile.cluster + 1}. {profile.name} ({size})"
        yield f"   {profile.paragraph}"
        yield from (f"   Rule: {rule.text}" for rule in profile.rules[:1])


def _row(candidate: Candidate) -> dict[str, str]:
    weakest = min(candidate.jaccards) if candidate.jaccards else None
    return {
        "algorithm": candidate.algorithm,
        "k": str(candidate.k),
        "silhouette": _number(candidate.silhouette),
        "Davies-Bouldin": _number(candidate.davies_bouldin),
        "Calinski-Harabasz": _number(candidate.calinski_harabasz, 0),
        "weakest Jaccard": _number(weakest),
        "lowest agreement": _number(candidate.agreement),
        "largest": f"{candidate.sizes[0]:,}" if candidate.sizes else _NOTHING,
        "smallest": f"{candidate.sizes[-1]:,}" if candidate.sizes else _NOTHING,
        "noise": f"{candidate.noise:,}",
        "seconds": f"{candidate.seconds:.1f}",
        "stable": "no" if candidate.objections else "yes",
    }


def _number(value: float | None, digits: int = 2) -> str:
    return _NOTHING if value is None else f"{value:,.{digits}f}"
