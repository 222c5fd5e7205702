"""Attributes of a table made by hand."""

import pandas as pd

from rfm.features.arrays import levels_of
from rfm.table.attribute import Attribute


def attribute_of(name: str, cells: pd.Series) -> Attribute:
    """Return a column's attribute, of the kind that its cells are of."""
    is_number = cells.dtype.kind == "f"
    levels = () if is_number else levels_of(cells.dropna())
    kind = "number" if is_number else "yes-no" if len(levels) == 2 else "category"
    return Attribute(
        name=name, kind=kind, is_feature=True, reason="", levels=levels, label=name.title()
    )


def attributes_of(customers: pd.DataFrame) -> tuple[Attribute, ...]:
    """Return the attributes of all columns but the first, which numbers the customers."""
    return tuple(attribute_of(name, customers[name]) for name in customers.columns[1:])
