"""What a visitor looks at: customers of a snapshot in groups, or a snapshot as a whole.

What the browser sends is checked here: a group or filter that is not known is none.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from dash.exceptions import PreventUpdate

from callbacks.parts.attribute_filter import AttributeFilter, ReadFilter, read_filter
from callbacks.parts.looks import group_names, look_of
from layouts.charts.drawing.look import Look
from layouts.theme import DARK, LIGHT
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

ALL: Final = "all"


@dataclass(frozen=True)
class GroupedView:
    """A snapshot, one way to group its customers, the theme, and what the browser asks for."""

    snapshot: Snapshot
    grouping: str
    theme: str
    asked_group: Any
    asked_filter: Any

    @property
    def has_groups(self) -> bool:
        """Whether there are groups; a customer table may have no clusters."""
        return bool(self.snapshot.groupings)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every group, best first; none where none were found."""
        return group_names(self.snapshot, self.grouping) if self.has_groups else ()

    @property
    def column(self) -> str:
        """The column of the customer table that holds the group."""
        return schema.group_column(self.grouping)

    @property
    def group(self) -> str:
        """The group that is shown alone; empty for all."""
        return self.asked_group if self.asked_group in self.names else ""

    @cached_property
    def read_filter(self) -> ReadFilter:
        """The filter by an attribute, as far as it could be read."""
        return read_filter(self.snapshot, self.asked_filter)

    @property
    def filter(self) -> AttributeFilter | None:
        """The filter by an attribute; None where everybody passes."""
        return self.read_filter.filter

    @property
    def filter_key(self) -> str:
        """What an answer depends on of the filter."""
        return self.filter.key if self.filter else ""

    @property
    def is_part(self) -> bool:
        """Whether less than all customers are looked at."""
        return bool(self.group or self.filter)

    @property
    def called(self) -> str:
        """Who is looked at, to begin a sentence; empty for all."""
        return ", ".join([each for each in (self.group, self.filter and self.filter.label) if each])

    @cached_property
    def is_passing(self) -> np.ndarray:
        """Which customers pass the filter, of whatever group."""
        if self.filter is None:
            return np.ones(len(self.snapshot.customers(schema.CUSTOMER_ID)), dtype=bool)
        name = self.filter.attribute.name
        return self.filter.passing(self.snapshot.customers(name)[name])

    @cached_property
    def is_member(self) -> np.ndarray:
        """Which customers belong to what is shown: the group, as far as it passes the filter."""
        if not self.group:
            return self.is_passing
        column = self.snapshot.customers(self.column)[self.column]
        is_own = column.cat.codes.to_numpy() == self.names.index(self.group)
        return np.asarray(is_own & self.is_passing)

    def passing(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return those of all customers who pass the filter."""
        return customers[self.is_passing] if self.filter else customers

    def members(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return those of all customers who are shown."""
        return customers[self.is_member] if self.is_part else customers

    def file_name(self, what: str) -> str:
        """Return the name of a downloaded table."""
        filtered = (self.filter.label,) if self.filter else ()
        parts = (self.snapshot.name, what, self.grouping, self.group or ALL, *filtered)
        kept = ["".join(c if c.isalnum() else "-" for c in part.lower()) for part in parts]
        return "_".join(kept) + ".csv"


def snapshot_of(datasets: Datasets, token: Any) -> Snapshot:
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


@dataclass(frozen=True, kw_only=True)
class SnapshotView:
    """A snapshot in a theme, and the algorithm that is chosen; `files` begins the files' names."""

    snapshot: Snapshot
    theme: str
    files: str
    algorithm: str = ""

    @property
    def look(self) -> Look:
        """How the charts are drawn."""
        return look_of(self.snapshot, self.theme, schema.CLUSTERS)

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What an answer depends on."""
        return self.snapshot.id, self.theme, self.algorithm

    def file_name(self, what: str) -> str:
        """Return the name of a chart's CSV file."""
        return f"{self.files}-{what}.csv"


def snapshot_view(
    datasets: Datasets, files: str, token: Any, theme: Any = LIGHT, algorithm: Any = ""
) -> SnapshotView:
    """Return what is looked at; nothing is updated while there is no data set to show.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    return SnapshotView(
        snapshot=snapshot_of(datasets, token),
        theme=theme_of(theme),
        files=files,
        algorithm=str(algorithm),
    )
