"""The ways in which one date is written, and how each becomes a time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from zoneinfo import available_timezones

import polars as pl

from rfm.reading.wordings import without_words

Kind = Literal["text", "utc", "zoned", "named", "serial", "seconds", "milliseconds"]

DAY_FIRST: Final = "day-first"
MONTH_FIRST: Final = "month-first"
UNIT: Final = "us"
# A year typed wrongly is no date of a shop.
_EARLIEST: Final = datetime(1900, 1, 2)
_LATEST: Final = datetime(2200, 1, 1)
_SPREADSHEET_EPOCH: Final = datetime(1899, 12, 30)
_SERIALS: Final = (20_000, 80_000)

# How the day is written, and the format that reads it; {0} is the separator found.
_DAYS: Final = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"\d{4}([-/.])\d{1,2}\1\d{1,2}", "%Y{0}%m{0}%d"),
        (r"\d{8}()", "%Y%m%d"),
        (r"\d{1,2}([-/.])\d{1,2}\1\d{4}", "%d{0}%m{0}%Y"),
        (r"\d{1,2}([-/.])\d{1,2}\1\d{2}", "%d{0}%m{0}%y"),
        (r"\d{1,2}([-/. ]?|\. )m\d\d\1\d{4}", "%d{0}m%m{0}%Y"),
        (r"\d{1,2}([-/. ]|\. )m\d\d\1\d{2}", "%d{0}m%m{0}%y"),
        (r"\d{1,2}(\.?) m\d\d \d{4}", "%d{0} m%m %Y"),
        (r"\d{1,2}() m\d\d, \d{4}", "%d m%m, %Y"),
        (r"m\d\d() \d{1,2}, \d{4}", "m%m %d, %Y"),
        (r"m\d\d([-/. ])\d{1,2}\1\d{4}", "m%m{0}%d{0}%Y"),
        (r"m\d\d([-/. ])\d{1,2}\1\d{2}", "m%m{0}%d{0}%y"),
        (r"\d{4}([-/. ])m\d\d\1\d{1,2}", "%Y{0}m%m{0}%d"),
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
_OFFSET: Final = r" ?[-+]\d{2}:?\d{2}$"
_PARTS: Final = re.compile(
    r"(?P<day>.+?)(?:(?P<gap>[T ]|, | at )(?P<time>\d{1,2}:\d{2}.*?)"
    r"(?P<zone> ?(?:Z|UTC|GMT)| ?[-+]\d{2}:?\d{2}| [A-Z]\w+(?:/[\w+-]+)+)?)?"
)


@dataclass(frozen=True)
class DateFormat:
    """One way a date is written."""

    pattern: str
    kind: Kind = "text"
    has_words: bool = False
    zone: str = ""

    @property
    def has_order(self) -> bool:
        """Whether day and month are both numbers, and either may come first."""
        return self.pattern.startswith("%d") and "%m" in self.pattern and "m%m" not in self.pattern

    def expression(self, cell: pl.Expr, order: str, zone: str) -> pl.Expr:
        """Return the cell as a time in a zone, by the clock that it was written by without one.

        It is null where the cell is written otherwise.
        """
        if self.has_words:
            cell = without_words(cell)
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
        if self.kind == "zoned" and not zone:
            cell, pattern = cell.str.replace(_OFFSET, ""), pattern.replace("%z", "").rstrip()
        moment = cell.str.to_datetime(pattern, time_unit=UNIT, strict=False)
        if self.kind == "text" or not zone:
            return moment
        if self.kind == "named":
            own = moment.dt.replace_time_zone(self.zone, ambiguous="earliest", non_existent="null")
            return in_zone(own, zone)
        return in_zone(moment.dt.replace_time_zone("UTC") if self.kind == "utc" else moment, zone)


def of_a_shop(moment: pl.Expr) -> pl.Expr:
    """Return a time, and nothing for one at which no shop sold."""
    return pl.when(moment.is_between(_EARLIEST, _LATEST)).then(moment)


def format_of(cell: str, tidy: str) -> DateFormat | None:
    """Return how a cell is written, as it stands or without its words; None for no date."""
    plain = _plain_format(cell)
    if plain or tidy == cell:
        return plain
    worded = _plain_format(tidy)
    return replace(worded, has_words=True) if worded else None


def _plain_format(cell: str) -> DateFormat | None:
    if re.fullmatch(r"\d{10}", cell):
        return DateFormat("", "seconds")
    if re.fullmatch(r"\d{13}", cell):
        return DateFormat("", "milliseconds")
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        return DateFormat("", "serial")
    parts = _PARTS.fullmatch(cell)
    day = _template(_DAYS, parts["day"]) if parts else None
    if not parts or not day:
        return None
    return _with_time(day, parts) if parts["time"] else DateFormat(day)


def _with_time(day: str, parts: re.Match[str]) -> DateFormat | None:
    """Return how a day with a time is written, which may name its zone; None for no time."""
    time = _template(_TIMES, parts["time"])
    zone = parts["zone"] or ""
    if not time:
        return None
    if "/" in zone:
        pattern, own = f"{day}{parts['gap']}{time}{zone}", zone.strip()
        return DateFormat(pattern, "named", zone=own) if own in available_timezones() else None
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
    return pl.lit(_SPREADSHEET_EPOCH) + pl.duration(seconds=seconds, time_unit=UNIT)


def _from_epoch(cell: pl.Expr, kind: Kind, zone: str) -> pl.Expr:
    digits = 10 if kind == "seconds" else 13
    whole = pl.when(cell.str.len_bytes() == digits).then(cell.cast(pl.Int64, strict=False))
    microseconds = whole * (1_000_000 if kind == "seconds" else 1_000)
    return in_zone(microseconds.cast(pl.Datetime(UNIT)).dt.replace_time_zone("UTC"), zone or "UTC")


def in_zone(moment: pl.Expr, zone: str) -> pl.Expr:
    """Return a time that knows its zone as a clock of another zone shows it."""
    return moment.dt.convert_time_zone(zone).dt.replace_time_zone(None)
