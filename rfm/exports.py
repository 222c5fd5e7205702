"""Tables as CSV that a spreadsheet shows and never runs.

A cell of text, or a header, that a spreadsheet would read as a formula gets a leading apostrophe
(OWASP, "CSV Injection"); numbers and dates stay what they are.
"""

from typing import Final

import pandas as pd
import polars as pl
from polars import selectors

# What spreadsheets trim or do not show before they look for a formula: blanks of every kind, and
# characters of no width, among them marks of direction, soft hyphens and the mark of UTF-8.
_UNSEEN: Final = r"[\s\p{Cc}\p{Cf}\p{Z}\p{M}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{2800}]*"
# With the wide, small, raised and lowered forms of the four signs.
FORMULA_START: Final = rf"^(?:{_UNSEEN}[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−]|[\t\r\n\x00])"


def csv_text(table: pd.DataFrame, *, has_header: bool = True) -> str:
    """Return a table as CSV text (RFC 4180, header first, ISO dates), safe to open anywhere.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; its index is left out.
    has_header : bool
        Whether the names of the columns come first; not in a later part of a file.

    Returns
    -------
    str
        The rows, each ended by a line feed.
    """
    texts = table.astype(dict.fromkeys(table.select_dtypes("category"), "str"))
    rows = pl.from_pandas(texts).with_columns(_harmless(selectors.string()))
    lines = rows.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S")
    return _header(rows) + lines if has_header else lines


def _header(rows: pl.DataFrame) -> str:
    # Written as a row: two names may become the same.
    names = pl.DataFrame(
        [rows.columns], schema=[str(place) for place in range(rows.width)], orient="row"
    )
    return names.with_columns(_harmless(pl.all())).write_csv(include_header=False)


def _harmless(text: pl.Expr) -> pl.Expr:
    return text.str.replace(FORMULA_START, "'${0}")
