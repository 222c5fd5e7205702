"""Which row of a file is its header, where the names of columns do not tell.

A log's header names a log's fields. A table of customers may call its columns anything: its header
is the first row that is about as full as the rows of the table are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

# A log has a customer, a date and an amount: a row that names fewer fields is no log's header.
FEWEST_FIELDS: Final = 3
# Above the header stand titles of a cell or two; within it a name may be missing.
_NEARLY_FULL: Final = 2 / 3


def filled(cells: Iterable[str | None]) -> int:
    """Return how many cells of a row hold something."""
    return sum(bool(cell and cell.strip()) for cell in cells)


def usual_width(widths: Sequence[int]) -> int:
    """Return the width that most rows have, the larger of two that are as common."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width))


def first_nearly_full(widths: Sequence[int], width: int) -> int:
    """Return the place of the first row that is nearly as wide as a table's rows."""
    wide = (place for place, own in enumerate(widths) if own >= _NEARLY_FULL * width)
    return next(wide, 0)
