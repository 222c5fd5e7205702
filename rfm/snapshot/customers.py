"""One customer of a snapshot: found by number, exactly or as was probably meant, and their rows."""

from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rfm import schema
from rfm.snapshot.files import damaged

LONGEST_QUESTION: Final = 40
MOST_TRIED: Final = 100_000
LAST_TEXT: Final = "\U0010ffff"
BOUGHT: Final = (schema.PRODUCT, schema.LINES, schema.REVENUE)


class RowsByCustomer:
    """A Parquet file sorted by customer number, read a few row groups at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def of(self, customer_id: str) -> pd.DataFrame:
        """Return the rows of one customer in the file's order; none for an unknown customer."""
        try:
            with self._lock:
                rows = self._file.read_row_groups(self._groups_with(customer_id))
        except (OSError, ValueError):  # arrow's own errors are children of these
            raise damaged(self._path.parent, self._path.name) from None
        mine = rows.filter(pc.equal(rows[schema.CUSTOMER_ID], customer_id))
        frame: pd.DataFrame = mine.to_pandas()
        return frame

    @cached_property
    def _file(self) -> Any:
        return pq.ParquetFile(self._path, memory_map=True)

    @cached_property
    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The first and last customer number of each row group."""
        metadata = self._file.metadata
        column = metadata.schema.to_arrow_schema().get_field_index(schema.CUSTOMER_ID)
        statistics = [
            metadata.row_group(group).column(column).statistics
            for group in range(metadata.num_row_groups)
        ]
        # A writer leaves the statistics of very long numbers out: then every group may hold them.
        known = all(facts is not None and facts.has_min_max for facts in statistics)
        lowest = [facts.min if known else "" for facts in statistics]
        highest = [facts.max if known else LAST_TEXT for facts in statistics]
        return np.array(lowest, dtype=object), np.array(highest, dtype=object)

    def _groups_with(self, customer_id: str) -> list[int]:
        lowest, highest = self._bounds
        first = int(np.searchsorted(highest, customer_id, side="left"))
        last = int(np.searchsorted(lowest, customer_id, side="right"))
        return list(range(first, last))


def products_bought(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the products a customer bought, the one on most lines first.

    Parameters
    ----------
    lines : pandas.DataFrame
        The lines of one customer.

    Returns
    -------
    pandas.DataFrame
        PRODUCT, LINES and REVENUE. Returned lines and lines that are no product (postage, fees)
        do not count; products with equally many lines go by the alphabet.
    """
    counts = ~lines[schema.IS_RETURN].to_numpy(dtype=bool) & lines[schema.PRODUCT].notna()
    counts &= lines[schema.IS_PRODUCT].fillna(value=False).astype(bool)
    bought = lines.loc[counts].groupby(schema.PRODUCT, observed=True)[schema.AMOUNT]
    products = bought.agg([("count"), ("sum")]).reset_index()
    products.columns = pd.Index(BOUGHT)
    by = [schema.LINES, schema.PRODUCT]
    return products.sort_values(by, ascending=[False, True], ignore_index=True)


class CustomerNumbers:
    """All customer numbers of a base, sorted, ready to be searched."""

    def __init__(self, numbers: pd.Series) -> None:
        self._numbers = numbers

    @cached_property
    def _sorted(self) -> np.ndarray:
        return self._numbers.to_numpy(dtype=object)

    def position(self, number: str) -> int | None:
        """Return the row of a customer number; None when there is no such customer."""
        row = int(np.searchsorted(self._sorted, number))
        if row < len(self._sorted) and self._sorted[row] == number:
            return row
        return None

    def find(self, text: str, limit: int) -> list[str]:
        """Return up to `limit` numbers that are, start with, or contain a text, in that order."""
        if not text or len(text) > LONGEST_QUESTION:
            return []
        first = int(np.searchsorted(self._sorted, text))
        starting = [
            number for number in self._sorted[first : first + limit] if number.startswith(text)
        ]
        if len(starting) == limit:
            return starting
        return list(dict.fromkeys([*starting, *self._containing(text, limit)]))[:limit]

    def nearest(self, number: str, limit: int = 3) -> list[str]:
        """Return the numbers that were probably meant by one that does not exist.

        Those one change away come first, then those two changes away, each by number; a change
        adds, leaves out or replaces a letter, or swaps two neighbours (Damerau-Levenshtein). Then
        those next to it in the order of numbers, so that there is always something to go on with.
        """
        number = number[:LONGEST_QUESTION]
        once = _changed(number, self._letters)
        found = self._known(once)
        # Two changes of a long number, or of one in a large alphabet, are too many to try.
        if len(found) < limit and len(once) ** 2 <= MOST_TRIED:
            twice = set().union(*(_changed(text, self._letters) for text in once))
            found += self._known(twice - once - {number})
        return list(dict.fromkeys([*found[:limit], *self._beside(number, limit)]))[:limit]

    @cached_property
    def _letters(self) -> str:
        """Every letter and digit that some number has."""
        return "".join(set().union(*self._sorted))

    def _known(self, texts: set[str]) -> list[str]:
        """Return those texts that are customer numbers, sorted."""
        tried = np.array(sorted(texts), dtype=object)
        rows = np.searchsorted(self._sorted, tried).clip(max=len(self._sorted) - 1)
        known: list[str] = tried[self._sorted[rows] == tried].tolist()
        return known

    def _beside(self, number: str, limit: int) -> list[str]:
        """Return the numbers around a place in their order, the closest first."""
        place = int(np.searchsorted(self._sorted, number))
        rows = range(max(0, place - limit), min(len(self._sorted), place + limit))
        return [str(self._sorted[row]) for row in sorted(rows, key=lambda row: abs(row - place))]

    def _containing(self, text: str, limit: int) -> list[str]:
        numbers = pa.array(self._numbers)
        found = numbers.filter(pc.match_substring(numbers, text, ignore_case=True))
        matches: list[str] = found[: 2 * limit].to_pylist()
        return matches


def _changed(text: str, letters: str) -> set[str]:
    """Return every text that is one change away: a letter more, less, another, or two swapped."""
    halves = [(text[:place], text[place:]) for place in range(len(text) + 1)]
    less = {before + after[1:] for before, after in halves if after}
    swapped = {
        before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1
    }
    other = {before + letter + after[1:] for before, after in halves if after for letter in letters}
    more = {before + letter + after for before, after in halves for letter in letters}
    return (less | swapped | other | more) - {text}
