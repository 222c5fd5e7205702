"""A file of customers to place: choosing it, what is expected of it, and what was assumed."""

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html

from layouts.ids import Prediction
from layouts.parts.components import aria, button, message
from layouts.parts.sections import section
from layouts.parts.verdicts import sentences
from rfm import words

TITLE: Final = "Place a file of customers"
MOST_MEGABYTES: Final = 25
LIMITS: Final = (
    f"CSV, Parquet or Excel (.xlsx), up to {MOST_MEGABYTES} MB and 1,000,000 rows, one row per "
    "customer with the names of the columns on top."
)


def file_section() -> html.Section:
    """Return the section of the page that takes a file and gives one back."""
    upload = dcc.Upload(
        button("Choose a file…", **aria(describedby=Prediction.FILE_LIMITS)),
        id=Prediction.FILE,
        multiple=False,
        accept=".csv,.txt,.tsv,.gz,.parquet,.xlsx",
        className="file-drop",
        className_active="file-drop active",
    )
    return section(
        TITLE,
        html.P(id=Prediction.FILE_ASKS, className="section-note"),
        html.Div(
            [upload, html.P(LIMITS, id=Prediction.FILE_LIMITS, className="note")],
            className="panel file-panel",
        ),
        dcc.Store(id=Prediction.SENT),
        html.Div(id=Prediction.FILE_MESSAGE, **aria(live="polite")),
        dcc.Download(id=Prediction.FILE_DOWNLOAD),
        **aria(label=TITLE),
    )


def asks(names: Sequence[str]) -> str:
    """Return which columns a file may have."""
    listed = ", ".join(names)
    return (
        f"Columns are found by name: {listed}. What is missing is filled with the typical value, "
        "and said so. A CSV file comes back with the cluster of each customer and the probability "
        "of every cluster; the file that was sent is not kept."
    )


def placed(name: str, customers: int, notes: Sequence[str]) -> Any:
    """Return what happened to a file."""
    sentence = f"{words.counted(customers, 'customer')} of {name} placed, and saved."
    saved = message(sentence, "good")
    if not notes:
        return saved
    return [saved, sentences(notes)]
