"""Read the rows of one customer from a file that is sorted by customer."""

from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.snapshot.manifest import damaged

LAST_TEXT: Final = "\U0010ffff"


class RowsByCustomer:
    """A Parquet file sorted by customer number, read a few row groups at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def of(self, customer_id: str) -> pd.DataFrame:
        """Return the rows of one customer in the file's order; none for an unknown customer."""
        import pyarrow.compute as pc

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
        import pyarrow.parquet as pq

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
