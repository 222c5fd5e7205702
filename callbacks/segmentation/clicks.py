"""Clicks on General Segmentation, answered in the browser (assets/60-general.js)."""

from collections.abc import Sequence

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from layouts.ids import General


def register_clicks(app: Dash, graphs: Sequence[str]) -> None:
    """Register what chooses a group, and what takes a choice back."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "grouping"),
        Output(General.GROUPING, "data"),
        Output(General.SCHEME_FIELD, "hidden"),
        Input(General.VIEW, "value"),
        Input(General.SCHEME, "value"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "clear"),
        Output(General.FILTER.where, "value", allow_duplicate=True),
        Input(General.FILTER.remove, "n_clicks"),
        Input(General.FILTER.clear, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "pick"),
        *_answer_to_a_click(),
        Input(General.SEGMENTS, "cellClicked"),
        Input(General.SEGMENTS, "selectedRows"),
        State(General.GROUP, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "pick_row"),
        *_answer_to_a_click(),
        Input(General.row(ALL), "n_clicks"),
        Input(General.CHIP_REMOVE, "n_clicks"),
        State(General.GROUP, "data"),
        prevent_initial_call=True,
    )
    # Each chart for itself: not all are on the page.
    for graph in graphs:
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("general", "pick_mark"),
            *_answer_to_a_click(),
            Output(graph, "clickData"),
            Input(graph, "clickData"),
            State(General.NAMES, "data"),
            State(General.GROUP, "data"),
            prevent_initial_call=True,
        )


def _answer_to_a_click() -> list[Output]:
    """Return what is shown at once, before anything is asked of the server."""
    shown = (
        (General.GROUP, "data"),
        (General.CHIP, "children"),
        (General.CHIP_FIELD, "hidden"),
        (General.SENTENCE, "children"),
    )
    return [Output(*each, allow_duplicate=True) for each in shown]
