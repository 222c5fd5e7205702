"""Dates as shops and their software write them, read one way for a whole column.

01/02/2011 is February's first in London and January's second in New York. The rows that can be
read only one way decide for the column; where none does, the reader is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

import polars as pl

from rfm.errors import SourceError
from rfm.settings import DateOrder

Kind = Literal["text", "utc", "zoned", "serial", "seconds", "milliseconds"]

DAY_FIRST: Final = "day-first"
MONTH_FIRST: Final = "month-first"
BOTH_WAYS: Final = {"day": DAY_FIRST, "month": MONTH_FIRST}
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

    def expression(self, cell: pl.Expr, order: str, zone: str) -> pl.Expr:
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
        return moment if self.kind == "text" else _in_zone(moment, zone)


@dataclass(frozen=True)
class Dates:
    """How the dates of a column are read.

    Parameters
    ----------
    formats : tuple of DateFormat
        How they are written, the commonest first.
    order : str
        "day-first" or "month-first", for dates that can be read both ways.
    zone : str
        The time zone of the shop.
    """

    formats: tuple[DateFormat, ...] = ()
    order: str = DAY_FIRST
    zone: str = "UTC"

    @property
    def have_order(self) -> bool:
        """Whether some can be read day first and month first."""
        return any(format_.has_order for format_ in self.formats)

    def with_more(self, cells: pl.Series) -> "Dates":
        """Add the ways in which some cells are written, the commonest first."""
        cell = pl.col("cell")
        shapes = (
            pl.DataFrame({"cell": cells.drop_nulls().str.strip_chars()})
            .group_by(shape=cell.str.replace_all(r"\d", "9").str.replace_all(_MONTHS, "a"))
            .agg(cell.first(), pl.len())
            .sort("len", "shape", descending=[True, False])
        )
        found = (_format_of(cell) for cell in shapes.head(_SAMPLE)["cell"])
        more = dict.fromkeys((*self.formats, *(format_ for format_ in found if format_)))
        return replace(self, formats=tuple(more))

    def expression(self, cell: pl.Expr) -> pl.Expr:
        """Return a text cell as a time, by whichever format reads it, else null."""
        trimmed = cell.str.strip_chars()
        moments = [one.expression(trimmed, self.order, self.zone) for one in self.formats]
        return pl.coalesce(moments) if moments else pl.lit(None, pl.Datetime(_UNIT))

    def on_its_clock(self, moment: pl.Expr) -> pl.Expr:
        """Return a time that knows its zone as the clock of the shop's zone shows it."""
        return _in_zone(moment, self.zone)

    def both_ways(self, cells: pl.Series) -> pl.DataFrame:
        """Return each `cell` as a time with the `day` first and with the `month` first."""
        ways = {name: replace(self, order=order, zone="UTC") for name, order in BOTH_WAYS.items()}
        read = {name: way.expression(pl.col("cell")) for name, way in ways.items()}
        return pl.DataFrame({"cell": cells}).select("cell", **read)


def of_a_shop(moment: pl.Expr) -> pl.Expr:
    """Return a time, and nothing for one at which no shop sold."""
    return pl.when(moment.is_between(_EARLIEST, _LATEST)).then(moment)


def decide_order(
    read: pl.DataFrame, formats: Iterable[DateFormat], asked: DateOrder, where: str
) -> tuple[str, tuple[str, ...]]:
    """Return whether days come first in a column whose cells were read both ways, and why.

    Parameters
    ----------
    read : DataFrame
        What `Dates.both_ways` gives.
    formats : iterable of DateFormat
        How dates are written there.
    asked : {"auto", "day-first", "month-first"}
        What the settings say.
    where : str
        The file and column, for messages.

    Returns
    -------
    (str, tuple of str)
        "day-first" or "month-first"; the reason as a sentence, if there is anything to say.

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
    return _in_zone(microseconds.cast(pl.Datetime(_UNIT)).dt.replace_time_zone("UTC"), zone)


def _in_zone(moment: pl.Expr, zone: str) -> pl.Expr:
    return moment.dt.convert_time_zone(zone).dt.replace_time_zone(None)
