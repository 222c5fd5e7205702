"""What was brought: its versions, compared, gone back to, stopped, deleted."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.data.preview import counted
from layouts.data import versions as layout
from layouts.data.report import sums
from layouts.data.versions import BroughtSet, BroughtVersion
from layouts.ids import Data
from layouts.parts.components import message
from rfm import schema, words
from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.versions.comparing import VersionComparison
from server.versions.shown import CURRENCY
from server.versions.version import APPEND, REPLACE, Version

MOST_NAMED: Final = 3
# What became of the rows that were added to others.
MERGED: Final = {
    "appended": "new",
    "recognised": "there already",
    "corrected": "corrected",
}


def register(app: Dash, datasets: Datasets) -> None:
    """List what was brought, follow what is being analysed, and do what is asked of a version."""

    @app.callback(
        Output(Data.SETS, "children"),
        Output(Data.SETS, "data-digest"),
        Output(Data.SETS_MESSAGE, "children"),
        Output(Data.POLL, "disabled"),
        Input(Data.POLL, "n_intervals"),
        Input(Data.roll_back(ALL, ALL), "n_clicks"),
        Input(Data.stop(ALL), "n_clicks"),
        Input(Data.delete(ALL), "n_clicks"),
        State(Data.SETS, "data-digest"),
    )
    def follow(*given: Any) -> tuple[Any, ...]:
        said: Any = no_update
        pressed = ctx.triggered_id
        if isinstance(pressed, dict):
            if not ctx.triggered[0]["value"]:
                # It only appeared.
                raise PreventUpdate
            said = act(datasets, pressed)
        cards, digest, is_working = listed(datasets, datetime.now(UTC))
        if digest == given[-1]:
            # What somebody looks at is not drawn anew for nothing.
            cards = no_update
        return cards, digest, said, not is_working

    @app.callback(
        Output(Data.compared("told", MATCH), "children"),
        Input(Data.compared("ask", MATCH), "n_clicks"),
        State(Data.compared("first", MATCH), "value"),
        State(Data.compared("second", MATCH), "value"),
        prevent_initial_call=True,
    )
    def compare(clicks: Any, first: Any, second: Any) -> Any:
        own = ctx.triggered_id
        if not clicks or not isinstance(own, dict):
            raise PreventUpdate
        return compared(datasets, str(own.get("dataset")), first, second)


def listed(datasets: Datasets, now: datetime) -> tuple[Any, str, bool]:
    """Return a card for each data set that was brought, what they say, and whether one is made."""
    try:
        sets = [_set(datasets, each, now) for each in reversed(datasets.versions.titles().items())]
    except RfmError as error:
        return [message(str(error), "bad")], str(error), False
    is_working = any(version.share is not None for each in sets for version in each.versions)
    digest = hashlib.sha256(repr(sets).encode()).hexdigest()
    return layout.set_cards(sets, may_change=datasets.editing.is_allowed), digest, is_working


def _set(datasets: Datasets, known: tuple[str, str], now: datetime) -> BroughtSet:
    name, title = known
    found = datasets.versions.list(name)
    waits = any(version.state.kind == "working" for version in found)
    trouble = datasets.health.trouble() if waits else ""
    versions = [_shown(version, now, trouble) for version in found]
    return BroughtSet(name=name, title=title, versions=versions)


def _shown(version: Version, now: datetime, trouble: str) -> BroughtVersion:
    brought = datetime.fromtimestamp(version.created_at, UTC)
    known = BroughtVersion(
        number=version.number,
        when=words.age_text(brought, now),
        day=words.date_text(brought),
        files=_files(version.source),
        mode=_made(version),
        is_current=version.is_current,
    )
    state = version.state
    if state.kind == "working":
        # Where nothing can move it says why.
        return replace(known, state=trouble or state.message or "It begins.", share=state.share)
    if not version.figures:
        return replace(known, state=state.message or "It was not analysed.")
    report = counted(version.report)
    rows, kept = sums(report)
    figures = version.figures
    currency = str(figures.get(CURRENCY, ""))
    return replace(
        known,
        rows=words.count(rows),
        left_out=words.count(rows - kept),
        customers=words.count(figures.get(schema.CUSTOMERS)),
        orders=words.count(figures.get(schema.ORDERS)),
        revenue=words.short_money(figures.get(schema.REVENUE), currency),
        report=report,
        notes=version.notes,
    )


def _files(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return words.listed(names)
    return f"{names[0]} and {words.counted(len(names) - 1, 'other file')}"


def _made(version: Version) -> str:
    """Return how a version came about, where it is not the first."""
    if version.mode == REPLACE:
        return "instead of what was there"
    if version.mode != APPEND:
        return ""
    counts = {each: words.count(version.merged.get(each)) for each in MERGED}
    told = words.listed([f"{counts[each]} {said}" for each, said in MERGED.items()])
    return f"added to version {version.base}" + (f": {told}" if version.merged else "")


def act(datasets: Datasets, pressed: Mapping[str, Any]) -> Any:
    """Do what a button asks of a data set or a version; return what is said of it."""
    dataset = str(pressed.get("dataset"))
    try:
        datasets.editing.ensure_allowed()
        title = datasets.versions.titles().get(dataset, dataset)
        if pressed.get("kind") == Data.delete("")["kind"]:
            datasets.versions.delete(dataset)
            return message(f"{title} is deleted.", "good")
        if pressed.get("kind") == Data.stop("")["kind"]:
            datasets.cancel(dataset)
            return message(f"The analysis of {title} is being stopped.")
        return _go_back(datasets, title, dataset, pressed.get("number"))
    except RfmError as error:
        return message(str(error), "bad")


def _go_back(datasets: Datasets, title: str, dataset: str, number: Any) -> Any:
    if not isinstance(number, int):
        raise PreventUpdate
    version = datasets.versions.roll_back(dataset, number)
    if version.is_current:
        return message(f"{title} shows version {number} again.", "good")
    return message(f"Version {number} of {title} is made again, and shown as soon as it is done.")


def compared(datasets: Datasets, dataset: str, first: Any, second: Any) -> Any:
    """Return how two versions of a data set differ; a sentence where they cannot be compared."""
    numbers = [int(each) for each in (first, second) if isinstance(each, str) and each.isdecimal()]
    if len(numbers) != len((first, second)):
        raise PreventUpdate
    try:
        found = datasets.versions.compare(dataset, *numbers)
        currency = datasets.versions.version(dataset, numbers[1]).figures.get(CURRENCY, "")
    except RfmError as error:
        return message(str(error), "bad")
    rows = [
        ["Customers", *_change(found.customers, words.count)],
        ["Orders", *_change(found.orders, words.count)],
        ["Revenue", *_change(found.revenue, lambda value: words.money(value, currency))],
    ]
    heads = [f"Version {number}" for number in numbers]
    return layout.comparison([row for row in rows if row[1] != words.MISSING], heads, _rows(found))


def _change(both: tuple[float | None, float | None], write: Callable[[Any], str]) -> list[str]:
    """Return a figure of two versions, and by how much the second differs."""
    first, second = both
    by = words.MISSING if first is None or second is None else write(second - first)
    sign = "+" if first is not None and second is not None and second > first else ""
    return [write(first), write(second), sign + by]


def _rows(found: VersionComparison) -> str:
    """Return how many rows differ, in a sentence; nothing where rows cannot be compared."""
    if found.same is None:
        return "The two are of different kinds, so their rows cannot be compared."
    parts = [
        f"{words.counted(found.added, 'row')} new",
        f"{words.count(found.removed)} gone",
        f"{words.count(found.changed)} changed",
        f"{words.count(found.same)} the same",
    ]
    return f"{words.listed(parts)}."
