"""The page Cluster Prediction: given a customer's values, which cluster, how sure, and why.

What may be given depends on the data set, and is what the address holds. Callbacks make the fields,
place the customer and fill the answer. Below, a file of customers is taken and one given back.
"""

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html

from layouts.ids import Prediction
from layouts.parts.components import aria, button, chart_card, loading, message
from layouts.parts.sections import cards, section
from layouts.parts.verdicts import sentences
from layouts.prediction.form import form
from rfm import words

LEAD: Final = "Where would a customer with these values belong?"
FILE_TITLE: Final = "Place a file of customers"
MOST_MEGABYTES: Final = 25
LIMITS: Final = (
    f"CSV, Parquet or Excel (.xlsx), up to {MOST_MEGABYTES} MB and 1,000,000 rows, one row per "
    "customer with the names of the columns on top."
)


def layout(**_address: str) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Prediction.ADDRESS, refresh=False),
            dcc.Store(id=Prediction.TYPICAL),
            dcc.Store(id=Prediction.GIVEN),
            html.H1("Cluster Prediction", className="visually-hidden"),
            html.P(LEAD, className="lead-sentence"),
            form(),
            html.Div(id=Prediction.MESSAGE),
            loading(html.Div(id=Prediction.RESULT), height=280),
            _charts(),
            _file(),
        ],
        className="prediction",
    )


def _charts() -> html.Div:
    return cards(
        chart_card(Prediction.RECENCY_MONETARY, "How recent, and for how much?", height=360),
        chart_card(Prediction.FREQUENCY_MONETARY, "How often, and for how much?", height=360),
        chart_card(Prediction.MAP, "Where among all customers?", height=420, class_name="full"),
        id=Prediction.CHARTS,
        hidden=True,
    )


def _file() -> html.Section:
    """Return the section that takes a file and gives one back."""
    upload = dcc.Upload(
        button("Choose a file…", **aria(describedby=Prediction.FILE_LIMITS)),
        id=Prediction.FILE,
        multiple=False,
        accept=".csv,.txt,.tsv,.gz,.parquet,.xlsx",
        className="file-drop",
        className_active="file-drop active",
    )
    return section(
        FILE_TITLE,
        html.P(id=Prediction.FILE_ASKS, className="section-note"),
        html.Div(
            [upload, html.P(LIMITS, id=Prediction.FILE_LIMITS, className="note")],
            className="panel file-panel",
        ),
        dcc.Store(id=Prediction.SENT),
        html.Div(id=Prediction.FILE_MESSAGE, **aria(live="polite")),
        dcc.Download(id=Prediction.FILE_DOWNLOAD),
        **aria(label=FILE_TITLE),
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
