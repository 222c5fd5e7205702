"""A file of any usual kind -> a table of cells, and what its columns, numbers and dates mean."""

from rfm.reading.columns import Header
from rfm.reading.opening import explaining, open_table, peek_table, unpacks_beyond
from rfm.reading.tables import Table, without_stray_rows

__all__ = [
    "Header",
    "Table",
    "explaining",
    "open_table",
    "peek_table",
    "unpacks_beyond",
    "without_stray_rows",
]
