"""The model that places new customers, judged: the last section of the page Models."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import ClientsideFunction, Dash, Input, Output, no_update
from dash.exceptions import PreventUpdate

from callbacks.models import classifier_facts as facts
from callbacks.models.classifier_views import candidates_card, key_figures, scores_card
from callbacks.parts.cards import Question, draw_found, file_of
from callbacks.parts.grouped_view import snapshot_of
from callbacks.parts.questions import Drawn, register_card
from layouts.charts.prediction import classifier as figures
from layouts.ids import Models, Shell
from layouts.parts.components import message
from rfm import schema

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.data.datasets import Datasets

NOT_STUDIED: Final = (
    "No model was trained on the clusters of this data set yet. Open the page Clusters and compare "
    "algorithms: one is trained along with it."
)
_ASKED: Final = 2


QUESTIONS: Final = (
    Question(
        chart=Models.CONFUSION,
        facts=facts.confusion,
        draw=figures.draw_confusion,
        finding=figures.finding_of_confusion,
        caption=figures.caption_of_confusion,
        table=facts.table_of_confusion,
    ),
    Question(
        chart=Models.IMPORTANCES,
        facts=facts.weights,
        draw=figures.draw_importances,
        finding=figures.finding_of_importances,
        caption=figures.caption_of_importances,
        table=facts.table_of_weights,
    ),
    Question(
        chart=Models.PLACING_CALIBRATION,
        facts=facts.bins,
        draw=figures.draw_calibration,
        finding=figures.finding_of_calibration,
        caption=figures.caption_of_calibration,
        table=facts.table_of_bins,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Connect the section with the data sets."""
    filled = {
        "sentence": Output(Models.PLACING_SENTENCE, "children"),
        "reason": Output(Models.NO_PLACING, "children"),
        "warnings": Output(Models.PLACING_WARNINGS, "children"),
        "figures": Output(Models.PLACING_FIGURES, "children"),
        "candidates": Output(Models.PLACING_CANDIDATES, "children"),
        "scores": Output(Models.PLACING_SCORES, "children"),
        "hidden": Output(Models.PLACING, "hidden"),
    }

    @app.callback(output=filled, inputs=[Input(Shell.SHOWN, "data")])
    def fill(shown: Any) -> dict[str, Any]:
        return show(datasets.snapshot(shown["name"])) if shown else dict.fromkeys(filled, no_update)

    for question in QUESTIONS:
        _register_chart(app, datasets, question)


def _register_chart(app: Dash, datasets: "Datasets", question: Question) -> None:
    chart = question.chart
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("models", "ask"),
        Output(chart.asked, "data"),
        Input(chart.seen, "data"),
        Input(Shell.SHOWN, "data"),
        Input(Shell.THEME, "data"),
    )
    register_card(
        app,
        chart,
        partial(draw, datasets, question),
        partial(export, datasets, question),
        [(Shell.SHOWN, "data")],
    )


def show(snapshot: "Snapshot") -> dict[str, Any]:
    """Return what is said of the model of a data set, or why there is none."""
    card = snapshot.supervised_card
    names = ("sentence", "reason", "warnings", "figures", "candidates", "scores")
    nothing: dict[str, Any] = dict.fromkeys(names)
    if card is None:
        return nothing | {"reason": message(_reason(snapshot)), "hidden": True}
    return nothing | {
        "sentence": card.sentence,
        "warnings": [message(warning, "watch") for warning in card.warnings],
        "figures": key_figures(card),
        "candidates": candidates_card(card),
        "scores": scores_card(card),
        "hidden": False,
    }


def _reason(snapshot: "Snapshot") -> str:
    if snapshot.no_supervised_reason:
        return snapshot.no_supervised_reason
    if schema.CLUSTERS not in snapshot.groupings:
        return snapshot.no_clusters_reason or NOT_STUDIED
    return NOT_STUDIED


def draw(datasets: "Datasets", question: Question, asked: Any) -> Drawn:
    """Return a card's figure, title, caption and table view for [data set, theme].

    Raises
    ------
    PreventUpdate
        When there is no data set, or no model was trained.
    """
    if not isinstance(asked, list) or len(asked) != _ASKED:
        raise PreventUpdate
    shown, theme = asked
    found = _found(datasets, question, shown)
    if found is None:
        raise PreventUpdate
    return draw_found(question, found, theme)


def export(datasets: "Datasets", question: Question, clicks: Any, shown: Any) -> Any:
    """Return a chart's numbers as a file."""
    found = _found(datasets, question, shown) if clicks else None
    return no_update if found is None else file_of(question, found)


def _found(datasets: "Datasets", question: Question, shown: Any) -> Any:
    snapshot = snapshot_of(datasets, shown)
    return None if snapshot.supervised_card is None else question.facts(snapshot)
