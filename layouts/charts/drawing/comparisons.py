"""Marks of what is compared: expected beside seen, intervals, and chances beside what came."""

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.look import Look, clear

# A legend in one line above the plot, as layout.
LEGEND_ABOVE: Final[dict[str, Any]] = {
    "showlegend": True,
    "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"},
    "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
}


class Series(NamedTuple):
    """Values of one kind: what the legend calls them, and how hovering tells them."""

    name: str
    values: np.ndarray
    hover: str


class Chances(NamedTuple):
    """Customers in bins by a probability: its mean, the share that came true, and how many."""

    predicted: np.ndarray
    came: np.ndarray
    customers: np.ndarray

    def as_table(self, predicted: str, came: str) -> pd.DataFrame:
        """Return a row a bin, with the heads of what was predicted and of what came."""
        numbers = {
            "Bin": np.arange(1, len(self.predicted) + 1),
            "Customers": self.customers.astype(int),
            predicted: 100 * self.predicted,
            came: 100 * self.came,
        }
        return pd.DataFrame(numbers)


def seen_and_expected(
    places: Any, seen: Series, expected: Series, look: Look, *, size: int, details: Any = None
) -> tuple[go.Bar, go.Scatter]:
    """Return what was seen at each place as a bar, and what was expected as a mark across it."""
    accent = look.token("accent")
    bars = go.Bar(
        x=places,
        y=seen.values,
        name=seen.name,
        marker={"color": clear(look.token("muted"), 0.55), "line": {"width": 0}},
        customdata=details,
        hovertemplate=f"{seen.hover}<extra></extra>",
    )
    line = {"width": 4, "color": accent}
    marks = go.Scatter(
        x=places,
        y=expected.values,
        name=expected.name,
        mode="markers",
        marker={"symbol": "line-ew", "size": size, "color": accent, "line": line},
        hovertemplate=f"{expected.hover}<extra></extra>",
    )
    return bars, marks


def interval(values: np.ndarray, low: np.ndarray, high: np.ndarray, look: Look) -> dict[str, Any]:
    """Return the interval around each value as the error bars of a trace."""
    return {
        "type": "data",
        "symmetric": False,
        "array": np.maximum(high - values, 0),
        "arrayminus": np.maximum(values - low, 0),
        "color": look.token("field"),
        "thickness": 2,
        "width": 0,
    }


def calibration_marks(
    bins: Chances, look: Look, hover: str, **dots: Any
) -> tuple[go.Scatter, go.Scatter]:
    """Return a dot a bin, and the line on which probabilities are right."""
    even = {"color": look.token("muted"), "width": 1, "dash": "dot"}
    return (
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=even, hoverinfo="skip"),
        go.Scatter(
            x=bins.predicted,
            y=bins.came,
            mode="markers",
            customdata=bins.customers,
            marker=look.outlined(11, look.token("accent")),
            hovertemplate=f"{hover}<extra></extra>",
            **dots,
        ),
    )
