"""A file of new customers in, their clusters out, and what had to be assumed in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.errors import PredictionError
from rfm.features.arrays import numbers_of
from rfm.features.categories import level_cells
from rfm.prediction.drivers import typical_of
from rfm.prediction.placing import Place
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import compared, listed, shortened

_NAMED: Final = 5
_LONGEST_ECHO: Final = 40


@dataclass(frozen=True)
class Placed:
    """New customers with their clusters.

    Parameters
    ----------
    table : DataFrame
        One row per customer, in the order given: `customer_id`, `cluster_name`,
        `cluster_probability`, and `filled`, how many attributes were filled with typical values.
    probabilities : DataFrame
        A column for each cluster, in the same order.
    customers : DataFrame
        What was placed, with the typical values in the gaps.
    notes : tuple of str
        What was assumed, a sentence each.
    """

    table: pd.DataFrame
    probabilities: pd.DataFrame
    customers: pd.DataFrame
    notes: tuple[str, ...]


def place_one(values: Mapping[str, Any], attributes: Sequence[Attribute], place: Place) -> Placed:
    """Return where one customer belongs; see `place_all`."""
    return place_all(pd.DataFrame([dict(values)]), attributes, place)


def place_all(customers: pd.DataFrame, attributes: Sequence[Attribute], place: Place) -> Placed:
    """Return where new customers belong.

    Columns are found by name, whatever its capitals, spaces and underscores. An attribute that is
    absent, a gap, and a value that cannot be read or was never seen are filled with the typical
    value, and said so; columns that are no attribute are ignored, and said so.

    Parameters
    ----------
    customers : DataFrame
        Numbers as numbers or as text; perhaps a `customer_id`, else rows are counted from 1.
    attributes : sequence of Attribute
        Those that `place` needs.
    place : callable
        What places customers.

    Raises
    ------
    PredictionError
        When there are no customers, or none of the attributes.
    """
    if customers.empty:
        raise PredictionError(
            "There are no customers to place: give a table with at least one row."
        )
    columns = _columns(customers)
    found = {
        one.name: columns[compared(one.name)] for one in attributes if compared(one.name) in columns
    }
    if not found:
        names = listed([one.name for one in attributes[:_NAMED]])
        raise PredictionError(
            f"None of the columns is an attribute that decides here: give at least one of those "
            f"that do, such as {names}."
        )
    completed: dict[str, Any] = {}
    filled = np.zeros(len(customers), dtype=np.int64)
    notes = [*_ignored(customers, found), *_absent(attributes, found)]
    for one in attributes:
        given = customers[found[one.name]] if one.name in found else None
        values, is_filled, note = _complete(given, one, len(customers))
        completed[one.name] = values
        filled += is_filled
        notes += note
    whole = pd.DataFrame(completed)
    return _placed(_ids(customers, columns), whole, place(whole), filled, notes)


def _placed(
    ids: pd.Series,
    customers: pd.DataFrame,
    said: pd.DataFrame,
    filled: NDArray[np.int64],
    notes: Sequence[str],
) -> Placed:
    chances = said.to_numpy()
    names = np.array([str(one) for one in said.columns], dtype=object)
    table = pd.DataFrame(
        {
            schema.CUSTOMER_ID: ids,
            schema.CLUSTER_NAME: pd.Series(names[chances.argmax(axis=1)], dtype="str"),
            schema.CLUSTER_PROBABILITY: chances.max(axis=1),
            schema.FILLED: filled,
        }
    )
    return Placed(table, said, customers, tuple(notes))


def _columns(customers: pd.DataFrame) -> dict[str, Any]:
    """Return the column of each name; of two that read alike the first."""
    return {compared(str(name)): name for name in reversed(list(customers.columns))}


def _ids(customers: pd.DataFrame, columns: Mapping[str, Any]) -> pd.Series:
    column = columns.get(compared(schema.CUSTOMER_ID))
    ids = range(1, len(customers) + 1) if column is None else customers[column].to_numpy()
    return pd.Series(ids).astype("str")


def _ignored(customers: pd.DataFrame, found: Mapping[str, Any]) -> list[str]:
    known = {*found.values()}
    names = [
        str(name)
        for name in customers.columns
        if name not in known and compared(str(name)) != compared(schema.CUSTOMER_ID)
    ]
    if not names:
        return []
    verb = "is not an attribute that decides here and was" if len(names) == 1 else (
        "are not attributes that decide here and were")  # fmt: skip
    return [f"{_some(names)} {verb} ignored."]


def _absent(attributes: Sequence[Attribute], found: Mapping[str, Any]) -> list[str]:
    absent = [one for one in attributes if one.name not in found]
    if not absent:
        return []
    typical = [f"{label_of(one)} ({_typical_words(one)})" for one in absent]
    return [f"Not given, so the typical value stands in: {_some(typical)}."]


def _complete(
    given: pd.Series | None, attribute: Attribute, size: int
) -> tuple[pd.Series, NDArray[np.bool_], list[str]]:
    typical = typical_of(attribute)
    if given is None:
        return _series([typical] * size, attribute), np.ones(size, dtype=bool), []
    given = given.reset_index(drop=True)
    if attribute.kind == "number":
        numbers = numbers_of(given)
        is_gap = np.isnan(numbers)
        numbers[is_gap] = np.nan if typical is None else float(typical)
        values = _series(numbers, attribute)
    else:
        codes = _codes(given, attribute)
        is_gap = codes < 0
        choices = np.array([*attribute.levels, typical], dtype=object)
        values = _series(choices[codes], attribute)
    return values, is_gap, _unreadable(given, attribute, is_gap)


def _codes(given: pd.Series, attribute: Attribute) -> NDArray[np.int64]:
    """Return the place of each level among the attribute's, however it is spelled; else -1."""
    name = attribute.name
    places, cells = level_cells(pd.DataFrame({name: given}), name, attribute.levels)
    known = {level: place for place, level in enumerate(attribute.levels)}
    # The last place is what pandas calls a gap, -1.
    return np.array([*(known.get(str(cell), -1) for cell in cells), -1], dtype=np.int64)[places]


def _unreadable(given: pd.Series, attribute: Attribute, is_gap: NDArray[np.bool_]) -> list[str]:
    """Return what is said of gaps and of values that are none."""
    if not is_gap.any():
        return []
    label, typical = label_of(attribute), _typical_words(attribute)
    is_strange = is_gap & given.notna().to_numpy(dtype=bool) & (_trimmed(given) != "").to_numpy()
    gaps, strange = int(is_gap.sum() - is_strange.sum()), int(is_strange.sum())
    notes = []
    if gaps:
        notes.append(f"{label} is missing for {gaps:,}: the typical {typical} stands in.")
    if strange:
        example = shortened(str(given[is_strange].iloc[0]), _LONGEST_ECHO)
        values = "1 value is" if strange == 1 else f"{strange:,} values are"
        what = "no number" if attribute.kind == "number" else "none of the known ones"
        notes.append(
            f"{label}: {values} {what}, such as '{example}'; the typical {typical} stands in."
        )
    return notes


def _trimmed(given: pd.Series) -> pd.Series:
    return given.astype("str").str.strip()


def _series(values: Any, attribute: Attribute) -> pd.Series:
    return pd.Series(values, dtype="float64" if attribute.kind == "number" else "str")


def _typical_words(attribute: Attribute) -> str:
    typical = typical_of(attribute)
    return "gap" if typical is None else in_words(attribute, typical)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = list(names[:_NAMED])
    return listed([*shown, f"{more} more"] if more > 0 else shown)
