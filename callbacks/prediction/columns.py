"""Cluster Prediction for tables: the form of the model's columns, the address, and the answer."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.parts.looks import look_of_clusters
from callbacks.prediction.columns_views import (
    fields_of,
    filled_words,
    map_of,
    placing,
    shown_answer,
)
from layouts.charts.clouds import map_place as figures
from layouts.customers.tables import told_as_table
from layouts.ids import Prediction, Shell, attribute_field, attribute_note
from layouts.parts.components import empty_state, message
from layouts.prediction.columns import fields, filled_sentence, show_columns_answer
from rfm.exports import csv_text
from rfm.prediction.attribute_values import ReadValues, read_attribute_values
from rfm.snapshot import Snapshot
from rfm.snapshot.predicting import asked_attributes
from server.data.datasets import Datasets

CORRECT: Final = "Nobody can be placed by these values: correct what is marked above."
PREFIX: Final = "v."
MOST_LETTERS: Final = 80
_CHART: Final = ("graph", "title", "caption", "table")


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the form with the data sets."""
    every = attribute_field(ALL)
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("columns", "address"),
        Output(Prediction.COLUMNS_ADDRESS, "search"),
        Output(Prediction.GIVEN, "data"),
        Output(every, "value"),
        Input(Prediction.COLUMNS_ADDRESS, "search"),
        Input(Prediction.COLUMNS_PLACE, "n_clicks"),
        Input(every, "n_submit"),
        Input(every, "id"),
        State(every, "value"),
        State(Prediction.COLUMNS_ADDRESS, "pathname"),
        State(Prediction.GIVEN, "data"),
    )

    @app.callback(
        Output(Prediction.COLUMNS, "children"),
        Input(Shell.ATTRIBUTES, "data"),
        State(Prediction.COLUMNS_ADDRESS, "search"),
    )
    def ask(shown: Any, search: str | None) -> Any:
        if not shown:
            return None
        return form_of(datasets.snapshot(shown["name"]), given_in(search))

    @app.callback(
        output=_outputs(),
        inputs=[
            Input(Prediction.GIVEN, "data"),
            Input(Shell.THEME, "data"),
            Input(Shell.ATTRIBUTES, "data"),
            State(every, "id"),
        ],
    )
    def answer(given: Any, theme: str | None, shown: Any, asked: Any) -> dict[str, Any]:
        if not shown or not isinstance(given, Mapping):
            raise PreventUpdate
        names = [str(each["name"]) for each in asked]
        return show(datasets.snapshot(shown["name"]), texts_in(given), names, theme or "light")

    @app.callback(
        Output(Prediction.MAP.download, "data"),
        Input(Prediction.MAP.csv, "n_clicks"),
        State(Prediction.GIVEN, "data"),
        State(Shell.ATTRIBUTES, "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, given: Any, shown: Any) -> Any:
        if not clicks or not shown or not isinstance(given, Mapping):
            return no_update
        return download_of(datasets.snapshot(shown["name"]), texts_in(given))


def _outputs() -> dict[str, Any]:
    chart = Prediction.MAP
    return {
        "notes": Output(attribute_note(ALL), "children"),
        "invalid": Output(attribute_field(ALL), "invalid"),
        "message": Output(Prediction.COLUMNS_MESSAGE, "children"),
        "result": Output(Prediction.COLUMNS_RESULT, "children"),
        "no_chart": Output(Prediction.COLUMNS_CHARTS, "hidden"),
        "graph": Output(chart.graph, "figure"),
        "title": Output(chart.title, "children"),
        "caption": Output(chart.caption, "children"),
        "table": Output(chart.table, "children"),
    }


def given_in(search: str | None) -> dict[str, str]:
    """Return the values that an address holds, by column."""
    parts = parse_qsl((search or "").lstrip("?"))
    return texts_in({key[len(PREFIX) :]: text for key, text in parts if key.startswith(PREFIX)})


def texts_in(given: Mapping[Any, Any]) -> dict[str, str]:
    """Return what was given as texts, whatever was sent."""
    return {str(name): str(text)[:MOST_LETTERS] for name, text in given.items() if text is not None}


def form_of(snapshot: Snapshot, given: Mapping[str, str]) -> Any:
    """Return the form, with the values that are given."""
    return fields(fields_of(snapshot, given))


def show(
    snapshot: Snapshot, texts: Mapping[str, str], names: Sequence[str], theme: str
) -> dict[str, Any]:
    """Return everything the page shows for what was given: the answer, or what is wrong.

    `names` are the columns whose fields are on the page, in their order.
    """
    read = read_attribute_values(texts, asked_attributes(snapshot))
    marks = _marks(read, names)
    if read.problems:
        strange = [told for name, told in read.problems.items() if name not in names]
        told = [message(CORRECT if not strange else " ".join(strange), "watch")]
        return marks | {"message": told, "result": None, "no_chart": True} | _untouched()
    if not snapshot.is_placed_by_attributes:
        reason = snapshot.no_clusters_reason
        told = [empty_state(f"{snapshot.title} has no clusters", reason)]
        return marks | {"message": told, "result": None, "no_chart": True} | _untouched()
    answer = placing(snapshot).answer(read.values)
    filled = filled_words(snapshot, answer.filled)
    note = message(filled_sentence(filled, is_all=not read.values)) if filled else None
    look, found = look_of_clusters(snapshot, theme), map_of(snapshot, answer)
    finding = figures.finding_of_map_place(found, look)
    return marks | {
        "message": note,
        "result": show_columns_answer(shown_answer(snapshot, answer, look), snapshot.name),
        "no_chart": False,
        "graph": figures.draw_map_place(found, look).to_plotly_json(),
        "title": finding,
        "caption": figures.caption_of_map_place(found, look),
        "table": told_as_table(answer.alike.set_axis(["Customer", "Cluster"], axis=1), finding),
    }


def _untouched() -> dict[str, Any]:
    return dict.fromkeys(_CHART, no_update)


def _marks(read: ReadValues, names: Sequence[str]) -> dict[str, Any]:
    return {
        "notes": [read.problems.get(name, "") for name in names],
        "invalid": [name in read.problems for name in names],
    }


def download_of(snapshot: Snapshot, texts: Mapping[str, str]) -> Any:
    """Return the customers most alike as a CSV file."""
    read = read_attribute_values(texts, asked_attributes(snapshot))
    if read.problems or not snapshot.is_placed_by_attributes:
        return no_update
    alike = placing(snapshot).answer(read.values).alike
    content = csv_text(alike.astype("str"))
    return {"type": "text/csv", "content": content, "filename": "prediction-alike.csv"}
