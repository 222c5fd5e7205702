"""Dates with words in them - months, weekdays, ordinals, names of zones - brought to numbers.

"Friday, January 5th, 2024" becomes "m01 5, 2024": the m marks a month that nobody can take for a
day. Names of months, whole and short, are those of Unicode CLDR.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from rfm.words import listed

LANGUAGES: Final = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ro", "hu", "tr",
    "ru", "uk", "bg", "el", "hr", "sk", "sl",
)  # fmt: skip
# What is written around a date, or otherwise than by most, and how most write it.
_TIDIED: Final = (
    (r"^'", ""),
    (r"[年月년월]\s*", "-"),
    (r"[日일]", ""),
    (r" (?:Uhr|г\.?)$", ""),
    (r"(?i) ([ap])\.m\.?", " ${1}m"),
    (r"^(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})", "$1-$2-$3 $4:$5:$6"),
    (r"^(\d+/[^\W\d_]+/\d{4}):", "$1 "),
    (r" (\d{1,2})[.hH](\d{2})(?:[.m](\d{2})?)?$", " $1:$2"),
    (r"(:\d{2}),(\d+)$", "$1.$2"),
    (r"(:\d{2}(?:\.\d+)?)([-+]\d{2})$", "$1${2}00"),
    # GMT+1, UTC-3:30 and the like; the name of a zone after its offset says nothing more.
    (r"\[\w+(?:/[\w+-]+)*\]$", ""),
    (r" ?(?:UTC|GMT)([-+])(\d)(:?\d{2})?$", " UTC${1}0$2$3"),
    (r" (?:UTC|GMT)([-+]\d{2})$", " UTC${1}00"),
    # A month alone is its first day.
    (r"^(\d{4})[-/](\d{1,2})$", "$1-$2-1"),
    (r"^(\d{1,2})[-/](\d{4})$", "$2-$1-1"),
)
# Written between the parts of a date in Spanish, Portuguese and English.
_BETWEEN: Final = r"(?i) (?:de|del|of) "
_ORDINAL: Final = r"(?i)(\d)(?:st|nd|rd|th|er|[ºª])([ ,.]|$)"
# A first word is a weekday where another word, or a whole date in numbers, follows it.
_WEEKDAY_AND_WORDS: Final = r"^[^\W\d_]+\.?,? +(.*[^\W\d_]{3}.*)$"
_WEEKDAY_AND_NUMBERS: Final = r"^[^\W\d_]+\.?,? +(\d+[-/.]\d+[-/.]\d+.*)$"
_MONTH: Final = r"([^\W\d_]{3,})"
_MONTH_AND_YEAR: Final = r"^(m\d{2})[-/. ](\d{4})$"
_MONTH_ALONE: Final = r"^(?:\d{4}[-/]\d{1,2}|\d{1,2}[-/]\d{4}|[^\W\d_]{3,}\.?[-/. ]\d{4})$"
_SIGNED_ZONE: Final = r" (?:UTC|GMT)([-+]\d{2}:?\d{2})(?: \([^()]*\))?$"
# After a time; AM and PM are shorter.
_ZONE_NAME: Final = r"(\d|[AaPp][Mm]) ([A-Z]{3,5})$"
_ZONE: Final = (
    r":\d{2}(?:[:.]\d+)*(?: ?[AaPp]\.?[Mm]\.?)? ?"
    r"(Z|[A-Z]{3,5}|(?:UTC|GMT)?[-+]\d{1,2}:?(?:\d{2})?|[A-Z]\w+(?:/[\w+-]+)+)"
    r"(?:\[.*\]| \(.*\))?$"
)
# RFC 2822 has those of North America; letters that mean several zones elsewhere are not read.
_OFFSETS: Final = {
    "UTC": "+0000", "GMT": "+0000", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
    "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "CET": "+0100", "CEST": "+0200",
    "WET": "+0000", "WEST": "+0100", "EET": "+0200", "EEST": "+0300",
}  # fmt: skip
# Short forms that spreadsheets write and CLDR does not list.
_ALSO: Final = {"mrz": "m03", "sept": "m09"}


def without_words(cell: pl.Expr, *, has_months: bool = True) -> pl.Expr:
    """Return a text cell with its months as m01 to m12 and without what tells no day.

    Parameters
    ----------
    cell : Expr
        A column of dates as they are written.
    has_months : bool
        Whether any of them may be a month: to know those of all languages takes a fifth second.

    Returns
    -------
    Expr
        A text.
    """
    tidy = cell.str.strip_chars().str.replace_all(r"\s+", " ")
    for pattern, usual in _TIDIED:
        tidy = tidy.str.replace_all(pattern, usual)
    tidy = tidy.str.replace(_SIGNED_ZONE, " $1")
    zone = tidy.str.extract(_ZONE_NAME, 2).replace_strict(_OFFSETS, default=None)
    tidy = tidy.str.replace(_ZONE_NAME, pl.concat_str(pl.lit("$1 "), zone)).fill_null(tidy)
    tidy = tidy.str.replace_all(_BETWEEN, " ").str.replace(_ORDINAL, "$1$2")
    tidy = tidy.str.replace(_WEEKDAY_AND_WORDS, "$1").str.replace(_WEEKDAY_AND_NUMBERS, "$1")
    if not has_months:
        return tidy
    word = tidy.str.extract(_MONTH)
    month = word.str.to_lowercase().replace_strict(_months(), default=word)
    tidy = tidy.str.replace(_MONTH + r"\.?", month).fill_null(tidy)
    return tidy.str.replace(_MONTH_AND_YEAR, "1 $1 $2")


def note_on_zones(cells: pl.Series) -> tuple[str, ...]:
    """Return what is to be said of the zones that times name; nothing where they name none."""
    named = cells.str.strip_chars().str.extract(_ZONE).drop_nulls().unique().sort()
    zones = dict.fromkeys("UTC" if zone in ("Z", "GMT") else zone for zone in named)
    if not zones:
        return ()
    return (
        f"Times are read by the clock that they name, {listed(list(zones))}. If the shop's is "
        "another, choose its time zone.",
    )


def note_on_months(cells: pl.Series) -> tuple[str, ...]:
    """Return that dates are months, where some are no more than that."""
    alone = cells.filter(cells.str.strip_chars().str.contains(_MONTH_ALONE).fill_null(value=False))
    if alone.is_empty():
        return ()
    return (f"Dates such as '{alone[0]}' are months: each counts as its first day.",)


@cache
def _months() -> Mapping[str, str]:
    """Return the mark of each month by its names; those that mean two months are left out."""
    from babel import Locale

    meant: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for widths in Locale(language).months.values():
            for names in (widths["wide"], widths["abbreviated"]):
                for place, name in names.items():
                    meant[name.casefold().rstrip(".")].add(f"m{place:02}")
    return _ALSO | {name: marks.pop() for name, marks in meant.items() if len(marks) == 1}
