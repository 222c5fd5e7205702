"""The controls of a customer table's page: address, clicks, the two attributes; and its words."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.parts.answers import Answers
from callbacks.parts.filter_controls import register_filter
from callbacks.segmentation.table.cards import CARDS
from callbacks.segmentation.table.summary import key_figures, sentence
from callbacks.segmentation.table.view import CHOSEN, TableView, view_of
from layouts.ids import Shell, TableGeneral
from layouts.parts import components, words
from layouts.parts.attributes import choices
from layouts.segmentation.table_page import MOST_TELLING

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register address and clicks, which work in the browser, and what is said about the view."""
    _register_browser_side(app)
    register_filter(app, TableGeneral.FILTER, CHOSEN, partial(view_of, datasets))
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [
            Output(TableGeneral.SENTENCE, "children"),
            Output(TableGeneral.KEY_FIGURES, "children"),
            Output(TableGeneral.MESSAGE, "children"),
            Output(TableGeneral.CLUSTERED, "hidden"),
        ],
        chosen,
    )(partial(tell, datasets, Answers()))
    app.callback(
        [
            Output(TableGeneral.NAMES, "data"),
            Output(TableGeneral.CHIP, "children"),
            Output(TableGeneral.CHIP_FIELD, "hidden"),
            Output(TableGeneral.NOTICE, "children"),
        ],
        {"token": chosen["token"], "group": chosen["group"], "theme": Input(Shell.THEME, "data")}
        | {"x": State(TableGeneral.X, "value"), "y": State(TableGeneral.Y, "value")},
    )(partial(name_cluster, datasets))
    app.callback(
        [Output(TableGeneral.X, "options"), Output(TableGeneral.Y, "options")],
        {"token": chosen["token"]},
    )(partial(offer, datasets))


def _register_browser_side(app: Dash) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("tables", "address"),
        Output(TableGeneral.ADDRESS, "search"),
        Output(TableGeneral.X, "value"),
        Output(TableGeneral.Y, "value"),
        Output(TableGeneral.AXES, "value"),
        Output(TableGeneral.CLUSTER, "data"),
        Input(TableGeneral.ADDRESS, "search"),
        Input(TableGeneral.X, "value"),
        Input(TableGeneral.Y, "value"),
        Input(TableGeneral.AXES, "value"),
        Input(TableGeneral.PICKED, "data"),
        State(TableGeneral.CLUSTER, "data"),
        State(TableGeneral.ADDRESS, "pathname"),
        State(Shell.TABLE, "data"),
    )
    graphs = [card.id.graph for card in CARDS if card.is_clickable]
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "pick"),
        Output(TableGeneral.PICKED, "data"),
        *[Output(graph, "clickData") for graph in graphs],
        *[Input(graph, "clickData") for graph in graphs],
        Input(TableGeneral.CLUSTERS, "cellClicked"),
        Input(TableGeneral.CLUSTERS, "selectedRows"),
        Input(TableGeneral.CHIP_REMOVE, "n_clicks"),
        State(TableGeneral.NAMES, "data"),
        State(TableGeneral.CLUSTER, "data"),
        prevent_initial_call=True,
    )


def tell(datasets: "Datasets", answers: Answers, **sent: Any) -> tuple[Any, ...]:
    """Return the first sentence, six key figures, and why there are no clusters, if so."""
    view = view_of(datasets, **sent)
    said: tuple[Any, ...] = answers.get(view.key, partial(_said, view))
    return said


def _said(view: TableView) -> tuple[Any, ...]:
    reason = None
    if not view.has_clusters:
        reason = components.message(view.snapshot.no_clusters_reason, "watch")
    elif view.snapshot.comparison and not view.snapshot.comparison.has_clear_groups:
        reason = components.message(view.snapshot.comparison.reason, "watch")
    return sentence(view), key_figures(view), reason, not view.has_clusters


def name_cluster(datasets: "Datasets", **sent: Any) -> tuple[Any, ...]:
    """Return the names behind the marks, the chip of the chosen cluster, and what is unknown."""
    view = view_of(datasets, **sent)
    notice = components.message(view.notice, "watch") if view.notice else None
    if not view.group:
        return list(view.names), None, True, notice
    size = words.counted(int(view.is_member.sum()), "customer")
    chip = components.chip(view.group, view.look.colour(view.group), size)
    return list(view.names), chip, False, notice


def offer(datasets: "Datasets", token: Any) -> tuple[Any, Any]:
    """Return the attributes to choose from, for both axes."""
    view = view_of(datasets, token)
    firsts = [f"{MOST_TELLING}: {each.label}" for each in view.pair] + [MOST_TELLING] * 2
    return choices(view.attributes, firsts[0]), choices(view.attributes, firsts[1])
