"""Each customer's segment at an earlier moment, and what that changes of each segment."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rfm import schema
from rfm.movement.earlier import Earlier
from rfm.movement.movement import Movement
from rfm.segments.profiles import units


@dataclass(frozen=True)
class Moved:
    """What changed since an earlier moment, or why that is not known.

    Parameters
    ----------
    movement : Movement, optional
        What changed.
    reason : str
        Why it is not known; empty where it is.
    columns : mapping of str to Categorical
        Columns of the customers of now: the segment that each had under each scheme, missing for
        who has come since.
    """

    movement: Movement | None
    reason: str
    columns: "Mapping[str, pd.Categorical[str]]"


@dataclass(frozen=True)
class Rescored:
    """The customers of an earlier moment, with their segments of then.

    Parameters
    ----------
    earlier : Earlier
        The customers.
    segments : mapping of str to Series
        By scheme the segment of each, an ordered categorical.
    """

    earlier: Earlier
    segments: "Mapping[str, pd.Series[str]]"


def compare_moments(customers: pd.DataFrame, then: Rescored | str) -> Moved:
    """Return what changed since an earlier moment.

    Parameters
    ----------
    customers : DataFrame
        The customers of now with their segments, by customer number.
    then : Rescored or str
        The customers of the earlier moment, or why there are none.

    Returns
    -------
    Moved
        Who moved, and the change of each segment of each scheme.
    """
    if isinstance(then, str):
        return Moved(None, then, {})
    earlier = then.earlier
    before = {
        name: _placed(segments, earlier.places, len(customers))
        for name, segments in then.segments.items()
    }
    changes = pd.concat(
        [_changes(customers, each, segments, then) for each, segments in before.items()],
        ignore_index=True,
    )
    now, last, *year = earlier.periods
    movement = Movement(
        days=earlier.days,
        now=now,
        before=last,
        year_before=year[0] if year else None,
        changes=changes,
    )
    columns = {schema.before_column(name): segments for name, segments in before.items()}
    return Moved(movement, "", columns)


def _placed(
    segments: "pd.Series[str]", places: np.ndarray, customers: int
) -> "pd.Categorical[str]":
    """Return the segments of then in the rows of the customers of now."""
    codes = np.full(customers, -1, dtype=np.int8)
    codes[places] = segments.cat.codes
    return pd.Categorical.from_codes(codes, segments.cat.categories, ordered=True)


def _changes(
    customers: pd.DataFrame, scheme: str, before: "pd.Categorical[str]", then: Rescored
) -> pd.DataFrame:
    """Return what changed of each segment of a scheme, best first."""
    now = pd.Categorical(customers[schema.group_column(scheme)])
    stayed = now.codes[now.codes == before.codes]
    earned = units(then.earlier.customers)
    of = {
        schema.CUSTOMERS: _sums(now.codes, now),
        schema.REVENUE: _sums(now.codes, now, units(customers)) / schema.UNITS_PER_CURRENCY,
        schema.CUSTOMERS_BEFORE: _sums(before.codes, now),
        schema.REVENUE_BEFORE: _sums(then.segments[scheme].cat.codes, now, earned)
        / schema.UNITS_PER_CURRENCY,
    }
    same = _sums(stayed, now)
    of[schema.CAME] = of[schema.CUSTOMERS] - same
    of[schema.LEFT] = of[schema.CUSTOMERS_BEFORE] - same
    table = pd.DataFrame({schema.SCHEME: scheme, schema.GROUP: now.categories.astype("str"), **of})
    is_there = (table[schema.CUSTOMERS] > 0) | (table[schema.CUSTOMERS_BEFORE] > 0)
    return table[is_there]


def _sums(
    codes: "np.ndarray | pd.Series[int]",
    labels: "pd.Categorical[str]",
    values: np.ndarray | None = None,
) -> np.ndarray:
    """Return the number of each label's rows, or the exact sum of their whole numbers."""
    places = np.asarray(codes)
    is_named = places >= 0
    sums = np.zeros(len(labels.categories), dtype=np.int64)
    added = np.ones(len(places), dtype=np.int64) if values is None else values
    np.add.at(sums, places[is_named], added[is_named])
    return sums
