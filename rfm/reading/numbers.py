"""Numbers as people write them: currency signs, thousands, decimal commas, brackets for minus.

"1,234" is a thousand in London and one and a bit in Berlin. The cells that can be read only one
way decide for their column; a cell that then still has two meanings stays empty and is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from rfm.reading.tables import LINE

Mark = Literal["point", "comma", "both", "unknown"]

# Above a trillion an amount is a mistake, and sums would leave whole ten-thousandths.
MOST: Final = 1e12

_CODES: Final = {
    "£": "£", "GBP": "£", "€": "€", "EUR": "€", "$": "$", "USD": "$", "US$": "$",
    "¥": "¥", "JPY": "¥", "CHF": "CHF", "₹": "₹", "INR": "₹", "zł": "zł", "PLN": "zł",
    "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "kr": "kr", "C$": "C$", "CAD": "C$",
    "A$": "A$", "AUD": "A$", "R$": "R$", "BRL": "R$", "₽": "₽", "RUB": "₽", "CNY": "CNY",
    "₺": "₺", "TRY": "₺", "Kč": "Kč", "CZK": "Kč", "HUF": "HUF", "ZAR": "ZAR", "NZD": "NZD",
}  # fmt: skip
# Where these are used, the point is the decimal mark, unless the whole column says otherwise.
_POINTED: Final = ("£", "$")

_CURRENCY: Final = "|".join(
    sorted((code.replace("$", r"\$") for code in _CODES), key=len, reverse=True)
)
_WRITTEN: Final = (
    r"^(?P<open>\()?(?P<lead>[-+])?\s*"
    rf"(?P<before>(?i:{_CURRENCY}))?\s*(?P<sign>[-+])?\s*"
    r"(?P<digits>[\d.,][\d.,'’\s]*?)\s*"
    rf"(?P<after>(?i:{_CURRENCY}))?\s*(?P<trail>-)?(?P<close>\))?$"
)
_GROUPED_BY_SPACES: Final = r"^\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$"

# What the digits look like, and with it what a comma and a point mean there.
_PLAIN: Final = r"^\d+$"
_POINT_AFTER_COMMAS: Final = r"^\d{1,3}(?:,\d{2,3})*,\d{3}\.\d*$"
_COMMA_AFTER_POINTS: Final = r"^\d{1,3}(?:\.\d{3})+,\d*$"
_COMMA_GROUPS: Final = r"^\d{1,3}(?:,\d{3}){2,}$"
_POINT_GROUPS: Final = r"^\d{1,3}(?:\.\d{3}){2,}$"
_EITHER_COMMA: Final = r"^[1-9]\d{0,2},\d{3}$"
_EITHER_POINT: Final = r"^[1-9]\d{0,2}\.\d{3}$"
_DECIMAL_COMMA: Final = r"^\d*,\d+$"
_DECIMAL_POINT: Final = r"^\d*\.\d+$|^\d+\.$"


@dataclass(frozen=True)
class NumberCells:
    """How the numbers of one column are written."""

    mark: Mark
    currencies: tuple[tuple[str, int], ...]
    """Each currency with the first row it stands in."""


def plain_number(cell: pl.Expr) -> pl.Expr:
    """Return a text cell as a number where it is written as programs write numbers."""
    return within_reason(cell.str.strip_chars().cast(pl.Float64, strict=False))


def within_reason(number: pl.Expr) -> pl.Expr:
    """Return a number unless it is infinite, not a number, or beyond what a shop can mean."""
    return pl.when(number.is_between(-MOST, MOST)).then(number)


def study_numbers(rows: pl.LazyFrame) -> NumberCells:
    """Return how numbers are written, from the text of every `cell` and its line."""
    digits, currency = _digits(pl.col("cell")), _currency(pl.col("cell"))
    is_comma = _any_of(digits, _COMMA_AFTER_POINTS, _POINT_GROUPS) | (
        _any_of(digits, _DECIMAL_COMMA) & ~_any_of(digits, _EITHER_COMMA)
    )
    is_point = _any_of(digits, _POINT_AFTER_COMMAS, _COMMA_GROUPS) | (
        _any_of(digits, _DECIMAL_POINT) & ~_any_of(digits, _EITHER_POINT)
    )
    seen = (
        rows.select(
            line=LINE,
            currency=currency,
            is_comma=is_comma.fill_null(value=False),
            is_point=is_point.fill_null(value=False),
        )
        .group_by("currency")
        .agg(pl.col("line").min(), pl.col("is_comma", "is_point").any())
        .sort("line")
        .collect(engine="streaming")
    )
    mark = _mark(comma=bool(seen["is_comma"].any()), point=bool(seen["is_point"].any()))
    named = seen.drop_nulls("currency")
    return NumberCells(mark, tuple(zip(named["currency"], named["line"], strict=True)))


def pooled_marks(own: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return each column's decimal mark: its own, or what the file's other numbers agree on."""
    known = {mark for mark in own.values() if mark != "unknown"}
    agreed: Mark = known.pop() if len(known) == 1 else "unknown"
    return {name: agreed if mark == "unknown" else mark for name, mark in own.items()}


