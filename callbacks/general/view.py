"""What a visitor looks at: a snapshot, a grouping, perhaps one of its groups, a measure, a theme.

Everything the browser sends is checked here, once: what is not known falls back, and `notice` says
so in a sentence.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd
from dash.exceptions import PreventUpdate

from layouts.figures.look import Look
from layouts.general_filters import LINEAR, LOG, scheme_title
from layouts.theme import DARK, LIGHT, group_colours
from rfm import schema

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.datasets import Datasets

_MOST_KEPT: Final = 256
_MEASURES: Final = (schema.CUSTOMERS, schema.REVENUE)
ALL: Final = "all"


class Chosen(NamedTuple):
    """The choices as the browser sends them."""

    grouping: Any = schema.GRID
    group: Any = ""
    measure: Any = schema.CUSTOMERS
    theme: Any = LIGHT
    axes: Any = LOG


@dataclass(frozen=True)
class View:
    """The choices as they hold for one snapshot."""

    snapshot: "Snapshot"
    grouping: str
    measure: str
    theme: str
    asked: Chosen

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups of the grouping, best first."""
        return self.snapshot.groups(self.grouping)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name of the grouping, best first, whether it has customers or not."""
        column = self.snapshot.customers(self.column)[self.column]
        return tuple(str(name) for name in column.cat.categories)

    @property
    def column(self) -> str:
        """The column of the customer table that holds the group."""
        return schema.group_column(self.grouping)

    @property
    def group(self) -> str:
        """The group that is shown alone; empty for all."""
        return self.asked.group if self.asked.group in self.names else ""

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
        return (self.snapshot.id, self.grouping, self.group, self.measure, self.theme, axes)

    @property
    def is_log(self) -> bool:
        """Whether spend and orders are drawn on log axes."""
        return bool(self.asked.axes != LINEAR)

    @property
    def is_member(self) -> "pd.Series[bool]":
        """Which customers belong to what is shown."""
        column = self.snapshot.customers(self.column)[self.column]
        if not self.group:
            return pd.Series(True, index=column.index)
        return column.cat.codes == self.names.index(self.group)

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

    def file_name(self, what: str) -> str:
        """Return the name of a downloaded table."""
        parts = (self.snapshot.name, what, self.grouping, self.group or ALL)
        kept = ["".join(c if c.isalnum() else "-" for c in part.lower()) for part in parts]
        return "_".join(kept) + ".csv"


def view_of(datasets: "Datasets", token: Any, chosen: Chosen) -> View:
    """Return what is looked at; nothing is updated while there is no data set to show.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    name = token.get("name") if isinstance(token, Mapping) else None
    if not isinstance(name, str):
        raise PreventUpdate
    snapshot = datasets.snapshot(name)
    known = snapshot.groupings
    return View(
        snapshot=snapshot,
        grouping=chosen.grouping if chosen.grouping in known else known[0],
        measure=chosen.measure if chosen.measure in _MEASURES else schema.CUSTOMERS,
        theme=DARK if chosen.theme == DARK else LIGHT,
        asked=chosen,
    )


class Answers:
    """The last answers, by what they depend on: a view that somebody saw is drawn at once."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the answer of a key, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = make()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer
