"""Customers of one snapshot in groups, of which perhaps one is looked at.

What the browser sends is checked here: a group that is not known is none.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from dash.exceptions import PreventUpdate

from layouts.theme import DARK, LIGHT
from rfm import schema

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.datasets import Datasets

ALL: Final = "all"


@dataclass(frozen=True)
class GroupedView(ABC):
    """A snapshot, one way to group its customers, and the theme."""

    snapshot: "Snapshot"
    grouping: str
    theme: str

    @property
    @abstractmethod
    def asked_group(self) -> Any:
        """The group that the browser asks for."""

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
        return self.asked_group if self.asked_group in self.names else ""

    @property
    def is_member(self) -> "pd.Series[bool]":
        """Which customers belong to what is shown."""
        if not self.group:
            return pd.Series(True, index=self.snapshot.customers(schema.CUSTOMER_ID).index)
        column = self.snapshot.customers(self.column)[self.column]
        return column.cat.codes == self.names.index(self.group)

    def file_name(self, what: str) -> str:
        """Return the name of a downloaded table."""
        parts = (self.snapshot.name, what, self.grouping, self.group or ALL)
        kept = ["".join(c if c.isalnum() else "-" for c in part.lower()) for part in parts]
        return "_".join(kept) + ".csv"


def snapshot_of(datasets: "Datasets", token: Any) -> "Snapshot":
    """Return the snapshot that the page shows.

    Raises
    ------
    PreventUpdate
        When it shows no data set yet, or one of another kind.
    """
    name = token.get("name") if isinstance(token, Mapping) else None
    if not isinstance(name, str):
        raise PreventUpdate
    return datasets.snapshot(name)


def theme_of(asked: Any) -> str:
    """Return a theme that there is."""
    return DARK if asked == DARK else LIGHT
