"""Find a customer by number, exactly, while typing, or by what was probably meant."""

from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema

LONGEST_QUESTION: Final = 40


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

    def _containing(self, text: str, limit: int) -> list[str]:
        import pyarrow as pa
        import pyarrow.compute as pc

        numbers = pa.array(self._numbers)
        found = numbers.filter(pc.match_substring(numbers, text, ignore_case=True))
        matches: list[str] = found[: 2 * limit].to_pylist()
        return matches


def nearest_numbers(customers: Path, number: str, limit: int = 3) -> list[str]:
    """Return the customer numbers that differ least from one that does not exist.

    The difference is the number of characters to insert, remove, change or swap
    (Damerau-Levenshtein); equal differences are ordered by number.
    """
    import duckdb

    # customer_id is schema.CUSTOMER_ID: a column cannot be a parameter of a query.
    query = (
        "SELECT customer_id FROM read_parquet($file) "
        "ORDER BY damerau_levenshtein(customer_id, $number), customer_id LIMIT $limit"
    )
    values = {"file": str(customers), "number": number[:LONGEST_QUESTION], "limit": limit}
    with duckdb.connect() as connection:
        rows = connection.execute(query, values).fetchdf()
    return rows[schema.CUSTOMER_ID].tolist()
