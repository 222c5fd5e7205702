"""By what lists of customers are sorted where the most valuable come first, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Final

MODEL: Final = "model"
PAST_SPEND: Final = "past spend"
BLEND: Final = "blend"
TITLES: Final = {
    MODEL: "expected value",
    PAST_SPEND: "past spend",
    BLEND: "expected value and boosted trees, the average of both ranks",
}
"""The plainest first: among kinds that rank alike, the first is used."""


@dataclass(frozen=True, kw_only=True)
class ListOrder:
    """By what lists are sorted: chosen on one day of the past, told on a later one.

    Attributes
    ----------
    kind : str
        "model" (expected value), "past spend" or "blend".
    reason : str
        Why, in a sentence or two.
    window : int
        Days after each of the two days whose revenue was to be foretold; 0 where none was.
    chosen_on, scored_on : date or None
        The two days.
    kinds : tuple of str
    chosen_ginis, ginis : tuple of float
        How well each kind ranked customers by what they then spent (normalised Gini), on either
        day.
    top_fifths : tuple of float
        The share of revenue, on the later day, of the fifth that each kind ranked best.
    """

    kind: str = MODEL
    reason: str = ""
    window: int = 0
    chosen_on: date | None = None
    scored_on: date | None = None
    kinds: tuple[str, ...] = ()
    chosen_ginis: tuple[float, ...] = ()
    ginis: tuple[float, ...] = ()
    top_fifths: tuple[float, ...] = ()

    @property
    def sentence(self) -> str:
        """By what the list is sorted, in a short sentence."""
        if not self.kinds:
            return "Places by value go by expected value: no back-test tells what ranks best."
        return f"Places by value go by {TITLES[self.kind]}, {self._why}."

    @property
    def _why(self) -> str:
        best = max(zip(self.ginis, self.kinds, strict=True))[1]
        if best == self.kind:
            return "which ranked best in the back-test"
        return "which was chosen on one day of the past and held on a later one"
