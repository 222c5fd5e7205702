"""What to do first with the groups of a log, and the one table of groups."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import Dash, Input, Output

from callbacks.parts.answers import Answers
from callbacks.parts.looks import membership_of
from callbacks.parts.plays import plays_of
from callbacks.parts.risks import at_stake, filters_of, stakes_in
from callbacks.segmentation.changes import change
from callbacks.segmentation.view import CHOSEN, View, view_of
from layouts.ids import General
from layouts.parts.components import message
from layouts.parts.listing import file_address, list_address
from layouts.parts.plays import playbook_address
from layouts.segmentation.decisions import Action, GroupRow, action_cards, groups_table
from rfm import schema, words
from rfm.playbook.stakes import Stake, best_first
from server.data.datasets import Datasets
from server.data.plays import KeptPlay

_ENDS: Final = (schema.EXPECTED_REVENUE_LOW, schema.EXPECTED_REVENUE_HIGH)
Plays = Mapping[str, KeptPlay]


def register(app: Dash, datasets: Datasets) -> None:
    """Register the actions and the table."""
    asked = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [
            Output(General.ACTIONS, "children"),
            Output(General.ACTIONS_SECTION, "hidden"),
            Output(General.TABLE, "children"),
            Output(General.TABLE_SECTION, "hidden"),
            Output(General.NUMBERS.fold, "hidden"),
        ],
        asked,
    )(partial(decide, datasets, Answers()))


def decide(datasets: Datasets, stakes: Answers, token: Any, **sent: Any) -> tuple[Any, ...]:
    """Return the best actions, whether there are none, the table of groups; whether none are."""
    view = view_of(datasets, token, **sent)
    if not view.has_groups:
        return None, True, None, True, True
    plays = plays_of(datasets, token["name"], view.grouping)
    return (*_actions(view, stakes, plays), _table(view, plays), False, False)


def _actions(view: View, stakes: Answers, plays: Plays) -> tuple[Any, bool]:
    if view.is_table or view.is_part:
        return None, True
    if view.snapshot.lifetime is None:
        return message(view.snapshot.no_lifetime_reason), False
    key = (view.snapshot.id, view.grouping)
    found = best_first(stakes.get(key, partial(stakes_in, view.snapshot, view.grouping)))
    shown = [_action(view, each, plays[each.group]) for each in found]
    return action_cards(shown), not shown


def _action(view: View, stake: Stake, kept: KeptPlay) -> Action:
    name, filters = view.snapshot.name, filters_of(view.grouping, stake.group)
    return Action(
        group=stake.group,
        colour=view.look.colour(stake.group),
        title=kept.play.title,
        sentence=at_stake(view.snapshot, stake),
        listed=list_address(name, **filters),
        file=file_address(name, **filters),
        play=playbook_address(name, view.grouping),
    )


def _table(view: View, plays: Plays) -> Any:
    groups = view.groups.set_index(view.groups[schema.GROUP].astype("str"))
    changes = _changes(view)
    rows = [_row(view, groups.loc[group], changes, plays[group]) for group in groups.index]
    lifetime = view.snapshot.lifetime if not view.is_table else None
    ahead = words.days(lifetime.horizon_days) if lifetime else ""
    if lifetime and lifetime.sums_are_indicative:
        ahead = f"{ahead}, indicative"
    return groups_table(rows, view.look.group_word, ahead=ahead)


def _changes(view: View) -> pd.DataFrame | None:
    """Return what changed of each segment; nothing of a part of the customers, or of clusters."""
    movement = None if view.is_table or view.filter else view.snapshot.movement
    if movement is None:
        return None
    changes = movement.changes
    known = changes[changes[schema.SCHEME] == view.grouping].set_index(schema.GROUP)
    return None if known.empty else known


def _row(view: View, found: "pd.Series[Any]", changes: Any, kept: KeptPlay) -> GroupRow:
    group, currency = str(found[schema.GROUP]), view.snapshot.currency
    of_group = membership_of(view.snapshot, view.grouping, group)
    revenue_share = found.get(schema.REVENUE_SHARE)
    low, high = (words.short_money(found.get(end), currency) for end in _ENDS)
    row = GroupRow(
        group=group,
        colour=view.look.colour(group),
        explained=of_group.explained,
        warning=of_group.warning,
        customers=int(found[schema.CUSTOMERS]),
        share=float(found[schema.SHARE]),
        revenue_share=None if revenue_share is None else float(revenue_share),
        came=None,
        left=None,
        revenue=_money(found.get(schema.REVENUE), currency),
        revenue_change="",
        expected=_money(found.get(schema.EXPECTED_REVENUE), currency),
        likely=f"Likely {low} to {high}" if words.MISSING not in (low, high) else "",
        play=kept.play.title,
        listed=list_address(view.snapshot.name, **filters_of(view.grouping, group)),
        is_chosen=group == view.group,
    )
    return row if changes is None else _with_change(view, row, changes.loc[group])


def _with_change(view: View, row: GroupRow, changed: "pd.Series[Any]") -> GroupRow:
    name, scheme = view.snapshot.name, view.grouping
    return replace(
        row,
        came=(int(changed[schema.CAME]), list_address(name, came=row.group, scheme=scheme)),
        left=(int(changed[schema.LEFT]), list_address(name, left=row.group, scheme=scheme)),
        revenue_change=change(changed[schema.REVENUE], changed[schema.REVENUE_BEFORE]),
    )


def _money(amount: Any, currency: str) -> str:
    return "" if amount is None else words.short_money(float(amount), currency)
