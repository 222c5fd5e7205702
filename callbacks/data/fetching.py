"""Data that are fetched: a source is kept, a job fetches it, and what arrives is looked at."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from layouts.data import fetching as layout
from layouts.data.fetching import BUCKET, DATABASE, FOLDER, KeptPlace
from layouts.ids import Data, Fetching
from rfm import words
from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.sources.places import Kind

KINDS: Final[tuple[Kind, ...]] = ("folder", "bucket", "database")
NO_FILES: Final = "There is no file in it."


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the sections with the site's sources."""
    _register_places(app, datasets)
    _register_listing(app, datasets)
    _register_fetching(app, datasets)
    _register_waiting(app, datasets)


def _register_places(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Fetching.PLACES, "hidden"),
        Output(Fetching.FOLDER, "hidden"),
        Output(Fetching.asked(FOLDER), "options"),
        Output(Fetching.KEPT, "children"),
        Input(Fetching.PLACES, "id"),
        Input(Fetching.forget(ALL), "n_clicks"),
    )
    def show(_places: Any, _forgotten: Any) -> tuple[Any, ...]:
        if isinstance(ctx.triggered_id, Mapping) and any(ctx.triggered[0].values()):
            datasets.sources.forget(str(ctx.triggered_id["source"]))
        return shown(datasets)


def shown(datasets: Datasets) -> tuple[Any, ...]:
    """Return whether nothing can be fetched here, whether there is no folder, its files, and more.

    The last one is what was fetched before.
    """
    if not datasets.editing.is_allowed:
        return True, True, [], None
    sources = datasets.sources
    files = [(file.name, file.bytes) for file in sources.files_in_folder()]
    kept = [
        KeptPlace(each.id, each.title, each.kind, _day(each.created_at)) for each in sources.kept()
    ]
    return False, not sources.has_folder, layout.file_options(files), layout.kept_places(kept)


def _register_listing(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Fetching.asked(BUCKET), "options"),
        Output(Fetching.asked(BUCKET), "value"),
        Output(Fetching.said(BUCKET), "children"),
        Input(Fetching.LIST, "n_clicks"),
        State(Fetching.place(BUCKET, ALL), "value"),
        State(Fetching.place(BUCKET, ALL), "id"),
        prevent_initial_call=True,
    )
    def list_files(_clicks: Any, values: Any, ids: Any) -> tuple[Any, ...]:
        return listed_bucket(datasets, _texts(values, ids))


def listed_bucket(datasets: Datasets, texts: Mapping[str, str]) -> tuple[Any, ...]:
    """Return a bucket's files as options, the first of them, and what is wrong."""
    try:
        found = datasets.sources.files_in_bucket(texts)
    except RfmError as error:
        return [], "", layout.refused(str(error))
    options = layout.file_options([(file.name, file.bytes) for file in found])
    first = options[0]["value"] if options else ""
    return options, first, None if options else layout.refused(NO_FILES)


def _register_fetching(app: Dash, datasets: Datasets) -> None:
    for kind in KINDS:
        app.callback(
            Output(Fetching.WAITED, "data", allow_duplicate=True),
            Output(Fetching.said(kind), "children", allow_duplicate=True),
            Input(Fetching.fetch(kind), "n_clicks"),
            State(Fetching.asked(kind), "value"),
            State(Fetching.place(kind, ALL), "value"),
            State(Fetching.place(kind, ALL), "id"),
            prevent_initial_call=True,
        )(_fetch(datasets, kind))

    @app.callback(
        Output(Fetching.WAITED, "data", allow_duplicate=True),
        Output(Fetching.STATUS, "children", allow_duplicate=True),
        Input(Fetching.again(ALL), "n_clicks"),
        prevent_initial_call=True,
    )
    def fetch_again(clicks: Any) -> tuple[Any, Any]:
        if not any(clicks) or not isinstance(ctx.triggered_id, Mapping):
            raise PreventUpdate
        return begin(datasets, str(ctx.triggered_id["source"]))


def _fetch(datasets: Datasets, kind: Kind) -> Callable[..., tuple[Any, Any]]:
    def fetch(clicks: Any, asked: Any, values: Any, ids: Any) -> tuple[Any, Any]:
        if not clicks:
            raise PreventUpdate
        texts = _texts(values, ids)
        return keep_and_begin(datasets, kind, texts, str(asked or ""))

    return fetch


def keep_and_begin(
    datasets: Datasets, kind: Kind, texts: Mapping[str, str], asked: str
) -> tuple[Any, Any]:
    """Keep what a form names and have it fetched; return its upload, or what is wrong."""
    place = texts.get("address", "") if kind == DATABASE else texts
    try:
        source = datasets.sources.keep(kind, place, asked)
    except RfmError as error:
        return no_update, layout.refused(str(error))
    return begin(datasets, source.id)


def begin(datasets: Datasets, source: str) -> tuple[Any, Any]:
    """Have a kept source fetched; return its upload, or what is wrong."""
    try:
        return datasets.sources.fetch(source), None
    except RfmError as error:
        return no_update, layout.refused(str(error))


def _register_waiting(app: Dash, datasets: Datasets) -> None:
    @app.callback(
        Output(Data.SENT, "data", allow_duplicate=True),
        Output(Fetching.STATUS, "children"),
        Output(f"{Fetching.CANCEL}-row", "hidden"),
        Output(Fetching.POLL, "disabled"),
        Input(Fetching.WAITED, "data"),
        Input(Fetching.POLL, "n_intervals"),
        Input(Fetching.CANCEL, "n_clicks"),
        prevent_initial_call=True,
    )
    def wait(upload: Any, _ticks: Any, _clicks: Any) -> tuple[Any, ...]:
        if not isinstance(upload, str):
            raise PreventUpdate
        if ctx.triggered_id == Fetching.CANCEL:
            datasets.sources.cancel(upload)
        return waited(datasets, upload)


def waited(datasets: Datasets, upload: str) -> tuple[Any, ...]:
    """Return what has arrived, what is said, and whether there is nothing to stop.

    The last one is whether there is no need to look again.
    """
    state = datasets.sources.state(upload)
    if state.kind == "ready":
        return {"upload": upload}, None, True, True
    if state.kind == "working":
        return no_update, layout.working(state.message), False, False
    if state.kind == "cancelled":
        return no_update, None, True, True
    return no_update, layout.refused(state.message), True, True


def _texts(values: Any, ids: Any) -> dict[str, str]:
    return {each["name"]: str(value or "") for each, value in zip(ids, values, strict=True)}


def _day(seconds: float) -> str:
    return words.date_text(datetime.fromtimestamp(seconds, UTC))
