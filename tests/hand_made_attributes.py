"""Attributes of a table made by hand."""

from typing import Any

import pandas as pd

from rfm.features.points import levels_of
from rfm.table.attribute import Attribute


def number(name: str, **more: Any) -> Attribute:
    """Return an attribute that is a number."""
    return Attribute(**{"name": name, "kind": "number", "is_feature": True, "reason": "", **more})


def category(name: str, *levels: str, **more: Any) -> Attribute:
    """Return an attribute of some levels, of two a yes or no."""
    kind = "yes-no" if len(levels) == 2 else "category"
    return number(name, kind=kind, levels=levels, **more)


def attribute_of(name: str, cells: pd.Series) -> Attribute:
    """Return a column's attribute, of the kind that its cells are of."""
    known = cells.dropna()
    if cells.dtype.kind != "f":
        return category(name, *levels_of(known), label=name.title())
    is_whole = bool(len(known)) and bool((known % 1 == 0).all())
    return number(name, is_whole=is_whole, label=name.title())


def attributes_of(customers: pd.DataFrame) -> tuple[Attribute, ...]:
    """Return the attributes of all columns but the first, which numbers the customers."""
    return tuple(attribute_of(name, customers[name]) for name in customers.columns[1:])
