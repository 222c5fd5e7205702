"""Where a placed customer lies among all customers.

The customers are a density in the colours of their clusters, whatever their number; above it lie
the customers most alike, as small rings, and the placed one, as a large labelled mark.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud, cells_of
from layouts.charts.drawing.axes import Axis, axis_of
from layouts.charts.drawing.density import Cells, density_trace
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.labels import name_labels, typical_of_groups
from layouts.charts.drawing.look import Look
from rfm import schema, words

if TYPE_CHECKING:
    from rfm.prediction.placement import Placement

RING: Final = {"symbol": "circle-open", "size": 11, "line": {"width": 2}}
STAR: Final = {"symbol": "star", "size": 20}
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
class Among:
    """A placed customer among all; `groups` has one row per group with the medians."""

    ground: Ground
    groups: pd.DataFrame
    placement: "Placement"

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The two measures."""
        return self.ground.axes

    @property
    def point(self) -> dict[str, float]:
        """The three values by column."""
        return {name: float(self.placement.customer[name]) for name in schema.RFM}


def count_ground(
    customers: pd.DataFrame,
    look: Look,
    columns: tuple[str, str],
    point: Mapping[str, float] | None = None,
) -> Ground:
    """Return all customers on the axes of two measures, which reach to a point if one is given."""
    first, second = (_axis(customers, look, column, point) for column in columns)
    cloud = Cloud(customers=customers, axes=(first, second), look=look, hover="")
    return Ground(axes=(first, second), cells=cells_of(cloud), customers=len(customers))


def among(placed: Among, look: Look) -> Drawn:
    """Draw two measures of all customers, the customers most alike, and the placed one."""
    axes, point = placed.axes, placed.point
    alike = _on_axes(placed.placement.alike, axes)
    rings = alike.set_index("Customer " + alike[schema.CUSTOMER_ID])[list(schema.RFM)]
    edge = {"width": 2, "color": look.token("surface")}
    figure = look.figure(
        density_trace(placed.ground.cells, look),
        _marks(rings.T.to_dict(), axes, look, RING),
        _marks({"The customer placed here": point}, axes, look, STAR | {"line": edge}),
        xaxis=axes[0].layout() | {"showgrid": False},
        yaxis=axes[1].layout() | {"showgrid": False},
        annotations=[*_names(placed, look), _label(point, axes, look)],
        showlegend=False,
    )
    percentiles = placed.placement.percentiles
    first, second = (_compared(axis.column, percentiles[axis.column], look) for axis in axes)
    return Drawn(
        figure=figure,
        title=f"{first[0].upper()}{first[1:]} and {second} of the customers",
        caption=_caption(placed.ground, look),
        numbers=_numbers(placed, look),
    )


def _caption(ground: Ground, look: Look) -> str:
    """Return what is drawn, and how many customers the axes cannot hold."""
    tail = f"; {words.count(ground.beyond)} lie beyond the axes" if ground.beyond else ""
    colours = f" Cells have the colour of their commonest {look.group_word}." if look.names else ""
    return (
        f"{words.counted(ground.customers, 'customer')}{tail}; deeper means more of them."
        f"{colours} Rings are the customers most alike."
    )


def _numbers(placed: Among, look: Look) -> pd.DataFrame:
    """Return the placed customer and those most alike with their values."""
    here = pd.DataFrame([{schema.CUSTOMER_ID: "Placed here", **placed.point}])
    kept = [schema.CUSTOMER_ID, *schema.RFM]
    rows = pd.concat([here[kept], placed.placement.alike[kept]], ignore_index=True)
    return rows.set_axis(["Customer", *[look.axis_title(name) for name in schema.RFM]], axis=1)


def share_in_words(percent: float) -> str:
    """Return a share whose ends mean all and nobody, and nothing nearly so."""
    if 0 < percent < 1:
        return "under 1 %"
    if _NEARLY_ALL < percent < _ALL:
        return "over 99 %"
    return f"{percent:.0f} %"


def _compared(column: str, share: float, look: Look) -> str:
    others = share_in_words(share)
    if column == schema.RECENCY_DAYS:
        return f"bought more recently than {others}"
    if column == schema.FREQUENCY:
        return f"has more {look.orders_word} than {others}"
    return f"spent more than {others}"


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


def _marks(
    who: Mapping[Hashable, Mapping[Any, float]],
    axes: tuple[Axis, Axis],
    look: Look,
    marker: Mapping[str, Any],
) -> go.Scatter:
    """Return marks of customers, each with its name and values on hover."""
    return go.Scatter(
        x=[_held(axes[0], values) for values in who.values()],
        y=[_held(axes[1], values) for values in who.values()],
        mode="markers",
        marker={"color": look.token("text"), **marker},
        hovertext=[f"{name} - {_values(values, look)}" for name, values in who.items()],
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


def _names(placed: Among, look: Look) -> list[dict[str, Any]]:
    """Return the names of groups, but those that would cover the placed customer."""
    axes = placed.axes
    named = typical_of_groups(placed.groups, axes, look) if look.names else placed.groups[:0]
    if named.empty:
        return []
    here = _share(axes, placed.point)
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


def _values(row: Mapping[Any, float], look: Look) -> str:
    recency, frequency, monetary = (look.value(column, row[column]) for column in schema.RFM)
    return f"last order {recency} ago - {frequency} - {monetary}"
