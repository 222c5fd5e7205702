"""What a scheme is, once its document has been read: axes, rules and the order of its names."""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from rfm import schema
from rfm.segments.claims import GONE, LATELY, NO_CLAIMS
from rfm.segments.conditions import Interval, read_interval

# How a document calls the three axes, in the order of a code's digits.
AXES: Final = {
    "recency": schema.RECENCY_DAYS,
    "frequency": schema.FREQUENCY,
    "monetary": schema.MONETARY,
}
# How an axis is given; of `ScoreAxis` too.
POINTS: Final = ("quantiles", "cuts", "gaps", "kept")
# One place of a code: a digit, any digit, or a range of digits.
_PLACE: Final = re.compile(r"(?P<digit>[1-9])|(?P<any>x)|\[(?P<low>[1-9])-(?P<high>[1-9])\]")


@dataclass(frozen=True)
class ScoreAxis:
    """How one of the three values is scored: at quantiles of the shop or at fixed points.

    One of the four is given.

    Parameters
    ----------
    column : str
        `recency_days`, `frequency` or `monetary`.
    quantiles : tuple of float
        Shares of the customers, between 0 and 1.
    cuts : tuple of float
        Or values, in the unit of the column.
    gaps : tuple of float
        Or, of `recency_days`, multiples of the shop's typical gap between purchases.
    kept : tuple of float
        Or shares of the customers whose quantiles are taken once, rounded, and kept.
    """

    column: str
    quantiles: tuple[float, ...] = ()
    cuts: tuple[float, ...] = ()
    gaps: tuple[float, ...] = ()
    kept: tuple[float, ...] = ()

    @property
    def points(self) -> tuple[float, ...]:
        """The shares, values or multiples that are given."""
        return self.quantiles or self.cuts or self.gaps or self.kept

    @property
    def classes(self) -> int:
        """How many scores the axis has."""
        return len(self.points) + 1

    @property
    def is_learned_once(self) -> bool:
        """Whether a later log of the same shop is scored at the points of the first."""
        return bool(self.gaps or self.kept)

    @property
    def small_is_best(self) -> bool:
        """Whether a small value is a good one."""
        return self.column == schema.RECENCY_DAYS


# Of recency, frequency and money, in this order.
ThreeAxes: TypeAlias = tuple[ScoreAxis, ScoreAxis, ScoreAxis]


@dataclass(frozen=True)
class SegmentRule:
    """A segment's name, and the codes or the conditions that lead to it.

    Parameters
    ----------
    name, meaning : str
        What customers of the segment are called, and what that says.
    codes : tuple of str
        Patterns of scores.
    when : tuple of (str, str)
        Or columns with the values that they may have, as they were written.
    claims : tuple of str
        What the name says of its customers; None where the document leaves it to
        the rule.
    where : str
        Its place in the document, for messages.
    """

    name: str
    codes: tuple[str, ...] = ()
    when: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    claims: tuple[str, ...] | None = None
    where: str = field(default="", compare=False)

    @cached_property
    def conditions(self) -> tuple[tuple[str, Interval], ...]:
        """Columns with the values that they may have."""
        return tuple((column, read_interval(text)) for column, text in self.when)


