"""Whether a churn probability can be taken at its word."""

from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.comparisons import Chances, calibration_marks
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from rfm import words

NOTHING_TESTED: Final = "Nothing was held out to compare with."
_CLOSE: Final = 0.05
# Nine of ten samples lie within so many standard deviations.
_NINETY: Final = 1.645


def calibration(bins: Chances, look: Look) -> Drawn:
    """Draw the share that did not buy against the churn probability; on the line is right."""
    numbers = bins.as_table("Churn probability (%)", "Did not buy (%)")
    if not len(bins.predicted):
        question = "Can the churn probability be taken at its word?"
        return nothing_drawn(NOTHING_TESTED, question, look, numbers)
    people = words.counted(bins.customers.sum(), "customer")
    return Drawn(
        figure=_figure(bins, look),
        title=_title(bins),
        caption=f"{people} in bins of equal size by churn probability. A dot on the dotted line is "
        "right; above it more stayed away than predicted. Upright lines: 90 % of chance alone.",
        numbers=numbers,
    )


def _figure(bins: Chances, look: Look) -> go.Figure:
    hover = "Churn probability %{x:.0%}: of %{customdata:,} customers<br>%{y:.0%} did not buy"
    spread = _NINETY * np.sqrt(bins.came * (1 - bins.came) / np.maximum(bins.customers, 1))
    upright = {"array": spread, "color": look.token("field"), "thickness": 1.5, "width": 0}
    return look.figure(
        *calibration_marks(bins, look, hover, error_y=upright),
        xaxis={"title": {"text": "Churn probability, as predicted"}} | share_ticks(-0.03, 1.03),
        yaxis={"title": {"text": "Share that did not buy"}} | share_ticks(-0.03, 1.05),
        showlegend=False,
    )


def _title(bins: Chances) -> str:
    """Return how far chances and what happened are apart."""
    error = float(np.average(np.abs(bins.predicted - bins.came), weights=bins.customers))
    off = f"{100 * error:.1f} points on average"
    if error <= _CLOSE:
        return f"The churn probability can be taken at its word: off by {off}"
    return f"The churn probability is off by {off}: read it as a ranking"
