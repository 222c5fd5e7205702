"""What drove a prediction, what would change it, and what a shop's customer can do next.

A driver says how the probability changes when an attribute becomes typical. Of the changes that end
in the same named cluster the smallest is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.clusters.profiles.by_effects import NOISE_NAME
from rfm.features.points import Array
from rfm.prediction.values import typical_of
from rfm.settings import Count
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import FREQUENCY_UNITS, rough_percent, round_money

MOST_DRIVERS: Final = 5
_WORTH_SHOWING: Final = 0.01
MOST_CHANGES: Final = 3
WITHIN_DAYS: Final = 30
MOST_ORDERS: Final = 12
SILENCES: Final = (30, 60, 90, 180, 365)


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One attribute's part in a prediction.

    Parameters
    ----------
    attribute : str
        The attribute.
    value, typical : float or str
        The customer's value, and the typical one.
    drop : float
        How much less probable the predicted group is with the typical value; negative when the
        customer's own value speaks against it.
    sentence : str
        The same in words.
    """

    attribute: str
    value: float | str
    typical: float | str
    drop: float
    sentence: str


def typical_rows(attributes: Sequence[Attribute]) -> list[dict[str, float | str]]:
    """Return a row for each attribute that has a typical value: it alone, typical."""
    typical = {one.name: typical_of(one) for one in attributes}
    return [{name: value} for name, value in typical.items() if value is not None]


def find_drivers(
    customer: Mapping[str, Any],
    attributes: Sequence[Attribute],
    before: float,
    after: Array,
    currency: str = "",
) -> tuple[Driver, ...]:
    """Return what drove the placing of a customer, the strongest first, at most five.

    Each attribute in turn takes its typical value while all others stay. What moves the
    probability by less than one percentage point is left out.

    Parameters
    ----------
    customer : mapping
        The attributes of the customer, without gaps.
    attributes : sequence of Attribute
        Those that may have driven it.
    before : float
        How probable the predicted group is.
    after : array
        How probable it is after each of the `typical_rows` of the attributes.
    currency : str
        What money is shown with.
    """
    asked = [one for one in attributes if typical_of(one) is not None]
    found = [
        _driver(one, customer[one.name], (before, float(chance)), currency)
        for one, chance in zip(asked, after, strict=True)
    ]
    strong = [one for one in found if abs(one.drop) >= _WORTH_SHOWING]
    return tuple(sorted(strong, key=lambda one: -abs(one.drop))[:MOST_DRIVERS])


def _driver(
    attribute: Attribute, value: Any, chances: tuple[float, float], currency: str
) -> Driver:
    typical = typical_of(attribute)
    before, after = chances
    own, usual = (in_words(attribute, one, currency) for one in (value, typical))
    verb = "speaks for it" if before > after else "speaks against it"
    return Driver(
        attribute=attribute.name,
        value=value,
        typical=typical if typical is not None else "",
        drop=before - after,
        sentence=(
            f"{label_of(attribute)} {own} {verb}: with the typical {usual} it would be "
            f"{rough_percent(after)} probable instead of {rough_percent(before)}."
        ),
    )


@dataclass(frozen=True)
class Change:
    """A change of a customer that is considered, or that leads to another cluster.

    Parameters
    ----------
    rows : tuple of mappings
        What the customer would be like: the attributes that change. Several when it is not known
        exactly; the change leads to a cluster only if all of them do.
    distance : float
        How large it is, in its own unit.
    sentence : str
        What would have to happen, and where it leads; "{}" for the cluster while it is not known.
    to_cluster : str
        Where it leads; empty while it is not known.
    """

    rows: tuple[Mapping[str, Any], ...]
    distance: float
    sentence: str
    to_cluster: str = ""


def nearest_changes(
    possible: Sequence[Change],
    here: int,
    ends: NDArray[np.int64],
    names: Sequence[str],
) -> tuple[Change, ...]:
    """Return the smallest change to each of the nearest three other clusters, the nearest first.

    Parameters
    ----------
    possible : sequence of Change
        What is considered.
    here : int
        The place in `names` of the cluster that the customer is in.
    ends : array of int
        The same after each row of each change.
    names : sequence of str
        The clusters.
    """
    if not possible:
        return ()
    nearest: dict[int, Change] = {}
    owner = np.repeat(np.arange(len(possible)), [len(change.rows) for change in possible])
    agreed = _agreed(ends, owner, len(possible))
    for place in np.argsort([change.distance for change in possible], kind="stable"):
        end = int(agreed[place])
        if end not in (-1, here) and names[end] != NOISE_NAME:
            nearest.setdefault(end, possible[place])
    return tuple(
        replace(change, sentence=change.sentence.format(names[end]), to_cluster=names[end])
        for end, change in list(nearest.items())[:MOST_CHANGES]
    )


def _agreed(ends: NDArray[np.int64], owner: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return where all rows of a change lead, -1 where they do not agree."""
    lowest, highest = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(lowest, owner, ends)
    np.maximum.at(highest, owner, ends)
    return np.where(lowest == highest, lowest, -1)


def purchase_changes(
    customer: Mapping[str, float], *, count: Count = "orders", currency: str = ""
) -> tuple[Change, ...]:
    """Return up to twelve more orders within 30 days, and no order for up to a year.

    An order within 30 days may have been placed today or 30 days ago when the customer is looked
    at next: it leads to a cluster only if it does in both cases. New orders are worth what the
    customer's orders were on average. A distance is the number of orders, or of months of silence.

    Parameters
    ----------
    customer : mapping
        Recency, frequency and money of the customer.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    currency : str
        What money is shown with.

    Returns
    -------
    tuple of Change
        Orders, the fewest first; then silence, the shortest first.
    """
    return (
        *(_ordered(customer, more, count, currency) for more in range(1, MOST_ORDERS + 1)),
        *(_silent(customer, days, count) for days in SILENCES),
    )


def _ordered(customer: Mapping[str, float], more: int, count: Count, currency: str) -> Change:
    frequency, monetary = customer[schema.FREQUENCY], customer[schema.MONETARY]
    average = monetary / max(frequency, 1.0)
    rows = tuple(
        {
            schema.RECENCY_DAYS: float(recency),
            schema.FREQUENCY: frequency + more,
            schema.MONETARY: monetary + more * average,
        }
        for recency in (0, WITHIN_DAYS)
    )
    one, many = FREQUENCY_UNITS[count]
    what = f"One more {one}" if more == 1 else f"{more} more {many}"
    each = "" if more == 1 else " each"
    worth = f", worth {round_money(average, currency)}{each}," if average > 0 else ""
    sentence = f"{what} within {WITHIN_DAYS} days{worth} would move this customer to {{}}."
    return Change(rows, float(more), sentence)


def _silent(customer: Mapping[str, float], days: int, count: Count) -> Change:
    row = {schema.RECENCY_DAYS: customer[schema.RECENCY_DAYS] + days}
    one, _ = FREQUENCY_UNITS[count]
    sentence = f"With no {one} for another {days} days this customer slips into {{}}."
    return Change((row,), days / WITHIN_DAYS, sentence)
