"""Who bought: guests are nobody or told apart by their address, ruined numbers belong to nobody."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from rfm import schema
from rfm.log.texts import keep_kind, texts_of, words_for
from rfm.reading.fields import EMAIL, PAID_TO
from rfm.reading.where import Where
from rfm.words import counted, listed, quoted

# Numbers that a spreadsheet wrote with an exponent were several before.
_RUINED: Final = r"^\d(\.\d+)?[eE]\+?\d+$"
_SHOWN: Final = 5


def with_whole_orders(
    lines: pl.LazyFrame, columns: Mapping[str, str], where: Where
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines without the order numbers of which a spreadsheet made one of several, and notes.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines.
    columns : mapping of str to str
        The file's own name of each field.
    where : Where
        The file, for messages.

    Returns
    -------
    tuple
        The lines, and notes.
    """
    if schema.ORDER_ID not in columns:
        return lines, ()
    names = texts_of(lines, schema.ORDER_ID)
    ruined = names.filter(names.str.contains(_RUINED)).to_list()
    if not ruined:
        return lines, ()
    text = pl.col(schema.ORDER_ID).cast(pl.String)
    is_ruined = text.is_in(ruined)
    rows, first = (
        lines.filter(is_ruined)
        .select(pl.len().alias("rows"), pl.col(schema.LINE_NO).min())
        .collect(engine="streaming")
        .row(0)
    )
    kept = pl.when(~is_ruined).then(text).alias(schema.ORDER_ID)
    note = (
        f"{counted(rows, 'row')} with order numbers such as '{sorted(ruined)[0]}' in "
        f"'{columns[schema.ORDER_ID]}', the first is {where.row(first)}: a spreadsheet wrote them "
        "in scientific form, and several are one now, so that an order is a customer's day there. "
        "Export the column as text."
    )
    return keep_kind(lines.with_columns(kept), lines, schema.ORDER_ID), (note,)


