"""Dates as shops and their software write them, read one way for a whole column.

01/02/2011 is February's first in London and January's second in New York. The rows that can be
read only one way decide for the column; where none does, the reader is asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import polars as pl

from rfm.errors import SourceError
from rfm.settings import DateOrder

Kind = Literal["text", "utc", "zoned", "serial", "seconds", "milliseconds"]

DAY_FIRST: Final = "day-first"
MONTH_FIRST: Final = "month-first"
BOTH_WAYS: Final = ("day", "month")
_UNIT: Final = "us"
# A year typed wrongly is no date of a shop.
_EARLIEST: Final = datetime(1900, 1, 2)
_LATEST: Final = datetime(2200, 1, 1)
_SPREADSHEET_EPOCH: Final = datetime(1899, 12, 30)
_SERIALS: Final = (20_000, 80_000)
_SAMPLE: Final = 1_000
_MONTHS: Final = r"[^\W\d_]+"

# How the day is written, and the format that reads it; {0} is the separator found.
_DAYS: Final = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"\d{4}([-/.])\d{1,2}\1\d{1,2}", "%Y{0}%m{0}%d"),
        (r"\d{8}()", "%Y%m%d"),
        (r"\d{1,2}([-/.])\d{1,2}\1\d{4}", "%d{0}%m{0}%Y"),
        (r"\d{1,2}([-/.])\d{1,2}\1\d{2}", "%d{0}%m{0}%y"),
        (rf"\d{{1,2}}([-/. ]|\. ){_MONTHS}\1\d{{4}}", "%d{0}%B{0}%Y"),
        (rf"\d{{1,2}}([-/. ]|\. ){_MONTHS}\1\d{{2}}", "%d{0}%B{0}%y"),
        (rf"{_MONTHS}() \d{{1,2}}, \d{{4}}", "%B %d, %Y"),
        (rf"{_MONTHS}() \d{{1,2}} \d{{4}}", "%B %d %Y"),
    )
)
_TIMES: Final = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"\d{1,2}:\d{2}", "%H:%M"),
        (r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S"),
        (r"\d{1,2}:\d{2}:\d{2}\.\d+", "%H:%M:%S%.f"),
        (r"\d{1,2}:\d{2} ?[AaPp][Mm]", "%I:%M{0}%p"),
        (r"\d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]", "%I:%M:%S{0}%p"),
    )
)
_PARTS: Final = re.compile(
    r"(?P<day>.+?)(?:(?P<gap>[T ]|, )(?P<time>\d{1,2}:\d{2}.*?)"
    r"(?P<zone> ?(?:Z|UTC|GMT)| ?[-+]\d{2}:?\d{2})?)?"
)


@dataclass(frozen=True)
class DateFormat:
    """One way a date is written."""

    pattern: str
    kind: Kind = "text"

    @property
    def has_order(self) -> bool:
        """Whether day and month are both numbers, and either may come first."""
        return self.pattern.startswith("%d") and "%m" in self.pattern

    def _expression(self, cell: pl.Expr, order: str, zone: str) -> pl.Expr:
        """Return the cell as a time in the shop's zone; null where it is written otherwise."""
        if self.kind == "serial":
            moment = _from_serial(cell)
        elif self.kind in ("seconds", "milliseconds"):
            moment = _from_epoch(cell, self.kind, zone)
        else:
            moment = self._from_text(cell, order, zone)
        return of_a_shop(moment)

    def _from_text(self, cell: pl.Expr, order: str, zone: str) -> pl.Expr:
        pattern = self.pattern
        if self.has_order and order == MONTH_FIRST:
            pattern = pattern.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")
        moment = cell.str.to_datetime(pattern, time_unit=_UNIT, strict=False)
        if self.kind == "utc":
            moment = moment.dt.replace_time_zone("UTC")
        return moment if self.kind == "text" else in_zone(moment, zone)


def find_formats(cells: pl.Series) -> tuple[DateFormat, ...]:
    """Return the ways in which dates of a column are written, the commonest first."""
    written = cells.drop_nulls().str.strip_chars()
    shapes = (
        pl.DataFrame({"cell": written})
        .group_by(
            pl.col("cell").str.replace_all(r"\d", "9").str.replace_all(_MONTHS, "a").alias("shape")
        )
        .agg(pl.col("cell").first(), pl.len())
        .sort("len", "shape", descending=[True, False])
    )
    found = (_format_of(cell) for cell in shapes.head(_SAMPLE)["cell"])
    return tuple(dict.fromkeys(format_ for format_ in found if format_))


def date_expression(cell: pl.Expr, formats: Sequence[DateFormat], order: str, zone: str) -> pl.Expr:
    """Return a text cell as a time, by whichever format reads it."""
    trimmed = cell.str.strip_chars()
    moments = [format_._expression(trimmed, order, zone) for format_ in formats]
    return pl.coalesce(moments) if moments else pl.lit(None, pl.Datetime(_UNIT))