def written_number(cell: pl.Expr, mark: Mark) -> pl.Expr:
    """Return a text cell as a number where it has one meaning, else null.

    Parameters
    ----------
    cell : Expr
        A column of text.
    mark : str
        The decimal mark of the column, as `pooled_marks` gives it.

    Returns
    -------
    Expr
        A float; null where the cell is no number.
    """
    digits = _digits(cell)
    pointed = _currency(cell).is_in(_POINTED).fill_null(value=False)
    comma_is_decimal = pl.lit(value=True) if mark == "comma" else ~pointed
    without_commas = digits.str.replace_all(",", "", literal=True)
    without_points = digits.str.replace_all(".", "", literal=True)
    with_point = without_points.str.replace(",", ".", literal=True)
    size = (
        pl.when(_any_of(digits, _PLAIN)).then(digits)
        .when(_any_of(digits, _POINT_AFTER_COMMAS, _COMMA_GROUPS)).then(without_commas)
        .when(_any_of(digits, _COMMA_AFTER_POINTS, _POINT_GROUPS)).then(with_point)
        .when(_any_of(digits, _EITHER_COMMA)).then(_either_comma(digits, mark, pointed))
        .when(_any_of(digits, _EITHER_POINT)).then(_either_point(digits, mark, pointed))
        .when(_any_of(digits, _DECIMAL_COMMA) & comma_is_decimal).then(with_point)
        .when(_any_of(digits, _DECIMAL_POINT)).then(digits)
        .cast(pl.Float64, strict=False)
    )  # fmt: skip
    negative = _is_negative(cell)
    number = pl.when(negative).then(-size).when(~negative).then(size)
    with_exponent = _trimmed(cell).str.extract(r"^([-+]?\d+(?:\.\d+)?[eE][-+]?\d+)$")
    return within_reason(pl.coalesce(number, with_exponent.cast(pl.Float64, strict=False)))


def _either_comma(digits: pl.Expr, mark: Mark, pointed: pl.Expr) -> pl.Expr:
    """Return digits like 1,234 by the column's mark, else by the currency, else null."""
    if mark == "comma":
        return digits.str.replace(",", ".", literal=True)
    thousands = digits.str.replace(",", "", literal=True)
    return thousands if mark == "point" else pl.when(pointed).then(thousands)


def _either_point(digits: pl.Expr, mark: Mark, pointed: pl.Expr) -> pl.Expr:
    if mark == "comma":
        return digits.str.replace(".", "", literal=True)
    return pl.when(pointed).then(digits) if mark == "both" else digits


def _mark(*, comma: bool, point: bool) -> Mark:
    if comma and point:
        return "both"
    if comma:
        return "comma"
    return "point" if point else "unknown"


def _trimmed(cell: pl.Expr) -> pl.Expr:
    return cell.str.strip_chars().str.replace("\u2212", "-", literal=True)


def _part(cell: pl.Expr, name: str) -> pl.Expr:
    return _trimmed(cell).str.extract_groups(_WRITTEN).struct.field(name)


def _digits(cell: pl.Expr) -> pl.Expr:
    digits = _part(cell, "digits")
    tight = digits.str.replace_all(r"[\s'’]", "")
    return pl.when(_any_of(digits, _GROUPED_BY_SPACES)).then(tight).otherwise(digits)


def _currency(cell: pl.Expr) -> pl.Expr:
    written = pl.coalesce(_part(cell, "before"), _part(cell, "after"))
    names = {code.upper(): symbol for code, symbol in _CODES.items()}
    return written.str.to_uppercase().replace_strict(names, default=None)


def _is_negative(cell: pl.Expr) -> pl.Expr:
    """Return whether a cell has one sign of being negative; two, or half a bracket, make null."""
    bracket = _part(cell, "open").is_not_null()
    closed = _part(cell, "close").is_not_null()
    signs = [_part(cell, name) for name in ("lead", "sign", "trail")]
    minus = pl.sum_horizontal((sign == "-").fill_null(value=False).cast(pl.Int8) for sign in signs)
    count = minus + bracket.cast(pl.Int8)
    return pl.when((bracket == closed) & (count <= 1)).then(count == 1)


def _any_of(digits: pl.Expr, *patterns: str) -> pl.Expr:
    return digits.str.contains("|".join(patterns))
