"""What a visitor looks at of a customer table: a cluster or filter, if any, and two attributes."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from callbacks.parts.attributes import comparable, most_telling
from callbacks.parts.grouped_view import GroupedView, snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.ids import Shell, TableGeneral
from layouts.parts.attributes import NOT_CHOSEN, Shown
from layouts.segmentation.filters import LINEAR, LOG
from layouts.theme import LIGHT, group_colours
from rfm import schema

if TYPE_CHECKING:
    from server.data.datasets import Datasets


# The properties that say who is looked at, by the names that `view_of` takes.
CHOSEN: Final = {
    "token": (Shell.TABLE, "data"),
    "group": (TableGeneral.CLUSTER, "data"),
    "where": (TableGeneral.FILTER.chosen, "data"),
}


@dataclass(frozen=True)
class TableView(GroupedView):
    """The choices as they hold for one snapshot of a customer table."""

    asked_pair: tuple[Any, Any]
    is_log: bool

    def filtered_groups(self) -> pd.DataFrame:
        """Return the clusters with the size and share of those who pass the filter."""
        groups = self.all_groups
        members = self.passing(self.snapshot.customers(self.column))[self.column].astype(str)
        counted = members.value_counts().reindex(groups[schema.GROUP].astype(str), fill_value=0)
        sizes = counted.to_numpy()
        shares = sizes / max(len(members), 1)
        return groups.assign(**{schema.CUSTOMERS: sizes, schema.SHARE: shares})

    @property
    def has_clusters(self) -> bool:
        """Whether clusters were found."""
        return schema.CLUSTERS in self.snapshot.groupings

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The clusters, best first; none where none were found."""
        return tuple(self.all_groups[schema.GROUP].astype(str)) if self.has_clusters else ()

    @cached_property
    def attributes(self) -> tuple[Shown, ...]:
        """What charts can draw."""
        return comparable(self.snapshot)

    @cached_property
    def pair(self) -> tuple[Shown, ...]:
        """The two attributes that are drawn together; fewer where there are fewer."""
        known = {each.name: each for each in self.attributes}
        asked = [name if isinstance(name, str) else "" for name in self.asked_pair]
        chosen = [known.get(name) for name in asked]
        taken = [each.name for each in chosen if each is not None]
        others = iter([name for name in self._apart() if name in known and name not in taken])
        filled = [each or known.get(next(others, "")) for each in chosen]
        return tuple(each for each in filled if each is not None)

    def _apart(self) -> list[str]:
        """Return the most telling attribute, then those whose names share no word with it."""
        names = most_telling(self.snapshot)
        labels = {each.name: set(each.label.lower().split()) for each in self.attributes}
        first = labels.get(names[0], set()) if names else set()
        apart = [name for name in names[1:] if not labels.get(name, set()) & first]
        return [*names[:1], *apart, *names[1:]]

    @cached_property
    def look(self) -> Look:
        """How the charts are drawn."""
        slots = self.snapshot.slots(self.grouping) if self.has_clusters else ()
        return Look(
            theme=self.theme,
            grouping=self.grouping,
            names=self.names,
            selected=self.group,
            currency=self.snapshot.currency,
            is_log=self.is_log,
            colours=group_colours(self.grouping, self.names, slots),
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What an answer depends on."""
        pair = (each.name for each in self.pair)
        axes = LOG if self.is_log else LINEAR
        return (self.snapshot.id, self.group, self.filter_key, self.theme, axes, *pair)

    @property
    def notice(self) -> str:
        """What of the choices is not known here; mostly nothing."""
        if self.asked_group and not self.group:
            asked = str(self.asked_group)[:40]
            return f"There is no cluster '{asked}' here, so all customers are shown."
        known = [each.name for each in self.attributes]
        unknown = [
            str(name)[:40] for name in self.asked_pair if name and name not in (NOT_CHOSEN, *known)
        ]
        if not unknown:
            return ""
        return f"There is no attribute '{unknown[0]}' here, so the most telling one is drawn."

    def customers(self, *columns: str) -> pd.DataFrame:
        """Return columns of the customers, and each one's cluster where there are clusters."""
        group = (self.column,) if self.has_clusters else ()
        return self.snapshot.customers(schema.CUSTOMER_ID, *columns, *group)


def view_of(
    datasets: "Datasets",
    token: Any,
    *,
    group: Any = "",
    where: Any = None,
    theme: Any = LIGHT,
    x: Any = NOT_CHOSEN,
    y: Any = NOT_CHOSEN,
    axes: Any = LOG,
) -> TableView:
    """Return what is looked at.

    Raises
    ------
    PreventUpdate
        When the page shows no customer table.
    """
    return TableView(
        snapshot=snapshot_of(datasets, token),
        grouping=schema.CLUSTERS,
        theme=theme_of(theme),
        asked_group=group,
        asked_filter=where,
        asked_pair=(x, y),
        is_log=bool(axes != LINEAR),
    )
