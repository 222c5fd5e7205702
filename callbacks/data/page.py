"""The page Data at work: files are offered a place, looked at, corrected, used or sent back."""

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.data import by_hand, fetching, looking, versions
from callbacks.data.preview import read_seen
from layouts.data import page as layout
from layouts.ids import Data
from layouts.parts.components import message
from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.data.editing import READ_ONLY
from server.settings import MEGABYTE


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets."""
    _register_browser_side(app)
    _register_offer(app, datasets)
    _register_use(app, datasets)
    looking.register(app, datasets)
    versions.register(app, datasets)
    fetching.register(app, datasets)
    by_hand.register(app, datasets)


def _register_browser_side(app: Dash) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("data", "prepare"),
        Output(Data.ZONE, "title"),
        Input(Data.ZONE, "id"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("data", "sent"),
        Output(Data.ADDRESS, "search"),
        Input(Data.SENT, "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("data", "drawn"),
        Output(Data.SENTENCE, "title"),
        Input(Data.UNDERSTOOD, "children"),
        Input(Data.ASKED, "children"),
        State(Data.SENTENCE, "id"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("data", "drawn"),
        Output(Data.SETS, "title"),
        Input(Data.SETS, "children"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("data", "mode"),
        Output(Data.TITLE_FIELD, "hidden"),
        Output(Data.TARGET_FIELD, "hidden"),
        Input(Data.MODE, "value"),
    )


def _register_offer(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Data.ZONE, "hidden"),
        Output(Data.ZONE, "data-most-bytes"),
        Output(Data.ZONE_NOTE, "children"),
        Output(Data.NOTICE, "children"),
        Input(Data.ZONE, "id"),
    )
    def offer(_zone: Any) -> tuple[Any, ...]:
        return offered(datasets)


def offered(datasets: Datasets) -> tuple[Any, ...]:
    """Return whether nobody may bring files, how large they may be, in bytes and words, and why.

    The last one also says what keeps the site from taking any.
    """
    may_bring = datasets.editing.is_allowed
    most_mb = datasets.most_upload_mb
    trouble = datasets.health.trouble() if may_bring else ""
    notice = message(trouble, "bad") if trouble else None if may_bring else message(READ_ONLY)
    return not may_bring, str(most_mb * MEGABYTE), layout.taken(most_mb), notice


def _register_use(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Data.ADDRESS, "href"),
        Output(Data.MESSAGE, "children", allow_duplicate=True),
        Input(Data.USE, "n_clicks"),
        Input(Data.TITLE, "n_submit"),
        Input(Data.CANCEL, "n_clicks"),
        State(Data.UPLOAD, "data"),
        State(Data.SEEN, "data"),
        State(Data.MODE, "value"),
        State(Data.TITLE, "value"),
        State(Data.TARGET, "value"),
        prevent_initial_call=True,
    )
    def leave(
        used: Any, entered: Any, cancelled: Any, upload: Any, seen: Any, *chosen: Any
    ) -> tuple[Any, Any]:
        if not upload or not (used or entered or cancelled):
            raise PreventUpdate
        if ctx.triggered_id == Data.CANCEL:
            return discard(datasets, upload)
        return use(datasets, upload, seen, chosen)


def discard(datasets: Datasets, upload: str) -> tuple[Any, Any]:
    """Forget files that were sent, and go back to where others are chosen."""
    # They are forgotten after a day in any case.
    with suppress(RfmError):
        datasets.editing.ensure_allowed()
        datasets.imports.discard(upload)
    return layout.ADDRESS, no_update


def use(datasets: Datasets, upload: str, values: Any, chosen: Sequence[Any]) -> tuple[Any, Any]:
    """Make a version of what was understood, and go to its data set; or say why not.

    Chosen are what becomes of it, a new data set's title, and the name of another one.
    """
    seen = read_seen(values, upload)
    mode, title, target = chosen
    if seen is None or mode not in dict(layout.MODES):
        raise PreventUpdate
    asked = [mode, str(title or ""), str(target or "")]
    try:
        datasets.editing.ensure_allowed()
        version = datasets.imports.add(
            upload,
            seen.choices,
            dataset="" if mode == layout.NEW else asked[2],
            title=asked[1],
            mode=mode,
            # Pressed twice, it is done once.
            key=json.dumps([upload, *asked, seen.choices], sort_keys=True),
        )
    except RfmError as error:
        return no_update, message(str(error), "bad")
    return f"/?data={quote(version.dataset)}", no_update
