"""What had to be filled in for customers before they could be placed, in sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from rfm.features.categories import CategoryColumn, level_cells
from rfm.features.numbers import NumberColumn, number_cells
from rfm.words import exact, quoted

if TYPE_CHECKING:
    import pandas as pd

_SHOWN: Final = 3


def filled_in(
    customers: "pd.DataFrame",
    numbers: Sequence[NumberColumn],
    categories: Sequence[CategoryColumn],
) -> tuple[str, ...]:
    """Return what was filled in, a sentence for each attribute with gaps or unknown levels.

    Parameters
    ----------
    customers : DataFrame
        The customers to be placed.
    numbers, categories : sequence
        What was learned of each attribute.
    """
    sentences: list[str] = []
    for number in numbers:
        gaps = int(np.isnan(number_cells(customers, number.name)).sum())
        if gaps:
            stand_in = f"the typical {exact(number.typical)}"
            sentences.append(_gaps(number.label, gaps, len(customers), stand_in))
    for category in categories:
        places, cells = level_cells(customers, category.name, category.spellings)
        gaps = int((places < 0).sum())
        if gaps:
            stand_in = f"'{category.stand_in}'"
            sentences.append(_gaps(category.label, gaps, len(customers), stand_in))
        known = {*category.levels, *category.merged}
        unknown = sorted({cell for cell in cells if cell not in known} - {""})
        if unknown:
            sentences.append(
                f"{category.label}: {quoted(unknown[:_SHOWN])} was not seen before and counts as "
                f"'{category.rest}'."
            )
    return tuple(sentences)


def _gaps(label: str, gaps: int, customers: int, stand_in: str) -> str:
    if customers == 1:
        return f"{label} was not given: {stand_in} is used."
    return f"{label} was not given for {gaps:,} of {customers:,} customers: {stand_in} is used."
