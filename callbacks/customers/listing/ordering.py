"""Sorting a million customers: each column's order is worked out once and kept.

A page of a list that is sorted by one column is then a look into that order.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from callbacks.parts.answers import Answers
from layouts.customers.columns import ListColumn
from rfm import schema

# Pairs of a column's key and whether it is descending, the deciding one first.
Sorting = tuple[tuple[str, bool], ...]
DESCENDING: Final = "-"
BETWEEN: Final = ","
_MOST_COLUMNS: Final = 5


def sorting_of_text(text: Any, columns: Mapping[str, ListColumn]) -> Sorting:
    """Return what an address asks for: "-monetary,recency_days"."""
    asked = text.split(BETWEEN)[:_MOST_COLUMNS] if isinstance(text, str) else []
    pairs = [(each.removeprefix(DESCENDING), each.startswith(DESCENDING)) for each in asked]
    return _known(pairs, columns)


def sorting_of_model(model: Any, columns: Mapping[str, ListColumn]) -> Sorting:
    """Return what AG Grid asks for: `[{"colId": "monetary", "sort": "desc"}]`."""
    asked = [each for each in model if isinstance(each, Mapping)] if isinstance(model, list) else []
    pairs = [(each.get("colId"), each.get("sort") == "desc") for each in asked[:_MOST_COLUMNS]]
    return _known(pairs, columns)


def _known(pairs: Sequence[tuple[Any, bool]], columns: Mapping[str, ListColumn]) -> Sorting:
    known = {key for key, each in columns.items() if each.is_sorted and each.is_shown}
    return tuple(
        (key, is_descending)
        for key, is_descending in pairs
        if isinstance(key, str) and key in known
    )


def arrange(
    is_listed: np.ndarray | None,
    sorting: Sorting,
    values_of: Callable[[str], pd.Series],
    orders: Answers,
    whose: str,
) -> np.ndarray:
    """Return the positions of the customers that are listed, in the order asked for.

    Equal customers stay in the order of their numbers; what is missing comes last. `is_listed` is
    None for everybody. The orders of single columns of a snapshot, `whose` id it is, are kept.
    """
    if len(sorting) == 1:
        ((key, is_descending),) = sorting
        make = partial(_order, values_of, key, is_descending)
        order: np.ndarray = orders.get((whose, key, is_descending), make)
        return order if is_listed is None else order[is_listed[order]]
    if is_listed is not None:
        listed = np.flatnonzero(is_listed)
    else:
        listed = np.arange(len(values_of(schema.CUSTOMER_ID)))
    keys = [
        _key(values_of(key).iloc[listed], is_descending=is_descending)
        for key, is_descending in reversed(sorting)
    ]
    return listed[np.lexsort(keys)] if keys else listed


def _order(values_of: Callable[[str], pd.Series], key: str, is_descending: bool) -> np.ndarray:
    values = _key(values_of(key), is_descending=is_descending)
    return np.argsort(values, kind="stable").astype(np.int32)


def _key(values: pd.Series, *, is_descending: bool) -> np.ndarray:
    """Return numbers that sort as the values do; what is missing comes last."""
    if values.name == schema.CUSTOMER_ID:
        # The table is sorted by customer number: its place is its rank.
        key = np.arange(len(values), dtype=float)
    elif isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.to_numpy(dtype=float)
        key = np.where(codes < 0, np.nan, codes)
    elif values.dtype.kind == "M":
        days = values.to_numpy()
        key = np.where(np.isnat(days), np.nan, days.astype("int64").astype(float))
    elif isinstance(values.dtype, pd.StringDtype):
        codes, _ = pd.factorize(values, sort=True)
        key = np.where(codes < 0, np.nan, codes)
    else:
        key = values.to_numpy(dtype=float, na_value=np.nan)
    return -key if is_descending else key
