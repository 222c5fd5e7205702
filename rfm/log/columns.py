"""Which of a table's columns are used: their names decide, and between namesakes their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.log.questions import ask_which, ensure_enough, ensure_mapping
from rfm.log.texts import meaning_of
from rfm.reading.coded import as_categories
from rfm.reading.columns import tied
from rfm.reading.fields import (
    CURRENCY,
    CUSTOMER_NAME,
    EMAIL,
    GIVEN_BACK,
    PAID_AT,
    REFUNDED,
    STATUSES,
    TIME,
    WORDS,
    field_of,
    further,
)
from rfm.reading.layouts import ShopLayout
from rfm.reading.tables import Table
from rfm.words import compared, quoted

_MONEY: Final = (schema.AMOUNT, schema.UNIT_PRICE)
# Fields of which it matters which of two columns holds them.
_DECISIVE: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.PRODUCT_ID,
    schema.PRODUCT,
    schema.QUANTITY,
    schema.UNIT_PRICE,
    schema.AMOUNT,
    schema.COUNTRY,
    CURRENCY,
)
_FEWEST_ORDERS: Final = 3
_CLEARLY_FEWER: Final = 0.9
_LOOKED_AT: Final = 1_000


def choose_columns(
    table: Table, mapping: Mapping[str, str], layout: ShopLayout | None = None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the column of each field, and a note on columns that were passed over.

    What the user names goes before a known layout, and this before the usual names of fields.
    Refused is a log where a needed field has no column, or several that differ.
    """
    ensure_mapping(mapping, table.header, table.where)
    known = known_columns(table, mapping, layout)
    likely = table.header.candidates(known)
    columns: dict[str, str] = {}
    notes: list[str] = []
    for field, names in likely.items():
        rivals = names if field == schema.AMOUNT else tied(names)
        if field in _DECISIVE and len(rivals) > 1 and not _are_equal(table, rivals):
            raise ask_which(field, rivals, table.where)
        columns[field] = names[0]
        if field in STATUSES:
            # Each of them may tell that an order was not paid.
            columns |= {further(field, n): name for n, name in enumerate(names[1:], start=2)}
        elif len(names) > 1 and field in _DECISIVE:
            rest = quoted(names[1:])
            notes.append(f"The {WORDS[field]} is read from '{names[0]}', not from {rest}.")
    name = columns.get(CUSTOMER_NAME, "")
    _choose_stand_ins(table, columns, known)
    _choose_refunds(table, columns, likely.get(REFUNDED, []))
    ensure_enough(columns, table.header, table.where)
    if not known.get(schema.CUSTOMER_ID):
        people = [*likely.get(schema.CUSTOMER_ID, [])[1:], columns.get(EMAIL, ""), name]
        _ensure_people(table, columns, people)
    if schema.AMOUNT not in columns and schema.QUANTITY not in columns:
        columns[schema.AMOUNT] = columns.pop(schema.UNIT_PRICE)
        notes.append(f"There is no quantity: '{columns[schema.AMOUNT]}' is taken as the amount.")
    return columns, tuple(notes)


def likely_columns(
    table: Table, mapping: Mapping[str, str], layout: ShopLayout | None
) -> dict[str, str]:
    """Return the column that each field seems to have, while something is still to be asked.

    Parameters
    ----------
    table : Table
        The file.
    mapping : mapping of str to str
        What the user said.
    layout : ShopLayout or None
        The layout that it has.

    Returns
    -------
    dict of str to str
        By field; a field that no column is called like is missing.
    """
    known = known_columns(table, mapping, layout)
    likely = table.header.candidates(known)
    columns = {field: names[0] for field, names in likely.items()}
    _choose_stand_ins(table, columns, known)
    _choose_refunds(table, columns, likely.get(REFUNDED, []))
    return columns


def known_columns(
    table: Table, mapping: Mapping[str, str], layout: ShopLayout | None
) -> dict[str, str]:
    """Return the columns that the user named, and those that a known layout has.

    Parameters
    ----------
    table : Table
        The file.
    mapping : mapping of str to str
        What the user said.
    layout : ShopLayout or None
        The layout that it has.

    Returns
    -------
    dict of str to str
        The column of each field; "" for a field that the user says no column holds.
    """
    laid_out = layout.columns(table.columns) if layout else {}
    return {
        **{field: name for field, name in laid_out.items() if name not in mapping.values()},
        **mapping,
    }


