"""A segment's rule in plain words, with the shop's own numbers.

A segment of many codes is told by the range of each axis over its codes. Where that range holds
other segments' codes too, the sentence says so, so that nobody takes it for the whole rule.
"""

import math
from collections.abc import Mapping
from typing import Final

from rfm import schema
from rfm.errors import SchemeError
from rfm.segments.conditions import Interval
from rfm.segments.fitting import FittedScheme
from rfm.segments.scheme import Scheme, ScoreAxis, SegmentRule
from rfm.words import FREQUENCY_UNITS, days, listed, round_money

_FEW: Final = 2
_ALL: Final = Interval()


def rule_in_words(
    fitted: FittedScheme, segment: str, currency: str = "", *, counted: str = "orders"
) -> str:
    """Return who is in a segment, such as "bought in the last 18 days, 5 or more orders".

    Parameters
    ----------
    fitted : FittedScheme
        The scheme, with the cut points of a shop.
    segment : str
        A name of the scheme.
    currency : str
        The symbol or code that money is shown with.
    counted : {"orders", "lines", "days"}
        What `frequency` counts.

    Returns
    -------
    str
        A phrase to stand after the segment's name.

    Raises
    ------
    SchemeError
        When the scheme has no such segment.
    """
    scheme, units = fitted.scheme, (currency, counted)
    if segment not in scheme.segments:
        raise SchemeError(f"Scheme '{scheme.name}' has no segment '{segment}'.")
    if segment == scheme.otherwise:
        return "everyone whom no other segment takes"
    if scheme.uses_conditions:
        return _conditions_in_words(scheme, segment, units)
    return _codes_in_words(scheme, fitted.cuts, segment, units)


def _conditions_in_words(scheme: Scheme, segment: str, units: tuple[str, str]) -> str:
    place = [rule.name for rule in scheme.rules].index(segment)
    rule = scheme.rules[place]
    text = ", ".join(_phrase(column, interval, units) for column, interval in rule.conditions)
    earlier = [other.name for other in scheme.rules[:place] if _overlap(other, rule)]
    if not earlier:
        return text
    return f"{text}, unless in {earlier[0] if len(earlier) == 1 else 'a segment listed earlier'}"


def _overlap(one: SegmentRule, other: SegmentRule) -> bool:
    conditions = dict(one.conditions)
    return not any(
        interval.meet(conditions.get(column, _ALL)).is_empty
        for column, interval in other.conditions
    )


def _codes_in_words(
    scheme: Scheme, cuts: Mapping[str, tuple[float, ...]], segment: str, units: tuple[str, str]
) -> str:
    named = scheme.segment_of_code
    codes = [code for code, name in named.items() if name == segment]
    phrases, box = [], [set[str]() for _ in scheme.axes]
    for place, axis in enumerate(scheme.axes):
        digits = [int(code[place]) for code in codes]
        low, high = min(digits), max(digits)
        box[place] = {str(digit) for digit in range(low, high + 1)}
        interval = _interval(scheme, axis, cuts[axis.column], (low, high))
        if interval.is_empty:
            return "nobody in this shop, since too many customers share the same values"
        phrases.append(_phrase(axis.column, interval, units))
    inside = [
        code
        for code in scheme.codes
        if all(digit in allowed for digit, allowed in zip(code, box, strict=True))
    ]
    text = ", ".join(phrase for phrase in phrases if phrase) or "any values"
    strangers = [code for code in inside if named[code] != segment]
    if not strangers:
        return text
    if len(strangers) <= _FEW:
        others = listed([f"{code} ({named[code]})" for code in strangers])
        return f"{text}, except code{'s' if len(strangers) > 1 else ''} {others}"
    return f"{text}; {len(codes)} of the {len(inside)} codes in this range"


def _interval(
    scheme: Scheme, axis: ScoreAxis, cuts: tuple[float, ...], digits: tuple[int, int]
) -> Interval:
    """Return the values that get one of the digits from the first to the second."""
    first, last = digits
    if axis.small_is_best != scheme.best_is_lowest:
        # The digits run against the values: the largest values have the first digit.
        first, last = axis.classes + 1 - last, axis.classes + 1 - first
    low = cuts[first - 2] if first > 1 else -math.inf
    high = cuts[last - 1] if last < axis.classes else math.inf
    return Interval(low, high, includes_low=False)


def _phrase(column: str, interval: Interval, units: tuple[str, str]) -> str:
    currency, counted = units
    if interval.low == -math.inf and interval.high == math.inf:
        return ""
    if column == schema.RECENCY_DAYS:
        return _recency(interval)
    if column == schema.FREQUENCY:
        return _frequency(interval, FREQUENCY_UNITS[counted])
    if column == schema.TENURE_DAYS:
        return _tenure(interval)
    amount = _money_range(interval, currency)
    return f"{amount} an order" if column == schema.AVERAGE_ORDER_VALUE else amount


def _recency(interval: Interval) -> str:
    low, high = interval.whole()
    if low <= 0:
        # Whole days: 0 of them have passed.
        return f"bought in the last {days(high) if high else '24 hours'}"
    if high == math.inf:
        return f"last bought {low:,} or more days ago"
    if low == high:
        return f"last bought {days(low)} ago"
    return f"last bought {low:,} to {high:,} days ago"


def _frequency(interval: Interval, unit: tuple[str, str]) -> str:
    low, high = interval.whole()
    low = max(low, 1)
    if high == math.inf:
        return f"{low:,} or more {unit[1]}"
    if low == high:
        return f"{low:,} {unit[low != 1]}"
    if low == 1:
        return f"up to {high:,} {unit[1]}"
    return f"{low:,} {'or' if high == low + 1 else 'to'} {high:,} {unit[1]}"


def _tenure(interval: Interval) -> str:
    low, high = interval.whole()
    if low <= 0:
        return f"a customer for at most {days(high)}"
    if high == math.inf:
        return f"a customer for {days(low)} or more"
    if low == high:
        return f"a customer for {days(low)}"
    return f"a customer for {low:,} to {days(high)}"


def _money_range(interval: Interval, currency: str) -> str:
    low, high = (round_money(end, currency) for end in (interval.low, interval.high))
    above = f"{'at least' if interval.includes_low else 'over'} {low}"
    below = f"{'up to' if interval.includes_high else 'under'} {high}"
    if interval.low == interval.high:
        return f"exactly {low}"
    if interval.low == -math.inf:
        return below
    return above if interval.high == math.inf else f"{above} and {below}"
