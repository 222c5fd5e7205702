"""How unevenly customers spend: the Pareto curve, best customer first.

`curve` has some 200 points from the best customer to the last, with the columns SHARE (of the
customers so far, 0..1) and REVENUE_SHARE (of the revenue so far) of `rfm.schema`.
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, clear
from layouts.parts import words
from rfm import schema

NO_REVENUE: Final = "There is no revenue above zero to share out."
TOP: Final = 0.2
_STEPS: Final = 10


def pareto(curve: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the revenue that each best share of the customers brings."""
    numbers = in_both(curve, look, steps_of(curve))
    if not _is_drawable(curve):
        question = "How much of the revenue do the best customers bring?"
        return nothing_drawn(NO_REVENUE, question, look, **numbers)
    people, revenue = _curve(curve)
    ends = (min(0.0, float(revenue.min())), max(1.0, float(revenue.max())) * 1.04)
    half = words.percent(float(np.interp(0.5, np.maximum.accumulate(revenue), people)))
    best = words.percent(top_share(curve))
    return Drawn(
        figure=look.figure(
            *_lines(curve, look),
            xaxis=_share_axis("Share of customers, best first", (0, 1.02)),
            yaxis=_share_axis("Share of revenue", ends),
            showlegend=False,
            annotations=_notes(curve, look),
        ),
        title=f"The best fifth of the customers bring {best} of the revenue",
        caption=f"Half of the revenue comes from {half} of the customers; were all equal, from "
        "50 %.",
        **numbers,
    )


def steps_of(curve: pd.DataFrame) -> pd.DataFrame:
    """Return a curve at every tenth of the customers."""
    return curve.iloc[:: max(1, (len(curve) - 1) // _STEPS)]


def top_share(curve: pd.DataFrame) -> float:
    """Return the share of the revenue that the best fifth brings."""
    return float(np.interp(TOP, *_curve(curve)))


def _is_drawable(curve: pd.DataFrame) -> bool:
    shares = curve[schema.REVENUE_SHARE].to_numpy(dtype=float)
    return len(shares) >= 1 and bool(np.isfinite(shares).all()) and shares[-1] > 0


def _curve(curve: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    people = curve[schema.SHARE].to_numpy(dtype=float)
    revenue = curve[schema.REVENUE_SHARE].to_numpy(dtype=float)
    if people[0] > 0:
        people, revenue = np.append(0.0, people), np.append(0.0, revenue)
    return people, revenue


def _lines(curve: pd.DataFrame, look: Look) -> tuple[go.Scatter, ...]:
    """Return the curve, the line of equal customers, and the mark of the best fifth."""
    people, revenue = _curve(curve)
    accent, surface = look.token("accent"), look.token("surface")
    even = {"color": look.token("muted"), "width": 1, "dash": "dot"}
    dot = {"size": 11, "color": accent, "line": {"width": 2, "color": surface}}
    told = (
        "The best %{customdata[0]:.1f} % of the customers<br>"
        "bring %{customdata[1]:.1f} % of the revenue<extra></extra>"
    )
    return (
        go.Scatter(
            x=people,
            y=revenue,
            mode="lines",
            line={"color": accent, "width": 2.5},
            fill="tozeroy",
            fillcolor=clear(accent, 0.1),
            customdata=100 * np.column_stack([people, revenue]),
            hovertemplate=told,
        ),
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=even, hoverinfo="skip"),
        go.Scatter(x=[TOP], y=[top_share(curve)], mode="markers", marker=dot, hoverinfo="skip"),
    )


def _share_axis(title: str, ends: tuple[float, float]) -> dict[str, object]:
    return {"title": {"text": title}, "ticklabelstandoff": 4} | share_ticks(*ends)


def _notes(curve: pd.DataFrame, look: Look) -> list[dict[str, object]]:
    share = top_share(curve)
    return [
        {
            "x": TOP,
            "y": share,
            "text": f"<b>{words.percent(share)}</b> from the best fifth",
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "top",
            "xshift": 12,
            "yshift": 0,
            "font": {"size": 13, "color": look.token("text")},
        },
        {
            "x": 1,
            "y": 0.04,
            "text": "dotted: if everyone spent the same",
            "showarrow": False,
            "xanchor": "right",
            "yanchor": "bottom",
            "font": {"size": 12, "color": look.token("muted")},
        },
    ]
