"""Numbers, money and dates as a shop's staff read them, the same in every card, chart and table.

A number that is missing or not finite is shown as a dash, never as "None" or "nan".
"""

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import TypeIs

MISSING: Final = "–"
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
# What the next larger unit begins at: 999.95 thousand is already shown as 1.0 M.
_STEPS: Final = ((999_950_000.0, 1e9, "bn"), (999_950.0, 1e6, "M"), (9_999.5, 1e3, "k"))
_LEAST_SHARE: Final = 0.001
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def money(value: float | None, currency: str = "") -> str:
    """Return an amount to the hundredth: "£1,766.72", "1,766.72 SEK", "-£12.00"."""
    if not _is_number(value):
        return MISSING
    return _with_currency(f"{abs(value):,.2f}", currency, is_negative=round(value, 2) < 0)


def short_money(value: float | None, currency: str = "") -> str:
    """Return an amount in few characters: "£8.9 M", "£12.3 k", "£1,767", "£9.50"."""
    if not _is_number(value):
        return MISSING
    size = abs(value)
    digits = 2 if size < 100 and round(size, 2) != round(size) else 0  # noqa: PLR2004
    text = _shortened(size) or f"{size:,.{digits}f}"
    return _with_currency(text, currency, is_negative=round(value, digits) < 0)


def count(value: float | None) -> str:
    """Return a whole number with thousands apart: "18,532"."""
    return f"{round(value):,}" if _is_number(value) else MISSING


def short_count(value: float | None) -> str:
    """Return a number in few characters: "18.5 k", "1.2 M", "950"."""
    if not _is_number(value):
        return MISSING
    return ("-" if value < 0 else "") + (_shortened(abs(value)) or f"{abs(value):,.0f}")


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with a fixed count of decimals: "90.5"."""
    return f"{value:,.{digits}f}" if _is_number(value) else MISSING


def percent(share: float | None) -> str:
    """Return a share of 1 in per cent: 0.123 is "12.3 %", 1 is "100 %", 0.0002 is "<0.1 %"."""
    if not _is_number(share):
        return MISSING
    if 0 < share < _LEAST_SHARE / 2:
        return "<0.1 %"
    # Adding 0 turns a rounded -0.0 into 0.0.
    text = f"{round(100 * share, 1) + 0.0:.1f}"
    return f"{text.removesuffix('.0') if share in (0, 1) else text} %"


def significant(value: float | None) -> str:
    """Return a number with three significant digits, or all before the point: "0.083", "1,234"."""
    if not _is_number(value):
        return MISSING
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(digits, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def days(value: float | None) -> str:
    """Return a span: "1 day", "18 days", "90.5 days" where a mean is not whole."""
    if not _is_number(value):
        return MISSING
    rounded = round(value, 1)
    digits = 0 if rounded == round(rounded) else 1
    return f"{rounded:,.{digits}f} {'day' if rounded == 1 else 'days'}"


def counted(value: float | None, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 customer", "4,338 customers"."""
    return f"{count(value)} {noun if value == 1 else plural or noun + 's'}"


def date_text(moment: date | datetime | None) -> str:
    """Return a day as "9 Dec 2011"."""
    # A missing pandas timestamp is a datetime that is not equal to itself.
    if moment is None or moment != moment:  # noqa: PLR0124
        return MISSING
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def age_text(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was: "just now", "5 minutes ago", "3 days ago"."""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    for size, noun in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), noun)} ago"
    return "just now"


def _is_number(value: float | None) -> "TypeIs[float]":
    return value is not None and math.isfinite(value)


def _shortened(size: float) -> str:
    for begins, unit, letter in _STEPS:
        if size >= begins:
            return f"{size / unit:,.1f} {letter}"
    return ""


def _with_currency(text: str, currency: str, *, is_negative: bool) -> str:
    sign = "-" if is_negative else ""
    if currency.isalpha() and currency.isascii():
        return f"{sign}{text} {currency}"
    return f"{sign}{currency}{text}"
