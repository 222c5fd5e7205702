"""Where a placed customer lies among all customers.

The customers are a density in the colours of their clusters, whatever their number; above it lie
the customers most alike, as small rings, and the placed one, as a large labelled mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import Axis, axis_of
from layouts.charts.drawing.density import Cells, count_cells, density_trace
from layouts.charts.drawing.labels import name_labels, typical_of_groups
from layouts.charts.drawing.look import Look
from layouts.parts import words
from rfm import schema

_LABEL_REACH: Final = 34
_PLOT_HEIGHT: Final = 260
_MIDDLE: Final = 0.5
# The part of the plot that a name takes up.
_NAME_WIDTH: Final = 0.4
_NAME_HEIGHT: Final = 0.08
_NEARLY_ALL: Final = 99
_ALL: Final = 100


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All customers on two axes, counted; the same for every placed customer that it holds."""

    axes: tuple[Axis, Axis]
    cells: Cells
    customers: int

    def holds(self, point: Mapping[str, float]) -> bool:
        """Return whether a placed customer lies on the axes, or at the low end of a log axis."""
        return all(
            axis.low <= point[axis.column] <= axis.high or (axis.is_log and point[axis.column] <= 0)
            for axis in self.axes
        )

    @property
    def beyond(self) -> int:
        """How many customers the axes cannot hold."""
        return self.customers - int(self.cells.counts.sum())


@dataclass(frozen=True, kw_only=True)
class Place:
    """A placed customer among all: `point` holds the three values by column.

    `groups` has one row per group with the medians, `alike` the customers most like this one.
    """

    ground: Ground
    groups: pd.DataFrame
    point: Mapping[str, float]
    alike: pd.DataFrame


def count_ground(
    customers: pd.DataFrame,
    look: Look,
    columns: tuple[str, str],
    point: Mapping[str, float] | None = None,
) -> Ground:
    """Return all customers on the axes of two measures, which reach to a point if one is given."""
    first, second = (_axis(customers, look, column, point) for column in columns)
    shown = _on_axes(customers, (first, second))
    known = look.names and look.column in shown
    codes = look.codes(shown[look.column]) if known else np.full(len(shown), -1)
    places = (shown[columns[0]].to_numpy(), shown[columns[1]].to_numpy())
    cells = count_cells((first, second), places, codes, len(look.names))
    return Ground(axes=(first, second), cells=cells, customers=len(customers))


def draw_place(place: Place, look: Look) -> go.Figure:
    """Draw two measures of all customers, the customers most alike, and the placed one."""
    axes = place.ground.axes
    return look.figure(
        density_trace(place.ground.cells, look),
        _alike_marks(place.alike, axes, look),
        _mark(place.point, axes, look),
        xaxis=axes[0].layout() | {"showgrid": False},
        yaxis=axes[1].layout() | {"showgrid": False},
        annotations=[*_names(place, look), _label(place.point, axes, look)],
        showlegend=False,
    )


def finding_of_place(shares: Mapping[str, float], columns: tuple[str, str], look: Look) -> str:
    """Return how the placed customer compares on the two measures, as a title."""
    first, second = (_compared(column, shares[column], look) for column in columns)
    return f"{first[0].upper()}{first[1:]} and {second} of the customers"


def caption_of_place(place: Place, look: Look) -> str:
    """Return what is drawn, and how many customers the axes cannot hold."""
    ground = place.ground
    tail = f"; {words.count(ground.beyond)} lie beyond the axes" if ground.beyond else ""
    colours = f" Cells have the colour of their commonest {look.group_word}." if look.names else ""
    return (
        f"{words.counted(ground.customers, 'customer')}{tail}; deeper means more of them."
        f"{colours} Rings are the customers most alike."
    )


def share_in_words(percent: float) -> str:
    """Return a share whose ends mean all and nobody, and nothing nearly so."""
    if 0 < percent < 1:
        return "under 1 %"
    if _NEARLY_ALL < percent < _ALL:
        return "over 99 %"
    return f"{percent:.0f} %"


def _compared(column: str, share: float, look: Look) -> str:
    told = share_in_words(share)
    if column == schema.RECENCY_DAYS:
        return f"bought more recently than {told}"
    if column == schema.FREQUENCY:
        return f"has more {look.orders_word} than {told}"
    return f"spent more than {told}"


