"""`python -m rfm compare`: print algorithms side by side, and which to trust."""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm import schema
from rfm.analysis.comparing import ComparedClusters
from rfm.commands.lines import ProgressLines, card_lines, comparison_lines, profile_lines
from rfm.errors import SettingsError
from rfm.records import as_record

if TYPE_CHECKING:
    import pandas as pd

    from rfm.clusters.clustering import Placer
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.results import ClusterProfiles
    from rfm.table.attribute import Attribute

_OF_SNAPSHOTS: Final = ("json", "keep")


def run_compare(chosen: argparse.Namespace, folders: Sequence[Path]) -> Iterable[str]:
    """Compare algorithms on a source or a snapshot, and return what to print.

    Raises
    ------
    RfmError
        When the source cannot be used, or has too few customers.
    """
    from rfm.commands.kinds import kind_of

    address = Path(chosen.source)
    if address.is_dir():
        found = _of_snapshot(chosen, address)
    elif chosen.keep:
        raise SettingsError(
            f"--keep adds the comparison to a snapshot, and '{chosen.source}' is none. Analyse "
            "the source first: python -m rfm analyse SOURCE --out DIR"
        )
    elif kind_of(chosen) == schema.CUSTOMER_TABLE:
        found = _of_table(chosen, folders)
    else:
        found = _of_log(chosen, folders)
    if chosen.json:
        return [json.dumps(as_record(found.comparison))]
    lines = [*comparison_lines(found.comparison), *profile_lines(found.profiles)]
    classifier = found.classified.classifier
    return [*lines, *(card_lines(classifier.card) if classifier else ())]


def _of_snapshot(chosen: argparse.Namespace, address: Path) -> ComparedClusters:
    """Return the comparison of a snapshot: the one it keeps, or a new one of a log's clusters."""
    from rfm.classifier.model import Classified
    from rfm.snapshot import Snapshot
    from rfm.snapshot.clusterings import write_compared
    from rfm.snapshot.writer import add_to

    _ensure_as_made(chosen)
    snapshot = Snapshot.open(address)
    if snapshot.placer is None or snapshot.comparison is None or snapshot.profiles is None:
        raise SettingsError(snapshot.no_clusters_reason)
    if snapshot.comparison.is_whole:
        classified = Classified(snapshot.classifier, snapshot.no_classifier_reason)
        return ComparedClusters(snapshot.comparison, snapshot.profiles, classified)
    found = _compared(
        snapshot.customers(schema.CUSTOMER_ID, *schema.RFM),
        snapshot.columns.attributes,
        snapshot.placer,
        (snapshot.comparison, snapshot.profiles),
        snapshot.settings.seed,
    )
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
    from rfm.commands.arguments import parser
    from rfm.commands.kinds import ONLY_LOGS, ONLY_TABLES

    usual = vars(parser(None).parse_args(["compare", chosen.source]))
    for name, value in vars(chosen).items():
        if value != usual[name] and name not in _OF_SNAPSHOTS:
            option = (ONLY_LOGS | ONLY_TABLES).get(name, f"--{name.replace('_', '-')}")
            raise SettingsError(
                f"'{chosen.source}' is a snapshot, which keeps the settings that it was made with: "
                f"leave out {option}, or compare the source that it was made of."
            )


def _of_log(chosen: argparse.Namespace, folders: Sequence[Path]) -> ComparedClusters:
    from rfm.analysis.log import analysing
    from rfm.commands.analyse import log_settings

    settings = replace(log_settings(chosen), lifetime="off")
    columns = dict(chosen.column)
    with analysing(chosen.source, settings, folders=folders, columns=columns) as analysis:
        found, clustering = analysis.found_clusters, analysis.found_clusters.clustering
    if clustering is None:
        raise SettingsError(found.reason)
    before = clustering.comparison, clustering.profiles
    if clustering.comparison.is_whole:
        return ComparedClusters(*before, analysis.classified)
    return _compared(
        analysis.customers, found.table.attributes, clustering.placer, before, settings.seed
    )


def _compared(
    customers: "pd.DataFrame",
    attributes: "tuple[Attribute, ...]",
    placer: "Placer",
    before: "tuple[Comparison, ClusterProfiles]",
    seed: int,
) -> ComparedClusters:
    from rfm.analysis.comparing import COMPARING_STEPS, compare_log

    progress = ProgressLines(COMPARING_STEPS)
    found = compare_log(customers, attributes, placer, before, seed=seed, progress=progress.begin)
    progress.end()
    return found


def _of_table(chosen: argparse.Namespace, folders: Sequence[Path]) -> ComparedClusters:
    from rfm.analysis.table import TABLE_STEPS, analyse_table
    from rfm.commands.analyse import clustering_settings

    progress = ProgressLines(TABLE_STEPS)
    analysis = analyse_table(
        chosen.source, clustering_settings(chosen), folders=folders, progress=progress.begin
    )
    progress.end()
    found = analysis.found_clusters.clustering
    if found is None:
        raise SettingsError(analysis.found_clusters.reason)
    return ComparedClusters(found.comparison, found.profiles, analysis.classified)
