"""What is odd in a table of customers, each found thing a sentence that says what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfm.reading.tables import LINE
from rfm.reading.where import Where
from rfm.table.attribute import Attribute, Finding
from rfm.words import counted, exact, first_of, percent, shortened

if TYPE_CHECKING:
    from rfm.table.describing import Described

# Nearly all values lie within a range: what lies beyond may be a mistake.
_BEYOND: Final = 0.01
_FEWEST_TO_JUDGE: Final = 20
# A value this many times the 99th percentile is another order of magnitude.
_ORDERS: Final = 100
_MOST_OF: Final = 0.99
_SHOWN: Final = 5
_LONGEST_CELL: Final = 30
# A column that is another one in another unit, such as cents and dollars.
_SAME: Final = 0.999_999
_NEARLY_SAME: Final = 0.98
_MOST_CATEGORIES: Final = 40
_FEWEST_ROWS: Final = 10
_REPEATS: Final = "It repeats {}, and would count it twice in the clusters."


def validate(described: "Described") -> "Described":
    """Return a described table with its findings; redundant columns are no features any more."""
    excluded, repeated = find_redundant_columns(described.values, described.attributes)
    attributes = tuple(
        replace(attribute, is_feature=False, reason=excluded[attribute.name])
        if attribute.name in excluded
        else attribute
        for attribute in described.attributes
    )
    own = [finding for attribute in attributes for finding in _findings_of(described, attribute)]
    return replace(described, attributes=attributes, findings=(*own, *repeated))


def _findings_of(described: "Described", attribute: Attribute) -> Iterator[Finding]:
    if attribute.kind == "constant":
        yield _constant(described, attribute)
        return
    if attribute.kind == "identifier":
        sentence = (
            f"{attribute.label} is like an identifier: nearly every customer has a value of their "
            "own. It is shown, and clusters are not made of it."
        )
        yield Finding("identifier", attribute.name, described.values.height, sentence)
    if attribute.kind in ("number", "date"):
        yield from _wrong_types(described, attribute)
    if attribute.kind == "number":
        yield from _ranges(described, attribute)
    if attribute.missing:
        yield _missing(described, attribute)


def _constant(described: "Described", attribute: Attribute) -> Finding:
    first = described.texts[attribute.name].drop_nulls().head(1).to_list()
    what = "is empty"
    if first:
        what = f"has the same value ('{shortened(first[0], _LONGEST_CELL)}') for every customer"
    sentence = f"{attribute.label} {what}: it tells nobody apart and is left out of the clusters."
    return Finding("constant", attribute.name, described.values.height, sentence)


def _missing(described: "Described", attribute: Attribute) -> Finding:
    rows = described.values.height
    sentence = (
        f"{attribute.label}: {attribute.missing:,} of {rows:,} customers "
        f"({percent(attribute.missing / rows)}) {'has' if attribute.missing == 1 else 'have'} "
        "no value."
    )
    return Finding("missing", attribute.name, attribute.missing, sentence)


def _wrong_types(described: "Described", attribute: Attribute) -> Iterator[Finding]:
    name = attribute.name
    is_wrong = pl.col(name).is_null() & pl.col("cell").is_not_null()
    cells = described.values.select(LINE, name).with_columns(cell=described.texts[name])
    wrong = cells.filter(is_wrong).sort(LINE)
    if wrong.height == 0:
        return
    named = [
        f"{described.where.row(line)} '{shortened(cell, _LONGEST_CELL)}'"
        for line, cell in zip(wrong[LINE][:_SHOWN], wrong["cell"][:_SHOWN], strict=True)
    ]
    shown = first_of(named, _SHOWN, wrong.height)
    what = "number" if attribute.kind == "number" else "date"
    what += " that a shop can mean" if _are_too_large(wrong, attribute) else ""
    is_are = counted(wrong.height, "cell is", "cells are")
    count = "counts" if wrong.height == 1 else "count"
    sentence = f"{attribute.label}: {is_are} no {what} ({shown}) and {count} as missing."
    yield Finding("type", name, wrong.height, sentence)


def _are_too_large(wrong: pl.DataFrame, attribute: Attribute) -> bool:
    """Return whether some cells are numbers, and left out for their size."""
    if attribute.kind != "number":
        return False
    return bool(wrong["cell"].cast(pl.Float64, strict=False).is_not_null().any())


def _ranges(described: "Described", attribute: Attribute) -> Iterator[Finding]:
    cells = described.values.select(LINE, value=attribute.name).drop_nulls()
    if cells.height < _FEWEST_TO_JUDGE:
        return
    value = pl.col("value")
    within = cells.select(
        above_one=(value > 1).sum(),
        below_zero=(value < 0).sum(),
        high=value.quantile(_MOST_OF),
        highest=value.max(),
    ).row(0, named=True)
    few = _BEYOND * cells.height
    if 0 < within["above_one"] <= few and not within["below_zero"] and not attribute.is_whole:
        beyond = cells.filter(value > 1)
        yield _range(
            described.where, attribute, beyond, "above 1, while all others lie between 0 and 1"
        )
    elif 0 < within["below_zero"] <= few:
        beyond = cells.filter(value < 0)
        yield _range(
            described.where, attribute, beyond, "below 0, while all others are not negative"
        )
    usual = max(within["high"], 0)
    if usual > 0 and within["highest"] > _ORDERS * usual:
        beyond = cells.filter(value > _ORDERS * usual)
        yield _range(
            described.where,
            attribute,
            beyond,
            f"more than {_ORDERS} times as large as those of 99 % ({exact(usual)})",
        )


def _range(where: Where, attribute: Attribute, beyond: pl.DataFrame, how: str) -> Finding:
    shown = beyond.sort(LINE).head(_SHOWN)
    named = [
        f"{where.row(line)}: {exact(value)}"
        for line, value in zip(shown[LINE], shown["value"], strict=True)
    ]
    values = counted(beyond.height, "value is", "values are")
    rows = first_of(named, _SHOWN, beyond.height)
    sentence = (
        f"{attribute.label}: {values} {how} ({rows}). They are kept; check whether they are "
        "mistakes."
    )
    return Finding("range", attribute.name, beyond.height, sentence)


def find_redundant_columns(
    values: pl.DataFrame, attributes: Sequence[Attribute]
) -> tuple[dict[str, str], list[Finding]]:
    """Return the features that repeat an earlier one, with the reason to leave them out.

    Findings name these, and pairs that move almost together.
    """
    excluded: dict[str, str] = {}
    findings: list[Finding] = []
    if values.height < _FEWEST_ROWS:
        return excluded, findings
    features = [attribute for attribute in attributes if attribute.is_feature]
    numbers = [attribute for attribute in features if attribute.kind == "number"]
    categories = [attribute for attribute in features if attribute.kind != "number"]
    together = _correlations(values, numbers)
    for (first, one), (second, other) in combinations(enumerate(numbers), 2):
        strength = float(together[first, second])
        if one.name in excluded or other.name in excluded or abs(strength) < _NEARLY_SAME:
            continue
        if abs(strength) >= _SAME and one.missing == other.missing:
            excluded[other.name] = _REPEATS.format(one.label)
            findings.append(_same(one, other, values.height))
        else:
            findings.append(_nearly(one, other, strength, values.height))
    for one, other in combinations(categories[:_MOST_CATEGORIES], 2):
        if {one.name, other.name}.isdisjoint(excluded) and _are_renamed(values, one, other):
            excluded[other.name] = _REPEATS.format(one.label)
            findings.append(_same(one, other, values.height))
    return excluded, findings


def _correlations(values: pl.DataFrame, numbers: Sequence[Attribute]) -> NDArray[np.float64]:
    """Return the correlation of every pair of numbers, the typical value in place of gaps."""
    if not numbers:
        return np.empty((0, 0))
    filled = [values[number.name].fill_null(number.typical).to_numpy() for number in numbers]
    centred = np.vstack(filled) - np.array([[column.mean()] for column in filled])
    sizes = np.sqrt((centred**2).sum(axis=1))
    sizes[sizes == 0] = 1.0
    centred /= sizes[:, None]
    found: NDArray[np.float64] = centred @ centred.T
    return found


def _are_renamed(values: pl.DataFrame, one: Attribute, other: Attribute) -> bool:
    """Return whether each level of a category goes with one level of another, and back."""
    if len(one.levels) != len(other.levels) or one.missing != other.missing:
        return False
    pairs = values.select(one.name, other.name).unique().height
    return pairs == len(one.levels) + bool(one.missing)


def _same(one: Attribute, other: Attribute, rows: int) -> Finding:
    sentence = (
        f"{other.label} says the same as {one.label} for every customer: it is left out of the "
        "clusters, where it would count twice."
    )
    return Finding("duplicate", other.name, rows, sentence)


def _nearly(one: Attribute, other: Attribute, strength: float, rows: int) -> Finding:
    opposite = " in opposite directions" if strength < 0 else ""
    sentence = (
        f"{other.label} and {one.label} move almost together{opposite} (correlation "
        f"{strength:.3f}): both are used, and weigh double. Leave one out (ignore)."
    )
    return Finding("duplicate", other.name, rows, sentence)
