"""What a visitor looks at in the list: who is listed, in which order, and with which columns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

import numpy as np
import pandas as pd

from callbacks.customers.listing.columns import PRODUCT, columns_of
from callbacks.customers.listing.conditions import Condition, level_of, read_conditions
from callbacks.customers.listing.ordering import Sorting, arrange
from callbacks.customers.listing.searching import found_by
from callbacks.parts.answers import Answers
from callbacks.parts.looks import look_of
from callbacks.parts.risks import risks
from callbacks.parts.views import snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.customers.columns import CLUSTER, ListColumn
from layouts.customers.listing import LONGEST_SEARCH
from layouts.parts.memberships import grouping_title
from rfm import schema, words
from rfm.snapshot import Snapshot, buyers_of
from server.data.datasets import Datasets

SCHEME: Final = "scheme"
_MOST_LETTERS: Final = 4_000
_MOST_FILTERS: Final = 40
_MOST_ECHOED: Final = 40
_LONGEST_NAME: Final = 100
_KEPT_MASKS, _KEPT_ORDERS = 24, 24


class ListAnswers:
    """What was worked out of lists: who was listed, and the orders of columns."""

    def __init__(self) -> None:
        self.masks = Answers(_KEPT_MASKS)
        self.orders = Answers(_KEPT_ORDERS)


@dataclass(frozen=True, kw_only=True)
class ListView:
    """The list of a snapshot's customers, as a browser asks for it."""

    snapshot: Snapshot
    filters: tuple[tuple[str, str], ...] = ()
    search: str = ""
    theme: str = "light"
    answers: ListAnswers

    @property
    def asked(self) -> dict[str, str]:
        """What filters, by key."""
        return dict(self.filters)

    @cached_property
    def grouping(self) -> str:
        """The scheme that gives each customer's segment; the clusters where there are none."""
        known = self.snapshot.groupings
        asked = self.asked.get(SCHEME, "")
        schemes = [each for each in known if each != schema.CLUSTERS]
        return asked if asked in schemes else next(iter(known), schema.CLUSTERS)

    @cached_property
    def columns(self) -> dict[str, ListColumn]:
        """Every column that the list can have, by key."""
        return columns_of(self.snapshot, self.grouping)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What is filtered by."""
        return self._read[0]

    @property
    def problems(self) -> tuple[str, ...]:
        """What of the filters means nothing here, in sentences."""
        asked = self.asked.get(SCHEME, "")
        if not asked or asked == self.grouping:
            return self._read[1]
        named = words.shortened(asked, _MOST_ECHOED)
        instead = grouping_title(self.grouping)
        unknown = f"There is no scheme '{named}' here, so segments are those of '{instead}'."
        return (unknown, *self._read[1])

    @cached_property
    def _read(self) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
        filters = {key: text for key, text in self.filters if key != SCHEME}
        return read_conditions(filters, self.columns)

    @property
    def is_all(self) -> bool:
        """Whether nothing leaves anybody out."""
        return not self.conditions and not self.search

    @property
    def is_listed(self) -> np.ndarray | None:
        """Which customers are listed; None for all of them."""
        if self.is_all:
            return None
        key = (self.snapshot.id, self.grouping, self.filters, self.search)
        is_listed: np.ndarray | None = self.answers.masks.get(key, self._match)
        return is_listed

    def _match(self) -> np.ndarray | None:
        found = found_by(self.snapshot, self.search)
        for condition in self.conditions:
            passing = self._passing(condition)
            found = passing if found is None else found & passing
        return found

    def _passing(self, condition: Condition) -> np.ndarray:
        if condition.column.key == PRODUCT:
            return buyers_of(self.snapshot, condition.text)
        if condition.column.key in (schema.LEFT, schema.CAME):
            is_now = level_of(self.values(schema.SEGMENT), condition.text)
            was = condition.passing(self.values(condition.column.key))
            is_left = condition.column.key == schema.LEFT
            return np.asarray(was & ~is_now if is_left else is_now & ~was)
        return condition.passing(self.values(condition.column.key))

    @property
    def size(self) -> int:
        """How many customers are listed."""
        is_listed = self.is_listed
        if is_listed is None:
            return len(self.values(schema.CUSTOMER_ID))
        return int(np.count_nonzero(is_listed))

    def positions(self, sorting: Sorting) -> np.ndarray:
        """Return the positions of the listed customers in the snapshot, in order.

        Where nobody asked for an order, the most valuable stand first, as far as that is known.
        """
        if not sorting and schema.VALUE_PLACE in self.columns:
            sorting = ((schema.VALUE_PLACE, False),)
        whose = f"{self.snapshot.id} {self.grouping}"
        return arrange(self.is_listed, sorting, self.values, self.answers.orders, whose)

    def values(self, key: str) -> pd.Series:
        """Return a column of all customers."""
        source = self.columns[key].source
        if source == schema.RISK:
            return risks(self.snapshot)
        return self.snapshot.customers(source)[source]

    def table(self, keys: list[str], positions: np.ndarray) -> pd.DataFrame:
        """Return columns of some customers, by key."""
        return pd.DataFrame(
            {key: self.values(key).iloc[positions].reset_index(drop=True) for key in keys}
        )

    @property
    def file_name(self) -> str:
        """The name of the file: the data set, and what it is filtered by."""
        filtered = [each.text or each.column.key for each in self.conditions]
        parts = [self.snapshot.name, "customers", *filtered]
        kept = ["".join(c if c.isalnum() and c.isascii() else "-" for c in x) for x in parts]
        return "_".join(kept).lower()[:_LONGEST_NAME] + ".csv"

    def look(self, key: str) -> Look:
        """Return the colours of the segments, or of the clusters."""
        grouping = schema.CLUSTERS if key == CLUSTER else self.grouping
        return look_of(self.snapshot, self.theme, grouping)

    def chosen(self, asked: Any, *, is_narrow: bool) -> list[ListColumn]:
        """Return the columns that are shown: those of a text "segment,monetary", or the usual."""
        shown = [each for each in self.columns.values() if each.is_shown]
        names = asked.split(",") if isinstance(asked, str) else []
        wanted = {unquote(name) for name in names}
        taken = [each for each in shown if each.key in wanted]
        if taken:
            return taken
        return self.usual(is_narrow=is_narrow)

    def usual(self, *, is_narrow: bool) -> list[ListColumn]:
        """Return the columns of who chose none, where there is room for few or for more."""
        shown = [each for each in self.columns.values() if each.is_shown]
        return [each for each in shown if (each.is_for_narrow if is_narrow else each.is_default)]


def list_view(
    datasets: Datasets,
    answers: ListAnswers,
    token: Any,
    *,
    filters: Any = "",
    search: Any = "",
    theme: Any = "light",
) -> ListView:
    """Return what is looked at, whatever the browser sends.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    text = filters[:_MOST_LETTERS] if isinstance(filters, str) else ""
    try:
        pairs = parse_qsl(text, max_num_fields=_MOST_FILTERS)
    except ValueError:
        pairs = []
    return ListView(
        snapshot=snapshot_of(datasets, token),
        filters=tuple(dict(pairs).items()),
        search=search.strip()[:LONGEST_SEARCH] if isinstance(search, str) else "",
        theme=theme_of(theme),
        answers=answers,
    )
