"""Whether a churn probability can be taken at its word."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.look import Look
from layouts.parts import words
from layouts.theme import empty_figure

NOTHING_TESTED: Final = "Nothing was held out to compare with."
_CLOSE: Final = 0.05
# Nine of ten samples lie within so many standard deviations.
_NINETY: Final = 1.645


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Customers in bins by churn probability: its mean, and the share that did not buy."""

    predicted: np.ndarray
    actual: np.ndarray
    customers: np.ndarray

    @property
    def error(self) -> float:
        """How far probability and share are apart on average."""
        return float(np.average(np.abs(self.predicted - self.actual), weights=self.customers))


def draw_calibration(bins: Calibration, look: Look) -> go.Figure:
    """Draw the share that did not buy against the churn probability; on the line is right."""
    if not len(bins.predicted):
        return empty_figure(NOTHING_TESTED, look.theme)
    even = {"color": look.token("muted"), "width": 1, "dash": "dot"}
    spread = _NINETY * np.sqrt(bins.actual * (1 - bins.actual) / np.maximum(bins.customers, 1))
    dots = go.Scatter(
        x=bins.predicted,
        y=bins.actual,
        mode="markers",
        customdata=bins.customers,
        error_y={"array": spread, "color": look.token("field"), "thickness": 1.5, "width": 0},
        marker={
            "size": 11,
            "color": look.token("accent"),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertemplate="Churn probability %{x:.0%}: of %{customdata:,} customers<br>"
        "%{y:.0%} did not buy<extra></extra>",
    )
    return look.figure(
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=even, hoverinfo="skip"),
        dots,
        xaxis={"title": {"text": "Churn probability, as predicted"}} | share_ticks(-0.03, 1.03),
        yaxis={"title": {"text": "Share that did not buy"}} | share_ticks(-0.03, 1.05),
        showlegend=False,
    )


def finding_of_calibration(bins: Calibration, look: Look) -> str:
    """Return how far chances and what happened are apart."""
    del look
    if not len(bins.predicted):
        return "Can the churn probability be taken at its word?"
    told = f"{100 * bins.error:.1f} points"
    if bins.error <= _CLOSE:
        return f"The churn probability can be taken at its word: off by {told} on average"
    return f"The churn probability is off by {told} on average: read it as a ranking"


def caption_of_calibration(bins: Calibration, look: Look) -> str:
    """Return how to read the dots."""
    del look
    if not len(bins.predicted):
        return NOTHING_TESTED
    people = words.counted(bins.customers.sum(), "customer")
    return (
        f"{people} in bins of equal size by churn probability. A dot on the dotted line is right; "
        "above it more stayed away than predicted. Upright lines: 90 % of chance alone."
    )
