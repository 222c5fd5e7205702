"""Customers by any two numbers: marks, or a density with the marks of what is selected.

Takes `customers`, one row per customer with the two columns, the group column of `look.grouping`
where there are groups, and CUSTOMER_ID; `is_lifted` marks customers who get a ring of their own.
Customdata is [row, group code, 0], as everywhere (see `marks`).
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import labels, marks
from layouts.charts.drawing.axes import Axis, reach
from layouts.charts.drawing.density import count_cells, density_trace
from layouts.charts.drawing.look import Look
from layouts.parts import words
from layouts.parts.attributes import Shown
from layouts.theme import empty_figure
from rfm import schema

NOBODY: Final = "No customer has both values, so there is nothing to draw. Choose other attributes."
MOST_RINGS: Final = 400
_SIZE: Final = 6
# Spans beyond this are drawn on a log scale where that is wanted.
_DECADES: Final = 100.0
_FEW, _MANY = 1, 99


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two numbers of customers, each with the axis that holds nearly all of them."""

    customers: pd.DataFrame
    axes: tuple[Axis, Axis]
    told: tuple[str, ...]
    is_lifted: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def rows(self) -> np.ndarray:
        """The positions of the customers that both axes hold."""
        held = [axis.covers(self.customers[axis.column].to_numpy(float)) for axis in self.axes]
        return np.flatnonzero(held[0] & held[1])

    def rows_of(self, look: Look) -> np.ndarray:
        """Return the positions of the customers of the selected group, or of all."""
        if not look.selected:
            return np.arange(len(self.customers))
        return np.flatnonzero(look.codes(self.customers[look.column]) == look.code(look.selected))

    def at(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where some customers lie."""
        x, y = (self.customers[axis.column].to_numpy(float)[rows] for axis in self.axes)
        return x, y


def axis_of_attribute(values: np.ndarray, attribute: Shown, *, is_log: bool) -> Axis | None:
    """Return the axis of a number; on a log scale where it spans decades. None without values."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    positive = known[known > 0]
    wide = is_log and len(positive) > len(known) / 2 and _spans_decades(positive)
    low, high = reach(positive if wide else known, is_log=wide)
    return Axis(
        column=attribute.name,
        title=attribute.title,
        is_log=wide,
        low=low,
        high=high,
        is_whole=attribute.is_whole,
    )


def _spans_decades(positive: np.ndarray) -> bool:
    low, high = np.percentile(positive, (_FEW, _MANY))
    return bool(high / low > _DECADES)


def draw_cloud(pair: Pair, look: Look, more: tuple[Any, ...] = ()) -> go.Figure:
    """Return customers on the two axes; `more` traces lie above them."""
    rows = pair.rows
    if not len(rows):
        return empty_figure(NOBODY, look.theme)
    codes = _codes(pair, look)[rows]
    shown = _middles(pair, rows, codes, look)
    traces = [*_traces(pair, rows, codes, look), *_rings(pair, rows, look)]
    if len(shown):
        traces.append(_diamonds(shown, pair.axes, look))
    x, y = (axis.layout() for axis in pair.axes)
    named = labels.name_labels(shown, pair.axes, look) if len(shown) else []
    return look.figure(
        *traces, *more, xaxis=x, yaxis=y, showlegend=False, annotations=named, **labels.ROOM
    )


def caption_of_cloud(pair: Pair, look: Look) -> str:
    """Return how many customers are drawn and how, and how many are not."""
    drawn, all_ = len(pair.rows), len(pair.customers)
    told = words.counted(drawn, "customer")
    beyond = all_ - drawn
    told += f"; {words.count(beyond)} without a value or beyond the axes. " if beyond else ". "
    if drawn <= marks.MOST_MARKS:
        told += "One mark each"
    elif look.selected:
        told += f"Grey cells are deeper for more customers; the marks are of {look.selected}"
    elif look.names:
        told += f"Each cell has the colour of its commonest {look.group_word}, deeper for more"
    else:
        told += "Cells are deeper for more customers"
    return f"{told}; diamonds are medians." if look.names else f"{told}."


def _codes(pair: Pair, look: Look) -> np.ndarray:
    if not look.names:
        return np.full(len(pair.customers), -1)
    return look.codes(pair.customers[look.column])


def _middles(pair: Pair, rows: np.ndarray, codes: np.ndarray, look: Look) -> pd.DataFrame:
    """Return the median customer of each group that is labelled."""
    x, y = (axis.column for axis in pair.axes)
    names = [look.selected] if look.selected else list(look.names)
    at = pair.at(rows)
    found = [
        (name, *(float(np.median(values[codes == look.code(name)])) for values in at))
        for name in names
        if (codes == look.code(name)).any()
    ]
    return pd.DataFrame(found, columns=[schema.GROUP, x, y])


def _traces(pair: Pair, rows: np.ndarray, codes: np.ndarray, look: Look) -> list[Any]:
    if len(rows) <= marks.MOST_MARKS:
        # The best group is drawn above the others, the selected one above all.
        order = [name for name in reversed(look.names) if name != look.selected]
        order += [look.selected] if look.selected else []
        return [_marks(pair, rows[codes == look.code(name)], name, look) for name in order] or [
            _marks(pair, rows, "", look)
        ]
    cells = count_cells(pair.axes, pair.at(rows), codes, len(look.names))
    traces: list[Any] = [density_trace(cells, look)]
    if look.selected:
        own = marks.sample(rows[codes == look.code(look.selected)], marks.MOST_OF_A_GROUP)
        traces.append(_marks(pair, own, look.selected, look))
    return traces


def _marks(pair: Pair, rows: np.ndarray, name: str, look: Look) -> go.Scatter:
    x, y = pair.at(rows)
    numbers = marks.numbers_of(pair.customers, rows)
    told = " · ".join(pair.told)
    return go.Scatter(
        x=marks.compact(x),
        y=marks.compact(y),
        mode="markers",
        name=name,
        marker={
            "size": _SIZE,
            "color": look.colour(name) if name else look.token("accent"),
            "opacity": look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(rows, look.code(name), np.zeros(len(rows))),
        hovertemplate=marks.hover_of(name or "no cluster", told, numbers),
        **numbers.as_trace(),
    )


def _rings(pair: Pair, rows: np.ndarray, look: Look) -> list[go.Scatter]:
    if not len(pair.is_lifted):
        return []
    lifted = marks.sample(rows[pair.is_lifted[rows]], MOST_RINGS)
    ring = _marks(replace(pair, is_lifted=np.zeros(0)), lifted, "", look)
    outline = {"width": 1.5, "color": look.token("text")}
    ring.update(
        marker={"size": 9, "symbol": "circle-open", "opacity": 0.8, "line": outline},
        hovertemplate=ring.hovertemplate.replace("no cluster", "an outlier"),
    )
    return [ring]


def _diamonds(shown: pd.DataFrame, axes: tuple[Axis, Axis], look: Look) -> go.Scatter:
    names = list(shown[schema.GROUP])
    codes = np.array([look.code(name) for name in names])
    outline = {"width": 2, "color": look.token("surface")}
    return go.Scatter(
        x=shown[axes[0].column],
        y=shown[axes[1].column],
        mode="markers",
        marker={
            "size": 13,
            "symbol": "diamond",
            "color": [look.colour(name) for name in names],
            "line": outline,
        },
        customdata=np.column_stack([np.full(len(names), -1), codes, np.zeros(len(names))]),
        hovertext=[f"<b>{name}</b>, the median customer" for name in names],
        hovertemplate="%{hovertext}<extra></extra>",
    )