def _choose_stand_ins(table: Table, columns: dict[str, str], known: Mapping[str, str]) -> None:
    """Tell customers apart by their number, else by their address, else by their name; and so on.

    A time without a day is one of both, and any column that is called a currency may hold it.
    """
    for stand_in in (EMAIL, CUSTOMER_NAME):
        if schema.CUSTOMER_ID not in columns and stand_in in columns:
            columns[schema.CUSTOMER_ID] = columns.pop(stand_in)
    for stand_in in (PAID_AT, TIME):
        if schema.ORDERED_AT not in columns and stand_in in columns:
            columns[schema.ORDERED_AT] = columns.pop(stand_in)
    called_so = [name for name in table.columns if "currency" in compared(name)]
    if CURRENCY not in {**columns, **known} and called_so:
        columns[CURRENCY] = called_so[0]


def _choose_refunds(table: Table, columns: dict[str, str], names: Sequence[str]) -> None:
    """Tell apart what is called "Refunded": marks of what was given back, and the amount."""
    marks = [name for name in names if _is_yes_or_no(table, name)]
    amounts = [name for name in names if name not in marks]
    columns.pop(REFUNDED, None)
    if amounts:
        columns[REFUNDED] = amounts[0]
    before = sum(field_of(field) == GIVEN_BACK for field in columns)
    for number, name in enumerate(marks, start=before + 1):
        columns[further(GIVEN_BACK, number) if number > 1 else GIVEN_BACK] = name


def _is_yes_or_no(table: Table, name: str) -> bool:
    cells = pl.col(name).cast(pl.String).drop_nulls().unique().head(_LOOKED_AT)
    words = table.rows.select(cells).collect(engine="streaming").to_series()
    return all(meaning_of(word, ("yes", "no")) for word in words)


def _ensure_people(table: Table, columns: Mapping[str, str], names: Sequence[str]) -> None:
    """Refuse a customer column that is new with each order, where another one repeats."""
    chosen = columns[schema.CUSTOMER_ID]
    others = [name for name in names if name and name != chosen]
    if schema.ORDER_ID not in columns or not others:
        return
    counted = table.rows.select(
        pl.col(name).cast(pl.String).drop_nulls().n_unique()
        for name in dict.fromkeys((columns[schema.ORDER_ID], chosen, *others))
    )
    different = counted.collect(engine="streaming").row(0, named=True)
    orders, customers = different[columns[schema.ORDER_ID]], different[chosen]
    if orders < _FEWEST_ORDERS or customers < orders:
        return
    for name in others:
        if 1 < different[name] < _CLEARLY_FEWER * customers:
            raise QuestionError(
                f"{table.where}: '{chosen}' is new with each of {orders:,} orders, and '{name}' "
                f"has {different[name]:,} different values: which of them is the customer?",
                f"columns.{schema.CUSTOMER_ID}",
                ((name, name), (chosen, chosen)),
                how=f"Say --column customer_id='{name}' or --column customer_id='{chosen}'.",
            )


def with_time_of_day(table: Table, columns: Mapping[str, str]) -> tuple[Table, dict[str, str]]:
    """Return the table with one column of moments where days and times of day stand apart."""
    day, time = columns.get(schema.ORDERED_AT, ""), columns.get(TIME, "")
    rest = {field: name for field, name in columns.items() if field != TIME}
    if not time or table.dtypes[day] != pl.String or table.dtypes[time] != pl.String:
        return table, rest
    cells = pl.col(day).cast(pl.String)
    some = table.rows.select(cells.drop_nulls().head(_LOOKED_AT).str.contains(":").any())
    if some.collect(engine="streaming").item():
        return table, rest
    name = f"{day} {time}"
    moment = pl.concat_str([cells, pl.col(time).cast(pl.String).fill_null("")], separator=" ")
    rows = table.rows.with_columns(moment.str.strip_chars().alias(name))
    if table.is_kept:
        rows = rows.with_columns(as_categories([name]))
    joined = replace(table, rows=rows, dtypes={**table.dtypes, name: pl.String()})
    return joined, {**rest, schema.ORDERED_AT: name}


def _are_equal(table: Table, names: Sequence[str]) -> bool:
    first = pl.col(names[0]).cast(pl.String)
    same = pl.all_horizontal(first.eq_missing(pl.col(name).cast(pl.String)) for name in names[1:])
    return bool(table.rows.select(same.all()).collect(engine="streaming").item())
