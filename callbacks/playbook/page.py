"""The page Playbook at work: the cards of a grouping, and what is saved or reset on one of them."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from dash import MATCH, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.parts.addresses import AddressField, register_address
from callbacks.parts.looks import membership_of
from callbacks.parts.plays import plays_of
from callbacks.parts.risks import at_stake, filters_of, stakes_in
from callbacks.parts.views import snapshot_of
from layouts.ids import Playbook, Shell
from layouts.parts import components
from layouts.parts.listing import file_address, list_address
from layouts.parts.memberships import DEFAULT_SCHEME, grouping_options, grouping_title
from layouts.parts.plays import LABELS, play_in_words
from layouts.playbook import page as playbook
from rfm import schema
from rfm.errors import PlaybookError
from rfm.playbook import LONGEST, TEXTS
from rfm.playbook.stakes import Stake
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.data.plays import READ_ONLY, KeptPlay, Of


def register(app: Dash, datasets: Datasets) -> None:
    """Register the cards and their buttons."""
    grouping = AddressField(name="grouping", at=(Playbook.CHOICE, "value"), initial=DEFAULT_SCHEME)
    register_address(app, Playbook.ADDRESS, "/playbook", [grouping])
    app.callback(
        Output(Playbook.CHOICE, "options"),
        Output(Playbook.SENTENCE, "children"),
        Output(Playbook.NOTICE, "children"),
        Output(Playbook.CARDS, "children"),
        Input(Shell.SHOWN, "data"),
        Input(Playbook.CHOICE, "value"),
    )(partial(fill, datasets))
    _register_changes(app, datasets)


def _register_changes(app: Dash, datasets: "Datasets") -> None:
    @app.callback(
        Output(Playbook.part("words", MATCH), "children"),
        Output(Playbook.part("origin", MATCH), "children"),
        Output(Playbook.part("message", MATCH), "children"),
        *[Output(Playbook.part(name, MATCH), "value") for name in LABELS],
        Input(Playbook.part("save", MATCH), "n_clicks"),
        Input(Playbook.part("reset", MATCH), "n_clicks"),
        State(Shell.SHOWN, "data"),
        State(Playbook.CHOICE, "value"),
        *[State(Playbook.part(name, MATCH), "value") for name in LABELS],
        prevent_initial_call=True,
    )
    def change(saves: Any, resets: Any, shown: Any, grouping: Any, *texts: Any) -> tuple[Any, ...]:
        clicked = ctx.triggered_id
        if not clicked or not (saves or resets):
            raise PreventUpdate
        written = dict(zip(LABELS, texts, strict=True))
        is_save = clicked["kind"] == Playbook.part("save", "")["kind"]
        return change_play(
            datasets, shown, (grouping, clicked["group"]), written if is_save else None
        )


def fill(datasets: Datasets, shown: Any, asked: Any) -> tuple[Any, ...]:
    """Return the groupings, what is shown in a sentence, notices, and a card for each group."""
    snapshot = snapshot_of(datasets, shown)
    if not snapshot.groupings:
        return [], snapshot.no_clusters_reason, [], []
    grouping = _grouping(snapshot, asked)
    plays = plays_of(datasets, shown["name"], grouping)
    stakes = _stakes(snapshot, grouping)
    longest = LONGEST if datasets.editing.is_allowed else None
    cards = [
        playbook.card(
            membership_of(snapshot, grouping, group),
            asdict(kept.play),
            longest,
            _reach(snapshot, grouping, group, stakes.get(group)),
            is_own=kept.is_own,
        )
        for group, kept in plays.items()
    ]
    own = sum(kept.is_own for kept in plays.values())
    notices = [] if longest else [components.message(READ_ONLY)]
    if asked not in (DEFAULT_SCHEME, grouping):
        instead = grouping_title(grouping)
        unknown = f"There are no groups of '{str(asked)[:40]}' here, so '{instead}' is shown."
        notices.append(components.message(unknown, "watch"))
    sentence = playbook.sentence(len(plays), own, grouping)
    return grouping_options(snapshot.groupings, asked), sentence, notices, cards


def _stakes(snapshot: Snapshot, grouping: str) -> dict[str, Stake]:
    """Return what is at stake in each group where something is; nothing without a look ahead."""
    if snapshot.kind != schema.LOG or snapshot.lifetime is None:
        return {}
    return {each.group: each for each in stakes_in(snapshot, grouping) if each.at_risk}


def _reach(snapshot: Snapshot, grouping: str, group: str, stake: Stake | None) -> playbook.Reach:
    filters = filters_of(grouping, group)
    return playbook.Reach(
        listed=list_address(snapshot.name, **filters),
        file=file_address(snapshot.name, **filters),
        stake=at_stake(snapshot, stake) if stake else "",
    )


def _grouping(snapshot: Snapshot, asked: Any) -> str:
    """Return the grouping that is shown: the one asked for, or the first where there is none."""
    return next((each for each in snapshot.groupings if each == asked), snapshot.groupings[0])


def change_play(
    datasets: Datasets, shown: Any, choice: tuple[Any, Any], texts: Mapping[str, Any] | None
) -> tuple[Any, ...]:
    """Save what was written for a group, or reset it without texts; return its card's new parts."""
    asked, group = choice
    snapshot = snapshot_of(datasets, shown)
    name = shown["name"]
    if not snapshot.groupings or not isinstance(group, str):
        raise PreventUpdate
    grouping = _grouping(snapshot, asked)
    if group not in plays_of(datasets, name, grouping):
        raise PreventUpdate
    of = Of(name, grouping, group)
    try:
        if texts is None:
            datasets.playbook.reset(of)
        else:
            datasets.playbook.save(of, texts)
    except PlaybookError as error:
        # What was typed stays, to be put right.
        saved = components.message(str(error), "bad")
        return (no_update, no_update, saved, *[no_update] * len(TEXTS))
    return _parts(plays_of(datasets, name, grouping)[group], is_reset=texts is None)


def _parts(kept: KeptPlay, *, is_reset: bool) -> tuple[Any, ...]:
    texts = asdict(kept.play)
    saved = components.message(playbook.RESET if is_reset else playbook.SAVED, "good")
    origin = playbook.origin(is_own=kept.is_own)
    return (play_in_words(texts), origin, saved, *[texts[name] for name in LABELS])
