"""Values like those of no known customer: how probable a cluster is cannot be told of them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm.features.points import Array, numbers_of
from rfm.table.attribute import Attribute
from rfm.words import counted

# A nearest customer of a log farther away than this (standard deviations) is not alike.
NOBODY_NEAR: Final = 1.0
NOT_TOLD: Final = (
    "No customer has values like these, so how probable any cluster is cannot be told. This one "
    "comes nearest; look at the nearest customers too, although they are not alike."
)


def find_outside(
    customers: pd.DataFrame, attributes: Sequence[Attribute], distances: Array | None
) -> NDArray[np.bool_]:
    """Return who of new customers has values like no known customer.

    Parameters
    ----------
    customers : DataFrame
        Every attribute of each, gaps filled.
    attributes : sequence of Attribute
        What places them.
    distances : array of shape (customers,), optional
        How far each is from the nearest known customer; None where columns are too many for it to
        say who is alike.

    Returns
    -------
    bool array of shape (customers,)
        Who has a number beyond those of all known customers, or nobody near.
    """
    outside = _is_beyond(customers, attributes)
    return outside if distances is None else outside | (distances > NOBODY_NEAR)


def outside_note(outside: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return a sentence about those of a file who are like nobody; none where there are none."""
    many = int(outside.sum())
    if not many:
        return ()
    have = "has" if many == 1 else "have"
    return (
        f"{counted(many, 'customer')} {have} values like those of no known customer: the cluster "
        "is the nearest one, and how probable it is cannot be told.",
    )


def _is_beyond(customers: pd.DataFrame, attributes: Sequence[Attribute]) -> NDArray[np.bool_]:
    beyond = np.zeros(len(customers), dtype=np.bool_)
    for one in attributes:
        if one.lowest is not None and one.highest is not None:
            values = numbers_of(customers[one.name])
            beyond |= (values < one.lowest) | (values > one.highest)
    return beyond
