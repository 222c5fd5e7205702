"""What was brought: its versions, and what became of their rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from dash import Dash, Input, Output

from callbacks.data.preview import counted
from layouts.data import versions as layout
from layouts.data.report import sums
from layouts.data.versions import BroughtSet, BroughtVersion
from layouts.ids import Data
from layouts.parts.components import message
from rfm import schema, words
from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.versions.version import Version

MOST_NAMED: Final = 3


def register(app: Dash, datasets: Datasets) -> None:
    """List what was brought, and follow what is being analysed."""

    @app.callback(
        Output(Data.SETS, "children"),
        Output(Data.POLL, "disabled"),
        Input(Data.POLL, "n_intervals"),
    )
    def follow(_ticks: Any) -> tuple[Any, ...]:
        cards, is_working = listed(datasets, datetime.now(UTC))
        return cards, not is_working


def listed(datasets: Datasets, now: datetime) -> tuple[list[Any], bool]:
    """Return a card for each data set that was brought, and whether one is being analysed."""
    try:
        sets = [_set(datasets, each, now) for each in reversed(datasets.versions.titles().items())]
    except RfmError as error:
        return [message(str(error), "bad")], False
    is_working = any(version.share is not None for each in sets for version in each.versions)
    return layout.set_cards(sets, may_change=False), is_working


def _set(datasets: Datasets, known: tuple[str, str], now: datetime) -> BroughtSet:
    name, title = known
    versions = [_shown(datasets, version, now) for version in datasets.versions.list(name)]
    return BroughtSet(name=name, title=title, versions=versions)


def _shown(datasets: Datasets, version: Version, now: datetime) -> BroughtVersion:
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
        return replace(known, state=state.message or "It begins.", share=state.share)
    if not version.figures:
        return replace(known, state=state.message or "It was not analysed.")
    report = counted(version.report)
    rows, kept = sums(report)
    currency = _currency(datasets, version)
    figures = version.figures
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
    if version.mode == "append":
        return f"added to version {version.base}"
    return "instead of what was there" if version.mode == "replace" else ""


def _currency(datasets: Datasets, version: Version) -> str:
    """Return the currency of a version, or of what is shown of its data set."""
    own = version.choices.get("settings", {}).get("currency", "")
    if own:
        return str(own)
    try:
        return datasets.snapshot(version.dataset).currency
    except RfmError:
        return ""
