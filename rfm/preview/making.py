"""A file is read as its analysis would read it, and what was understood is told."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rfm import schema
from rfm.errors import QuestionError, SourceError
from rfm.preview.asked import Asked
from rfm.preview.columns import (
    columns_of_customers,
    columns_of_log,
    fields_of_customers,
    fields_of_log,
    first_rows,
)
from rfm.preview.document import (
    HowRead,
    Preview,
    PreviewFigures,
    Question,
    ReportRow,
)
from rfm.reading.layouts import layout_of
from rfm.reading.opening import explaining, hold, open_table
from rfm.reading.tables import Table
from rfm.samples.sources import Source, open_source
from rfm.threads import aside
from rfm.words import compared

if TYPE_CHECKING:
    from rfm.log.transactions.tables import RowCount


def make_preview(asked: Asked) -> Preview:
    """Return what is understood of files, with what has to be asked.

    Parameters
    ----------
    asked : Asked
        The files and the choices made so far.

    Returns
    -------
    Preview
        With the figures and the report of the analysis, unless there is a question or a problem.

    Raises
    ------
    RfmError
        When there is no such file, or a choice is none that can be made.
    """
    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        source = open_source(asked.source, workspace, asked.folders, asked.more)
        names = tuple(path.name for path in source.paths)
        preview = Preview(kind=asked.kind, files=names)
        try:
            with explaining(source.paths):
                table = open_table(
                    source.paths, workspace, asked.columns, asked.settings.reading, held=""
                )
        except QuestionError as question:
            return replace(preview, question=Question.of(question))
        except SourceError as problem:
            return replace(preview, problem=str(problem))
        return _of_table(preview, table, asked, source)


def _of_table(preview: Preview, table: Table, asked: Asked, source: Source) -> Preview:
    """Return a preview with the facts of an opened table, and all that follows from its rows."""
    layout = layout_of(table.columns)
    facts = table.facts
    preview = replace(
        preview,
        layout=layout.title if layout else "",
        layout_key=_key_of(table.columns),
        reading=HowRead(
            format=facts.format,
            encoding=facts.encoding,
            separator=facts.separator,
            header_row=facts.header_row,
            sheet=facts.sheet,
            sheets=facts.sheets,
            decimal=asked.settings.reading.decimal,
            time_zone=asked.settings.time_zone or source.time_zone,
            currency=asked.settings.currency or source.currency,
        ),
        notes=table.notes,
    )
    try:
        with explaining(source.paths):
            shown, first_row = first_rows(table)
            preview = replace(preview, rows_shown=shown, first_row=first_row)
            kind = asked.kind or _recognised(table, asked)
            preview = replace(preview, kind=kind)
            if kind == schema.CUSTOMER_TABLE:
                return _of_customers(preview, table, asked)
            return _of_log(preview, table, asked)
    except QuestionError as question:
        preview = replace(preview, question=Question.of(question))
    except SourceError as problem:
        preview = replace(preview, problem=str(problem))
    try:
        with explaining(source.paths):
            return _with_likely_columns(preview, table, asked)
    except SourceError:
        # Its rows cannot be read at all.
        return preview


def _key_of(names: Sequence[str]) -> str:
    """Return what files with the same columns share, in any order and spelling."""
    return hashlib.sha256("\n".join(sorted(map(compared, names))).encode()).hexdigest()


def _recognised(table: Table, asked: Asked) -> str:
    from rfm.table.recognising import recognise

    if asked.columns:
        return schema.LOG
    return recognise(table, id_column=asked.table.id_column).kind


def _with_likely_columns(preview: Preview, table: Table, asked: Asked) -> Preview:
    """Return a preview with what the columns seem to be, where something is still open."""
    if preview.kind == schema.CUSTOMER_TABLE:
        columns = columns_of_customers(
            table, preview.rows_shown, asked.table, id_column=asked.table.id_column
        )
        return replace(preview, columns=columns, fields=fields_of_customers())
    from rfm.log.columns import likely_columns

    layout = layout_of(table.columns)
    likely = likely_columns(table, asked.columns, layout)
    columns = columns_of_log(table, preview.rows_shown, likely, asked.columns, layout)
    return replace(preview, columns=columns, fields=fields_of_log())


def _of_log(preview: Preview, table: Table, asked: Asked) -> Preview:
    from rfm.log.cleaned import cleaning

    # What cleans takes half a second to import: meanwhile the rows are read.
    aside(_import_what_cleans)
    with cleaning(
        asked.source,
        asked.settings,
        folders=asked.folders,
        columns=asked.columns,
        more=asked.more,
        table=table,
    ) as log:
        from rfm.log.transactions.figures import figures_of

        found = figures_of(log.transactions)
        reading, settings = log.reading, log.settings
        report, warnings = log.transactions.report, log.warnings
    assert preview.reading is not None  # noqa: S101  opened before
    layout = layout_of(table.columns)
    shown = preview.rows_shown
    return replace(
        preview,
        columns=columns_of_log(table, shown, reading.columns, asked.columns, layout),
        fields=fields_of_log(),
        reading=replace(
            preview.reading,
            decimal=reading.decimal,
            date_order=reading.date_order,
            time_zone=settings.time_zone,
            currency=settings.currency,
        ),
        figures=PreviewFigures(
            rows=reading.rows,
            customers=found.customers,
            orders=found.orders,
            revenue=found.revenue,
            currency=settings.currency,
            first=found.first,
            last=found.last,
        ),
        report=_report(report),
        notes=reading.notes,
        warnings=warnings,
    )


def _import_what_cleans() -> None:
    import pyarrow.dataset  # noqa: F401  DuckDB looks at tables with it

    import rfm.log.transactions.cleaning  # noqa: F401


def _report(counts: "Sequence[RowCount]") -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(
            name=count.reason,
            label=count.label,
            rows=count.rows,
            kept=count.kept,
            reason=count.explanation,
            examples=count.examples,
        )
        for count in counts
        if count.rows
    )


def _of_customers(preview: Preview, table: Table, asked: Asked) -> Preview:
    from rfm.table.kinds import tell_apart
    from rfm.table.reading import understand

    found = understand(hold(table, "texts"), asked.table)
    names = tell_apart([name for name in table.columns if name != found.id_column])
    columns = columns_of_customers(
        table,
        preview.rows_shown,
        asked.table,
        attributes=found.attributes,
        names=names,
        id_column=found.id_column,
        label=found.label,
    )
    return replace(
        preview,
        columns=columns,
        fields=fields_of_customers(),
        figures=PreviewFigures(
            rows=sum(count.rows for count in found.rows), customers=len(found.customers)
        ),
        report=_report(found.rows),
        notes=found.notes,
        warnings=tuple(finding.sentence for finding in found.findings),
    )
