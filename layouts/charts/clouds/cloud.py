"""Customers as points: one mark each, or above 1,500 a density with the marks of what is selected.

Takes `customers`, one row per customer with the columns of the axes, the group column of the look
where there are groups and, for hovering, CUSTOMER_ID of `rfm.schema`. Customdata is [row, group
code, third measure], as everywhere (see `marks`).
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import marks
from layouts.charts.drawing.axes import Axis
from layouts.charts.drawing.density import Cells, count_cells, density_trace
from layouts.charts.drawing.look import Look
from rfm import schema, words

MOST_RINGS: Final = 400
# Of groups that were left out, or of none, whoever is drawn.
NO_GROUP: Final = "no cluster"


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Customers on two axes, or on three in space; `hover` is what hovering says of each.

    Marks have one `diameter`, unless a further axis gives each its size. `is_lifted` marks the
    customers who get a ring.
    """

    customers: pd.DataFrame
    axes: tuple[Axis, ...]
    look: Look
    hover: str
    size: Axis | None = None
    diameter: float = 6
    is_lifted: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @cached_property
    def rows(self) -> np.ndarray:
        """The positions of the customers that all axes hold."""
        held = [axis.covers(_numbers(self.customers[axis.column])) for axis in self.axes]
        return np.flatnonzero(np.logical_and.reduce(held))

    @cached_property
    def codes(self) -> np.ndarray:
        """The code of the group of each customer on the axes; -1 where there is none."""
        if not self.look.names:
            return np.full(len(self.rows), -1)
        codes = self.look.codes(self.customers[self.look.column])
        return codes if len(self.rows) == len(codes) else np.asarray(codes[self.rows])

    @property
    def beyond(self) -> int:
        """How many customers the axes do not hold."""
        return len(self.customers) - len(self.rows)

    @property
    def is_dense(self) -> bool:
        """Whether there are too many customers to draw each as a mark."""
        return len(self.rows) > marks.MOST_MARKS

    @cached_property
    def is_selected(self) -> np.ndarray:
        """Which customers on the axes belong to the selected group."""
        return np.asarray(self.codes == self.look.code(self.look.selected))

    def values(self, column: str, rows: np.ndarray | None = None) -> np.ndarray:
        """Return a measure of the customers on the axes, or of those at some rows."""
        values = _numbers(self.customers[column])
        rows = self.rows if rows is None else rows
        return values if len(rows) == len(values) else np.asarray(values[rows])

    @property
    def file(self) -> pd.DataFrame:
        """The customers of the selected group, or all, with their group, on the axes or beyond."""
        look = self.look
        if not look.names:
            return self.customers
        shown = self.customers
        if look.selected:
            shown = shown[look.codes(shown[look.column]) == look.code(look.selected)]
        return shown.rename(columns={look.column: schema.GROUP})


def _numbers(values: pd.Series) -> np.ndarray:
    if isinstance(values.dtype, np.dtype):
        return values.to_numpy()
    return values.to_numpy(dtype=float, na_value=np.nan)


def traces_of(cloud: Cloud) -> list[Any]:
    """Return the customers as marks, or as cells with the marks of the selected group."""
    look, code = cloud.look, cloud.look.code
    if not cloud.is_dense:
        # The best group is drawn above the others, the selected one above all.
        names = [name for name in reversed(look.names) if name != look.selected]
        names += [look.selected] if look.selected in look.names else []
        numbers = marks.numbers_of(cloud.customers, cloud.rows)
        parts = [(name, cloud.codes == code(name)) for name in names or [""]]
        drawn = [
            _marks(cloud, cloud.rows[own], name, numbers.where(own))
            for name, own in parts
            if own.any()
        ]
        return [*drawn, *_rings(cloud)]
    traces: list[Any] = [density_trace(cells_of(cloud), look)]
    if look.selected in look.names:
        own = marks.sample(cloud.rows[cloud.is_selected], marks.MOST_OF_A_GROUP)
        numbers = marks.numbers_of(cloud.customers, own)
        traces.append(_marks(cloud, own, look.selected, numbers))
    return [*traces, *_rings(cloud)]


def cells_of(cloud: Cloud) -> Cells:
    """Return how many customers are where, and the commonest group there."""
    x, y = cloud.axes
    places = cloud.values(x.column), cloud.values(y.column)
    return count_cells((x, y), places, cloud.codes, len(cloud.look.names))


def _marks(cloud: Cloud, rows: np.ndarray, name: str, numbers: marks.Numbers) -> go.Scatter:
    look, size = cloud.look, cloud.size
    third = np.zeros(len(rows)) if size is None else cloud.values(size.column, rows)
    x, y = (marks.drawn_at(axis, cloud.values(axis.column, rows)) for axis in cloud.axes)
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        name=name,
        marker={
            "size": cloud.diameter if size is None else marks.diameters(size, third),
            "color": look.colour(name) if name else look.token("accent"),
            "opacity": look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(rows, look.code(name), third),
        hovertemplate=marks.hover_of(name or NO_GROUP, cloud.hover, numbers),
        **numbers.as_trace(),
    )


def _rings(cloud: Cloud) -> list[go.Scatter]:
    """Return a ring around each customer who is lifted."""
    if not len(cloud.is_lifted):
        return []
    rows = marks.sample(cloud.rows[cloud.is_lifted[cloud.rows]], MOST_RINGS)
    numbers = marks.numbers_of(cloud.customers, rows)
    ring = _marks(cloud, rows, "", numbers)
    outline = {"width": 1.5, "color": cloud.look.token("text")}
    ring.update(
        marker={"size": 9, "symbol": "circle-open", "opacity": 0.8, "line": outline},
        hovertemplate=marks.hover_of("an outlier", cloud.hover, numbers),
    )
    return [ring]


def medians_of(cloud: Cloud) -> pd.DataFrame:
    """Return the median customer of the selected group, or of each group that is on the axes."""
    columns = [axis.column for axis in cloud.axes]
    names = [cloud.look.selected] if cloud.look.selected else list(cloud.look.names)
    parts = [(name, cloud.codes == cloud.look.code(name)) for name in names]
    values = [cloud.values(column) for column in columns]
    found = [
        (name, *(float(np.median(each[own])) for each in values))
        for name, own in parts
        if own.any()
    ]
    return pd.DataFrame(found, columns=[schema.GROUP, *columns])


def counted(cloud: Cloud, why_not: str) -> str:
    """Return how many customers are drawn, and how many are not, to begin a caption."""
    people = words.counted(len(cloud.rows), "customer")
    return f"{people}; {words.count(cloud.beyond)} {why_not}" if cloud.beyond else people
