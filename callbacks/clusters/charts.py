"""The charts of the page Clusters: what each is drawn from, and the numbers behind it."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import ClientsideFunction, Dash, Input, Output, no_update
from dash.exceptions import PreventUpdate

from callbacks.clusters import facts
from callbacks.parts.cards import Question, draw_found, file_of
from callbacks.parts.grouped_view import snapshot_of
from callbacks.parts.questions import Drawn, register_card
from layouts.charts.clusters import algorithms as figures
from layouts.charts.clusters import numbers_of_clusters as numbers
from layouts.ids import Clusters, Shell

if TYPE_CHECKING:
    from server.data.datasets import Datasets

_CHOSEN: Final = ((Shell.SHOWN, "data"), (Clusters.ALGORITHM, "value"))
_ASKED: Final = 3


QUESTIONS: Final = (
    Question(
        chart=Clusters.FIT,
        facts=facts.fits,
        draw=numbers.draw_tried,
        finding=numbers.finding_of_tried,
        caption=numbers.caption_of_tried,
        table=facts.table_of_tried,
    ),
    Question(
        chart=Clusters.SEPARATION,
        facts=facts.silhouettes,
        draw=numbers.draw_tried,
        finding=numbers.finding_of_tried,
        caption=numbers.caption_of_tried,
        table=facts.table_of_tried,
    ),
    Question(
        chart=Clusters.STABILITY,
        facts=facts.stability,
        draw=figures.draw_stability,
        finding=figures.finding_of_stability,
        caption=figures.caption_of_stability,
        table=facts.table_of_stability,
    ),
    Question(
        chart=Clusters.SIZES,
        facts=facts.sizes,
        draw=figures.draw_sizes,
        finding=figures.finding_of_sizes,
        caption=figures.caption_of_sizes,
        table=facts.table_of_sizes,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register three callbacks a chart: what to show, drawing it, and downloading its numbers."""
    for question in QUESTIONS:
        chart = question.chart
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("clusters", "ask"),
            Output(chart.asked, "data"),
            Input(chart.seen, "data"),
            Input(Shell.SHOWN, "data"),
            Input(Shell.THEME, "data"),
            Input(Clusters.ALGORITHM, "value"),
        )
        register_card(
            app,
            chart,
            partial(draw, datasets, question),
            partial(export, datasets, question),
            _CHOSEN,
        )


def draw(datasets: "Datasets", question: Question, asked: Any) -> Drawn:
    """Return a card's figure, title, caption and table view for [data set, theme, algorithm].

    Raises
    ------
    PreventUpdate
        When there is no data set, or nothing was compared on it.
    """
    if not isinstance(asked, list) or len(asked) != _ASKED:
        raise PreventUpdate
    shown, theme, algorithm = asked
    found = _found(datasets, question, shown, algorithm)
    if found is None:
        raise PreventUpdate
    return draw_found(question, found, theme)


def export(
    datasets: "Datasets", question: Question, clicks: Any, shown: Any, algorithm: Any
) -> Any:
    """Return a chart's numbers as a file."""
    found = _found(datasets, question, shown, algorithm) if clicks else None
    return no_update if found is None else file_of(question, found)


def _found(datasets: "Datasets", question: Question, shown: Any, algorithm: Any) -> Any:
    snapshot = snapshot_of(datasets, shown)
    comparison = snapshot.comparison
    return None if comparison is None else question.facts(snapshot, comparison, str(algorithm))