@dataclass(frozen=True)
class Scheme:
    """A checked scheme. `segments` are its names, best first; the rules are in matching order.

    Attributes
    ----------
    best_is_lowest : bool
        Whether 1 is the best digit of a code (as in "111") or the highest one is.
    is_partition : bool
        Whether the document claims that no two rules share a code.
    """

    name: str
    title: str
    description: str
    axes: ThreeAxes
    rules: tuple[SegmentRule, ...]
    segments: tuple[str, ...]
    otherwise: str = ""
    best_is_lowest: bool = False
    is_partition: bool = False
    where: str = field(default="", compare=False)

    @property
    def uses_conditions(self) -> bool:
        """Whether customers are named by their values and not by their codes."""
        return any(rule.when for rule in self.rules)

    @property
    def columns(self) -> tuple[str, ...]:
        """The customer columns that the scheme needs."""
        asked = [column for rule in self.rules for column, _ in rule.when]
        return tuple(dict.fromkeys([*schema.RFM, *asked]))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of their digits."""
        digits = [range(1, axis.classes + 1) for axis in self.axes]
        return tuple("".join(map(str, code)) for code in itertools.product(*digits))

    @cached_property
    def segment_of_code(self) -> dict[str, str]:
        """The segment of every code; a code that no rule matches is absent."""
        found: dict[str, str] = {}
        for rule in self.rules:
            for code in self.codes_of(rule):
                found.setdefault(code, rule.name)
        if self.otherwise:
            found = {code: found.get(code, self.otherwise) for code in self.codes}
        return found

    def codes_of(self, rule: SegmentRule) -> Iterator[str]:
        """Yield the codes that a rule lists, whether or not an earlier rule takes them."""
        for pattern in rule.codes:
            places = places_of(pattern, self.axes) or ()
            yield from ("".join(map(str, code)) for code in itertools.product(*places))

    def meaning(self, segment: str) -> str:
        """Return the document's sentence about a segment, empty when it has none."""
        return next((rule.meaning for rule in self.rules if rule.name == segment), "")

    @cached_property
    def claims(self) -> dict[str, tuple[str, ...]]:
        """What the name of each segment says of its customers."""
        found = {rule.name: self._claims_of(rule) for rule in self.rules}
        return found | ({self.otherwise: ()} if self.otherwise else {})

    def _claims_of(self, rule: SegmentRule) -> tuple[str, ...]:
        """Return what a rule's document says that it claims, else what follows from the rule.

        Nothing but the worst scores of recency, or a longest silence without an end, reads as
        gone; nothing but the best scores of a relative recency as lately.
        """
        if rule.claims is not None:
            return rule.claims
        if self.uses_conditions:
            recency = dict(rule.conditions).get(schema.RECENCY_DAYS, Interval())
            return (GONE,) if recency.low > 0 and recency.high == math.inf else ()
        recent = {code[0] for code, name in self.segment_of_code.items() if name == rule.name}
        worst, best = "1", str(self.axes[0].classes)
        if self.best_is_lowest:
            worst, best = best, worst
        if recent == {worst}:
            return (GONE,)
        return (LATELY,) if recent == {best} and self.axes[0].quantiles else ()

    def as_document(self) -> dict[str, Any]:
        """Return the scheme as the document it could have been read from, with its name."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "best_score": "lowest" if self.best_is_lowest else "highest",
            "partition": "yes" if self.is_partition else "no",
            "axes": {
                word: {name: list(getattr(axis, name)) for name in POINTS if getattr(axis, name)}
                for word, axis in zip(AXES, self.axes, strict=True)
            },
            "segments": [_rule_as_json(rule) for rule in self.rules],
            "otherwise": self.otherwise,
            "value_order": list(self.segments),
        }


def places_of(pattern: str, axes: ThreeAxes) -> tuple[range, ...] | None:
    """Return the digits that each place of a code pattern allows, or None if it is no pattern."""
    found = list(_PLACE.finditer(pattern))
    if len(found) != len(axes) or "".join(place[0] for place in found) != pattern:
        return None
    places = []
    for place, axis in zip(found, axes, strict=True):
        low = 1 if place["any"] else int(place["digit"] or place["low"])
        high = axis.classes if place["any"] else int(place["digit"] or place["high"])
        if low > high or high > axis.classes:
            return None
        places.append(range(low, high + 1))
    return tuple(places)


def _rule_as_json(rule: SegmentRule) -> dict[str, Any]:
    document: dict[str, Any] = {"name": rule.name}
    if rule.meaning:
        document["meaning"] = rule.meaning
    if rule.claims is not None:
        document["claims"] = " ".join(rule.claims) or NO_CLAIMS
    if rule.when:
        return document | {"when": dict(rule.when)}
    return document | {"codes": list(rule.codes)}
