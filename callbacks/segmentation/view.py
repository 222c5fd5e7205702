"""What a visitor looks at: a snapshot, a grouping, perhaps a group or a filter, and its looks.

Everything the browser sends is checked here, once: what is not known falls back, and `notice` says
so in a sentence. A log and a customer table are looked at in the same way; the facts differ.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd

from callbacks.parts.attributes import comparable, most_telling
from callbacks.parts.looks import look_of
from callbacks.parts.views import GroupedView, snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.ids import General, Shell
from layouts.parts.attributes import NOT_CHOSEN, Shown
from layouts.parts.memberships import DEFAULT_SCHEME, grouping_title
from layouts.segmentation.filters import LINEAR, LOG
from layouts.theme import LIGHT
from rfm import schema
from rfm.segments.profiles import group_profiles
from server.data.datasets import Datasets

_MEASURES: Final = (schema.CUSTOMERS, schema.REVENUE)
_MOST_ECHOED: Final = 40
# The properties that say who is looked at, by the names that `view_of` takes.
CHOSEN: Final = {
    "token": (Shell.SHOWN, "data"),
    "grouping": (General.GROUPING, "data"),
    "group": (General.GROUP, "data"),
    "where": (General.FILTER.chosen, "data"),
}
# The same as long as a log, or a customer table, is shown.
OF_LOG: Final = CHOSEN | {"token": (Shell.DATA, "data")}
OF_TABLE: Final = CHOSEN | {"token": (Shell.TABLE, "data")}


@dataclass(frozen=True)
class View(GroupedView):
    """The choices as they hold for one snapshot."""

    measure: str
    is_log: bool
    # The grouping and the pair of attributes as the browser sends them.
    asked_grouping: Any
    asked_pair: tuple[Any, Any]

    @property
    def is_table(self) -> bool:
        """Whether it is a customer table."""
        return self.snapshot.kind == schema.CUSTOMER_TABLE

    @property
    def all_groups(self) -> pd.DataFrame:
        """The groups of the grouping, best first, with the numbers of all customers."""
        return self.snapshot.groups(self.grouping)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups with the numbers of the customers who pass the filter."""
        if self.filter is None:
            return self.all_groups
        return self._counted() if self.is_table else self._profiled()

    def _profiled(self) -> pd.DataFrame:
        """Return sizes, shares, means and medians; groups without such customers are left out.

        What is said of a group beyond numbers stays.
        """
        columns = (*schema.RFM, schema.ORDERS, self.column)
        customers = self.passing(self.snapshot.customers(*columns))
        groups = group_profiles(customers, customers[self.column])
        groups[schema.GROUP] = groups[schema.GROUP].astype(str)
        said = self.all_groups.set_index(schema.GROUP)
        for column in (schema.DESCRIPTION, schema.WARNING):
            if column in said:
                groups[column] = said[column].reindex(groups[schema.GROUP]).to_numpy()
        return groups

    def _counted(self) -> pd.DataFrame:
        """Return the clusters with sizes and shares."""
        groups = self.all_groups
        members = self.passing(self.snapshot.customers(self.column))[self.column].astype(str)
        counted = members.value_counts().reindex(groups[schema.GROUP].astype(str), fill_value=0)
        sizes = counted.to_numpy()
        shares = sizes / max(len(members), 1)
        return groups.assign(**{schema.CUSTOMERS: sizes, schema.SHARE: shares})

    def customers(self, *columns: str) -> pd.DataFrame:
        """Return columns of the customers, and each one's group where there are groups."""
        group = (self.column,) if self.has_groups else ()
        return self.snapshot.customers(schema.CUSTOMER_ID, *columns, *group)

    @cached_property
    def attributes(self) -> tuple[Shown, ...]:
        """The attributes of a table that charts can draw."""
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
        look = look_of(self.snapshot, self.theme, self.grouping)
        return replace(look, selected=self.group, measure=self.measure, is_log=self.is_log)

    @property
    def key(self) -> tuple[str, ...]:
        """What an answer depends on."""
        axes = LOG if self.is_log else LINEAR
        who = (self.snapshot.id, self.grouping, self.group, self.filter_key)
        pair = (each.name for each in self.pair) if self.is_table else ()
        return (*who, self.measure, self.theme, axes, *pair)

    @property
    def notice(self) -> str:
        """What of the choices is not known here, and what is shown instead; mostly nothing."""
        if not self.is_table and self.asked_grouping not in (DEFAULT_SCHEME, self.grouping):
            return self._no_grouping()
        if self.asked_group and not self.group:
            asked, kind = str(self.asked_group)[:_MOST_ECHOED], self.look.group_word
            return f"There is no {kind} '{asked}' here, so all customers are shown."
        known = [NOT_CHOSEN, *(each.name for each in self.attributes)]
        unknown = [name for name in self.asked_pair if name and name not in known]
        if not unknown or not self.is_table:
            return ""
        asked = str(unknown[0])[:_MOST_ECHOED]
        return f"There is no attribute '{asked}' here, so the most telling one is drawn."

    def _no_grouping(self) -> str:
        instead = grouping_title(self.grouping)
        if self.asked_grouping == schema.CLUSTERS:
            reason = self.snapshot.no_clusters_reason or "This data set has no clusters."
            return f"{reason} The segments of '{instead}' are shown instead."
        asked = str(self.asked_grouping)[:_MOST_ECHOED]
        return f"There is no scheme '{asked}' here, so '{instead}' is shown. Choose another."


def view_of(
    datasets: Datasets,
    token: Any,
    *,
    grouping: Any = DEFAULT_SCHEME,
    group: Any = "",
    where: Any = None,
    theme: Any = LIGHT,
    measure: Any = schema.CUSTOMERS,
    axes: Any = LOG,
    x: Any = NOT_CHOSEN,
    y: Any = NOT_CHOSEN,
) -> View:
    """Return what is looked at; nothing is updated while there is no data set to show.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    snapshot = snapshot_of(datasets, token)
    known = snapshot.groupings or (schema.CLUSTERS,)
    return View(
        snapshot=snapshot,
        grouping=grouping if grouping in known else known[0],
        theme=theme_of(theme),
        asked_group=group,
        asked_filter=where,
        measure=measure if measure in _MEASURES else schema.CUSTOMERS,
        is_log=bool(axes != LINEAR),
        asked_grouping=grouping,
        asked_pair=(x, y),
    )
