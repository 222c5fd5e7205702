"""How a data set is drawn: its currency, its groups, best first, their colours and their words."""

from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

import pandas as pd

from layouts.charts.clouds.table_map import MapDirections
from layouts.charts.drawing.look import Look
from layouts.parts.memberships import Membership
from layouts.theme import group_colours
from rfm import schema
from rfm.segments import FittedScheme
from rfm.segments.words import rule_in_words
from rfm.snapshot import Snapshot

_CLUSTER: Final = "Cluster"
# The words of a snapshot never change: they are put together once, and forgotten with it.
_KEPT: Final[WeakKeyDictionary[Snapshot, dict[str, dict[str, Membership]]]] = WeakKeyDictionary()


def look_of(snapshot: Snapshot, theme: str, grouping: str = "") -> Look:
    """Return the look of charts in the colours of a grouping; by default of the chosen scheme."""
    known = snapshot.groupings
    first = known[0] if known else schema.CLUSTERS
    chosen = grouping if grouping in known else first
    names = group_names(snapshot, chosen) if known else ()
    is_log = snapshot.kind == schema.LOG
    return Look(
        theme=theme,
        grouping=chosen,
        names=names,
        colours=group_colours(chosen, names, snapshot.slots(chosen) if known else ()),
        currency=snapshot.currency,
        # Only a log counts something.
        counted=snapshot.settings.count if is_log else "orders",
    )


def group_names(snapshot: Snapshot, grouping: str) -> tuple[str, ...]:
    """Return all groups of a grouping, best first, also those without customers."""
    if grouping == schema.CLUSTERS:
        return tuple(snapshot.groups(grouping)[schema.GROUP].astype("str"))
    return tuple(_fitted(snapshot, grouping).scheme.segments)


def directions_of(snapshot: Snapshot) -> MapDirections:
    """Return what the two directions of a snapshot's map mean, and what they hold."""
    return MapDirections(meanings=snapshot.map_axes, share=snapshot.map_share)


def membership_of(snapshot: Snapshot, grouping: str, group: str, code: str = "") -> Membership:
    """Return a group with its colour, its size and what it means in words."""
    kept = _KEPT.setdefault(snapshot, {})
    if grouping not in kept:
        kept[grouping] = _memberships(snapshot, grouping)
    return replace(kept[grouping][group], code=code)


def _memberships(snapshot: Snapshot, grouping: str) -> dict[str, Membership]:
    profiles = snapshot.groups(grouping).set_index(schema.GROUP)
    names = group_names(snapshot, grouping)
    colours = group_colours(grouping, names, snapshot.slots(grouping))
    sizes, warnings = profiles[schema.CUSTOMERS].to_dict(), snapshot.warnings(grouping)
    return {
        name: Membership(
            title=_title(snapshot, grouping),
            group=name,
            explained=_explained(snapshot, grouping, profiles, name),
            colour=colours[name],
            size=int(sizes.get(name, 0)),
            warning=warnings.get(name, ""),
        )
        for name in names
    }


def _fitted(snapshot: Snapshot, scheme: str) -> FittedScheme:
    return next(fitted for fitted in snapshot.schemes if fitted.scheme.name == scheme)


def _title(snapshot: Snapshot, grouping: str) -> str:
    return _CLUSTER if grouping == schema.CLUSTERS else _fitted(snapshot, grouping).scheme.title


def _explained(snapshot: Snapshot, grouping: str, profiles: pd.DataFrame, group: str) -> str:
    if group in profiles.index:
        return str(profiles.loc[group, schema.DESCRIPTION])
    # No known customer belongs to it, so it has no profile; every cluster has some.
    fitted = _fitted(snapshot, grouping)
    return rule_in_words(fitted, group, snapshot.currency, counted=snapshot.settings.count)
