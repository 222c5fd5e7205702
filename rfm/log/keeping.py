"""A log as it was read, kept as a file: to be added to, or analysed again, without any guessing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from rfm import schema
from rfm.errors import SourceError
from rfm.log.merging import merge
from rfm.log.reading import CANONICAL_FILE, ROW_GROUP, Reading
from rfm.samples.sources import Source

FACTS: Final = "rfm.kept"
LOG: Final = "log"
_PARQUET: Final = b"PAR1"
_READING: Final = ("rows", "columns", "notes", "currency", "decimal", "date_order")


@dataclass(frozen=True)
class Keeping:
    """Where what was read is kept, and what it is added to.

    Parameters
    ----------
    folder : Path
        An existing folder.
    add_to : Path, optional
        What was kept of the version before.
    """

    folder: Path
    add_to: Path | None = None

    def keep(self, reading: Reading, source: Source, sha256: str) -> Reading:
        """Write a log as it was read, after what it is added to, and return it as it is kept.

        Parameters
        ----------
        reading : Reading
            What was read.
        source : Source
            Where it came from.
        sha256 : str
            The fingerprint of that.

        Returns
        -------
        Reading
            The same in the file that was written: whoever analyses it later reads the same.

        Raises
        ------
        SourceError
            When it cannot be added to what is there.
        """
        lines, counts = reading.texts(), None
        if self.add_to is not None:
            older, _ = open_kept(self.add_to)
            _ensure_alike(older, reading, source)
            last = older.texts().select(pl.col(schema.LINE_NO).max()).collect().item()
            reading = replace(reading, where=replace(reading.where, before=last or 0))
            lines, merged = merge(older.texts(), lines)
            notes = (merged.sentence, *reading.notes)
            currency = reading.currency or older.currency
            reading = replace(reading, rows=merged.rows, notes=notes, currency=currency)
            counts = merged.record
        path = self.folder / CANONICAL_FILE
        facts = {
            "kind": LOG,
            "source": {"name": source.name, "title": source.title, "sha256": sha256},
            "reading": {name: getattr(reading, name) for name in _READING},
            "merged": counts,
        }
        write_kept(lines, path, facts)
        return replace(reading, lines=path)


def write_kept(lines: pl.LazyFrame, path: Path, facts: Mapping[str, Any]) -> None:
    """Write rows, and what is known of them, in their order.

    Parameters
    ----------
    lines : polars.LazyFrame
        The rows.
    path : Path
        Where they go.
    facts : mapping
        What JSON can hold.
    """
    lines.sink_parquet(
        path,
        compression="zstd",
        row_group_size=ROW_GROUP,
        statistics=False,
        metadata={FACTS: json.dumps(facts, ensure_ascii=False, sort_keys=True)},
    )


def kept_facts(path: Path) -> Mapping[str, Any] | None:
    """Return what is known of the rows in a file that `write_kept` wrote; None of any other."""
    with path.open("rb") as file:
        if file.read(len(_PARQUET)) != _PARQUET:
            return None
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        metadata = pq.read_metadata(path).metadata or {}
        facts = json.loads(metadata.get(FACTS.encode(), b"null"))
    except (OSError, ArrowException, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def open_kept(path: Path, kind: str = LOG) -> tuple[Reading, Mapping[str, Any]]:
    """Return a log that was kept, and what else is known of it.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What was kept there.

    Returns
    -------
    Reading, mapping
        The log, and the facts.

    Raises
    ------
    SourceError
        When it is none.
    """
    facts = kept_facts(path)
    if facts is None or facts.get("kind") != kind:
        raise SourceError(
            f"'{path.name}' cannot be added to: it is not what was kept of a {kind}. A log "
            "of purchases is added to another one, a table of customers to a table.",
            how="What can be added to is what --keep wrote.",
        )
    found = facts["reading"]
    return Reading(**found | {"lines": path, "notes": tuple(found["notes"])}), facts


def source_of(facts: Mapping[str, Any], opened: Source) -> tuple[Source, Callable[[], str]]:
    """Return where something that was kept came from, and what tells the fingerprint of that.

    Parameters
    ----------
    facts : mapping
        What is known of it.
    opened : Source
        The file that it was kept in.

    Returns
    -------
    Source, callable
        The source under its first name, and its fingerprint.
    """
    first = facts["source"]
    return replace(opened, name=first["name"], title=first["title"]), lambda: first["sha256"]


def _ensure_alike(older: Reading, newer: Reading, source: Source) -> None:
    if older.currency and newer.currency and older.currency != newer.currency:
        raise SourceError(
            f"{source.path.name} is in {newer.currency}, and what it is to be added to is in "
            f"{older.currency}. Amounts of several currencies are never added: replace it, or "
            "export both in one currency."
        )
