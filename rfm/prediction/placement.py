"""Where one customer belongs, and why: everything from one look at the probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from rfm.customer.percentiles import percentiles_among
from rfm.features.points import Array
from rfm.prediction.changes import Change, Driver, find_drivers, nearest_changes, typical_rows
from rfm.prediction.outside import NOBODY_NEAR, find_outside
from rfm.prediction.placing import KnownCustomers, Placing
from rfm.prediction.purchases import segments_of
from rfm.prediction.values import typical_of, warn_of_extrapolation
from rfm.table.attribute import Attribute

_GUESS: Final = (
    "No customer here has all three values like these: even the most alike differ clearly, so "
    "take the answer as a guess."
)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The answer about one customer.

    Parameters
    ----------
    customer : mapping of str to float or str
        What was placed, with typical values where none was given.
    filled : tuple of Attribute
        Attributes that were not given: their typical values stand in.
    alike : DataFrame
        The nearest known customers, nearest first.
    warnings : tuple of str
        What the reader should know before trusting the answer.
    probabilities : mapping of str to float
        Of each cluster by name, in their order; they sum to 1. Empty without clusters, and where
        no known customer has values like these.
    nearest : str
        The cluster of one whose probability cannot be told; else empty.
    drivers : tuple of Driver
        What drove it, the strongest first.
    changes : tuple of Change
        The nearest changes that lead to other clusters.
    label : mapping of str to float
        Probability of each value of a given label; empty where there is none to tell.
    point : tuple of float, optional
        The place on the map.
    segments : dict of str to (str, str)
        Of a log: code and segment under every scheme that the values are enough for.
    percentiles : dict of str to float
        Of a log, for each of the three: further than that many percent of the customers in the
        direction that is good for the shop; equal ones count half.
    """

    customer: Mapping[str, float | str]
    filled: tuple[Attribute, ...]
    alike: pd.DataFrame
    warnings: tuple[str, ...]
    probabilities: Mapping[str, float] = field(default_factory=dict)
    nearest: str = ""
    drivers: tuple[Driver, ...] = ()
    changes: tuple[Change, ...] = ()
    label: Mapping[str, float] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    segments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    percentiles: Mapping[str, float] = field(default_factory=dict)

    @property
    def cluster(self) -> str:
        """The name of the cluster; empty where there are none."""
        return next(iter(self.ranked), self.nearest)

    @property
    def certainty(self) -> float:
        """The probability of the cluster; 0 where none is told."""
        return self.probabilities.get(self.cluster, 0.0)

    @property
    def ranked(self) -> tuple[str, ...]:
        """The clusters, the most probable first."""
        return tuple(sorted(self.probabilities, key=lambda name: -self.probabilities[name]))


def place_customer(
    values: Mapping[str, float | str], placing: Placing, known: KnownCustomers
) -> Placement:
    """Return where a customer with these values belongs, and why.

    Parameters
    ----------
    values : mapping of str to float or str
        As `read_values` returns them; the rest is filled with typical values.
    placing : Placing
        What places customers.
    known : KnownCustomers
        What else is known of the data set.

    Returns
    -------
    Placement
        The answer.
    """
    attributes = placing.attributes
    customer = {one.name: values.get(one.name, _typical(one)) for one in attributes}
    alone = pd.DataFrame([customer])
    alike, distances = known.neighbours.nearest(alone)
    segments, percentiles, warnings = _of_log(customer, known, distances[0])
    points = None if known.map_points is None else known.map_points(alone)
    is_outside = _is_outside(alone, placing, known, distances)
    beyond = warn_of_extrapolation(values, attributes, placing.limits, placing.currency)
    return Placement(
        customer=customer,
        filled=tuple(one for one in attributes if one.name not in values),
        alike=alike,
        warnings=(*beyond, *warnings),
        label={} if is_outside else _label(alone, placing),
        point=None if points is None else (float(points[0, 0]), float(points[0, 1])),
        segments=segments,
        percentiles=percentiles,
        **(_nearest(alone, placing) if is_outside else _in_clusters(customer, placing, known)),
    )


def _typical(attribute: Attribute) -> float | str:
    typical = typical_of(attribute)
    if typical is None:
        return float("nan") if attribute.kind == "number" else ""
    return typical


def _of_log(
    customer: Mapping[str, Any], known: KnownCustomers, nearest: float
) -> tuple[dict[str, tuple[str, str]], dict[str, float], list[str]]:
    """Return what a log says besides: segments, percentiles, warnings."""
    if known.schemes is None:
        return {}, {}, []
    segments, unknown = segments_of(customer, known.schemes)
    percentiles = percentiles_among(customer, known.neighbours.customers)
    return segments, percentiles, [*([_GUESS] if nearest > NOBODY_NEAR else []), *unknown]


def _is_outside(
    alone: pd.DataFrame, placing: Placing, known: KnownCustomers, distances: Array
) -> bool:
    nearest = None if known.schemes is None else distances[:1]
    return bool(find_outside(alone, placing.attributes, nearest)[0])


def _nearest(alone: pd.DataFrame, placing: Placing) -> dict[str, str]:
    if placing.probabilities is None:
        return {}
    return {"nearest": str(placing.probabilities(alone).iloc[0].idxmax())}


def _in_clusters(
    customer: Mapping[str, Any], placing: Placing, known: KnownCustomers
) -> dict[str, Any]:
    """Return the probabilities, what drove them and what would change them, worked out at once."""
    if placing.probabilities is None:
        return {}
    possible = known.possible_changes(customer)
    typical = typical_rows(placing.attributes)
    rows = [*typical, *(row for change in possible for row in change.rows)]
    found = placing.probabilities(_changed(customer, rows))
    names, chances = [str(name) for name in found.columns], found.to_numpy()
    ends = chances.argmax(axis=1)
    here, first = int(ends[0]), len(typical) + 1
    return {
        "probabilities": dict(zip(names, chances[0].tolist(), strict=True)),
        "drivers": find_drivers(
            customer,
            placing.attributes,
            float(chances[0, here]),
            chances[1:first, here],
            placing.currency,
        ),
        "changes": nearest_changes(possible, here, ends[first:], names),
    }


def _changed(customer: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the customer as is, and below the same customer after each row of changes."""
    columns = {}
    for name, value in customer.items():
        values = [value, *(row.get(name, value) for row in rows)]
        columns[name] = pd.Series(values, dtype="str" if isinstance(value, str) else None)
    return pd.DataFrame(columns)


def _label(customer: pd.DataFrame, placing: Placing) -> dict[str, float]:
    if placing.classifier is None:
        return {}
    found = placing.classifier.probabilities(customer).iloc[0]
    return {str(name): float(chance) for name, chance in found.items()}
