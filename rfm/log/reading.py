"""A log of any usual kind becomes lines in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
from polars import selectors

from rfm import schema
from rfm.log.columns import choose_columns, with_time_of_day
from rfm.log.currencies import currencies_of_column, ensure_one_currency
from rfm.log.lines import Understanding, closer_look, first_look
from rfm.log.meaning.exchange import in_one_currency, in_whole_units
from rfm.log.meaning.moments import dated_by_order, when_it_happened
from rfm.log.meaning.money import each_once
from rfm.log.meaning.people import who_bought, with_whole_orders
from rfm.log.meaning.statuses import what_was_paid
from rfm.log.unread import count_unread, ensure_mostly_read, ensure_usable, notes_on_unread
from rfm.reading.fields import CURRENCY
from rfm.reading.layouts import AmountOf, ShopLayout, layout_of
from rfm.reading.opening import explaining, hold, open_table
from rfm.reading.tables import Table, without_stray_rows
from rfm.reading.where import Where
from rfm.settings import Settings

CANONICAL_FILE: Final = "log.parquet"
ROW_GROUP: Final = 122_880  # what DuckDB hands to one thread at a time

_ORDER: Final = (
    schema.LINE_NO,
    *schema.LINE_COLUMNS,
    *schema.CONTACTS,
    schema.IS_CANCELLED,
    schema.IS_UNPAID,
    schema.IS_OTHER_CURRENCY,
    schema.HAS_EMPTY_FIELD,
    schema.ROW_HASH,
)


@dataclass(frozen=True)
class Reading:
    """A log in canonical form.

    Attributes
    ----------
    lines : polars.DataFrame or Path
        The lines, or of a large log the Parquet file that holds them, with the columns `line_no`
        (the row's number in the file as a spreadsheet counts: the header has one too),
        `customer_id`, `order_id`, `ordered_at` (the shop's clock), `product_id`, `product`,
        `quantity`, `unit_price`, `amount`, `country`, `customer_name`, `email`, `is_cancelled`
        (by the order number), `is_unpaid` (by its status), `is_other_currency` (than the one
        chosen), `has_empty_field` and `row_hash`; those the log does not have are absent. Texts
        are text in a file, and in a frame an Enum whose categories are in the order of the
        alphabet.
    rows : int
        Rows of data; blank rows and totals below the data are not counted.
    columns : dict of str to str
        The file's own name of each field that was found.
    notes : tuple of str
        How the file was read, and which cells were not understood.
    currency : str
        The currency written in the amounts, empty if none is.
    where : Where
        How messages name the file and its rows.
    decimal : str
        "comma" or "point" where numbers are not written as programs write them.
    date_order : str
        "day-first" or "month-first" where dates could be read both ways.
    """

    lines: pl.DataFrame | Path
    rows: int
    columns: dict[str, str]
    notes: tuple[str, ...]
    currency: str
    where: Where = field(default_factory=lambda: Where(""))
    decimal: str = ""
    date_order: str = ""

    def texts(self) -> pl.LazyFrame:
        """Return the lines with every text as text, wherever they are held."""
        if isinstance(self.lines, Path):
            return pl.scan_parquet(self.lines, glob=False)
        return self.lines.lazy().with_columns(selectors.enum().cast(pl.String))


def read_log(
    path: Path | Sequence[Path],
    settings: Settings,
    workspace: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    table: Table | None = None,
) -> Reading:
    """Read a file of any usual kind, or several, into canonical form.

    Parameters
    ----------
    path : Path or sequence of Path
        The file, or several of one layout; text may have any encoding, separator and decimal
        mark, and may be gzipped.
    settings : Settings
        Its date order and time zone are used.
    workspace : Path
        The folder that the canonical file of a large log is written to; nothing else stays there.
    mapping : mapping of str to str, optional
        The file's column for a field, where its name does not tell.
    table : Table, optional
        The file, where it is opened already, for the time of this call at least.

    Returns
    -------
    Reading
        The canonical lines and what was found out about the log.

    Raises
    ------
    SourceError
        When the file cannot be read, a needed column is missing or could be several, dates are
        ambiguous, or amounts are in several currencies.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix=".reading-", dir=workspace) as folder,
        explaining(path),
    ):
        scratch = Path(folder)
        if table is None:
            table = open_table(path, scratch, mapping or {}, settings.reading, held="")
        table = hold(table, "categories")
        layout = layout_of(table.columns)
        columns, notes = choose_columns(table, mapping or {}, layout)
        table, columns = with_time_of_day(table, columns)
        table = without_stray_rows(table, columns[schema.CUSTOMER_ID], columns[schema.ORDERED_AT])
        codes = currencies_of_column(table, columns)
        of_column = f", column '{columns.get(CURRENCY)}'"
        ensure_one_currency(codes, table.where, settings, of_column)
        table = table.with_cells()
        # What the user says of the column goes before the signs beside amounts.
        is_chosen = bool((mapping or {}).get(CURRENCY))
        understanding = first_look(table, columns, settings, () if is_chosen else codes)
        understanding, lines, bad = _understood(understanding, scratch)
        rows = ensure_usable(lines, understanding)
        ensure_mostly_read(lines, understanding, settings)
        lines, of_units = _in_units(lines, layout, codes[0][0] if codes else "")
        lines, currency, of_currencies = in_one_currency(lines, settings, table.where)
        lines, meaning = _meant(lines, columns, settings, layout, table.where)
        canonical = _canonical(lines, table, workspace, scratch)
    return Reading(
        lines=canonical,
        rows=rows,
        columns=columns,
        notes=(
            *_known_as(layout),
            *table.notes,
            *notes,
            *understanding.notes,
            *bad,
            *of_units,
            *of_currencies,
            *meaning,
        ),
        currency=currency or (codes[0][0] if codes else understanding.currency),
        where=table.where,
        decimal=understanding.decimal,
        date_order=understanding.dates.order if understanding.dates.have_order else "",
    )


