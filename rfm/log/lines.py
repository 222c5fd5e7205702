"""Rows as they are written become lines with a customer, a time and an amount.

A first look at the beginning decides how dates and numbers are read, which is enough for a clean
file. Cells that this does not read are then studied over the whole column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from rfm import schema
from rfm.log.cells import (
    BAD,
    as_customer,
    as_identifier,
    has_something,
    is_cancelled,
    is_empty,
)
from rfm.log.currencies import Found, currency_of_row, ensure_agreeing, ensure_one_currency
from rfm.reading.date_formats import of_a_shop
from rfm.reading.dates import BOTH_WAYS, Dates, decide_order
from rfm.reading.fields import (
    ADJUSTED,
    CURRENCY,
    CUSTOMER_NAME,
    EMAIL,
    PAID_AT,
    PAID_TO,
    PIECES_BACK,
    REFUNDED,
    STATUSES,
    field_of,
)
from rfm.reading.numbers import (
    Mark,
    plain_number,
    pooled_marks,
    study_numbers,
    within_reason,
    written_number,
)
from rfm.reading.tables import LINE, Table, has_more_fields
from rfm.reading.wordings import note_on_months, note_on_zones
from rfm.settings import Settings

_HEAD: Final = 1_000
_EMPTY: Final = " empty "
_NUMBERS: Final = (
    schema.QUANTITY,
    schema.UNIT_PRICE,
    schema.AMOUNT,
    REFUNDED,
    PIECES_BACK,
    ADJUSTED,
)
_MONEY: Final = (schema.AMOUNT, schema.UNIT_PRICE)
_PEOPLE: Final = (schema.CUSTOMER_ID, EMAIL, PAID_TO)
_IDENTIFIERS: Final = (schema.ORDER_ID, schema.PRODUCT_ID)
_TEXTS: Final = (schema.PRODUCT, schema.COUNTRY, CUSTOMER_NAME, *STATUSES)
UNDERSTOOD: Final = (schema.ORDERED_AT, *_NUMBERS)


@dataclass(frozen=True)
class Understanding:
    """How the columns of a table are read."""

    table: Table
    columns: Mapping[str, str]
    settings: Settings
    dates: Dates
    marks: Mapping[str, Mark] = field(default_factory=dict)
    currency: str = ""
    codes: Found = ()
    notes_on_dates: tuple[str, ...] = ()
    notes_on_numbers: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """How dates and numbers are read, in sentences."""
        return (*self.notes_on_dates, *self.notes_on_numbers)

    @property
    def decimal(self) -> str:
        """The decimal mark of the numbers that have any, where it had to be told."""
        found = {mark for mark in self.marks.values() if mark in ("comma", "point")}
        return found.pop() if len(found) == 1 else ""

    def cell(self, name: str) -> pl.Expr:
        """Return a field's column as text."""
        return self.table.text(self.columns[name])

    def lines(self) -> pl.LazyFrame:
        """Return the canonical lines, with marks on the cells that were not understood."""
        values = {name: self._value(name) for name in self.columns if field_of(name) in _READ}
        if self.table.is_ragged:
            is_whole = ~has_more_fields()
            values[schema.ORDERED_AT] = pl.when(is_whole).then(values[schema.ORDERED_AT])
        meant = {
            BAD + name: has_something(self.table, self.columns[name])
            for name in UNDERSTOOD
            if name in self.columns
        }
        # Columns without a name are a program's row numbers: every copy of a line has another.
        named = [name for name in self.table.columns if name in self.table.header.named]
        empty = {_EMPTY + name: is_empty(self.table, name) for name in named}
        if schema.ORDER_ID in self.columns:
            values[schema.IS_CANCELLED] = is_cancelled(values[schema.ORDER_ID])
        if self.settings.currency_only or self.settings.rates:
            values[CURRENCY] = currency_of_row(self.table, self.columns, self._money())
        lines = self.table.work_out({**values, **meant, **empty}, schema.ROW_HASH, named)
        lines = lines.with_columns(
            pl.col(LINE).cast(pl.Int64).alias(schema.LINE_NO),
            pl.any_horizontal(list(empty)).alias(schema.HAS_EMPTY_FIELD),
            *((pl.col(name) & pl.col(name.removeprefix(BAD)).is_null()) for name in meant),
        ).drop(LINE, *empty)
        if schema.AMOUNT in self.columns:
            return lines
        amount = pl.col(schema.QUANTITY) * pl.col(schema.UNIT_PRICE)
        return lines.with_columns(within_reason(amount).alias(schema.AMOUNT))

    def _money(self) -> list[str]:
        """Return the columns of texts with money."""
        there = [self.columns[name] for name in _MONEY if name in self.columns]
        return [column for column in there if self.table.dtypes[column] == pl.String]

    def _value(self, name: str) -> pl.Expr:
        if name in _NUMBERS:
            return self._number(name)
        if name == schema.ORDERED_AT:
            return self._date()
        if name in _PEOPLE:
            return as_customer(self.table, self.columns[name])
        if name in _IDENTIFIERS:
            return as_identifier(self.table, self.columns[name])
        if field_of(name) == PAID_AT:
            # No day is written without one of these digits; 0000-00-00 is none.
            return pl.when(self.cell(name).str.contains("[1-9]")).then(pl.lit("filled"))
        text = self.cell(name).str.strip_chars()
        return pl.when(text != "").then(text)

    def _number(self, name: str) -> pl.Expr:
        if self._dtype(name).is_numeric():
            return within_reason(pl.col(self.columns[name]).cast(pl.Float64, strict=False))
        if name in self.marks:
            return written_number(self.cell(name), self.marks[name])
        return plain_number(self.cell(name))

    def _date(self) -> pl.Expr:
        dtype = self._dtype(schema.ORDERED_AT)
        column = pl.col(self.columns[schema.ORDERED_AT])
        if isinstance(dtype, pl.Datetime):
            moment = column.cast(pl.Datetime("us", dtype.time_zone))
            if dtype.time_zone:
                moment = self.dates.on_its_clock(moment, dtype.time_zone)
            return of_a_shop(moment)
        if dtype == pl.Date:
            return of_a_shop(column.cast(pl.Datetime("us")))
        return self.dates.expression(self.cell(schema.ORDERED_AT))

    def _dtype(self, name: str) -> pl.DataType:
        return self.table.dtypes[self.columns[name]]

    def has_written_dates(self) -> bool:
        """Whether dates are text or numbers that must be told from how they are written."""
        return not self._dtype(schema.ORDERED_AT).is_temporal()


