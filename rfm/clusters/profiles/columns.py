"""The attributes that clusters are explained by, as arrays: numbers, and levels as codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rfm.features.points import Array, Codes, codes_of, levels_of, numbers_of
from rfm.table.attribute import Attribute


@dataclass(frozen=True)
class NumberValues:
    """A number of every customer; NaN is a gap."""

    attribute: Attribute
    values: Array


@dataclass(frozen=True)
class LevelValues:
    """The level of every customer in a category or a yes-no, as a code; -1 is a gap."""

    attribute: Attribute
    levels: tuple[str, ...]
    codes: Codes


def number_columns(
    customers: pd.DataFrame, attributes: Sequence[Attribute]
) -> tuple[NumberValues, ...]:
    """Return the attributes that are numbers, in their order."""
    return tuple(
        NumberValues(one, numbers_of(customers[one.name]))
        for one in attributes
        if one.kind == "number"
    )


def level_columns(
    customers: pd.DataFrame, attributes: Sequence[Attribute]
) -> tuple[LevelValues, ...]:
    """Return the attributes that are categories or yes-no; what is no level of theirs is a gap."""
    chosen = [one for one in attributes if one.kind in ("category", "yes-no")]
    levels = [one.levels or levels_of(customers[one.name]) for one in chosen]
    return tuple(
        LevelValues(one, own, codes_of(customers[one.name], own))
        for one, own in zip(chosen, levels, strict=True)
    )
