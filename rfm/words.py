"""Numbers, money, dates and lists as people read them: the same in every sentence, card and file.

A number that is missing or not finite is shown as a dash, never as "None" or "nan".
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import TypeIs

MISSING: Final = "–"
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
# What `frequency` counts, one and many.
FREQUENCY_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "orders": ("order", "orders"),
    "lines": ("order line", "order lines"),
    "days": ("purchase day", "purchase days"),
}

# Thresholds that people are shown, each written here alone.
# Of a cluster's bootstrap stability, a Jaccard similarity of 0 to 1 (Hennig, package fpc).
TRUSTED_FROM: Final = 0.75
PATTERN_FROM: Final = 0.6
# Of how far ten seeds agree, an adjusted Rand index of 0 to 1.
AGREES_FROM: Final = 0.95
# Of the probability that a customer does not buy within the horizon.
AT_RISK_FROM: Final = 0.5
LOST_FROM: Final = 0.9

# What the next larger unit begins at: 999.95 thousand is already shown as 1.0 M.
_STEPS: Final = ((999_950_000.0, 1e9, "bn"), (999_950.0, 1e6, "M"), (9_999.5, 1e3, "k"))
_WHOLE_MONEY_FROM: Final = 100
_LEAST_SHARE: Final = 0.001
_NEARLY_ALL: Final = 0.995
_WHOLE_PERCENT_FROM: Final = 0.10
_MOST_NAMES: Final = 12
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_YEAR: Final = (365, 366)


def money(value: float | None, currency: str = "") -> str:
    """Return an amount to the hundredth: "£1,766.72", "EUR 1,766.72", "-£12.00"."""
    if not _is_number(value):
        return MISSING
    return _signed(with_currency(f"{abs(value):,.2f}", currency), is_negative=round(value, 2) < 0)


def round_money(value: float | None, currency: str = "") -> str:
    """Return an amount without what nobody asks for: "£1,767", "£9.50", "EUR 9"."""
    if not _is_number(value):
        return MISSING
    digits = 0 if abs(value) >= _WHOLE_MONEY_FROM else 2
    text = f"{abs(value):,.{digits}f}".removesuffix(".00")
    return _signed(with_currency(text, currency), is_negative=value < 0 and text != "0")


def short_money(value: float | None, currency: str = "") -> str:
    """Return an amount in few characters: "£8.9 M", "EUR 12.3 k", "£1,767", "£9.50"."""
    if not _is_number(value):
        return MISSING
    size = abs(value)
    digits = 2 if size < _WHOLE_MONEY_FROM and round(size, 2) != round(size) else 0
    text = _in_large_units(size) or f"{size:,.{digits}f}"
    return _signed(with_currency(text, currency), is_negative=round(value, digits) < 0)


def with_currency(amount: str, currency: str) -> str:
    """Return an amount after its symbol, or after its code and a blank: "£9", "EUR 9"."""
    return f"{currency} {amount}" if currency[-1:].isalpha() else f"{currency}{amount}"


def count(value: float | None) -> str:
    """Return a whole number with thousands apart: "18,532"."""
    return f"{round(value):,}" if _is_number(value) else MISSING


def short_count(value: float | None) -> str:
    """Return a number in few characters: "18.5 k", "1.2 M", "950"."""
    if not _is_number(value):
        return MISSING
    return ("-" if value < 0 else "") + (_in_large_units(abs(value)) or f"{abs(value):,.0f}")


def counted(value: float | None, one: str, more: str = "") -> str:
    """Return how many there are of a thing, `more` where several do not end in "s".

    Examples
    --------
    >>> counted(4338, "customer"), counted(2, "axis", "axes")
    ('4,338 customers', '2 axes')
    """
    return f"{count(value)} {one if value == 1 else more or one + 's'}"


def frequency(value: float | None, counts: str) -> str:
    """Return how often, in what the settings count: "1 order", "2.5 purchase days"."""
    one, more = FREQUENCY_UNITS[counts]
    return f"{middling(value)} {one if value == 1 else more}"


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with a fixed count of decimals: "90.5"."""
    return f"{value:,.{digits}f}" if _is_number(value) else MISSING


