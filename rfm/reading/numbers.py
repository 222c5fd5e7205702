"""Numbers as people write them: currency signs, thousands, decimal commas, brackets for minus.

"1,234" is a thousand in London and one and a bit in Berlin. The cells that can be read only one
way decide for their column; a cell that then still has two meanings stays empty and is reported.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, Literal

import polars as pl

from rfm.reading.tables import LINE

Mark = Literal["point", "comma", "both", "unknown"]
MARKS: Final[tuple[Mark, Mark]] = ("point", "comma")

# Above a trillion an amount is a mistake, and sums would leave whole ten-thousandths.
MOST: Final = 1e12

# Longer than any number with its currency.
_LONGEST: Final = 100
_STUDIED: Final = pl.Struct({"currency": pl.String, "is_comma": pl.Boolean, "is_point": pl.Boolean})

# Signs, words and codes of currencies that mean the same.
_SAME: Final = {
    "£": "£", "GBP": "£", "€": "€", "EUR": "€", "EURO": "€", "EUROS": "€", "US DOLLAR": "$",
    "$": "$", "USD": "$", "US$": "$",
    "¥": "¥", "JPY": "¥", "₹": "₹", "INR": "₹", "RS": "₹", "RS.": "₹", "ZŁ": "zł", "PLN": "zł",
    "C$": "C$", "CA$": "C$", "CAD": "C$", "A$": "A$", "AU$": "A$", "AUD": "A$", "R$": "R$",
    "BRL": "R$", "₽": "₽", "RUB": "₽", "RUB.": "₽", "₺": "₺", "TRY": "₺", "TL": "₺", "KČ": "Kč",
    "CZK": "Kč", "KR": "kr", "KR.": "kr", "FT": "HUF", "LEI": "RON", "FR.": "CHF", "SFR.": "CHF",
    "R": "ZAR", "RM": "MYR", "RP": "IDR", "KSH": "KES", "NT$": "TWD", "HK$": "HKD", "S$": "SGD",
    "NZ$": "NZD", "MX$": "MXN", "₦": "NGN", "₱": "PHP", "₫": "VND", "฿": "THB", "₪": "ILS",
    "₩": "KRW", "₴": "UAH", "ЛВ.": "BGN",
}  # fmt: skip
# Where these are used, the point is the decimal mark, unless the whole column says otherwise.
_POINTED: Final = ("£", "$", "₹")

_GROUPED_BY_SPACES: Final = r"^\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$"

# What the digits look like, and with it what a comma and a point mean there.
_PLAIN: Final = r"^\d+$"
_POINT_AFTER_COMMAS: Final = r"^\d{1,3}(?:,\d{2,3})*,\d{3}\.\d*$"
_COMMA_AFTER_POINTS: Final = r"^\d{1,3}(?:\.\d{3})+,\d*$"
# Twice or more in threes, or once and more in twos as in India.
_COMMA_GROUPS: Final = r"^\d{1,3}(?:,\d{3}){2,}$|^\d{1,2}(?:,\d{2})+,\d{3}$"
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
    studied = pl.col("cell").map_batches(_studied, _STUDIED, is_elementwise=True)
    seen = (
        rows.select(line=LINE, studied=studied)
        .unnest("studied")
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
    return cell.map_batches(partial(_numbers, mark=mark), pl.Float64, is_elementwise=True)


def _studied(cells: pl.Series) -> pl.Series:
    """Return the currency of each cell, and whether it can be read with one decimal mark only."""
    digits = pl.col("digits")
    is_comma = _any_of(digits, _COMMA_AFTER_POINTS, _POINT_GROUPS) | (
        _any_of(digits, _DECIMAL_COMMA) & ~_any_of(digits, _EITHER_COMMA)
    )
    is_point = _any_of(digits, _POINT_AFTER_COMMAS, _COMMA_GROUPS) | (
        _any_of(digits, _DECIMAL_POINT) & ~_any_of(digits, _EITHER_POINT)
    )
    found = _parts(cells).select(
        "currency",
        is_comma=is_comma.fill_null(value=False),
        is_point=is_point.fill_null(value=False),
    )
    return found.to_struct(cells.name)


def _numbers(cells: pl.Series, mark: Mark) -> pl.Series:
    digits = pl.col("digits")
    pointed = pl.col("currency").is_in(_POINTED).fill_null(value=False)
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
    negative = _is_negative()
    number = pl.when(negative).then(-size).when(~negative).then(size)
    with_exponent = pl.col("text").str.extract(r"^([-+]?\d+(?:\.\d+)?[eE][-+]?\d+)$")
    read = within_reason(pl.coalesce(number, with_exponent.cast(pl.Float64, strict=False)))
    return _parts(cells).select(read.alias(cells.name)).to_series()


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


@cache
def _written() -> str:
    """Return the pattern of a number as people write it.

    Its currency is one of the above, another sign of one, or a code of ISO 4217 in capitals.
    """
    from babel import Locale

    known = "|".join(map(re.escape, sorted(_SAME, key=len, reverse=True)))
    codes = "|".join(sorted(map(str, Locale("en").currencies)))
    currency = rf"(?i:{known})|[A-Z]{{0,3}}\p{{Sc}}|{codes}"
    return (
        r"^(?P<open>\()?(?P<lead>[-+])?\s*"
        rf"(?P<before>{currency})?\s*(?P<sign>[-+])?\s*"
        r"(?P<digits>[\d.,][\d.,'’\s]*?)\s*"
        rf"(?P<after>{currency})?\s*(?P<trail>-)?(?P<close>\))?$"
    )


def _trimmed(cell: pl.Expr) -> pl.Expr:
    tidy = cell.str.strip_chars().str.replace("\u2212", "-", literal=True)
    # Whole francs are written 20.- or 20.–
    return tidy.str.replace(r"(\d)[.,][-–—]+$", "$1")


def _parts(cells: pl.Series) -> pl.DataFrame:
    """Return each cell as a tidy text, and its parts.

    They are worked out here, once: in one expression polars does so wherever a part is named.
    """
    cell = pl.col("text")
    is_short = cell.str.len_bytes() <= _LONGEST
    texts = cells.alias("text").to_frame().select(_trimmed(pl.when(is_short).then(cell)))
    groups = cell.str.extract_groups(_written()).alias("groups")
    parts = texts.with_columns(groups).unnest("groups")
    digits = pl.col("digits")
    tight = digits.str.replace_all(r"[\s'’]", "")
    return parts.with_columns(
        digits=pl.when(_any_of(digits, _GROUPED_BY_SPACES)).then(tight).otherwise(digits),
        currency=one_currency_name(pl.coalesce("before", "after")),
    )


def currency_of_cell(cell: pl.Expr) -> pl.Expr:
    """Return the name of the currency that stands beside a number in a text cell, else null."""
    return cell.map_batches(
        lambda cells: _parts(cells)["currency"].alias(cells.name), pl.String, is_elementwise=True
    )


def one_currency_name(written: pl.Expr) -> pl.Expr:
    """Return a currency's sign, word or code as the one name that its money is shown with."""
    code = written.str.strip_chars().str.to_uppercase()
    return code.replace(_SAME)


def _is_negative() -> pl.Expr:
    """Return whether a cell has one sign of being negative; two, or half a bracket, make null."""
    bracket, closed = pl.col("open").is_not_null(), pl.col("close").is_not_null()
    signs = [pl.col(name) for name in ("lead", "sign", "trail")]
    minus = pl.sum_horizontal((sign == "-").fill_null(value=False).cast(pl.Int8) for sign in signs)
    count = minus + bracket.cast(pl.Int8)
    return pl.when((bracket == closed) & (count <= 1)).then(count == 1)


def _any_of(digits: pl.Expr, *patterns: str) -> pl.Expr:
    return digits.str.contains("|".join(patterns))