def _axis(
    customers: pd.DataFrame, look: Look, column: str, point: Mapping[str, float] | None
) -> Axis:
    axis = axis_of(customers, column, look)
    value = axis.low if point is None else point[column]
    if axis.is_log and value <= 0:
        value = axis.low
    low, high = min(axis.low, value), max(axis.high, value)
    if axis.is_log and axis.is_whole:
        # The smallest count has a cell of its own, which must not reach down to zero.
        low = max(low, 1.0)
    return replace(axis, low=low, high=high)


def _on_axes(customers: pd.DataFrame, axes: tuple[Axis, Axis]) -> pd.DataFrame:
    held = [axis.covers(customers[axis.column].to_numpy()) for axis in axes]
    kept: pd.DataFrame = customers[held[0] & held[1]]
    return kept


def _alike_marks(alike: pd.DataFrame, axes: tuple[Axis, Axis], look: Look) -> go.Scatter:
    shown = _on_axes(alike, axes)
    return go.Scatter(
        x=shown[axes[0].column].to_numpy(),
        y=shown[axes[1].column].to_numpy(),
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 11,
            "color": look.token("text"),
            "line": {"width": 2},
        },
        hovertext=[
            f"Customer {number} - {_told(row, look)}"
            for number, row in zip(
                shown[schema.CUSTOMER_ID], shown[list(schema.RFM)].to_dict("records"), strict=True
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _mark(values: Mapping[str, float], axes: tuple[Axis, Axis], look: Look) -> go.Scatter:
    return go.Scatter(
        x=[_held(axes[0], values)],
        y=[_held(axes[1], values)],
        mode="markers",
        marker={
            "symbol": "star",
            "size": 20,
            "color": look.token("text"),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertext=[f"The customer placed here - {_told(values, look)}"],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _label(point: Mapping[str, float], axes: tuple[Axis, Axis], look: Look) -> dict[str, Any]:
    x, y = (_held(axis, point) for axis in axes)
    across, up = _share(axes, point)
    # At the top of the plot, away from the names of the groups in its middle.
    reach = (1 - up) * _PLOT_HEIGHT
    is_high = reach < _LABEL_REACH
    return {
        "x": float(np.log10(x)) if axes[0].is_log else x,
        "y": float(np.log10(y)) if axes[1].is_log else y,
        "text": "This customer",
        "font": {"size": 13, "color": look.token("text")},
        "bgcolor": look.token("surface"),
        "bordercolor": look.token("text"),
        "borderpad": 3,
        "arrowcolor": look.token("text"),
        "arrowhead": 0,
        "standoff": 8,
        "ax": 0 if not is_high else _LABEL_REACH,
        "ay": _LABEL_REACH if is_high else -reach,
        "xanchor": "right" if across > _MIDDLE else "left",
    }


def _names(place: Place, look: Look) -> list[dict[str, Any]]:
    """Return the names of groups, but those that would cover the placed customer."""
    axes = place.ground.axes
    named = typical_of_groups(place.groups, axes, look) if look.names else place.groups[:0]
    if named.empty:
        return []
    here = _share(axes, place.point)
    medians = [named[axis.column].to_numpy(dtype=float) for axis in axes]
    aside = np.abs(axes[0].places(medians[0]) - here[0]) > _NAME_WIDTH
    above = np.abs(axes[1].places(medians[1]) - here[1]) > _NAME_HEIGHT
    names = name_labels(named, axes, look)
    return [name for name, is_clear in zip(names, aside | above, strict=True) if is_clear]


def _share(axes: tuple[Axis, Axis], point: Mapping[str, float]) -> tuple[float, float]:
    """Return how far along both axes the placed customer lies, 0 to 1."""
    across, up = (float(axis.places(np.array([_held(axis, point)]))[0]) for axis in axes)
    return across, up


def _held(axis: Axis, values: Mapping[str, float]) -> float:
    """Return a value as the axis can show it: nothing spent lies at the low end of a log axis."""
    return float(np.clip(values[axis.column], axis.low, axis.high))


def _told(row: Mapping[Any, float], look: Look) -> str:
    return " - ".join(
        f"last order {look.value(c, row[c])} ago"
        if c == schema.RECENCY_DAYS
        else look.value(c, row[c])
        for c in schema.RFM
    )
