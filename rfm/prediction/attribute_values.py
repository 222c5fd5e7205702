"""What was typed about a customer's attributes -> values, or sentences that say why not."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rfm.table.attribute import Attribute, in_words, label_of
from rfm.table.levels import normalised
from rfm.words import listed, shortened, significant

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_LONGEST_ECHO: Final = 40
_LARGEST: Final = 1e15
_MOST_NAMED: Final = 8


@dataclass(frozen=True)
class ReadValues:
    """What could be read.

    Parameters
    ----------
    values : mapping of str to float or str
        By attribute; only those that were given.
    problems : mapping of str to str
        By attribute: what is wrong with what was given, and what to do.
    """

    values: Mapping[str, float | str]
    problems: Mapping[str, str]


def read_attribute_values(texts: Mapping[str, str], attributes: Sequence[Attribute]) -> ReadValues:
    """Return the values of attributes as they were typed; empty texts are not given.

    Parameters
    ----------
    texts : mapping of str to str
        What was typed, by attribute; names that are no attribute are problems.
    attributes : sequence of Attribute
        Those that can be given.
    """
    known = {one.name: one for one in attributes}
    values: dict[str, float | str] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        given = text.strip()
        if not given:
            continue
        if name not in known:
            names = listed([one.name for one in attributes[:_MOST_NAMED]])
            problems[name] = (
                f"'{shortened(name, _LONGEST_ECHO)}' is not asked for here: give {names}."
            )
            continue
        value, problem = _read(given, known[name])
        if value is None:
            problems[name] = problem
        else:
            values[name] = value
    return ReadValues(values, problems)


def _read(text: str, attribute: Attribute) -> tuple[float | str | None, str]:
    if attribute.kind == "number":
        return _number(text, attribute)
    spelled = normalised(pd.Series([text]), attribute.levels).iloc[0]
    for level in attribute.levels:
        if level.casefold() == spelled.casefold():
            return level, ""
    levels = listed(attribute.levels[:_MOST_NAMED])
    return None, (
        f"'{shortened(text, _LONGEST_ECHO)}' was never seen as {label_of(attribute)}: "
        f"choose one of {levels}."
    )


def _number(text: str, attribute: Attribute) -> tuple[float | None, str]:
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if math.isfinite(number) and abs(number) <= _LARGEST:
        return number, ""
    what = "is too large" if _NUMBER.fullmatch(text) else "is not a number"
    return None, (
        f"'{shortened(text, _LONGEST_ECHO)}' {what}: give one such as {_example(attribute)}, "
        "without symbols or separators, or leave it empty."
    )


def _example(attribute: Attribute) -> str:
    if attribute.typical is None:
        return "12.5"
    return significant(attribute.typical).replace(",", "")


def warn_of_extrapolation(
    values: Mapping[str, float | str], attributes: Sequence[Attribute], currency: str = ""
) -> tuple[str, ...]:
    """Return a sentence for each number beyond those of all known customers."""
    return tuple(
        warning
        for one in attributes
        if isinstance(value := values.get(one.name), float)
        and (warning := _beyond(value, one, currency))
    )


def _beyond(value: float, attribute: Attribute, currency: str) -> str:
    low, high = attribute.lowest, attribute.highest
    if low is None or high is None or low <= value <= high:
        return ""
    way, bound = ("more", high) if value > high else ("less", low)
    return (
        f"{label_of(attribute)}: no customer here has {way} than "
        f"{in_words(attribute, bound, currency)}; the answer is an extrapolation."
    )
