"""What drove a prediction: how the probability changes when an attribute becomes typical."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rfm.features.points import Array
from rfm.prediction.values import typical_in_words, typical_of
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import rough_percent

MOST_DRIVERS: Final = 5
_WORTH_SHOWING: Final = 0.01


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
    own, usual = in_words(attribute, value, currency), typical_in_words(attribute, currency)
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
