"""What a visitor looks at: a snapshot, a grouping, perhaps a group or a filter, measure and theme.

Everything the browser sends is checked here, once: what is not known falls back, and `notice` says
so in a sentence.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from callbacks.parts.grouped_view import GroupedView, snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.ids import General, Shell
from layouts.parts.memberships import grouping_title
from layouts.segmentation.filters import LINEAR, LOG
from layouts.theme import LIGHT, group_colours
from rfm import schema
from rfm.segments import profiles

if TYPE_CHECKING:
    import pandas as pd

    from server.data.datasets import Datasets

_MEASURES: Final = (schema.CUSTOMERS, schema.REVENUE)
# The properties that say who is looked at, by the names that `view_of` takes.
CHOSEN: Final = {
    "token": (Shell.DATA, "data"),
    "grouping": (General.GROUPING, "data"),
    "group": (General.GROUP, "data"),
    "where": (General.FILTER.chosen, "data"),
}


@dataclass(frozen=True)
class View(GroupedView):
    """The choices as they hold for one snapshot of a log."""

    measure: str
    is_log: bool
    # The grouping as the browser sends it.
    asked_grouping: Any

    def filtered_groups(self) -> "pd.DataFrame":
        """Return sizes, shares, means and medians of the groups among those who pass the filter.

        What is told of a group beyond numbers stays; groups without such customers are left out.
        """
        columns = (*schema.RFM, schema.ORDERS, self.column)
        customers = self.passing(self.snapshot.customers(*columns))
        groups = profiles.group_profiles(customers, customers[self.column])
        groups[schema.GROUP] = groups[schema.GROUP].astype(str)
        told = self.all_groups.set_index(schema.GROUP)[schema.DESCRIPTION]
        groups[schema.DESCRIPTION] = told.reindex(groups[schema.GROUP]).to_numpy()
        return groups

    @cached_property
    def look(self) -> Look:
        """How the charts are drawn."""
        return Look(
            theme=self.theme,
            grouping=self.grouping,
            names=self.names,
            selected=self.group,
            currency=self.snapshot.currency,
            counted=self.snapshot.settings.count,
            measure=self.measure,
            is_log=self.is_log,
            colours=group_colours(self.grouping, self.names, self.snapshot.slots(self.grouping)),
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What an answer depends on."""
        axes = LOG if self.is_log else LINEAR
        who = (self.snapshot.id, self.grouping, self.group, self.filter_key)
        return (*who, self.measure, self.theme, axes)

    @property
    def notice(self) -> str:
        """What of the choices is not known here, and what is shown instead; mostly nothing."""
        instead = grouping_title(self.grouping)
        if self.asked_grouping != self.grouping:
            if self.asked_grouping == schema.CLUSTERS:
                reason = self.snapshot.no_clusters_reason or "This data set has no clusters."
                return f"{reason} The segments of '{instead}' are shown instead."
            asked = str(self.asked_grouping)[:40]
            return f"There is no scheme '{asked}' here, so '{instead}' is shown. Choose another."
        if self.asked_group and not self.group:
            asked = str(self.asked_group)[:40]
            kind = self.look.group_word
            return f"There is no {kind} '{asked}' here, so all customers are shown."
        return ""


def view_of(
    datasets: "Datasets",
    token: Any,
    *,
    grouping: Any = schema.GRID,
    group: Any = "",
    where: Any = None,
    theme: Any = LIGHT,
    measure: Any = schema.CUSTOMERS,
    axes: Any = LOG,
) -> View:
    """Return what is looked at; nothing is updated while there is no data set to show.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    snapshot = snapshot_of(datasets, token)
    known = snapshot.groupings
    return View(
        snapshot=snapshot,
        grouping=grouping if grouping in known else known[0],
        theme=theme_of(theme),
        asked_group=group,
        asked_filter=where,
        measure=measure if measure in _MEASURES else schema.CUSTOMERS,
        is_log=bool(axes != LINEAR),
        asked_grouping=grouping,
    )
