"""A file's columns, each with what it is read as and why."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, get_args

import polars as pl

from rfm import schema
from rfm.log.columns import known_columns
from rfm.preview.document import PreviewColumn, PreviewField
from rfm.reading import fields
from rfm.reading.fields import CUSTOMER_NAME, EMAIL, TIME, WORDS
from rfm.reading.layouts import ShopLayout
from rfm.reading.tables import LINE, Table
from rfm.table.attribute import Attribute, Kind, TableChoices
from rfm.words import shortened

SHOWN: Final = 8
_EXAMPLES: Final = 3
_LONGEST: Final = 80
_NEEDED: Final = (schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT)
ID_COLUMN: Final = "id_column"
LABEL: Final = "label"
IGNORE: Final = "ignore"
_STAND_INS: Final = (EMAIL, CUSTOMER_NAME, TIME, schema.UNIT_PRICE)
Reason = Callable[[str], str]
Rows = tuple[tuple[str, ...], ...]


def first_rows(table: Table) -> tuple[Rows, int]:
    """Return the first rows as they are written, and the number of the first."""
    cells = [pl.col(name).cast(pl.String).fill_null("").alias(name) for name in table.columns]
    head = table.rows.head(SHOWN).select(LINE, *cells).collect(engine="streaming")
    rows = tuple(
        tuple(shortened(cell, _LONGEST) for cell in row) for row in head.drop(LINE).iter_rows()
    )
    return rows, int(head[LINE][0]) if rows else 0


def columns_of_log(
    table: Table,
    shown: Rows,
    columns: Mapping[str, str],
    mapping: Mapping[str, str],
    layout: ShopLayout | None,
) -> tuple[PreviewColumn, ...]:
    """Return each column of a log with the field that it is read as, and why.

    Parameters
    ----------
    table : Table
        The file.
    shown : tuple
        Its first rows.
    columns : mapping of str to str
        The column that each field is read from.
    mapping : mapping of str to str
        What the user said.
    layout : ShopLayout or None
        The layout that the file has.
    """
    known = known_columns(table, mapping, layout)
    field_of = {name: fields.field_of(field) for field, name in columns.items()}
    day, time = _parts_of_moment(table, columns)
    field_of |= {day: schema.ORDERED_AT, time: TIME} if day else {}
    called = {name: field for field, names in table.header.candidates({}).items() for name in names}

    def reason(name: str) -> str:
        field = field_of.get(name, "")
        if not field:
            return _why_not(called.get(name, ""), columns, mapping)
        if name in mapping.values():
            return "Chosen by you."
        if layout and name in known.values():
            return f"Known column of an export of {layout.title}."
        return _why(field, called.get(name, ""))

    return _with_examples(table, shown, field_of, reason)


def _with_examples(
    table: Table, shown: Rows, field_of: Mapping[str, str], reason: Reason
) -> tuple[PreviewColumn, ...]:
    return tuple(
        PreviewColumn(
            name=name,
            field=field_of.get(name, ""),
            reason=reason(name),
            examples=tuple(row[place] for row in shown if row[place])[:_EXAMPLES],
        )
        for place, name in enumerate(table.columns)
    )


def _parts_of_moment(table: Table, columns: Mapping[str, str]) -> tuple[str, str]:
    """Return the columns of day and time, where the moment was put together from both."""
    moment = columns.get(schema.ORDERED_AT, "")
    if moment in table.columns or not moment:
        return "", ""
    pairs = [(day, time) for day in table.columns for time in table.columns]
    return next((pair for pair in pairs if " ".join(pair) == moment), ("", ""))


def _why(field: str, called: str) -> str:
    """Return why a column that nobody chose is read as a field."""
    if called and called != field and called in _STAND_INS:
        return f"Named as the {WORDS[called]} usually is, which stands in for the {WORDS[field]}."
    if not called:
        return "Told from its cells and its name."
    return f"Named as the {WORDS[field]} usually is."


def _why_not(called: str, columns: Mapping[str, str], mapping: Mapping[str, str]) -> str:
    """Return why a column is not read."""
    if called and mapping.get(called) == "":
        return "Not used: chosen by you."
    if called and called in columns:
        return f"Not used: the {WORDS[called]} is read from '{columns[called]}'."
    if called:
        return f"Not used: named as the {WORDS[called]} usually is, which is not needed here."
    return "Not used: no field is called so."


def fields_of_log() -> tuple[PreviewField, ...]:
    """Return the fields that a column of a log can be chosen for, the needed ones first."""
    names = [*_NEEDED, *(name for name in WORDS if name not in _NEEDED)]
    return tuple(
        PreviewField(field=name, label=WORDS[name], is_needed=name in _NEEDED) for name in names
    )


def columns_of_customers(
    table: Table,
    shown: Rows,
    choices: TableChoices,
    *,
    attributes: Sequence[Attribute] = (),
    names: Mapping[str, str] | None = None,
    id_column: str = "",
    label: str = "",
) -> tuple[PreviewColumn, ...]:
    """Return each column of a customer table with what it holds, and why.

    Parameters
    ----------
    table : Table
        The file.
    shown : tuple
        Its first rows.
    choices : TableChoices
        What the user said.
    attributes : sequence of Attribute
        What the columns hold; empty while it cannot be told.
    names : mapping of str to str
        Our name of each column of the file.
    id_column, label : str
        The column that tells customers apart; the attribute that is a given label.
    """
    of = {attribute.name: attribute for attribute in attributes}
    found = {name: of[ours] for name, ours in (names or {}).items() if ours in of}
    field_of = {
        name: LABEL if one.name == label else IGNORE if name in choices.ignore else one.kind
        for name, one in found.items()
    }
    field_of[id_column] = ID_COLUMN

    def reason(name: str) -> str:
        if name == id_column:
            return "Chosen by you." if choices.id_column == name else "It tells customers apart."
        return found[name].reason if name in found else "Not told yet."

    return _with_examples(table, shown, field_of, reason)


def fields_of_customers() -> tuple[PreviewField, ...]:
    """Return what a column of a customer table can be chosen for."""
    chosen = (
        PreviewField(field=ID_COLUMN, label="tells customers apart", is_needed=True),
        PreviewField(field=LABEL, label="given label"),
        PreviewField(field=IGNORE, label="not used for clusters"),
    )
    return (*chosen, *(PreviewField(field=kind, label=kind) for kind in get_args(Kind)))
