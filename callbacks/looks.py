"""How a data set is drawn: its currency, its groups, best first, their colours and their words."""

from typing import TYPE_CHECKING, Final

import pandas as pd

from layouts.figures.look import Look
from layouts.memberships import Membership
from layouts.theme import group_colours
from rfm import schema
from rfm.snapshot import Snapshot

if TYPE_CHECKING:
    from rfm.segments import FittedScheme

_CLUSTER: Final = "Cluster"


def look_of(snapshot: Snapshot, theme: str, grouping: str = "") -> Look:
    """Return the look of charts in the colours of a grouping; by default of the chosen scheme."""
    chosen = grouping if grouping in snapshot.groupings else snapshot.groupings[0]
    return Look(
        theme=theme,
        grouping=chosen,
        names=group_names(snapshot, chosen),
        currency=snapshot.currency,
        counted=snapshot.settings.count,
    )


def group_names(snapshot: Snapshot, grouping: str) -> tuple[str, ...]:
    """Return all groups of a grouping, best first, also those without customers."""
    if grouping == schema.CLUSTERS:
        return snapshot.cluster_model.names if snapshot.cluster_model else ()
    return tuple(_fitted(snapshot, grouping).scheme.segments)


def membership_of(snapshot: Snapshot, grouping: str, group: str, code: str = "") -> Membership:
    """Return a group with its colour, its size and what it means in words."""
    profiles = snapshot.groups(grouping).set_index(schema.GROUP)
    known = group in profiles.index
    return Membership(
        title=_title(snapshot, grouping),
        group=group,
        explained=_explained(snapshot, grouping, profiles, group),
        colour=group_colours(grouping, group_names(snapshot, grouping))[group],
        size=int(profiles.loc[group, schema.CUSTOMERS]) if known else 0,
        code=code,
    )


def _fitted(snapshot: Snapshot, scheme: str) -> "FittedScheme":
    return next(fitted for fitted in snapshot.schemes if fitted.scheme.name == scheme)


def _title(snapshot: Snapshot, grouping: str) -> str:
    return _CLUSTER if grouping == schema.CLUSTERS else _fitted(snapshot, grouping).scheme.title


def _explained(snapshot: Snapshot, grouping: str, profiles: pd.DataFrame, group: str) -> str:
    if group in profiles.index:
        return str(profiles.loc[group, schema.DESCRIPTION])
    # No known customer belongs to it, so it has no profile; every cluster has some.
    fitted = _fitted(snapshot, grouping)
    return fitted.rule_in_words(group, snapshot.currency, counted=snapshot.settings.count)
