"""Tables that the browser saves as files."""

from typing import Any, Final

import pandas as pd

from rfm.exports import csv_text

# What a spreadsheet holds, less its header.
MOST_EXPORTED: Final = 1_048_575


def csv_file(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """Return a table as `dcc.Download` takes it."""
    return {"content": csv_text(table), "filename": name, "type": "text/csv"}
