"""Which currencies a log's money is in: by a column of codes, by the signs in its amounts."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from rfm.errors import QuestionError
from rfm.reading.fields import CURRENCY
from rfm.reading.numbers import currency_of_cell, one_currency_name
from rfm.reading.tables import LINE, Table
from rfm.reading.where import Where
from rfm.settings import Settings

# A code, a sign or a word, and not "YES" or a number.
_A_CURRENCY: Final = r"^[A-Z]{3}$|\p{Sc}|^[^\W\d]{2,}[. ]|^(?:EURO|RS)S?$"
# Signs that several currencies share, with the names of the others.
_SHARED: Final = {
    "$": frozenset(
        (
            "C$", "A$", "R$", "NZD", "MXN", "HKD", "SGD", "TWD", "ARS", "CLP", "COP", "UYU", "BBD",
            "BMD", "BSD", "BZD", "FJD", "JMD", "NAD", "TTD", "XCD",
        )
    ),
    "kr": frozenset(("SEK", "NOK", "DKK", "ISK")),
    "£": frozenset(("EGP", "GIP", "FKP", "SHP", "SYP", "LBP", "SSP", "SDG")),
    "¥": frozenset(("CNY", "CNH", "RMB")),
    "₹": frozenset(("PKR", "LKR", "NPR", "MUR", "SCR", "IDR")),
}  # fmt: skip
Found = Sequence[tuple[str, int]]
"""Currencies, each with the first row that has it."""


def currencies_of_column(table: Table, columns: Mapping[str, str]) -> Found:
    """Return the currencies that the log's own column of them names.

    Parameters
    ----------
    table : Table
        The file.
    columns : mapping of str to str
        The column of each field.

    Returns
    -------
    sequence
        As they are written, in the order of the rows.
    """
    if CURRENCY not in columns:
        return []
    found = (
        table.rows.select(LINE, code=_code(columns[CURRENCY]))
        .filter(pl.col("code").str.contains(_A_CURRENCY))
        .group_by(one_currency_name(pl.col("code")).alias("currency"))
        .agg(pl.col("code").first(), pl.col(LINE).min())
        .sort(LINE)
        .collect(engine="streaming")
    )
    return list(zip(found["code"], found[LINE], strict=True))


def currency_of_row(table: Table, columns: Mapping[str, str], money: Sequence[str]) -> pl.Expr:
    """Return the name of each row's currency: by its column, else by a sign in its money.

    Parameters
    ----------
    table : Table
        The file.
    columns : mapping of str to str
        The column of each field.
    money : sequence of str
        Columns of texts with money.

    Returns
    -------
    Expr
        A text; null where nothing tells.
    """
    told = [currency_of_cell(table.text(name)) for name in money]
    if CURRENCY in columns:
        code = _code(columns[CURRENCY])
        told.insert(0, one_currency_name(pl.when(code.str.contains(_A_CURRENCY)).then(code)))
    return pl.coalesce([*told, pl.lit(None, pl.String)])


def _code(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars().str.to_uppercase()


def ensure_one_currency(found: Found, where: Where, settings: Settings, column: str = "") -> None:
    """Ask which of several currencies is meant, unless one is chosen or rates are given.

    Parameters
    ----------
    found : sequence
        The currencies.
    where : Where
        The file, for messages.
    settings : Settings
        What the user chose.
    column : str
        The column, for messages.

    Raises
    ------
    QuestionError
        When there are several.
    """
    if len({symbol for symbol, _ in found}) <= 1 or settings.currency_only or settings.rates:
        return
    named = ", ".join(f"{symbol} ({where.row(line)})" for symbol, line in found)
    raise QuestionError(
        f"{where}{column}: amounts in several currencies cannot be added: {named}. "
        "Choose one, which leaves out the others, or give rates by day.",
        "settings.currency_only",
        tuple((symbol, f"{symbol} alone, without the others") for symbol, _ in found),
        how=f"Say it with --currency-only {found[0][0]}, or --rates FILE.",
    )


def ensure_agreeing(signs: Found, codes: Found, where: Where, column: str) -> None:
    """Ask what holds where a column of currencies says another than the signs beside amounts.

    Parameters
    ----------
    signs, codes : sequence
        The currencies of the amounts, and those of the column.
    where : Where
        The file, for messages.
    column : str
        The column of currencies.

    Raises
    ------
    QuestionError
        When an amount has a sign that none of the column's currencies has.
    """
    if not codes:
        return
    known = set(
        pl.DataFrame({"code": [code for code, _ in codes]})
        .select(one_currency_name(pl.col("code")))
        .to_series()
    )
    for sign, line in signs:
        if sign not in known and not known & _SHARED.get(sign, frozenset()):
            raise QuestionError(
                f"{where}: an amount is in {sign} ({where.row(line)}), and '{column}' says "
                f"{codes[0][0]}: which holds?",
                f"columns.{CURRENCY}",
                ((column, f"what '{column}' says"), ("", "the signs beside the amounts")),
                how=f"Say --column currency='{column}' if the column does, or --column currency= "
                "if the signs do.",
            )
