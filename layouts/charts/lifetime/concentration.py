"""How uneven the expected value is: the best customers' share of it, beside that of past revenue.

`curve` has some 200 points from the best customer to the last, by expected value, with SHARE (of
the customers so far) and VALUE_SHARE (of the value so far); `pareto` is the same of past revenue.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, clear
from layouts.charts.groups.pareto import TOP, steps_of, top_share
from layouts.parts import words
from rfm import schema

NO_VALUE: Final = "No value is expected, so there is none to share out."


def concentration(curve: pd.DataFrame, pareto: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the expected value that each best share of the customers holds."""
    numbers = in_both(curve, look, steps_of(curve))
    if not _is_drawable(curve):
        return nothing_drawn(NO_VALUE, "How evenly is the expected value spread?", look, **numbers)
    people, value = _points(curve)
    half = words.percent(float(np.interp(0.5, value, people)))
    return Drawn(
        figure=look.figure(
            *_lines(curve, pareto, look),
            xaxis=_axis("Share of customers, best first", 1.02),
            yaxis=_axis("Share of expected value", 1.06),
            showlegend=False,
            annotations=_notes(curve, look),
        ),
        title=_title(curve, pareto),
        caption=f"Half of the expected value lies with {half} of the customers. Solid: expected "
        "value; dashed: past revenue; dotted: if all were worth the same.",
        **numbers,
    )


def _title(curve: pd.DataFrame, pareto: pd.DataFrame) -> str:
    """Return what the best fifth hold of the expected value, beside the past."""
    title = f"The best fifth hold {words.percent(_top(curve))} of the expected value"
    if not _is_drawable(_renamed(pareto)):
        return title
    return f"{title}; in the past it was {words.percent(top_share(pareto))} of the revenue"


def _top(curve: pd.DataFrame) -> float:
    return float(np.interp(TOP, *_points(curve)))


def _is_drawable(curve: pd.DataFrame) -> bool:
    shares = curve[schema.VALUE_SHARE].to_numpy(dtype=float)
    return len(shares) >= 1 and bool(np.isfinite(shares).all()) and shares[-1] > 0


def _renamed(pareto: pd.DataFrame) -> pd.DataFrame:
    return pareto.rename(columns={schema.REVENUE_SHARE: schema.VALUE_SHARE})


def _points(curve: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    people = curve[schema.SHARE].to_numpy(dtype=float)
    value = curve[schema.VALUE_SHARE].to_numpy(dtype=float)
    return np.append(0.0, people), np.append(0.0, value)


def _lines(curve: pd.DataFrame, pareto: pd.DataFrame, look: Look) -> list[go.Scatter]:
    accent, muted = look.token("accent"), look.token("muted")
    hover = "The best %{x:.1%} of the customers<br>hold %{y:.1%} of the expected value"
    people, value = _points(curve)
    lines = [
        go.Scatter(
            x=people,
            y=value,
            mode="lines",
            line={"color": accent, "width": 2.5},
            fill="tozeroy",
            fillcolor=clear(accent, 0.1),
            hovertemplate=f"{hover}<extra></extra>",
        ),
        _thin(([0, 1], [0, 1]), muted, "dot"),
    ]
    past = _renamed(pareto)
    if _is_drawable(past):
        lines.append(_thin(_points(past), muted, "dash"))
    dot = {"size": 11, "color": accent, "line": {"width": 2, "color": look.token("surface")}}
    top = go.Scatter(x=[TOP], y=[_top(curve)], mode="markers", marker=dot, hoverinfo="skip")
    return [*lines, top]


def _thin(points: tuple[Any, Any], colour: str, dash: str) -> go.Scatter:
    line = {"color": colour, "width": 1.5, "dash": dash}
    return go.Scatter(x=points[0], y=points[1], mode="lines", line=line, hoverinfo="skip")


def _axis(title: str, end: float) -> dict[str, Any]:
    return {"title": {"text": title}, "ticklabelstandoff": 4} | share_ticks(0.0, end)


def _notes(curve: pd.DataFrame, look: Look) -> list[dict[str, Any]]:
    share = _top(curve)
    return [
        {
            "x": TOP,
            "y": share,
            "text": f"<b>{words.percent(share)}</b> with the best fifth",
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "top",
            "xshift": 12,
            "yshift": -6,
            "bgcolor": clear(look.token("surface"), 0.85),
            "font": {"size": 13, "color": look.token("text")},
        }
    ]