def _in_units(
    lines: pl.LazyFrame, layout: ShopLayout | None, code: str
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    is_small = layout is not None and layout.smallest_unit
    return in_whole_units(lines, code) if is_small else (lines, ())


def _meant(
    lines: pl.LazyFrame,
    columns: dict[str, str],
    settings: Settings,
    layout: ShopLayout | None,
    where: Where,
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines in which a customer is a person and each amount stands once, and notes."""
    known: AmountOf = layout.amount if layout else ""
    amount_of = known if settings.amount_is == "auto" else settings.amount_is
    lines, of_orders = with_whole_orders(lines, columns, where)
    lines, of_people = who_bought(dated_by_order(lines), columns, where)
    lines, of_statuses = what_was_paid(lines, columns, dict(settings.statuses), where)
    lines, of_money = each_once(lines, columns, amount_of, where)
    lines, of_time = when_it_happened(lines, columns, where, keeps_all=settings.as_of is not None)
    return lines, (*of_orders, *of_people, *of_statuses, *of_money, *of_time)


def _known_as(layout: ShopLayout | None) -> tuple[str, ...]:
    return (f"It looks like an export of {layout.title}.",) if layout else ()


def _understood(
    first: Understanding, scratch: Path
) -> tuple[Understanding, pl.LazyFrame, tuple[str, ...]]:
    """Return the lines, after a second look where the first left cells that mean something."""
    lines = _kept(first, scratch / "first.parquet")
    bad = count_unread(lines)
    if not any(bad.values()):
        return first, lines, ()
    closer = closer_look(first, bad)
    lines = _kept(closer, scratch / "closer.parquet")
    return closer, lines, notes_on_unread(closer, lines)


def _kept(understanding: Understanding, path: Path) -> pl.LazyFrame:
    """Return the lines worked out once, unless they are cheap: Parquet is read by columns."""
    lines = understanding.lines()
    if understanding.table.is_kept:
        return lines.collect().lazy()
    if not understanding.table.is_text:
        return lines
    lines.sink_parquet(path, compression="lz4", row_group_size=ROW_GROUP, statistics=False)
    return pl.scan_parquet(path, glob=False)


def _canonical(
    lines: pl.LazyFrame, table: Table, workspace: Path, scratch: Path
) -> pl.DataFrame | Path:
    found = lines.collect_schema()
    lines = lines.select(name for name in _ORDER if name in found)
    if table.is_kept:
        return lines.collect()
    written = scratch / CANONICAL_FILE
    lines.sink_parquet(written, compression="lz4", row_group_size=ROW_GROUP, statistics=False)
    return written.replace(workspace / CANONICAL_FILE)
