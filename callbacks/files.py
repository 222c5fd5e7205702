"""Tables that the browser saves as files."""

from typing import Any

import pandas as pd

from rfm.exports import csv_text


def csv_file(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """Return a table as `dcc.Download` takes it."""
    return {"content": csv_text(table), "filename": name, "type": "text/csv"}
