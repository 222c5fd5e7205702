"""`python -m rfm compare`: print algorithms side by side, and which to trust."""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm import schema
from rfm.commands.comparison_lines import card_lines, comparison_lines, story_lines
from rfm.errors import SettingsError
from rfm.records import as_record

if TYPE_CHECKING:
    from rfm.analysis.clusters.of_logs import LogStudy
    from rfm.classifier.card import SupervisedCard
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.stories import Stories
    from rfm.snapshot import Snapshot

_OF_SNAPSHOTS: Final = ("json", "keep")


@dataclass(frozen=True)
class _Found:
    comparison: "Comparison"
    stories: "Stories"
    card: "SupervisedCard | None"


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
    lines = [*comparison_lines(found.comparison), *story_lines(found.stories)]
    return [*lines, *(card_lines(found.card) if found.card else ())]


def _of_snapshot(chosen: argparse.Namespace, address: Path) -> _Found:
    """Return the comparison of a snapshot: the one it keeps, or a new one of a log's clusters."""
    from rfm.snapshot import Snapshot
    from rfm.snapshot.adding import add_to
    from rfm.snapshot.studies import write_log_study

    _ensure_as_made(chosen)
    snapshot = Snapshot.open(address)
    if snapshot.comparison is not None and snapshot.stories is not None:
        return _Found(snapshot.comparison, snapshot.stories, snapshot.supervised_card)
    found = _study_of(snapshot)
    if chosen.keep:
        add_to(
            address,
            snapshot.id,
            datetime.now(UTC),
            lambda folder: write_log_study(folder, found),
            facts={"no_supervised_reason": found.no_supervised_reason},
        )
    return _found(found)


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


def _study_of(snapshot: "Snapshot") -> "LogStudy":
    from rfm.analysis.clusters.of_logs import LOG_STUDY_STEPS, study_of_log
    from rfm.commands.progress import ProgressLines

    model = snapshot.cluster_model if snapshot.kind == schema.LOG else None
    if model is None:
        raise SettingsError(snapshot.no_clusters_reason)
    progress = ProgressLines(LOG_STUDY_STEPS)
    found = study_of_log(
        snapshot.customers(schema.CUSTOMER_ID, *schema.RFM),
        model,
        seed=snapshot.settings.seed,
        currency=snapshot.currency,
        progress=progress.begin,
    )
    progress.end()
    return found


def _of_log(chosen: argparse.Namespace, folders: Sequence[Path]) -> _Found:
    from rfm.analysis.clusters.of_logs import LOG_STUDY_STEPS, study_of_log
    from rfm.analysis.log import analysing
    from rfm.commands.analyse import log_settings
    from rfm.commands.progress import ProgressLines

    settings = replace(log_settings(chosen), lifetime="off")
    columns = dict(chosen.column)
    with analysing(chosen.source, settings, folders=folders, columns=columns) as analysis:
        if analysis.cluster_model is None:
            raise SettingsError(analysis.no_clusters_reason)
        progress = ProgressLines(LOG_STUDY_STEPS)
        found = study_of_log(
            analysis.customers,
            analysis.cluster_model,
            seed=settings.seed,
            currency=analysis.settings.currency,
            progress=progress.begin,
        )
    progress.end()
    return _found(found)


def _of_table(chosen: argparse.Namespace, folders: Sequence[Path]) -> _Found:
    from rfm.analysis.table import TABLE_STEPS, analyse_table
    from rfm.commands.analyse import study_settings
    from rfm.commands.progress import ProgressLines

    progress = ProgressLines(TABLE_STEPS)
    analysis = analyse_table(
        chosen.source, study_settings(chosen), folders=folders, progress=progress.begin
    )
    progress.end()
    if analysis.study is None:
        raise SettingsError(analysis.no_clusters_reason)
    supervised = analysis.study.supervised
    card = None if supervised is None else supervised.card
    return _Found(analysis.study.comparison, analysis.study.stories, card)


def _found(found: "LogStudy") -> _Found:
    card = None if found.supervised is None else found.supervised.card
    return _Found(found.comparison, found.stories, card)
