"""`python -m rfm preview`: what would be understood of a file, before anything is kept."""

import argparse
import json
from collections.abc import Iterator

from rfm.commands.chosen import log_settings, table_choices, with_choices
from rfm.preview.asked import Asked
from rfm.preview.document import Preview
from rfm.preview.making import make_preview
from rfm.records import as_record
from rfm.samples.catalogue import SAMPLES, sample_folders
from rfm.words import counted, date_text, money


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield what is understood of files, as JSON or as lines of text.

    Raises
    ------
    RfmError
        When there is no such file, or a choice is none that can be made.
    """
    preview = make_preview(asked_of(chosen))
    if chosen.json:
        yield json.dumps(as_record(preview), ensure_ascii=False)
    else:
        yield from _lines(preview)


def asked_of(chosen: argparse.Namespace) -> Asked:
    """Return the files and the choices that the options give."""
    chosen = with_choices(chosen)
    sample = SAMPLES.get(chosen.source)
    return Asked(
        source=chosen.source,
        more=tuple(chosen.more),
        kind=chosen.kind or (sample.kind if sample else ""),
        columns=dict(chosen.column),
        settings=log_settings(chosen),
        table=table_choices(chosen),
        folders=tuple(sample_folders()),
    )


def _lines(preview: Preview) -> Iterator[str]:
    """Yield what is understood, for people."""
    what = {"log": "a log of purchases", "customers": "a table of customers"}
    if preview.kind:
        yield f"{', '.join(preview.files)}: {what[preview.kind]}"
    for column in preview.columns:
        yield f"  {column.name}: {column.field or '-'}. {column.reason}"
    if preview.figures:
        found = preview.figures
        parts = [counted(found.rows, "row"), counted(found.customers, "customer")]
        if found.orders is not None:
            parts += [counted(found.orders, "order"), money(found.revenue, found.currency)]
            parts.append(f"{date_text(found.first)} to {date_text(found.last)}")
        yield ", ".join(parts)
    for row in preview.report:
        where = f" ({', '.join(row.examples)})" if row.examples and not row.kept else ""
        yield f"  {row.label}: {row.rows:,}{where}"
    yield from (*preview.notes, *preview.warnings)
    if preview.question:
        yield f"To be answered: {preview.question.sentence}"
    if preview.problem:
        yield preview.problem