def middling(value: float | None) -> str:
    """Return a mean or median of whole numbers: "6", "2.5", "1,234"."""
    return number(value).removesuffix(".0")


def exact(value: float | None) -> str:
    """Return a number as it stands in a cell: "1,234", "56.78" or "0.0312"."""
    if not _is_number(value):
        return MISSING
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"


def significant(value: float | None) -> str:
    """Return a number with three significant digits, or all before the point: "0.083", "1,234"."""
    if not _is_number(value):
        return MISSING
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(digits, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share of 1 in per cent: 0.123 is "12.3 %", 1 is "100 %", 0.0002 is "<0.1 %"."""
    if not _is_number(share):
        return MISSING
    least = 10.0**-digits
    if 0 < 100 * share < least:
        return f"<{least:.{digits}f} %"
    # Adding 0 turns a rounded -0.0 into 0.0.
    text = f"{round(100 * share, digits) + 0.0:.{digits}f}"
    return f"{text.removesuffix('.0') if share in (0, 1) else text} %"


def rough_percent(share: float) -> str:
    """Return a share such as "64 %" or "2.5 %", never rounded up to all or down to none."""
    if 0 < share < _LEAST_SHARE:
        return "under 0.1 %"
    if _NEARLY_ALL <= share < 1:
        return "over 99 %"
    digits = 0 if abs(share) >= _WHOLE_PERCENT_FROM else 1
    return f"{100 * share:.{digits}f} %".replace(".0 %", " %")


def threshold(value: float) -> str:
    """Return a threshold between 0 and 1 as statistics write it: ".75"."""
    return f"{value:g}".removeprefix("0")


def days(value: float | None) -> str:
    """Return a span: "1 day", "18 days", "90.5 days" where a mean is not whole."""
    text = middling(value)
    return text if text == MISSING else f"{text} {'day' if text == '1' else 'days'}"


def span(days_long: int) -> str:
    """Return a span of days as people say it: "90 days", "a year"."""
    return "a year" if days_long in _YEAR else days(days_long)


def date_text(moment: date | datetime | None) -> str:
    """Return a day as "9 Dec 2011"."""
    # A missing pandas timestamp is a datetime that is not equal to itself.
    if moment is None or moment != moment:  # noqa: PLR0124
        return MISSING
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def period(begins: datetime, days_long: int) -> str:
    """Return a stretch of whole days: "10 Dec 2011 to 9 Mar 2012 (90 days)"."""
    ends = begins + timedelta(days=days_long, microseconds=-1)
    return f"{date_text(begins)} to {date_text(ends)} ({days(days_long)})"


def age_text(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was: "just now", "5 minutes ago", "3 days ago"."""
    seconds = (now - moment).total_seconds()
    for size, noun in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), noun)} ago"
    return "just now"


def listed(words: Sequence[str]) -> str:
    """Return words in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def first_of(words: Sequence[str], most: int, total: int = 0) -> str:
    """Return the first words of many: "a, b and 1,200 more".

    Parameters
    ----------
    words : sequence of str
        All of them, or the first.
    most : int
        How many are named at most.
    total : int
        How many there are, where not all are at hand.
    """
    shown = words[:most]
    more = max(total, len(words)) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def quoted(names: Sequence[str]) -> str:
    """Return names in quotes, the first dozen of many: "'a', 'b'"."""
    return first_of([f"'{name}'" for name in names], _MOST_NAMES)


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, the last a "…" where some are left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def compared(name: str) -> str:
    """Return a name as names are compared: without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _is_number(value: float | None) -> "TypeIs[float]":
    return value is not None and math.isfinite(value)


def _in_large_units(size: float) -> str:
    """Return a size in thousands, millions or billions; nothing where it needs no such unit."""
    for begins, unit, letter in _STEPS:
        if size >= begins:
            return f"{size / unit:,.1f} {letter}"
    return ""


def _signed(amount: str, *, is_negative: bool) -> str:
    return f"-{amount}" if is_negative else amount
