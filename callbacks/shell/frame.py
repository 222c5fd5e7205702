"""The frame at work: which data set is shown, how far its analysis is, theme and links."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from layouts.ids import Shell
from layouts.parts.components import message
from layouts.shell import frame as shell
from layouts.shell.frame import DataLink
from rfm import schema, words
from rfm.errors import RfmError
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.data.listed import Dataset
from server.jobs.book import JobState

_STATES: Final = {
    "working": "Being analysed",
    "failed": "Could not be analysed",
    "cancelled": "Its analysis was stopped",
}
# Whoever brought a version that came to nothing hears of it; later it is in the list of versions.
_SECONDS_TO_SAY: Final = 86_400
_ROOTS: Final = tuple(href for _, _, href in shell.LINKS if href != "/")


@dataclass(frozen=True)
class FrameState:
    """What the frame shows of one data set: `token` is None while there is nothing to show."""

    token: Mapping[str, str] | None
    status: Any
    is_working: bool = False
    # What the button that starts the analysis again says; empty where there is none.
    again: str = ""


def register(app: Dash, datasets: Datasets) -> None:
    """Register the callbacks of the frame."""
    _register_browser_side(app)
    _register_switch(app, datasets)

    @app.callback(
        Output(Shell.SHOWN, "data"),
        Output(Shell.STATUS, "children"),
        Output(Shell.MAIN, "hidden"),
        Output(Shell.CANCEL_ROW, "hidden"),
        Output(Shell.RETRY_ROW, "hidden"),
        Output(Shell.RETRY, "children"),
        Output(Shell.POLL, "disabled"),
        Input(Shell.ADDRESS, "search"),
        Input(Shell.POLL, "n_intervals"),
        Input(Shell.RETRY, "n_clicks"),
        Input(Shell.CANCEL, "n_clicks"),
        State(Shell.SHOWN, "data"),
    )
    def follow(search: str | None, _t: int, _r: int, _c: int, shown: Any) -> tuple[Any, ...]:
        asked = asked_name(search)
        if ctx.triggered_id == Shell.CANCEL:
            datasets.cancel(known_name(datasets, asked))
        state = stand(datasets, asked, afresh=ctx.triggered_id == Shell.RETRY)
        token = no_update if state.token == shown else state.token
        hidden = state.token is None
        idle, again = not state.is_working, state.again
        return token, state.status, hidden, idle, not again, again or shell.RETRY, idle


def _register_switch(app: Dash, datasets: "Datasets") -> None:
    @app.callback(
        Output(Shell.DATA_SUMMARY, "children"),
        Output(Shell.DATA_SWITCH, "children"),
        Input(Shell.SHOWN, "data"),
        Input(Shell.ADDRESS, "pathname"),
        State(Shell.ADDRESS, "search"),
    )
    def list_data_sets(_data: Any, path: str | None, search: str | None) -> tuple[Any, Any]:
        links = data_links(datasets, datetime.now(UTC))
        name = known_name(datasets, asked_name(search))
        current = next(link for link in links if link.name == name)
        return shell.data_summary(current), shell.data_links(links, name, root_of(path))


def _register_browser_side(app: Dash) -> None:
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("shell", "kinds"),
        Output(Shell.DATA, "data"),
        Output(Shell.TABLE, "data"),
        Output(Shell.MAIN, "data-kind"),
        Input(Shell.SHOWN, "data"),
    )
    links = [link for link, _, _ in shell.LINKS]
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("shell", "theme"),
        Output(Shell.THEME, "data"),
        Output(Shell.THEME_CHOICE, "value"),
        Input(Shell.THEME_CHOICE, "value"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("shell", "links"),
        *[Output(link, "href") for link in links],
        *[Output(link, "active") for link in links],
        Output(Shell.NAV_MORE, "children"),
        Output(Shell.NAV_MORE, "className"),
        Input(Shell.ADDRESS, "pathname"),
        Input(Shell.ADDRESS, "search"),
        Input(Shell.SHOWN, "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("shell", "menu"),
        Output(Shell.MENU, "className"),
        Output(Shell.MENU_TOGGLE, "aria-expanded"),
        Input(Shell.MENU_TOGGLE, "n_clicks"),
        Input(Shell.ADDRESS, "href"),
        State(Shell.MENU, "className"),
    )


def asked_name(search: str | None) -> str:
    """Return the data set that an address names, or nothing."""
    return parse_qs((search or "").lstrip("?")).get("data", [""])[-1]


def known_name(datasets: Datasets, asked: str) -> str:
    """Return the data set asked for, or the default one when there is none of that name."""
    known = {dataset.name for dataset in datasets.names()}
    return asked if asked in known else datasets.default()


def root_of(path: str | None) -> str:
    """Return the tab that a path belongs to: another data set has other customers."""
    return next((root for root in _ROOTS if (path or "").startswith(root)), "/")


def stand(datasets: Datasets, asked: str, *, afresh: bool = False) -> FrameState:
    """Return how the data set asked for stands; start its analysis when it has none."""
    name = known_name(datasets, asked)
    state = datasets.state(name)
    if state.kind == "absent" or (afresh and state.kind in ("failed", "cancelled")):
        state = datasets.start(name, afresh=afresh)
    title = next(dataset.title for dataset in datasets.names() if dataset.name == name)
    if state.kind == "ready":
        snapshot = datasets.snapshot(name)
        token = {"name": name, "snapshot": snapshot.id, "kind": snapshot.kind}
        if asked and asked != name:
            return FrameState(token, _unknown(asked, title, datasets.health.trouble()))
        return _renewed(datasets, name, token)
    if state.kind == "failed":
        return FrameState(None, shell.failed(title, state.message), again=shell.RETRY)
    if state.kind == "cancelled":
        return FrameState(None, shell.cancelled(title), again=shell.START_AGAIN)
    shown = shell.working(title, _step(state), state.share, offers_adding=not asked)
    return FrameState(None, shown, is_working=True)


def _step(state: JobState) -> str:
    """Return what is being done."""
    sentence = state.message or "It begins. The page fills as soon as it is done."
    return f"Step {state.step} of {state.steps}: {sentence}" if state.step else sentence


def _renewed(datasets: Datasets, name: str, token: Mapping[str, str]) -> FrameState:
    """Return that a data set is shown, and how its next version stands if one is on its way."""
    try:
        versions = datasets.versions.list(name)
    except RfmError:
        # What is published is shown without an answer.
        return FrameState(token, None)
    for version in versions:
        if version.state.kind == "working":
            # Where nothing can move it says why, and goes on looking.
            step = datasets.health.trouble() or _step(version.state)
            share = version.state.share
            return FrameState(token, shell.renewing(version.number, step, share), is_working=True)
    for newest in versions[:1]:
        came_to_nothing = not newest.is_current and newest.state.kind != "ready"
        if came_to_nothing and time.time() - newest.created_at < _SECONDS_TO_SAY:
            return FrameState(token, shell.not_renewed(newest.number, newest.state.message))
    return FrameState(token, None)


def data_links(datasets: Datasets, now: datetime) -> list[DataLink]:
    """Return every data set as the switch lists it."""
    return [_link(datasets, dataset, now) for dataset in datasets.names()]


def _link(datasets: Datasets, dataset: Dataset, now: datetime) -> DataLink:
    known = DataLink(dataset.name, dataset.title, dataset.description)
    if dataset.state.kind == "ready":
        return replace(known, **facts_of(datasets.snapshot(dataset.name), now))
    return replace(known, state=_STATES.get(dataset.state.kind, "Analysed when you open it"))


def facts_of(snapshot: Snapshot, now: datetime) -> dict[str, str]:
    """Return a snapshot's size, day and age in words."""
    is_table = snapshot.kind == schema.CUSTOMER_TABLE
    return {
        "size": words.counted(sum(row["rows"] for row in snapshot.report), "row"),
        "day": "one per customer" if is_table else f"as of {words.date_text(snapshot.as_of)}",
        "age": f"analysed {words.age_text(snapshot.created_at, now)}",
    }


def _unknown(asked: str, title: str, trouble: str) -> Any:
    if trouble:
        # Its name may be written where nothing can be read.
        return message(
            f"{trouble} '{asked[:40]}' is not to be had meanwhile; this is {title}.", "bad"
        )
    sentence = f"There is no data set '{asked[:40]}' here, so this is {title}."
    return message(f"{sentence} Choose another one at the top of the page.", "watch")
