"""The one way that a section opens: its contents are made when somebody opens it, and then stay."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from layouts.ids import Opening


def register_sections(
    app: Dash, opened: str, contents: Mapping[Opening, Callable[[], Any]]
) -> None:
    """Register for each section when it is open, and what is in it.

    `opened` is the store with the names of the open sections. Callbacks whose outputs are among the
    contents run once these are there; none may have outputs both inside and outside of a section.
    """
    for ids, make in contents.items():
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("sections", "open"),
            Output(ids.fold, "open"),
            Output(ids.wanted, "data"),
            Input(opened, "data"),
        )
        _register_contents(app, ids, make)


def register_later(app: Dash, shown: str, contents: Mapping[Opening, Callable[[], Any]]) -> None:
    """Register what is made once the store `shown` says something, and then stays."""
    for ids, make in contents.items():
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("sections", "want"),
            Output(ids.wanted, "data"),
            Input(shown, "data"),
            State(ids.wanted, "data"),
        )
        _register_contents(app, ids, make)


def _register_contents(app: Dash, ids: Opening, make: Callable[[], Any]) -> None:
    app.callback(
        Output(ids.body, "children"), Input(ids.wanted, "data"), prevent_initial_call=True
    )(partial(_contents, make))


def _contents(make: Callable[[], Any], wanted: Any) -> Any:
    if wanted is not True:
        raise PreventUpdate
    return make()
