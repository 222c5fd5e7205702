"""A number as somebody types it: "66.5", "£1,234.50", "1 234,50"."""

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from rfm.reading.numbers import one_currency_name, study_numbers, written_number
from rfm.reading.tables import LINE

_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
# Powers of ten are what programs write; a person's slip of the finger is more likely.
_ODD: Final = re.compile(r"[^\W\d_]\d|\d[eE][+-]?\d", re.ASCII)
_LONGEST: Final = 100


@dataclass(frozen=True)
class TypedNumber:
    """What was read of a text.

    Parameters
    ----------
    number : float or None
        The number; None where there is none, or more than one meaning.
    currency : str
        The currency that stands beside it, by its one name; mostly empty.
    meanings : tuple of float
        Both numbers that a text such as "1,234" can mean.
    """

    number: float | None
    currency: str = ""
    meanings: tuple[float, ...] = ()


def read_typed(text: str) -> TypedNumber:
    """Return the number that a text has, where it has one meaning.

    Parameters
    ----------
    text : str
        What was typed.

    Returns
    -------
    TypedNumber
        The number, its currency, and both meanings where there are two.
    """
    if _PLAIN.fullmatch(text):
        return TypedNumber(float(text))
    if len(text) > _LONGEST or _ODD.search(text):
        return TypedNumber(None)
    row = pl.LazyFrame({LINE: [1], "cell": [text]})
    found = study_numbers(row)
    currency = found.currencies[0][0] if found.currencies else ""
    number, *meanings = (
        row.select(
            written_number(pl.col("cell"), found.mark),
            point=written_number(pl.col("cell"), "point"),
            comma=written_number(pl.col("cell"), "comma"),
        )
        .collect()
        .row(0)
    )
    if number is not None:
        return TypedNumber(number, currency)
    return TypedNumber(None, currency, tuple(each for each in meanings if each is not None))


def is_same_currency(written: str, currency: str) -> bool:
    """Tell whether a currency that was typed is that of the analysis, or either is unknown."""
    if not (written and currency):
        return True
    names = pl.select(pl.lit(pl.Series([written, currency])).pipe(one_currency_name)).to_series()
    return bool(names[0] == names[1])
