"""How a file was opened; which file a row stands in, and where in it, as messages name it."""

from dataclasses import dataclass
from typing import Final

# Rows of several files are numbered one after the other, each file from a number of its own.
STRIDE: Final = 10**10


@dataclass(frozen=True)
class Where:
    """The file of a table, and the sheet of a workbook; or several files.

    Parameters
    ----------
    text : str
        How messages name it.
    files : tuple of str
        The names of several files; empty for one.
    before : int
        The number of the last row that was there before these were added to it.
    """

    text: str
    files: tuple[str, ...] = ()
    before: int = 0

    def __str__(self) -> str:
        return self.text

    def row(self, line: int) -> str:
        """Return how a row is named: "row 3", or "B.csv, row 3" of several files."""
        if line <= self.before:
            return f"row {line % STRIDE} of what was there before"
        own = line - self.before
        if not self.files:
            return f"row {own % STRIDE}"
        return f"{self.files[own // STRIDE]}, row {own % STRIDE}"


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """How a file was opened, as found or as chosen; what does not apply is empty.

    Parameters
    ----------
    format : str
        "csv", "json", "parquet", "xlsx", "xls" or "ods".
    encoding, separator : str
        Those of a text.
    header_row : int
        The row that names the columns; 0 where there is none.
    sheet, sheets : str, tuple of str
        The sheet of a workbook that is read, and all that have rows.
    """

    format: str
    encoding: str = ""
    separator: str = ""
    header_row: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
