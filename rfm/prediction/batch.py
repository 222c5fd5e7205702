"""A table of new customers in, their clusters out, and what had to be assumed in words."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.errors import PredictionError
from rfm.features.categories import level_cells
from rfm.features.points import numbers_of
from rfm.prediction.outside import find_outside, outside_note
from rfm.prediction.placing import Placing
from rfm.prediction.values import typical_of
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import compared, listed, shortened

_NAMED: Final = 5
_LONGEST_ECHO: Final = 40
_PROBABILITY: Final = "probability of "
# How people call the columns of a log's clusters.
_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    schema.RECENCY_DAYS: ("recency", "days since the last order"),
    schema.FREQUENCY: ("orders", "number of orders"),
    schema.MONETARY: ("monetary value", "spend", "spent", "revenue"),
}
_CUSTOMERS: Final = ("customer_id", "customer", "client", "client_id", "cust_id", "id")


@dataclass(frozen=True)
class PlacedTable:
    """New customers with their clusters.

    Parameters
    ----------
    table : DataFrame
        One row per customer in the order given: `customer_id`, `cluster`, `cluster_name`,
        `cluster_probability`, `filled` (how many attributes were filled with typical values), a
        column for the probability of each cluster, and, with a model of a given label, what it
        says and how probable. Who has values like nobody known has no probability.
    notes : tuple of str
        What was assumed, a sentence each.
    """

    table: pd.DataFrame
    notes: tuple[str, ...]


def place_table(customers: pd.DataFrame, placing: Placing) -> PlacedTable:
    """Return where new customers belong.

    Columns are found by name, whatever its capitals, spaces and underscores. An attribute that is
    absent, a gap, and a value that cannot be read or was never seen are filled with the typical
    value, and said so; columns that are no attribute are ignored, and said so.

    Parameters
    ----------
    customers : DataFrame
        Numbers as numbers or as text; perhaps a `customer_id`, else rows are counted from 1.
    placing : Placing
        What places customers.

    Returns
    -------
    PlacedTable
        One row per customer, in the order given.

    Raises
    ------
    PredictionError
        When there are no clusters, no customers, or none of the attributes.
    """
    if placing.probabilities is None:
        raise PredictionError(placing.no_clusters)
    if customers.empty:
        raise PredictionError(
            "There are no customers to place: give a table with at least one row."
        )
    found = find_columns(list(customers.columns), placing)
    if not any(one.name in found for one in placing.attributes):
        names = listed([one.name for one in placing.attributes[:_NAMED]])
        raise PredictionError(
            f"None of the columns is an attribute that decides here: give at least one of those "
            f"that do, such as {names}."
        )
    completed: dict[str, Any] = {}
    filled = np.zeros(len(customers), dtype=np.int64)
    notes = [*_ignored(customers, found), *_absent(placing.attributes, found)]
    for one in placing.attributes:
        given = customers[found[one.name]] if one.name in found else None
        values, is_filled, note = _complete(given, one, len(customers))
        completed[one.name] = values
        filled += is_filled
        notes += note
    whole = pd.DataFrame(completed)
    clusters = _clusters(placing.probabilities(whole).reset_index(drop=True), filled)
    clusters.insert(0, schema.CUSTOMER_ID, _ids(customers, found))
    placed = pd.concat([clusters, *_labels(whole, placing)], axis=1)
    distances = None if placing.distances is None else placing.distances(whole)
    outside = find_outside(whole, placing.attributes, distances)
    placed.loc[outside, [name for name in placed if _is_probability(str(name))]] = np.nan
    return PlacedTable(placed, (*notes, *outside_note(outside)))


def _is_probability(column: str) -> bool:
    return column == schema.CLUSTER_PROBABILITY or column.startswith(_PROBABILITY)


def find_columns(columns: Sequence[Hashable], placing: Placing) -> dict[str, Hashable]:
    """Return the column of each attribute, and of the customer, that a table has.

    Of two columns that read alike it is the first.
    """
    theirs = {compared(str(name)): name for name in reversed(columns)}
    wanted = {one.name: _OTHER_NAMES.get(one.name, ()) for one in placing.attributes}
    wanted[schema.CUSTOMER_ID] = (*filter(None, [placing.id_column]), *_CUSTOMERS)
    found: dict[str, Hashable] = {}
    for ours, others in wanted.items():
        keys = (key for key in map(compared, (ours, *others)) if key in theirs)
        column = theirs.get(next(keys, ""))
        if column is not None and column not in found.values():
            found[ours] = column
    return found


def _clusters(probabilities: pd.DataFrame, filled: NDArray[np.int64]) -> pd.DataFrame:
    chances = probabilities.to_numpy()
    names = np.array([str(one) for one in probabilities.columns], dtype=object)
    places = chances.argmax(axis=1)
    table = pd.DataFrame(
        {
            schema.CLUSTER: places.astype(np.int64) + 1,
            schema.CLUSTER_NAME: pd.Series(names[places], dtype="str"),
            schema.CLUSTER_PROBABILITY: chances.max(axis=1).round(4),
            schema.FILLED: filled,
        }
    )
    return pd.concat([table, probabilities.round(4).add_prefix(_PROBABILITY)], axis=1)


def _labels(customers: pd.DataFrame, placing: Placing) -> list[pd.DataFrame]:
    if placing.classifier is None:
        return []
    target = placing.classifier.card.target
    found = placing.classifier.probabilities(customers).reset_index(drop=True)
    predicted = {
        f"{target} (predicted)": found.idxmax(axis=1).astype("str"),
        f"{_PROBABILITY}the predicted {target}": found.max(axis=1).round(4),
    }
    return [pd.DataFrame(predicted)]


def _ids(customers: pd.DataFrame, found: Mapping[str, Hashable]) -> pd.Series:
    column = found.get(schema.CUSTOMER_ID)
    ids = range(1, len(customers) + 1) if column is None else customers[column].to_numpy()
    return pd.Series(ids).astype("str")


def _ignored(customers: pd.DataFrame, found: Mapping[str, Hashable]) -> list[str]:
    known = {*found.values()}
    names = [str(name) for name in customers.columns if name not in known]
    if not names:
        return []
    verb = "is not an attribute that decides here and was" if len(names) == 1 else (
        "are not attributes that decide here and were")  # fmt: skip
    return [f"{_some(names)} {verb} ignored."]


def _absent(attributes: Sequence[Attribute], found: Mapping[str, Hashable]) -> list[str]:
    absent = [one for one in attributes if one.name not in found]
    if not absent:
        return []
    typical = [f"{label_of(one)} ({in_words(one, typical_of(one))})" for one in absent]
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
    places, cells = level_cells(given, attribute.levels)
    known = {level: place for place, level in enumerate(attribute.levels)}
    # The last place is what pandas calls a gap, -1.
    return np.array([*(known.get(str(cell), -1) for cell in cells), -1], dtype=np.int64)[places]


def _unreadable(given: pd.Series, attribute: Attribute, is_gap: NDArray[np.bool_]) -> list[str]:
    """Return a sentence about gaps, and one about values that are none."""
    if not is_gap.any():
        return []
    label, typical = label_of(attribute), in_words(attribute, typical_of(attribute))
    is_blank = given.astype("str").str.strip() == ""
    is_strange = is_gap & given.notna().to_numpy(dtype=bool) & ~is_blank.to_numpy(dtype=bool)
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


def _series(values: Any, attribute: Attribute) -> pd.Series:
    return pd.Series(values, dtype="float64" if attribute.kind == "number" else "str")


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = list(names[:_NAMED])
    return listed([*shown, f"{more} more"] if more > 0 else shown)
