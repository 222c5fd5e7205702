"""Which of a table's columns are used: their names decide, and between namesakes their cells."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import SourceError
from rfm.reading.columns import ALIASES, CURRENCY, Header, tied
from rfm.reading.tables import LINE, Table
from rfm.words import quoted

_WORDS: Final = {
    schema.CUSTOMER_ID: "customer",
    schema.ORDER_ID: "order number",
    schema.ORDERED_AT: "date",
    schema.PRODUCT_ID: "product number",
    schema.PRODUCT: "product",
    schema.QUANTITY: "quantity",
    schema.UNIT_PRICE: "unit price",
    schema.AMOUNT: "amount",
    schema.COUNTRY: "country",
    CURRENCY: "currency",
}


def choose_columns(
    table: Table, mapping: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the column of each field, and a note on columns that were passed over.

    Refused is a log where a needed field has no column, or several that differ.
    """
    _ensure_mapping(mapping, table.header, table.where)
    likely = table.header.candidates(mapping)
    columns: dict[str, str] = {}
    notes: list[str] = []
    for field, names in likely.items():
        rivals = names if field == schema.AMOUNT else tied(names)
        if len(rivals) > 1 and not _are_equal(table, rivals):
            raise _ask_which(field, rivals, table.where)
        columns[field] = names[0]
        if len(names) > 1:
            rest = quoted(names[1:])
            notes.append(f"The {_WORDS[field]} is read from '{names[0]}', not from {rest}.")
    _ensure_enough(columns, table.header, table.where)
    if schema.AMOUNT not in columns and schema.QUANTITY not in columns:
        columns[schema.AMOUNT] = columns.pop(schema.UNIT_PRICE)
        notes.append(f"There is no quantity: '{columns[schema.AMOUNT]}' is taken as the amount.")
    return columns, tuple(notes)


def _ensure_mapping(mapping: Mapping[str, str], header: Header, where: str) -> None:
    """Refuse a mapping that names an unknown field or a column that is not there."""
    for field, name in mapping.items():
        if field not in ALIASES:
            known = ", ".join(ALIASES)
            raise SourceError(f"'{field}' is not a field of a log: give one of {known}.")
        if name not in header.names:
            raise SourceError(
                f"{where}: there is no column '{name}' for the {_WORDS[field]}. "
                f"The columns are: {quoted(header.names)}."
            )


def _ensure_enough(columns: Mapping[str, str], header: Header, where: str) -> None:
    """Refuse a log without a customer, a date, or an amount."""
    missing = [field for field in (schema.CUSTOMER_ID, schema.ORDERED_AT) if field not in columns]
    if schema.AMOUNT not in columns and schema.UNIT_PRICE not in columns:
        missing.append(schema.AMOUNT)
    if not missing:
        return
    words = " and no ".join(_WORDS[field] for field in missing)
    raise SourceError(
        f"{where}: no {words} column was found. The columns are: {quoted(header.names)}. "
        f"Rename one in the file, or name it with --column {missing[0]}=NAME."
    )


def _ask_which(field: str, names: Sequence[str], where: str) -> SourceError:
    """Return the question which of several columns holds a field."""
    return SourceError(
        f"{where}: the columns {quoted(names)} could each be the {_WORDS[field]}, and they differ. "
        f"Say which with --column {field}='{names[0]}' (and what the others are, such as "
        f"--column amount='{names[-1]}'), or rename them in the file."
    )


def one_currency(table: Table, columns: Mapping[str, str]) -> str:
    """Return the currency that the log's own currency column names, empty without one."""
    if CURRENCY not in columns:
        return ""
    name = columns[CURRENCY]
    cell = pl.col(name).cast(pl.String).str.strip_chars()
    found = (
        table.rows.select(LINE, code=cell)
        .filter(pl.col("code") != "")
        .group_by("code")
        .agg(pl.col(LINE).min())
        .sort(LINE)
        .collect(engine="streaming")
    )
    codes = list(zip(found["code"], found[LINE], strict=True))
    ensure_one_currency(codes, f"{table.where}, column '{name}'")
    return codes[0][0] if codes else ""


def ensure_one_currency(found: Sequence[tuple[str, int]], where: str) -> None:
    """Refuse money of several currencies, which has no sum."""
    if len({symbol for symbol, _ in found}) <= 1:
        return
    named = ", ".join(f"{symbol} (row {line})" for symbol, line in found)
    raise SourceError(
        f"{where}: amounts in several currencies cannot be added: {named}. "
        "Convert them to one, or give one file for each currency."
    )


def _are_equal(table: Table, names: Sequence[str]) -> bool:
    first = pl.col(names[0]).cast(pl.String)
    same = pl.all_horizontal(first.eq_missing(pl.col(name).cast(pl.String)) for name in names[1:])
    return bool(table.rows.select(same.all()).collect(engine="streaming").item())
