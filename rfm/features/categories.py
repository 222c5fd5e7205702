"""One category of customers on its way to comparable axes: filled, rare levels merged, scaled.

The scaling is that of a factor analysis of mixed data (Pages, 2004): an indicator minus its share,
divided by the root of the share, so that sharing a rare level brings customers nearer together than
sharing a common one. There a category of many levels weighs as much as many numbers, and one that
has nothing to do with any group can hide them all; balanced, each weighs as one number. A category
of two levels needs one such axis, which has the same distances.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm.features.points import Array, Codes
from rfm.features.settings import Encoding, PipelineSettings
from rfm.table.attribute import Attribute
from rfm.table.cells import YES, normalised

OTHER: Final = "Other"
MISSING: Final = "Missing"
_PAIR: Final = 2


@dataclass(frozen=True)
class CategoryColumn:
    """What was learned of a category.

    Parameters
    ----------
    name, label : str
        The attribute's.
    levels : tuple of str
        Levels that customers are told apart by, the most frequent first; may hold "Other" and
        "Missing".
    shares : tuple of float
        Share of customers of each.
    merged : tuple of str
        Rare levels that were merged.
    rest : str
        The level that these, and levels never seen, count as.
    stand_in : str
        The level that a gap counts as.
    gaps : int
        How many customers had no value.
    spellings : tuple of str
        The attribute's own levels, which say how a new customer's cells are spelled.
    """

    name: str
    label: str
    levels: tuple[str, ...]
    shares: tuple[float, ...]
    merged: tuple[str, ...]
    rest: str
    stand_in: str
    gaps: int
    spellings: tuple[str, ...]

    def codes(self, customers: pd.DataFrame) -> Codes:
        """Return the place of each customer's level; gaps and unknown levels have one too."""
        known = {level: place for place, level in enumerate(self.levels)}
        if self.name not in customers.columns:
            return np.full(len(customers), known[self.stand_in], dtype=np.int64)
        places, cells = level_cells(customers[self.name], self.spellings)
        code_of = [known.get(cell, known[self.rest]) for cell in cells]
        # The last place is what pandas calls a gap, -1.
        codes = np.array([*code_of, known[self.stand_in]], dtype=np.int64)
        found: Codes = codes[places]
        return found

    def axes(self, encoding: Encoding) -> tuple[tuple[str, ...], Array]:
        """Return the names of the category's axes, and where each level lies on them."""
        share = np.array(self.shares)
        names = tuple(f"{self.label}: {level}" for level in self.levels)
        if len(self.levels) == _PAIR:
            place = self.levels.index(YES) if YES in self.levels else 0
            is_it = np.eye(_PAIR)[:, [place]] - share[place]
            size = np.sqrt(2.0) if encoding == "indicators" else 1 / np.sqrt(share.prod())
            return (names[place],), is_it * size
        places = np.eye(len(self.levels)) - share
        if encoding == "indicators":
            return names, places
        places = places / np.sqrt(share)
        if encoding == "balanced":
            places = places / np.sqrt(len(self.levels) - 1)
        return names, places


def level_cells(values: pd.Series, spellings: tuple[str, ...]) -> tuple[Codes, list[str]]:
    """Return the place of each customer's cell among the different ones.

    Parameters
    ----------
    values : Series
        A cell per customer.
    spellings : tuple of str
        The levels as they are written.

    Returns
    -------
    (array of int of shape (customers,), list of str)
        A place in the list, or -1, for each customer; the different cells.
    """
    places, cells = pd.factorize(values, use_na_sentinel=True)
    if set(spellings).issuperset(cells):
        # Levels are written as they are: placing one customer has no time to find that out.
        return places.astype(np.int64), list(cells)
    spelled = normalised(pd.Series(cells, dtype="str"), spellings)
    blank = (spelled == "").to_numpy()
    if blank.any():
        places = np.where(np.append(blank, False)[places], -1, places)
    return places.astype(np.int64), spelled.to_list()


def fit_category(
    customers: pd.DataFrame, attribute: Attribute, settings: PipelineSettings
) -> CategoryColumn | None:
    """Return how a category becomes comparable, None where it is the same for everybody."""
    places, cells = level_cells(customers[attribute.name], attribute.levels)
    counts = _counts(places, cells)
    gaps = int((places < 0).sum())
    if not counts:
        return None
    frequent = min(counts, key=lambda level: (-counts[level], level))
    stand_in = frequent
    if gaps and settings.imputing == "missing-level":
        stand_in = MISSING
    counts[stand_in] = counts.get(stand_in, 0) + gaps
    kept, merged, rest = _merge(counts, len(customers), settings)
    if len(kept) < _PAIR:
        return None
    levels = sorted(kept, key=lambda level: (-kept[level], level))
    return CategoryColumn(
        name=attribute.name,
        label=attribute.label or attribute.name,
        levels=tuple(levels),
        shares=tuple(kept[level] / len(customers) for level in levels),
        merged=merged,
        rest=rest,
        stand_in=stand_in if stand_in in kept else rest,
        gaps=gaps,
        spellings=attribute.levels,
    )


def _counts(places: Codes, cells: list[str]) -> dict[str, int]:
    """Return how many customers have each level; two spellings of one are one."""
    times = np.bincount(places[places >= 0], minlength=len(cells))
    counts: dict[str, int] = {}
    for cell, count in zip(cells, times.tolist(), strict=True):
        counts[cell] = counts.get(cell, 0) + count
    counts.pop("", None)
    return counts


def _merge(
    counts: Mapping[str, int], customers: int, settings: PipelineSettings
) -> tuple[dict[str, int], tuple[str, ...], str]:
    """Return the levels to keep with their customers, those merged, and what they count as."""
    least = max(settings.rare_share * customers, settings.rare_customers)
    kept = {level: count for level, count in counts.items() if count >= least}
    frequent = min(counts, key=lambda level: (-counts[level], level))
    kept = kept or {frequent: counts[frequent]}
    rare = {level: count for level, count in counts.items() if level not in kept}
    rest = OTHER if OTHER in kept else frequent
    if sum(rare.values()) >= max(least, 1):
        rest = OTHER
    # Even together too few to be told apart: they count with the most frequent level.
    kept[rest] = kept.get(rest, 0) + sum(rare.values())
    merged = sorted((level for level in rare if level != rest), key=lambda lev: (-rare[lev], lev))
    return kept, tuple(merged), rest
