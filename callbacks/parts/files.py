"""Tables that the browser saves as files."""

from typing import Any, Final

import pandas as pd

from callbacks.parts.plays import MOST_WITH_PLAYS
from layouts.parts.components import message
from rfm import words
from rfm.exports import csv_text

# What a spreadsheet holds, less its header.
MOST_EXPORTED: Final = 1_048_575


def csv_file(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """Return a table as `dcc.Download` takes it."""
    return {"content": csv_text(table), "filename": name, "type": "text/csv"}


def note_on_file(customers: int) -> Any:
    """Return what a file of so many customers leaves out; nothing when it holds all of them."""
    if customers <= MOST_WITH_PLAYS:
        return None
    left_out = (
        f"What to do with each customer is left out of files of more than "
        f"{words.count(MOST_WITH_PLAYS)}; the table of groups has it."
    )
    if customers > MOST_EXPORTED:
        left_out = (
            f"The file holds the first {words.count(MOST_EXPORTED)} of {words.count(customers)} "
            "customers, as many as a spreadsheet has rows for. Choose a group or filter the list "
            f"to download the others. {left_out}"
        )
    return message(left_out, "watch")
