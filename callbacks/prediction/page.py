"""The page Cluster Prediction at work: address, form, the answer to what was given, charts."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.parts.plays import plays_of
from callbacks.prediction import file, kept
from callbacks.prediction.facts import (
    answer_of,
    group_of,
    look_of_alike,
    map_of,
    place_among,
)
from callbacks.prediction.view import (
    PredictionView,
    fields_of,
    filled_words,
    given_in,
    key_of,
    placing_in,
    texts_of,
    typical_texts,
    view_of,
)
from layouts.charts.customer.on_map import map_place
from layouts.charts.prediction.places import among
from layouts.ids import Prediction, Shell
from layouts.parts.components import empty_state, message
from layouts.prediction import form
from layouts.prediction.answer import show_answer
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.data.requests import PREDICTION

CORRECT: Final = "Nobody can be placed by these values: correct what is marked above."
CHOSEN: Final = {"token": (Shell.SHOWN, "data"), "given": (Prediction.GIVEN, "data")}
CARDS: Final = (
    ChartCard(
        Prediction.RECENCY_MONETARY,
        among,
        partial(place_among, (schema.RECENCY_DAYS, schema.MONETARY)),
    ),
    ChartCard(
        Prediction.FREQUENCY_MONETARY,
        among,
        partial(place_among, (schema.FREQUENCY, schema.MONETARY)),
    ),
    ChartCard(Prediction.MAP, map_place, map_of),
)


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    register_cards(app, CARDS, partial(view_of, datasets), CHOSEN)
    _register_form(app, datasets)
    _register_address(app)
    file.register(app, datasets)

    @app.callback(
        output={
            "message": Output(Prediction.MESSAGE, "children"),
            "notes": Output(Prediction.note(ALL), "children"),
            "invalid": Output(Prediction.field(ALL), "invalid"),
            "result": Output(Prediction.RESULT, "children"),
            "no_charts": Output(Prediction.CHARTS, "hidden"),
            "no_chart": [Output(card.id.card, "hidden") for card in CARDS],
        },
        inputs=[
            Input(Prediction.GIVEN, "data"),
            Input(Shell.THEME, "data"),
            Input(Shell.SHOWN, "data"),
            State(Prediction.field(ALL), "id"),
        ],
    )
    def answer(given: Any, theme: str | None, shown: Any, asked: Any) -> dict[str, Any]:
        if not shown or given is None:
            raise PreventUpdate
        keys = [str(each["key"]) for each in asked]
        view = view_of(datasets, shown, given, theme or "light")
        answered = show(view, keys, partial(play_for, datasets))
        # What is typical is shown without being asked for, and another theme asks nothing.
        if view.given and Prediction.GIVEN in ctx.triggered_prop_ids.values():
            said = kept.asked_of(view), kept.answer_of(view)
            datasets.requests.keep(PREDICTION, shown["name"], view.snapshot.id, *said)
        return answered


def _register_form(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Prediction.FIELDS, "children"),
        Output(Prediction.FORM, "className"),
        Output(Prediction.TYPICAL, "data"),
        Input(Shell.SHOWN, "data"),
        State(Prediction.ADDRESS, "search"),
    )
    def ask(shown: Any, search: str | None) -> tuple[Any, ...]:
        if not shown:
            raise PreventUpdate
        return form_of(datasets.snapshot(shown["name"]), search)


def _register_address(app: Dash) -> None:
    every = Prediction.field(ALL)
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("prediction", "address"),
        Output(Prediction.ADDRESS, "search"),
        Output(Prediction.GIVEN, "data"),
        Output(every, "value"),
        Input(Prediction.ADDRESS, "search"),
        Input(Prediction.PLACE, "n_clicks"),
        Input(every, "n_submit"),
        Input(every, "id"),
        State(every, "value"),
        State(Prediction.TYPICAL, "data"),
        State(Prediction.ADDRESS, "pathname"),
        State(Prediction.GIVEN, "data"),
    )


def form_of(snapshot: Snapshot, search: str | None) -> tuple[Any, ...]:
    """Return the fields, with what an address gives, the form's look, and what is typical."""
    placing = placing_in(snapshot)
    texts, typical = texts_of(given_in(search), placing), typical_texts(placing)
    return (
        form.fields(fields_of(placing, texts or typical)),
        form.SHORT if placing.limits else form.LONG,
        {key_of(name, placing): text for name, text in typical.items()},
    )


def play_for(datasets: Datasets, view: PredictionView) -> Mapping[str, str] | None:
    """Return the texts of what to do with the customer who was placed; None outside the data."""
    placed = view.placement
    found = group_of(view.snapshot, placed) if placed else None
    if found is None or (found[0] == schema.CLUSTERS and placed and placed.nearest):
        return None
    grouping, group = found
    return asdict(plays_of(datasets, view.snapshot.name, grouping)[group].play)


def show(
    view: PredictionView,
    keys: list[str],
    play_of: Callable[[PredictionView], Mapping[str, str] | None] = lambda _: None,
) -> dict[str, Any]:
    """Return everything the page shows for what was given: the answer, or what is wrong.

    `keys` are those of the fields on the page, in their order.
    """
    problems = {key_of(name, view.placing): each for name, each in view.read.problems.items()}
    marks = {
        "notes": [problems.get(key, "") for key in keys],
        "invalid": [key in problems for key in keys],
    }
    placed = view.placement
    if placed is None:
        hidden = {"no_charts": True, "no_chart": [True for _ in CARDS]}
        return marks | hidden | {"message": _refusal(view, problems, keys), "result": None}
    return marks | {
        "message": _message(view),
        "result": show_answer(
            answer_of(view, placed, play_of(view)), view.snapshot.name, look_of_alike(view)
        ),
        "no_charts": False,
        "no_chart": [card.facts(view) is None for card in CARDS],
    }


def _refusal(view: PredictionView, problems: dict[str, str], keys: list[str]) -> Any:
    """Return why nobody is placed."""
    if not problems:
        snapshot = view.snapshot
        return empty_state(f"{snapshot.title} has no clusters", snapshot.no_clusters_reason)
    strange = [each for key, each in problems.items() if key not in keys]
    return message(" ".join(strange) if strange else CORRECT, "watch")


def _message(view: PredictionView) -> Any:
    """Return what typical values stand in; nothing where everything was given."""
    placed, placing = view.placement, view.placing
    if not view.given:
        typical = form.MEDIANS.format(view.snapshot.title)
        return message(typical if placing.limits else form.TYPICAL_CUSTOMER)
    if placed is None or not placed.filled:
        return None
    return message(form.filled_sentence(filled_words(placed.filled, placing.currency)))
