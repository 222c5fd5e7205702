"""Cluster Prediction: the address <=> the inputs, and the answer to the values asked about."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.parts.looks import look_of
from callbacks.prediction.views import PAIRS, answer_to, chart_of, table_of
from layouts.ids import Prediction, Shell
from layouts.parts.components import message
from layouts.prediction.answer import TYPICAL, show_answer
from rfm import schema
from rfm.errors import PredictionError
from rfm.exports import csv_text
from rfm.prediction import read_values
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

FIELDS: Final = ("Recency", "Frequency", "Monetary")
CORRECT: Final = "Nobody can be placed by these values: correct what is marked above."
_INPUTS: Final = (Prediction.RECENCY, Prediction.FREQUENCY, Prediction.MONETARY)
_NOTES: Final = (Prediction.RECENCY_NOTE, Prediction.FREQUENCY_NOTE, Prediction.MONETARY_NOTE)
# Any possible customer: lets one value be judged without the others.
_POSSIBLE: Final = ("0", "1", "0")


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("prediction", "address"),
        Output(Prediction.ADDRESS, "search"),
        *[Output(each, "value") for each in _INPUTS],
        Output(Prediction.ASKED, "data"),
        Input(Prediction.ADDRESS, "search"),
        Input(Prediction.PLACE, "n_clicks"),
        *[Input(each, "n_submit") for each in _INPUTS],
        Input(Prediction.TYPICAL, "data"),
        *[State(each, "value") for each in _INPUTS],
        State(Prediction.ADDRESS, "pathname"),
    )

    @app.callback(
        Output(Prediction.TYPICAL, "data"),
        Output(Prediction.FREQUENCY_UNIT, "children"),
        Output(Prediction.MONETARY_UNIT, "children"),
        Input(Shell.RFM, "data"),
    )
    def prepare(shown: dict[str, str] | None) -> Any:
        return prepared(datasets.snapshot(shown["name"])) if shown else [no_update] * 3

    @app.callback(
        output=_outputs(),
        inputs=[
            Input(Prediction.ASKED, "data"),
            Input(Shell.THEME, "data"),
            Input(Shell.RFM, "data"),
        ],
    )
    def answer(asked: Any, theme: str | None, shown: dict[str, str] | None) -> Any:
        if not asked or not shown:
            return _page(no_update, no_update)
        return show(datasets.snapshot(shown["name"]), asked, theme or "light")

    for name, (chart, _columns) in PAIRS.items():
        _register_download(app, datasets, (name, chart.csv, chart.download))


def _register_download(app: Dash, datasets: Datasets, ids: tuple[str, str, str]) -> None:
    name, button, download = ids

    @app.callback(
        Output(download, "data"),
        Input(button, "n_clicks"),
        State(Prediction.ASKED, "data"),
        State(Shell.RFM, "data"),
        prevent_initial_call=True,
    )
    def save(_clicked: int, asked: Any, shown: dict[str, str] | None) -> Any:
        if not asked or not shown:
            return no_update
        return download_of(datasets.snapshot(shown["name"]), asked, name)


def _outputs() -> dict[str, Any]:
    return {
        "notes": [Output(note, "children") for note in _NOTES],
        "invalid": [Output(each, "invalid") for each in _INPUTS],
        "page": [
            Output(Prediction.MESSAGE, "children"),
            Output(Prediction.RESULT, "children"),
            Output(Prediction.CHARTS, "hidden"),
        ],
        "charts": {
            name: {
                "title": Output(chart.title, "children"),
                "graph": Output(chart.graph, "figure"),
                "caption": Output(chart.caption, "children"),
                "table": Output(chart.table, "children"),
            }
            for name, (chart, _columns) in PAIRS.items()
        },
    }


def prepared(snapshot: Snapshot) -> list[Any]:
    """Return the base's medians as texts, and the units of frequency and monetary."""
    customers = snapshot.customers(*schema.RFM)
    recency, frequency, monetary = (float(np.median(customers[name])) for name in schema.RFM)
    texts = [f"{round(recency)}", f"{max(round(frequency), 1)}", f"{monetary:.2f}"]
    look = look_of(snapshot, "light")
    unit = f"spent in all, in {snapshot.currency}" if snapshot.currency else "spent in all"
    return [texts, f"number of {look.orders_word}", unit]


def show(snapshot: Snapshot, asked: Mapping[str, Any], theme: str) -> dict[str, Any]:
    """Return everything the page shows for the values asked about: the answer, or what is wrong."""
    texts = texts_in(asked)
    notes = notes_on(texts)
    if any(notes):
        return _page(message(CORRECT, "watch"), None, notes=notes)
    try:
        answer = answer_to(snapshot, read_values(*texts))
    except PredictionError as error:
        return _refused(str(error))
    look = look_of(snapshot, theme, schema.CLUSTERS)
    plain = look_of(snapshot, theme)
    told = message(TYPICAL.format(snapshot.title)) if asked.get("typical") else None
    charts = {name: chart_of(snapshot, answer, look, name) for name in PAIRS}
    return _page(told, show_answer(answer, snapshot.name, plain), charts=charts)


def texts_in(asked: Mapping[str, Any]) -> list[str]:
    """Return the three texts of a question, whatever was sent."""
    values = asked.get("values") if isinstance(asked, Mapping) else None
    texts = list(values) if isinstance(values, list) else []
    return [str("" if text is None else text) for text in [*texts, "", "", ""][:3]]


def notes_on(texts: list[str]) -> list[str]:
    """Return what is wrong with each value, beside its input; empty where nothing is."""
    return [_note(texts, place) for place in range(len(FIELDS))]


def _note(texts: list[str], place: int) -> str:
    alone = [*_POSSIBLE[:place], texts[place], *_POSSIBLE[place + 1 :]]
    try:
        read_values(*alone)
    except PredictionError as error:
        return str(error)
    return ""


def _refused(sentence: str) -> dict[str, Any]:
    """Return a sentence beside the value it is about; above the answer when it is about none."""
    opening = sentence.lower().removeprefix("a ")
    notes = [sentence if opening.startswith(field.lower()) else "" for field in FIELDS]
    told = message(CORRECT, "watch") if any(notes) else message(sentence, "bad")
    return _page(told, None, notes=notes)


def download_of(snapshot: Snapshot, asked: Mapping[str, Any], name: str) -> Any:
    """Return the customers most alike, with the placed one first, as a CSV file."""
    texts = texts_in(asked)
    if any(notes_on(texts)):
        return no_update
    try:
        answer = answer_to(snapshot, read_values(*texts))
    except PredictionError:
        return no_update
    table: pd.DataFrame = table_of(answer, look_of(snapshot, "light"))
    return {"type": "text/csv", "content": csv_text(table), "filename": f"prediction-{name}.csv"}


def _page(
    told: Any,
    result: Any,
    *,
    notes: list[str] | None = None,
    charts: dict[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    untouched = result is no_update
    nothing = dict.fromkeys(("title", "graph", "caption", "table"), no_update)
    sentences = notes or [""] * len(FIELDS)
    return {
        "notes": [no_update] * len(FIELDS) if untouched else sentences,
        "invalid": [no_update] * len(FIELDS) if untouched else [bool(each) for each in sentences],
        "page": [told, result, no_update if untouched else charts is None],
        "charts": charts or dict.fromkeys(PAIRS, nothing),
    }
