"""A table of customers as it was read, kept as a file: to be added to, or analysed again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rfm.choices import ChosenReading
from rfm.log.keeping import Keeping, kept_facts, open_kept, source_of, write_kept
from rfm.log.merged import MergeCounts
from rfm.reading.opening import explaining, open_table
from rfm.samples.sources import Source
from rfm.table.attribute import TableChoices
from rfm.table.merging import merge_tables
from rfm.table.recognising import recognise

KEPT_FILE: Final = "table.parquet"
TABLE: Final = "table"


@dataclass(frozen=True)
class KeptTable:
    """The files of a table to read, and how.

    Parameters
    ----------
    source : Source
        Where it came from.
    sha256 : str
        The fingerprint of that.
    paths : tuple of Path
        The files to read.
    choices : TableChoices
        How they are read.
    notes : tuple of str
        What was done with it before.
    """

    source: Source
    sha256: str
    paths: tuple[Path, ...]
    choices: TableChoices
    notes: tuple[str, ...] = ()


def with_kept(
    opened: Source,
    choices: TableChoices,
    keeping: Keeping | None,
    fingerprint: Callable[[], str],
    workspace: Path,
) -> KeptTable:
    """Return the files of a table: its own, or the one that it is kept in.

    Parameters
    ----------
    opened : Source
        The table.
    choices : TableChoices
        What the user says of it.
    keeping : Keeping, optional
        Where it is kept, and what it is added to.
    fingerprint : callable
        Returns that of its own files.
    workspace : Path
        A folder for what has to be unpacked.

    Returns
    -------
    KeptTable
        What is to be read.

    Raises
    ------
    SourceError
        When it cannot be added to what is there.
    """
    facts = kept_facts(opened.path)
    if facts is not None:
        source, first = source_of(facts, opened)
        reading, _ = open_kept(opened.path, TABLE)
        as_kept = replace(choices, reading=ChosenReading())
        return KeptTable(source, first(), opened.paths, as_kept, reading.notes)
    table = KeptTable(opened, fingerprint(), opened.paths, choices)
    return table if keeping is None else _keep(table, keeping, workspace)


def _keep(table: KeptTable, keeping: Keeping, workspace: Path) -> KeptTable:
    """Write a table as texts, after what it is added to, and return it as it is kept."""
    with explaining(table.paths):
        opened = open_table(table.paths, workspace, {}, table.choices.reading)
        lines = opened.rows.select(opened.text(name).alias(name) for name in opened.columns)
        id_column = recognise(
            opened, are_customers=True, id_column=table.choices.id_column
        ).id_column
        counts: MergeCounts | None = None
        if keeping.add_to is not None:
            older, _ = open_kept(keeping.add_to, TABLE)
            lines, counts = merge_tables(older.texts(), lines, id_column)
    notes = (counts.sentence,) if counts else ()
    path = keeping.folder / KEPT_FILE
    source = table.source
    read = {"rows": counts.rows if counts else 0, "columns": {}, "notes": notes, "currency": ""}
    facts = {
        "kind": TABLE,
        "source": {"name": source.name, "title": source.title, "sha256": table.sha256},
        "reading": read,
        "merged": counts.record if counts else None,
        "id_column": id_column,
    }
    write_kept(lines, path, facts)
    as_kept = replace(table.choices, reading=ChosenReading())
    return replace(table, paths=(path,), choices=as_kept, notes=notes)
