"""A table with one row per customer becomes typed columns that say what they hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd
import polars as pl

from rfm import schema
from rfm.choices import ChosenReading
from rfm.log.transactions.tables import RowCount
from rfm.reading.opening import explaining, open_table
from rfm.reading.tables import EXTRA, LINE, Table, has_more_fields
from rfm.table.attribute import Attribute, Finding, TableChoices
from rfm.table.cells import text_of
from rfm.table.describing import describe
from rfm.table.kinds import tell_apart
from rfm.table.recognising import recognise
from rfm.table.rows import RAGGED, count_rows
from rfm.table.validation import validate
from rfm.words import quoted

_NUMBER: Final = re.compile(r"[-+]?\d+([.,]\d+)?")
_WHOLE_WITH_POINT: Final = r"^(\d+)\.0+$"


@dataclass(frozen=True)
class CustomerTable:
    """A table of customers that has been read.

    Attributes
    ----------
    customers : DataFrame
        `customer_id` (text, unique, sorted), then each attribute: numbers as floats with NaN for
        gaps, all else as text with NA for gaps.
    attributes : tuple of Attribute
        What each column holds, in the order of the file.
    findings : tuple of Finding
        What validation found.
    rows : tuple of RowCount
        How many rows count, and how many do not for which reason; together all rows of data.
    notes : tuple of str
        How the file was read.
    label : str
        The attribute that is a given label, empty without one.
    id_column : str
        The file's column that tells customers apart, "rows" when their rows' numbers do.
    """

    customers: pd.DataFrame
    attributes: tuple[Attribute, ...]
    findings: tuple[Finding, ...] = ()
    rows: tuple[RowCount, ...] = ()
    notes: tuple[str, ...] = ()
    label: str = ""
    id_column: str = ""


def read_customer_table(
    path: Path | Sequence[Path], choices: TableChoices | None = None
) -> CustomerTable:
    r"""Read a file of any usual kind, or several, with one row per customer.

    Parameters
    ----------
    path : Path or sequence of Path
        The file, or several of one layout; text may have any encoding, separator and decimal
        mark, and may be gzipped.
    choices : TableChoices, optional
        What the user says of its columns, where the table does not say it.

    Returns
    -------
    CustomerTable
        The customers, the same bytes in any order of the file's rows, and what was found.

    Raises
    ------
    SourceError
        When the file cannot be read, or its rows are not customers.

    Examples
    --------
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "holders.csv")
    ...     _ = path.write_text("Holder,Age,Plan\nA1,34,Basic\nB2,51,Gold\nC3,29,Free\n")
    ...     [(one.label, one.kind) for one in read_customer_table(path).attributes]
    [('Age', 'number'), ('Plan', 'category')]
    """
    with TemporaryDirectory(prefix="rfm-") as folder, explaining(path):
        choices = choices or TableChoices()
        return understand(open_table(path, Path(folder), {}, choices.reading), choices)


def understand(table: Table, choices: TableChoices) -> CustomerTable:
    """Return the customers of an opened table.

    Parameters
    ----------
    table : Table
        The file.
    choices : TableChoices
        What the user says of its columns.

    Returns
    -------
    CustomerTable
        The customers, and what was found.
    """
    recognised = recognise(table, are_customers=True, id_column=choices.id_column)
    if not table.is_text:
        # Numbers that a format holds as numbers have no decimal mark to be chosen.
        choices = replace(choices, reading=ChosenReading())
    names = tell_apart([name for name in table.columns if name != recognised.id_column])
    texts = _texts(table, recognised.id_column, names)
    are_numbered = recognised.id_column not in table.columns
    counted = count_rows(texts, table.where, are_numbered=are_numbered)
    described = validate(describe(counted.kept, names, table.where, choices))
    renamed = (
        f"Column '{theirs}' is called '{ours}' here, since '{theirs}' is a name of our own."
        for theirs, ours in names.items()
        if theirs != ours
    )
    return CustomerTable(
        customers=described.as_pandas(),
        attributes=described.attributes,
        findings=(*counted.findings, *described.findings),
        rows=counted.report,
        notes=(
            *table.notes,
            recognised.reason,
            *_no_header(table.columns),
            *renamed,
            *described.notes,
        ),
        label=described.label,
        id_column=recognised.id_column,
    )


def _no_header(columns: Sequence[str]) -> tuple[str, ...]:
    """Return a doubt where half of the columns are called like cells."""
    numbers = [name for name in columns if _NUMBER.fullmatch(name)]
    if 2 * len(numbers) < len(columns):
        return ()
    return (
        f"Columns are called {quoted(numbers)}: if that is the first customer, the file has no "
        "header. Give it a first row with the names of its columns.",
    )


def _texts(table: Table, id_column: str, names: Mapping[str, str]) -> pl.DataFrame:
    """Return every cell as text, without blank rows; empty rows are not rows of data."""
    cells = {ours: text_of(table, theirs) for theirs, ours in names.items()}
    is_ragged = has_more_fields() if EXTRA in table.dtypes else pl.lit(value=False)
    texts = table.rows.select(
        pl.col(LINE).cast(pl.Int64), is_ragged.alias(RAGGED), _customer(table, id_column), **cells
    )
    own = [*cells, *([schema.CUSTOMER_ID] if id_column in table.columns else [])]
    return texts.filter(~pl.all_horizontal(pl.col(name).is_null() for name in own)).collect()


def _customer(table: Table, id_column: str) -> pl.Expr:
    if id_column not in table.columns:
        # Of several files the first digit is the place of the file.
        line = pl.col(LINE).cast(pl.String)
        return line.str.zfill(line.str.len_chars().max()).alias(schema.CUSTOMER_ID)
    text = text_of(table, id_column)
    return text.str.replace(_WHOLE_WITH_POINT, "$1").alias(schema.CUSTOMER_ID)
