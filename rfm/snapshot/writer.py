"""Write an analysis as the folder that the site, the command line and other programs read."""

from datetime import datetime
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from rfm import schema
from rfm.snapshot import files
from rfm.snapshot.clusterings import ColumnFacts, write_classifier, write_clustering, write_columns
from rfm.snapshot.filing import write_json, write_table
from rfm.snapshot.whole import publish_whole

if TYPE_CHECKING:
    from rfm.analysis.log import Analysis
    from rfm.analysis.table import TableAnalysis


def publish(analysis: "Analysis", address: Path, created_at: datetime) -> str:
    """Write a snapshot of a log and show it at an address, in one step.

    Parameters
    ----------
    analysis : Analysis
        What to write.
    address : Path
        Where readers look: a snapshot of ours, an empty folder, or nothing yet.
    created_at : datetime
        The time of publication, with its zone.

    Returns
    -------
    str
        The id of the snapshot.

    Raises
    ------
    SnapshotError
        When the address is taken by something else.
    """

    def write(folder: Path) -> None:
        _write_tables(analysis, folder)
        _write_models(analysis, folder)

    return publish_whole(
        analysis, address, created_at, kind=schema.LOG, write=write, facts=_facts(analysis)
    )


def _write_tables(analysis: "Analysis", folder: Path) -> None:
    write_table(analysis.customers, folder / files.CUSTOMERS)
    write_table(analysis.segments, folder / files.SEGMENTS)
    write_table(analysis.pareto, folder / files.PARETO)
    if analysis.clusters is not None:
        write_table(analysis.clusters, folder / files.CLUSTERS)
    copyfile(analysis.prepared.orders, folder / files.ORDERS)
    if analysis.products is not None:
        write_table(analysis.products, folder / files.PRODUCTS)
    if analysis.prepared.lines is not None:
        copyfile(analysis.prepared.lines, folder / files.LINES)


def _write_models(analysis: "Analysis", folder: Path) -> None:
    (folder / files.SCHEME_MODELS).parent.mkdir()
    write_json(folder / files.SCHEME_MODELS, analysis.schemes)
    clusters = analysis.found_clusters
    write_columns(folder, ColumnFacts(clusters.attributes, clusters.findings, clusters.steps))
    if clusters.clustering is not None:
        write_clustering(folder, clusters.clustering)
        write_classifier(folder, analysis.classified.classifier)
    if analysis.ahead is not None:
        write_json(folder / files.LIFETIME_MODEL, analysis.ahead.lifetime)
        write_json(folder / files.SECOND_OPINION, analysis.second_opinion)
    if analysis.back_test is not None:
        write_json(folder / files.BACK_TEST, analysis.back_test)


def _facts(analysis: "Analysis") -> dict[str, Any]:
    return {
        "as_of": analysis.as_of.isoformat(),
        "groupings": list(analysis.groupings),
        "no_classifier_reason": analysis.classified.reason,
        "no_lifetime_reason": analysis.no_lifetime_reason,
        "no_back_test_reason": analysis.no_back_test_reason,
    }


def publish_table(analysis: "TableAnalysis", address: Path, created_at: datetime) -> str:
    """Write a snapshot of a customer table and show it at an address, as `publish` does a log's."""
    facts = {
        "groupings": [] if analysis.clustering is None else [schema.CLUSTERS],
        "no_classifier_reason": analysis.classified.reason,
    }
    write = partial(_write_customer_table, analysis)
    kind = schema.CUSTOMER_TABLE
    return publish_whole(analysis, address, created_at, kind=kind, write=write, facts=facts)


def _write_customer_table(analysis: "TableAnalysis", folder: Path) -> None:
    write_table(analysis.customers, folder / files.CUSTOMERS)
    table = analysis.table
    columns = ColumnFacts(
        table.attributes, analysis.findings, analysis.steps, analysis.label, table.id_column
    )
    write_columns(folder, columns)
    if analysis.clustering is not None and analysis.clusters is not None:
        write_table(analysis.clusters, folder / files.CLUSTERS)
        write_clustering(folder, analysis.clustering)
        write_classifier(folder, analysis.classified.classifier)