_READ: Final = (*_PEOPLE, *_IDENTIFIERS, *_TEXTS, *UNDERSTOOD)


def first_look(
    table: Table, columns: Mapping[str, str], settings: Settings, codes: Found = ()
) -> Understanding:
    """Return how a table seems to be read, from its first rows.

    What its column of currencies says is given where the signs beside amounts have to agree.
    """
    dates = Dates(zone=settings.time_zone)
    understanding = Understanding(table, columns, settings, dates, codes=codes)
    if settings.reading.decimal:
        understanding = _with_marks(understanding)
    if not understanding.has_written_dates():
        return understanding
    cell = understanding.cell(schema.ORDERED_AT)
    head = table.rows.head(_HEAD).select(cell.alias("cell")).collect(engine="streaming")
    return _with_dates(understanding, understanding.dates.with_more(head["cell"]))


def closer_look(first: Understanding, bad: Mapping[str, int]) -> Understanding:
    """Return how a table is read, given how many cells of each field the first look missed."""
    understanding = first
    if bad.get(schema.ORDERED_AT) and first.has_written_dates():
        unread = pl.when(first._date().is_null()).then(first.cell(schema.ORDERED_AT))
        missed = first.table.cells(first.columns[schema.ORDERED_AT], unread)
        understanding = _with_dates(understanding, first.dates.with_more(missed))
    if any(bad.get(name) for name in _NUMBERS):
        understanding = _with_marks(understanding)
    return understanding


def _with_dates(understanding: Understanding, dates: Dates) -> Understanding:
    if not dates.have_order and not dates.have_zones and not dates.have_words:
        return replace(understanding, dates=dates, notes_on_dates=())
    table, column = understanding.table, understanding.columns[schema.ORDERED_AT]
    cells = table.cells(column, understanding.cell(schema.ORDERED_AT).str.strip_chars())
    zones = note_on_zones(cells) if dates.have_zones else ()
    zones += note_on_months(cells) if dates.have_words else ()
    if not dates.have_order:
        return replace(understanding, dates=dates, notes_on_dates=zones)
    read = dates.both_ways(cells)
    unread = read.filter(pl.all_horizontal(pl.col(*BOTH_WAYS).is_null()))["cell"]
    more = dates.with_more(unread)
    if more != dates:
        dates, read = more, more.both_ways(cells)
    where = f"{table.where}, column '{column}'"
    order, notes = decide_order(read, dates.formats, understanding.settings.date_order, where)
    dates = replace(dates, order=order)
    return replace(understanding, dates=dates, notes_on_dates=(*notes, *zones))


def _with_marks(understanding: Understanding) -> Understanding:
    table, columns = understanding.table, understanding.columns
    studies = {
        name: study_numbers(table.rows.select(LINE, understanding.cell(name).alias("cell")))
        for name in _NUMBERS
        if name in columns and table.dtypes[columns[name]] == pl.String
    }
    found = sorted(
        {
            (line, symbol)
            for name, study in studies.items()
            if name != schema.QUANTITY
            for symbol, line in study.currencies
        }
    )
    first_rows: dict[str, int] = {}
    for line, symbol in found:
        first_rows.setdefault(symbol, line)
    signs = list(first_rows.items())
    ensure_one_currency(signs, table.where, understanding.settings)
    ensure_agreeing(signs, understanding.codes, table.where, columns.get(CURRENCY, ""))
    chosen = understanding.settings.reading.decimal
    told = pooled_marks({name: study.mark for name, study in studies.items()})
    marks: dict[str, Mark] = {name: chosen or mark for name, mark in told.items()}  # type: ignore[misc]
    notes = ("Numbers are read with a decimal comma.",) if "comma" in marks.values() else ()
    currency = next(iter(first_rows), "")
    return replace(understanding, marks=marks, currency=currency, notes_on_numbers=notes)
