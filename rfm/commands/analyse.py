"""`python -m rfm analyse`: a log, or a customer table, becomes a published snapshot."""

import argparse
import gc
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from rfm import schema
from rfm.commands.arguments import kind_of
from rfm.errors import RfmError, SettingsError
from rfm.samples.catalogue import sample_folders
from rfm.settings import Settings, preset
from rfm.words import counted

if TYPE_CHECKING:
    import pandas as pd

    from rfm.analysis.log import Analysis
    from rfm.analysis.table import TableAnalysis
    from rfm.clusters.clustering import KnownClusters
    from rfm.clusters.settings import ClusteringSettings

# Of seven million new objects the old ones are looked through once.
SELDOM: Final = 1_000
_SETTINGS: Final = frozenset(field.name for field in fields(Settings))


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Analyse a log or a customer table, publish its snapshot, and yield what to say of it.

    Raises
    ------
    RfmError
        When the source cannot be used, or the snapshot not be written.
    """
    from rfm.snapshot.publishing import ensure_free, ensure_writable

    ensure_free(chosen.out.absolute())
    ensure_writable(chosen.out)
    with _seldom_collecting():
        is_table = kind_of(chosen) == schema.CUSTOMER_TABLE
        yield _analyse_table(chosen) if is_table else _analyse_log(chosen)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let old garbage lie meanwhile: to look through all that was imported takes a tenth second."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(young, middle, old)


def _analyse_log(chosen: argparse.Namespace) -> str:
    from rfm.analysis.log import STEPS, analysing
    from rfm.commands.lines import progress_lines
    from rfm.snapshot import publish

    with (
        progress_lines(STEPS) as progress,
        analysing(
            chosen.source,
            log_settings(chosen),
            folders=sample_folders(),
            columns=dict(chosen.column),
            known=known_clusters(chosen.out.absolute()),
            progress=progress,
        ) as analysis,
    ):
        progress(len(STEPS) - 1, "")
        publish(analysis, chosen.out, datetime.now(UTC))
    return _summary(analysis, ("customers", "orders"), chosen.out, account_of(analysis))


def _analyse_table(chosen: argparse.Namespace) -> str:
    from rfm.analysis.table import TABLE_STEPS, analyse_table
    from rfm.commands.lines import progress_lines
    from rfm.snapshot import publish

    with progress_lines(TABLE_STEPS) as progress:
        analysis = analyse_table(
            chosen.source,
            clustering_settings(chosen),
            folders=sample_folders(),
            known=known_clusters(chosen.out.absolute()),
            progress=progress,
        )
        progress(len(TABLE_STEPS) - 1, "")
        publish(analysis, chosen.out, datetime.now(UTC))
    reason = analysis.found_clusters.reason
    why_none = f"{reason}\n" if reason else ""
    return _summary(analysis, ("customers", "attributes", "clusters"), chosen.out, why_none)


def known_clusters(address: Path) -> "KnownClusters | None":
    """Return the clusters at an address, whose names and colours go on; None without any."""
    from rfm.clusters.clustering import KnownClusters
    from rfm.snapshot import Snapshot

    if not address.exists():
        return None
    try:
        snapshot = Snapshot.open(address)
        if schema.CLUSTERS not in snapshot.groupings:
            return None
        clusters = snapshot.groups(schema.CLUSTERS)
        customers = snapshot.customers(schema.CUSTOMER_ID, schema.CLUSTER)
    except RfmError:
        # Damaged, or of another version: then nothing is known of it.
        return None
    return KnownClusters(
        tuple(clusters[schema.GROUP].astype("str")),
        tuple(map(int, clusters[schema.SLOT])),
        _numbers(customers.set_index(schema.CUSTOMER_ID)[schema.CLUSTER] - 1, clusters),
    )


def _numbers(members: "pd.Series", clusters: "pd.DataFrame") -> "pd.Series":
    """Return the numbers of customers' clusters, where the group of those in none is -1."""
    if schema.IS_NOISE not in clusters:
        return members
    is_noise = clusters[schema.IS_NOISE].to_numpy(dtype=bool)
    return members.where(~is_noise[members.to_numpy()], schema.NOISE)


def _summary(
    analysis: "Analysis | TableAnalysis", names: Sequence[str], address: Path, caveat: str = ""
) -> str:
    figures = analysis.key_figures
    counts = ", ".join(counted(figures[name], name.removesuffix("s")) for name in names)
    return f"{analysis.source.title}: {counts}, in {address}\n{caveat}{how_to_open(address)}"


def account_of(analysis: "Analysis") -> str:
    """Return, a line each, what became of the rows of a log, and how they were read."""
    counts = [count for count in analysis.transactions.report if count.rows]
    used = sum(count.rows for count in counts if count.kept)
    left_out = [f"{count.label} {count.rows:,}" for count in counts if not count.kept]
    rows = f"{counted(analysis.rows, 'row')}: {used:,} used"
    lines = [f"{rows}; left out: {', '.join(left_out)}" if left_out else rows]
    return "".join(f"{line}\n" for line in (*lines, *analysis.notes))


def how_to_open(address: Path) -> str:
    """Return the line that says which command shows a snapshot."""
    return f"Open it: python app.py {shlex.quote(str(address))}"


def log_settings(chosen: argparse.Namespace) -> Settings:
    """Return the settings that the options give for a log."""
    given = {
        name: value
        for name, value in vars(chosen).items()
        if name in _SETTINGS and value is not None
    }
    if given.get("clusters") == "auto":
        given["clusters"] = None
    if given.get("join"):
        given |= {"join_id": chosen.id_column or "", "join_ignore": tuple(chosen.ignore)}
    return preset(chosen.preset, **given)


def clustering_settings(chosen: argparse.Namespace) -> "ClusteringSettings":
    """Return the settings that the options give for a customer table."""
    from rfm.clusters.settings import ClusteringSettings
    from rfm.features.settings import PipelineSettings
    from rfm.table.attribute import TableChoices

    table = TableChoices(
        id_column=chosen.id_column or "",
        label=chosen.label or "",
        ignore=tuple(chosen.ignore),
        kinds=dict(chosen.type),
        date_order=chosen.date_order or "auto",
    )
    given = {
        name: value
        for name in ("algorithm", "currency", "seed")
        if (value := getattr(chosen, name)) is not None
    }
    return ClusteringSettings(
        table=table,
        clusters=None if chosen.clusters in (None, "auto") else chosen.clusters,
        names=tuple(chosen.rename),
        pipeline=PipelineSettings(**_steps(chosen.step, PipelineSettings)),
        **given,
    )


def _steps(given: Sequence[tuple[str, str]], kind: type) -> Mapping[str, Any]:
    """Return choices of the pipeline as values of the types that they have."""
    types = get_type_hints(kind)
    choices: dict[str, Any] = {}
    for name, text in given:
        if name not in types:
            known = ", ".join(types)
            raise SettingsError(f"'{name}' is no step of the pipeline: give one of {known}.")
        choices[name] = _typed(name, text, types[name])
    return choices


def _typed(name: str, text: str, kind: Any) -> Any:
    if kind is float or kind is int:
        try:
            return kind(text)
        except ValueError:
            raise SettingsError(f"'{text}' is not a value of {name}: give a number.") from None
    return tuple(text.split(",")) if name == "ignore" else text
