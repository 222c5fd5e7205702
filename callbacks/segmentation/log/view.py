"""What a visitor looks at: a snapshot, a grouping, perhaps a group or a filter, measure and theme.

Everything the browser sends is checked here, once: what is not known falls back, and `notice` says
so in a sentence.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from callbacks.parts.grouped_view import GroupedView, snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.ids import General, Shell
from layouts.segmentation.filters import LINEAR, LOG, scheme_title
from layouts.theme import LIGHT, group_colours
from rfm import schema
from rfm.segments import profiles

if TYPE_CHECKING:
    import pandas as pd

    from server.data.datasets import Datasets

_MEASURES: Final = (schema.CUSTOMERS, schema.REVENUE)
# The properties that say who is looked at: the data set, then the first fields of `Chosen`.
CHOSEN: Final = (
    (Shell.DATA, "data"),
    (General.GROUPING, "data"),
    (General.GROUP, "data"),
    (General.FILTER.chosen, "data"),
)


class Chosen(NamedTuple):
    """The choices as the browser sends them."""

    grouping: Any = schema.GRID
    group: Any = ""
    where: Any = None
    measure: Any = schema.CUSTOMERS
    theme: Any = LIGHT
    axes: Any = LOG


@dataclass(frozen=True)
class View(GroupedView):
    """The choices as they hold for one snapshot of a log."""

    measure: str
    asked: Chosen

    @property
    def asked_group(self) -> Any:
        """The group that the browser asks for."""
        return self.asked.group

    @property
    def asked_filter(self) -> Any:
        """The filter by an attribute that the browser asks for."""
        return self.asked.where

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
    def is_log(self) -> bool:
        """Whether spend and orders are drawn on log axes."""
        return bool(self.asked.axes != LINEAR)

    @property
    def notice(self) -> str:
        """What of the choices is not known here, and what is shown instead; mostly nothing."""
        instead = scheme_title(self.grouping)
        if self.asked.grouping != self.grouping:
            if self.asked.grouping == schema.CLUSTERS:
                reason = self.snapshot.no_clusters_reason or "This data set has no clusters."
                return f"{reason} The segments of '{instead}' are shown instead."
            asked = str(self.asked.grouping)[:40]
            return f"There is no scheme '{asked}' here, so '{instead}' is shown. Choose another."
        if self.asked.group and not self.group:
            asked = str(self.asked.group)[:40]
            kind = self.look.group_word
            return f"There is no {kind} '{asked}' here, so all customers are shown."
        return ""


def view_of(datasets: "Datasets", token: Any, chosen: Chosen) -> View:
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
        grouping=chosen.grouping if chosen.grouping in known else known[0],
        measure=chosen.measure if chosen.measure in _MEASURES else schema.CUSTOMERS,
        theme=theme_of(chosen.theme),
        asked=chosen,
    )