def who_bought(
    lines: pl.LazyFrame, columns: dict[str, str], where: Where
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines whose customers are people, and what was left without one.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines, with `email` where the log has addresses beside its customers, and with
        `paid_to` where it names who got money back.
    columns : dict of str to str
        The file's own name of each field.
    where : Where
        The file, for messages.

    Returns
    -------
    tuple
        The lines without them, and notes.
    """
    names = texts_of(lines, schema.CUSTOMER_ID)
    guests = _nobodies(names)
    ruined = names.filter(names.str.contains(_RUINED)).to_list()
    there = lines.collect_schema()
    alike = _alike(names, columns[schema.CUSTOMER_ID])
    if not ({EMAIL, PAID_TO} & set(there) or guests or ruined or _orders_lack_names(lines)):
        return lines, alike
    notes = (*_notes(lines, columns, guests, ruined, where), *alike)
    named = lines.with_columns(_unless_one_of(schema.CUSTOMER_ID, [*guests, *ruined]))
    if schema.ORDER_ID in there:
        named = _by_order(named)
    if PAID_TO in there:
        is_back = pl.col(schema.AMOUNT) < 0
        paid_to = pl.when(is_back).then(pl.col(PAID_TO).cast(pl.String))
        customer = pl.coalesce(paid_to, schema.CUSTOMER_ID)
        named = named.with_columns(customer.alias(schema.CUSTOMER_ID)).drop(PAID_TO)
    if EMAIL in there:
        no_addresses = _nobodies(texts_of(lines, EMAIL))
        named = _by_address(named.with_columns(_unless_one_of(EMAIL, no_addresses)))
    return keep_kind(named, lines, schema.CUSTOMER_ID), notes


def _orders_lack_names(lines: pl.LazyFrame) -> bool:
    """Tell whether an order names its customer on some of its lines alone."""
    if schema.ORDER_ID not in lines.collect_schema():
        return False
    customer, order = pl.col(schema.CUSTOMER_ID), pl.col(schema.ORDER_ID)
    nameless = lines.filter(customer.is_null() & order.is_not_null()).select(order.unique())
    named = lines.filter(customer.is_not_null()).select(order.unique())
    both = nameless.join(named, on=schema.ORDER_ID, how="semi").select(pl.len())
    return bool(both.collect(engine="streaming").item())


def _nobodies(names: pl.Series) -> list[str]:
    """Return the names that mean no customer: guests, signs alone, a spreadsheet's errors."""
    key = names.str.to_lowercase().str.replace_all(r"[\W_]+", "")
    words = words_for("guests")
    parts = "|".join(word[1:] for word in sorted(words) if word.startswith("~"))
    return names.filter(key.is_in(sorted(words)) | key.str.contains(parts) | (key == "")).to_list()


def _alike(names: pl.Series, column: str) -> tuple[str, ...]:
    """Return that customers differ in capitals alone, where some do."""
    found = pl.DataFrame({"name": names}).filter(pl.col("name").str.to_lowercase().is_duplicated())
    if found.is_empty():
        return ()
    shown = found.sort(pl.col("name").str.to_lowercase(), "name")["name"].head(2).to_list()
    return (
        f"{counted(found.height, 'customer')} in '{column}' differ in capitals alone, such as "
        f"{listed(shown)}: they are not taken for one.",
    )


def _unless_one_of(column: str, names: list[str]) -> pl.Expr:
    text = pl.col(column).cast(pl.String)
    return pl.when(~text.is_in(names)).then(text).alias(column)


def _by_order(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Fill customers that stand on an order's first line only, or not on its refund."""
    customer, day = pl.col(schema.CUSTOMER_ID), pl.col(schema.ORDERED_AT).dt.date()
    buyers = (
        lines.filter(customer.is_not_null() & pl.col(schema.ORDER_ID).is_not_null())
        .group_by(schema.ORDER_ID)
        .agg(
            customer.n_unique().alias("buyers"),
            customer.min().alias("buyer"),
            day.min().alias("day"),
        )
        .filter(pl.col("buyers") == 1)
        .drop("buyers")
    )
    joined = lines.join(buyers, on=schema.ORDER_ID, how="left", maintain_order="left")
    # A number that is used again on another day is another order's.
    is_same = (day == pl.col("day")) | (pl.col(schema.AMOUNT) < 0)
    buyer = pl.coalesce(customer, pl.when(is_same).then("buyer"))
    return joined.with_columns(buyer.alias(schema.CUSTOMER_ID)).drop("buyer", "day")


def _by_address(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Fill customers by their address: with the one number that has it elsewhere, else with it."""
    customer, address = pl.col(schema.CUSTOMER_ID), pl.col(EMAIL)
    known = (
        lines.filter(customer.is_not_null() & address.is_not_null())
        .group_by(EMAIL)
        .agg(customer.n_unique().alias("numbers"), customer.min().alias("number"))
        .filter(pl.col("numbers") == 1)
        .drop("numbers")
    )
    joined = lines.join(known, on=EMAIL, how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce(schema.CUSTOMER_ID, "number", EMAIL).alias(schema.CUSTOMER_ID)
    ).drop("number")


def _notes(
    lines: pl.LazyFrame,
    columns: dict[str, str],
    guests: list[str],
    ruined: list[str],
    where: Where,
) -> tuple[str, ...]:
    customer = pl.col(schema.CUSTOMER_ID).cast(pl.String)
    rows = lines.select(
        guests=(customer.is_in(guests) | customer.is_null()).sum(),
        ruined=customer.is_in(ruined).sum(),
        first=pl.col(schema.LINE_NO).filter(customer.is_in(ruined)).min(),
    )
    counts = rows.collect(engine="streaming").row(0, named=True)
    name, notes = columns[schema.CUSTOMER_ID], []
    written = f" ({quoted(guests[:_SHOWN])})" if guests else ""
    if counts["guests"] and EMAIL in columns:
        notes.append(
            f"{counted(counts['guests'], 'row')} of guests{written} in '{name}': they are told "
            f"apart by '{columns[EMAIL]}'."
        )
    elif guests:
        notes.append(
            f"{counted(counts['guests'], 'row')} of guests{written} in '{name}' have no customer."
        )
    if ruined:
        first = where.row(counts["first"])
        notes.append(
            f"{counted(counts['ruined'], 'row')} with customers such as '{ruined[0]}' in '{name}', "
            f"the first is {first}, have no customer: a spreadsheet wrote their "
            "numbers in scientific form, and several are one now. Export the column as text."
        )
    return tuple(notes)
