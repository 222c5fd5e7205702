"""Models at work: the page is filled from the lifetime of the data set and its back-test."""

from functools import partial
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.models.charts import QUESTIONS, Question, draw_card
from callbacks.models.repeats import REPEATS, counted
from callbacks.models.tables import (
    agreement_card,
    candidates_card,
    churn_card,
    metrics_table,
    table_of_metrics,
)
from callbacks.models.views import cards_in_use, key_figures, sentence, warnings_of
from callbacks.parts.files import csv_file
from callbacks.parts.grouped_view import snapshot_of
from callbacks.parts.looks import look_of
from callbacks.parts.questions import register_card
from layouts.ids import Models, Shell
from layouts.parts import words
from layouts.parts.components import empty_state, message
from layouts.parts.verdicts import sentences
from rfm.lifetime.backtesting import BackTest
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

UNKNOWN: Final = "This analysis does not look ahead: make it again to see what is to come."
NO_OPINION: Final = "The independent package was not asked: the log says too little for it."


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""

    @app.callback(output=_outputs(), inputs=[Input(Shell.DATA, "data")])
    def fill(shown: dict[str, str] | None) -> Any:
        return show(datasets.snapshot(shown["name"])) if shown else _untouched()

    for question in (REPEATS, *QUESTIONS):
        _register_chart(app, datasets, question)

    @app.callback(
        Output(Models.METRICS_DOWNLOAD, "data"),
        Input(Models.METRICS_CSV, "n_clicks"),
        State(Shell.DATA, "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, shown: dict[str, str] | None) -> Any:
        snapshot = snapshot_of(datasets, shown) if clicks else None
        if snapshot is None or snapshot.back_test is None:
            return no_update
        return csv_file("back-test.csv", table_of_metrics(snapshot.back_test))


def _register_chart(app: Dash, datasets: Datasets, question: Question) -> None:
    chart = question.chart
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("models", "ask"),
        Output(chart.asked, "data"),
        Input(chart.seen, "data"),
        Input(Shell.DATA, "data"),
        Input(Shell.THEME, "data"),
    )
    register_card(
        app,
        chart,
        partial(draw, datasets, question),
        partial(export, datasets, question),
        [(Shell.DATA, "data")],
    )


def _outputs() -> dict[str, Any]:
    filled = {
        "sentence": Models.SENTENCE,
        "message": Models.MESSAGE,
        "figures": Models.KEY_FIGURES,
        "warnings": Models.WARNINGS,
        "in_use": Models.IN_USE,
        "candidates": Models.CANDIDATES,
        "untested": Models.UNTESTED,
        "test_note": Models.TEST_NOTE,
        "verdicts": Models.VERDICTS,
        "metrics": Models.METRICS,
        "churn": Models.CHURN,
        "agreement": Models.AGREEMENT,
    }
    return {name: Output(each, "children") for name, each in filled.items()} | {
        "no_content": Output(Models.CONTENT, "hidden"),
        "no_fit": Output(Models.FITTED, "hidden"),
        "no_test": Output(Models.TESTED, "hidden"),
    }


def _untouched() -> dict[str, Any]:
    return dict.fromkeys(_outputs(), no_update)


def show(snapshot: Snapshot) -> dict[str, Any]:
    """Return everything the page shows of a data set, or why there is nothing to show."""
    lifetime, tested = snapshot.lifetime, snapshot.back_test
    nothing: dict[str, Any] = dict.fromkeys(_outputs())
    if lifetime is None:
        reason = snapshot.no_lifetime_reason or UNKNOWN
        told = empty_state(f"{snapshot.title} cannot be looked ahead from", reason)
        unseen = dict.fromkeys(("no_content", "no_fit", "no_test"), True)
        return nothing | {"message": told} | unseen
    look = look_of(snapshot, "light")
    shown = nothing | {
        "sentence": sentence(lifetime, look),
        "figures": key_figures(lifetime, tested, look),
        "warnings": warnings_of(lifetime),
        "in_use": cards_in_use(lifetime, look),
        "candidates": candidates_card(lifetime, tested),
        "agreement": _agreement(snapshot),
        "no_content": False,
        "no_fit": counted(snapshot) is None,
        "no_test": tested is None,
    }
    if tested is None:
        return shown | {"untested": message(snapshot.no_back_test_reason)}
    return shown | {
        "test_note": note_on(tested),
        "verdicts": sentences(tested.verdicts),
        "metrics": metrics_table(tested, look),
        "churn": churn_card(tested),
    }


def _agreement(snapshot: Snapshot) -> Any:
    agreements = snapshot.second_opinion
    return agreement_card(agreements) if agreements else message(NO_OPINION)


def note_on(tested: BackTest) -> str:
    """Return what was known, what was held out, and who was compared."""
    begins, cut, ends = (words.date_text(day) for day in (tested.begins, tested.cut, tested.ends))
    people = words.counted(tested.customers, "customer")
    drawn = ""
    if tested.customers < tested.all_customers:
        drawn = f", drawn at random from {words.count(tested.all_customers)}"
    return (
        f"Everything was fitted again to {begins} to {cut} alone, and compared with what "
        f"{people}{drawn} did in the {words.days(tested.held_out_days)} to {ends}."
    )


def draw(datasets: Datasets, question: Question, asked: Any) -> Any:
    """Return a card's contents for [data set, theme].

    Raises
    ------
    PreventUpdate
        When there is no data set, or it has nothing to draw the card from.
    """
    if not isinstance(asked, list) or len(asked) != 2:  # noqa: PLR2004 - data set and theme
        raise PreventUpdate
    shown, theme = asked
    source = _source(datasets, question, shown)
    if source is None:
        raise PreventUpdate
    look = look_of(datasets.snapshot(shown["name"]), str(theme))
    return draw_card(question, source, look)


def export(datasets: Datasets, question: Question, clicks: Any, shown: Any) -> Any:
    """Return a chart's numbers as a file."""
    source = _source(datasets, question, shown) if clicks else None
    if source is None:
        return no_update
    look = look_of(datasets.snapshot(shown["name"]), "light")
    name = question.chart.name.removeprefix("models-")
    return csv_file(f"{question.file}-{name}.csv", question.table(source, look))


def _source(datasets: Datasets, question: Question, shown: Any) -> Any:
    return question.source(snapshot_of(datasets, shown))