def of_a_shop(moment: pl.Expr) -> pl.Expr:
    """Return a time, and nothing for one at which no shop sold."""
    return pl.when(moment.is_between(_EARLIEST, _LATEST)).then(moment)


def in_zone(moment: pl.Expr, zone: str) -> pl.Expr:
    """Return a time that knows its zone as the clock of the shop's zone shows it."""
    return moment.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def read_both_ways(cells: pl.Series, formats: Sequence[DateFormat]) -> pl.DataFrame:
    """Return each `cell` as a time with the `day` first and with the `month` first."""
    cell = pl.col("cell")
    ways = dict(zip(BOTH_WAYS, (DAY_FIRST, MONTH_FIRST), strict=True))
    return pl.DataFrame({"cell": cells}).select(
        cell, **{way: date_expression(cell, formats, order, "UTC") for way, order in ways.items()}
    )


def decide_order(
    read: pl.DataFrame, formats: Iterable[DateFormat], asked: DateOrder, where: str
) -> tuple[str, tuple[str, ...]]:
    """Return whether days come first in a column whose cells were read both ways, and why.

    Raises
    ------
    SourceError
        When no date decides, or some say one thing and some the other.
    """
    if asked != "auto":
        return asked, (f"Dates such as 01/02/2011 are read {asked}, as asked.",)
    only_day = read.filter(pl.col("day").is_not_null() & pl.col("month").is_null())["cell"]
    only_month = read.filter(pl.col("month").is_not_null() & pl.col("day").is_null())["cell"]
    either = read.filter(pl.col("day") != pl.col("month"))["cell"]
    ask = "Say which with --date-order day-first or --date-order month-first"
    if only_day.len() and only_month.len():
        raise SourceError(
            f"{where}: '{only_day[0]}' is only a date with the day first, '{only_month[0]}' only "
            f"with the month first. Make the column one way, or: {ask}; the others are left out."
        )
    if only_month.len():
        return MONTH_FIRST, (f"Dates are read month first: '{only_month[0]}' decides.",)
    if only_day.len():
        return DAY_FIRST, (f"Dates are read day first: '{only_day[0]}' decides.",)
    has_points = all("." in each.pattern.split()[0] for each in formats if each.has_order)
    if either.len() and not has_points:
        raise SourceError(
            f"{where}: dates such as '{either[0]}' can be read day first or month first, and no "
            f"date of the column decides. {ask}."
        )
    # Dates with points are written day first wherever points are used.
    return DAY_FIRST, ("Dates are read day first.",) if either.len() else ()


def _format_of(cell: str) -> DateFormat | None:
    if re.fullmatch(r"\d{10}", cell):
        return DateFormat("", "seconds")
    if re.fullmatch(r"\d{13}", cell):
        return DateFormat("", "milliseconds")
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        return DateFormat("", "serial")
    parts = _PARTS.fullmatch(cell)
    day = _template(_DAYS, parts["day"]) if parts else None
    if not parts or not day or not parts["time"]:
        return DateFormat(day) if day else None
    time = _template(_TIMES, parts["time"])
    zone = parts["zone"] or ""
    if not time:
        return None
    is_utc = zone.strip() in ("Z", "UTC", "GMT")
    suffix = zone if is_utc or not zone else zone[: len(zone) - len(zone.lstrip())] + "%z"
    kind: Kind = "text" if not zone else "utc" if is_utc else "zoned"
    return DateFormat(f"{day}{parts['gap']}{time}{suffix}", kind)


def _template(written: Iterable[tuple[re.Pattern[str], str]], text: str) -> str | None:
    for pattern, template in written:
        if match := pattern.fullmatch(text):
            return template.format(match[1] if pattern.groups else " " if " " in text else "")
    return None


def _from_serial(cell: pl.Expr) -> pl.Expr:
    """Return a spreadsheet's day number as a time, to the second it was rounded from."""
    days = cell.cast(pl.Float64, strict=False)
    days = pl.when(days.is_between(*_SERIALS)).then(days)
    seconds = (days * 86_400).round().cast(pl.Int64)
    return pl.lit(_SPREADSHEET_EPOCH) + pl.duration(seconds=seconds, time_unit=_UNIT)


def _from_epoch(cell: pl.Expr, kind: Kind, zone: str) -> pl.Expr:
    digits = 10 if kind == "seconds" else 13
    whole = pl.when(cell.str.len_bytes() == digits).then(cell.cast(pl.Int64, strict=False))
    microseconds = whole * (1_000_000 if kind == "seconds" else 1_000)
    return in_zone(microseconds.cast(pl.Datetime(_UNIT)).dt.replace_time_zone("UTC"), zone)
