"""The controls of General Segmentation: address, filters, clicks; and the words and key figures."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.parts.answers import Answers
from callbacks.parts.filter_controls import register_filter
from callbacks.segmentation.log.cards import CARDS
from callbacks.segmentation.log.summary import key_figures, sentence
from callbacks.segmentation.log.view import CHOSEN, View, view_of
from layouts.ids import General, Shell
from layouts.parts import components, words
from layouts.parts.memberships import grouping_options
from layouts.segmentation import page as general
from rfm import schema

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register address and clicks, which work in the browser, and what is said about the view."""
    _register_address(app)
    _register_clicks(app)
    register_filter(app, General.FILTER, CHOSEN, partial(view_of, datasets))
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    # What is offered of groups is the same whatever the filter.
    of_groups = {name: each for name, each in chosen.items() if name != "where"}
    app.callback(
        [Output(General.SENTENCE, "children"), Output(General.KEY_FIGURES, "children")],
        chosen,
    )(partial(tell, datasets, Answers()))
    app.callback(
        [
            Output(General.NAMES, "data"),
            Output(General.CHIP, "children"),
            Output(General.CHIP_FIELD, "hidden"),
            Output(General.NOTICE, "children"),
        ],
        of_groups | {"theme": Input(Shell.THEME, "data")},
    )(partial(name_group, datasets))
    app.callback(
        [
            Output(General.SCHEME, "options"),
            Output(General.CLUSTER_SECTION, "hidden"),
            Output(General.CLUSTER_CARDS, "children"),
        ],
        of_groups,
    )(partial(offer, datasets))


def _register_address(app: Dash) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "address"),
        Output(General.ADDRESS, "search"),
        Output(General.VIEW, "value"),
        Output(General.SCHEME, "value"),
        Output(General.MEASURE, "value"),
        Output(General.AXES, "value"),
        Output(General.GROUPING, "data"),
        Output(General.GROUP, "data"),
        Output(General.SCHEME_FIELD, "hidden"),
        Input(General.ADDRESS, "search"),
        Input(General.VIEW, "value"),
        Input(General.SCHEME, "value"),
        Input(General.MEASURE, "value"),
        Input(General.AXES, "value"),
        Input(General.PICKED, "data"),
        State(General.GROUP, "data"),
        State(General.ADDRESS, "pathname"),
    )


def _register_clicks(app: Dash) -> None:
    graphs = [card.id.graph for card in CARDS if card.is_clickable]
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "pick"),
        Output(General.PICKED, "data"),
        *[Output(graph, "clickData") for graph in graphs],
        *[Input(graph, "clickData") for graph in graphs],
        Input(General.SEGMENTS, "cellClicked"),
        Input(General.SEGMENTS, "selectedRows"),
        Input(General.CHIP_REMOVE, "n_clicks"),
        State(General.NAMES, "data"),
        State(General.GROUP, "data"),
        prevent_initial_call=True,
    )


def tell(datasets: "Datasets", answers: Answers, **sent: Any) -> tuple[str, list[Any]]:
    """Return the first sentence and the six key figures of what is shown."""
    view = view_of(datasets, **sent)
    said: tuple[str, list[Any]] = answers.get(view.key, lambda: (sentence(view), key_figures(view)))
    return said


def name_group(datasets: "Datasets", **sent: Any) -> tuple[Any, ...]:
    """Return the names behind the marks, the chip of the chosen group, and what was not known."""
    view = view_of(datasets, **sent)
    notice = components.message(view.notice, "watch") if view.notice else None
    if not view.group:
        return list(view.names), None, True, notice
    size = int(view.is_member.sum())
    rule = _descriptions(view).get(view.group, "")
    colour = view.look.colour(view.group)
    chip = components.chip(view.group, colour, words.counted(size, "customer"), rule=rule)
    return list(view.names), chip, False, notice


def offer(datasets: "Datasets", **sent: Any) -> tuple[Any, bool, Any]:
    """Return the schemes to choose from, and the section on clusters while they are shown."""
    view = view_of(datasets, **sent)
    schemes = [name for name in view.snapshot.groupings if name != schema.CLUSTERS]
    options = grouping_options(schemes)
    if view.grouping != schema.CLUSTERS:
        return options, True, None
    return options, False, _cluster_cards(view)


def _cluster_cards(view: View) -> list[Any]:
    why = view.snapshot.clusters_reason
    reason = components.message(why) if why else None
    described: Sequence[tuple[str, str]] = list(_descriptions(view).items())
    sizes = dict(zip(view.groups[schema.GROUP], view.groups[schema.CUSTOMERS], strict=True))
    cards = [
        general.group_card(
            components.chip(name, view.look.colour(name), words.counted(sizes[name], "customer")),
            description,
        )
        for name, description in described
    ]
    return [reason, *cards]


def _descriptions(view: View) -> Mapping[str, str]:
    groups = view.groups
    return dict(zip(groups[schema.GROUP].astype(str), groups[schema.DESCRIPTION], strict=True))
