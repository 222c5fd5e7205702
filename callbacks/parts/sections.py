"""The one way that a section opens: its contents are made when somebody opens it, and then stay."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output
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
        app.callback(
            Output(ids.body, "children"), Input(ids.wanted, "data"), prevent_initial_call=True
        )(partial(_contents, make))


def _contents(make: Callable[[], Any], wanted: Any) -> Any:
    if wanted is not True:
        raise PreventUpdate
    return make()
