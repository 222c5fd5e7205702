"""Write the analysis of a customer table as the folder that readers share."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rfm import schema
from rfm.snapshot import files
from rfm.snapshot.filing import write_table
from rfm.snapshot.studies import Columns, write_columns, write_study
from rfm.snapshot.whole import publish_whole

if TYPE_CHECKING:
    from rfm.analysis.table import TableAnalysis


def publish_table(analysis: "TableAnalysis", address: Path, created_at: datetime) -> str:
    """Write a snapshot of a customer table and show it at an address, as `publish` does a log's."""
    found = analysis.study
    facts = {
        "groupings": [] if found is None else [schema.CLUSTERS],
        "no_supervised_reason": "" if found is None else found.no_supervised_reason,
    }
    write = partial(_write, analysis)
    kind = schema.CUSTOMER_TABLE
    return publish_whole(analysis, address, created_at, kind=kind, write=write, facts=facts)


def _write(analysis: "TableAnalysis", folder: Path) -> None:
    write_table(analysis.customers, folder / files.CUSTOMERS)
    table = analysis.table
    columns = Columns(
        table.attributes, analysis.findings, analysis.steps, analysis.label, table.id_column
    )
    write_columns(folder, columns)
    if analysis.study is not None and analysis.clusters is not None:
        write_table(analysis.clusters, folder / files.CLUSTERS)
        write_study(folder, analysis.study)
