"""Tables as CSV that a spreadsheet shows and never runs.

A cell of text that a spreadsheet would read as a formula gets a leading apostrophe
(OWASP, "CSV Injection"); numbers and dates stay what they are.
"""

from typing import Final

import pandas as pd
import polars as pl
from polars import selectors

FORMULA_START: Final = r"^\s*[=+\-@\t\r\n\x00＝＋－＠]"


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV text (RFC 4180, header first, ISO dates), safe to open anywhere.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; its index is left out.

    Returns
    -------
    str
        The rows, each ended by a line feed.
    """
    texts = table.astype(dict.fromkeys(table.select_dtypes("category"), "str"))
    return (
        pl.from_pandas(texts)
        .with_columns(selectors.string().str.replace(FORMULA_START, "'${0}"))
        .write_csv(datetime_format="%Y-%m-%d %H:%M:%S")
    )
