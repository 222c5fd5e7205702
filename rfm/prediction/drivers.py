"""What drove a prediction: how the probability changes when an attribute becomes typical."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from rfm.prediction.placing import Place
from rfm.table.attribute import Attribute, in_words, label_of
from rfm.words import rough_percent

TOLD: Final = 5
_WORTH_TELLING: Final = 0.01


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


def find_drivers(
    customer: Mapping[str, Any],
    attributes: Sequence[Attribute],
    place: Place,
    *,
    currency: str = "",
    most: int = TOLD,
) -> tuple[Driver, ...]:
    """Return what drove the placing of a customer, the strongest first.

    Each attribute in turn takes its typical value while all others stay. What moves the
    probability by less than one percentage point is left out.

    Parameters
    ----------
    customer : mapping
        The attributes of the customer that `place` needs, without gaps.
    attributes : sequence of Attribute
        Those that may have driven it; their typical values stand in.
    place : callable
        What places customers.
    currency : str
        What money is shown with.
    most : int
        How many to return.
    """
    typical = {one.name: typical_of(one) for one in attributes if one.name in customer}
    asked = [one for one in attributes if typical.get(one.name) is not None]
    rows = [dict(customer), *({**customer, one.name: typical[one.name]} for one in asked)]
    chances = place(pd.DataFrame(rows)).to_numpy()
    chosen = int(chances[0].argmax())
    found = [
        _driver(
            one, (customer[one.name], typical[one.name]), (chances[0, chosen], chance), currency
        )
        for one, chance in zip(asked, chances[1:, chosen], strict=True)
    ]
    strong = [one for one in found if abs(one.drop) >= _WORTH_TELLING]
    return tuple(sorted(strong, key=lambda one: -abs(one.drop))[:most])


def typical_of(attribute: Attribute) -> float | str | None:
    """Return what stands in for a value that is not known; None when nothing does."""
    if attribute.kind == "number":
        return attribute.typical
    return attribute.typical_level or (attribute.levels[0] if attribute.levels else None)


def _driver(
    attribute: Attribute, values: tuple[Any, Any], chances: tuple[float, float], currency: str
) -> Driver:
    value, typical = (one if isinstance(one, str) else float(one) for one in values)
    own, usual = (in_words(attribute, one, currency) for one in (value, typical))
    before, after = map(float, chances)
    verb = "speaks for it" if before > after else "speaks against it"
    return Driver(
        attribute=attribute.name,
        value=value,
        typical=typical,
        drop=before - after,
        sentence=(
            f"{label_of(attribute)} {own} {verb}: with the typical {usual} it would be "
            f"{rough_percent(after)} probable instead of {rough_percent(before)}."
        ),
    )
