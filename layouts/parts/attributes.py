"""An attribute of customers as readers see it: its name in words, its values with their unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.profiles.results import Effect

# An empty value would be the placeholder of a list of choices.
NOT_CHOSEN: Final = "*"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One attribute: `currency` is set where it is an amount, `levels` where it is no number.

    `lowest` and `highest` are those of all customers, where it is a number.
    """

    name: str
    label: str
    is_number: bool = True
    unit: str = ""
    currency: str = ""
    is_whole: bool = False
    levels: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None

    @property
    def title(self) -> str:
        """The name with its unit, as above a column or beside an axis."""
        unit = self.currency or self.unit
        return f"{self.label} ({unit})" if unit else self.label

    def value(self, value: Any) -> str:
        """Return one value in words: "£1,767", "3 days", "2.5", "Artist"; a dash for a gap."""
        if pd.isna(value):
            return words.MISSING
        if not self.is_number:
            return str(value)
        if self.currency:
            return words.short_money(float(value), self.currency)
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        return f"{words.significant(float(value))} {unit}".rstrip()

    def hover(self, place: str) -> str:
        """Return how hovering tells a number that plotly finds at a place."""
        digits = ",.0f" if self.is_whole else ",.3~f"
        return f"{self.label}: %{{{place}:{digits}}} {self.currency or self.unit}".rstrip()


def choices(attributes: Sequence[Shown], first: str) -> list[dict[str, str]]:
    """Return attributes to choose from; `first` says what is shown while none is chosen."""
    named = [{"value": each.name, "label": each.label} for each in attributes]
    return [{"value": NOT_CHOSEN, "label": first}, *named]


def effect_value(effect: "Effect", value: float, attribute: Shown) -> str:
    """Return a median, or the share of a level, in words."""
    return words.percent(value) if effect.level else attribute.value(value)
