"""Heat maps whose cells say in words what they are."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.look import Look, mix
from layouts.charts.drawing.notes import line_at


def cells(depth: np.ndarray, texts: Any, colours: Any, **more: Any) -> go.Heatmap:
    """Return a cell for each text, coloured by its depth."""
    return go.Heatmap(
        z=depth.astype(np.float32),
        text=texts,
        texttemplate="%{text}",
        textfont={"size": 12},
        colorscale=colours,
        showscale=False,
        xgap=3,
        ygap=3,
        **more,
    )


def cells_axis(labels: list[str], title: str = "") -> dict[str, Any]:
    """Return the axis of cells as plotly's layout: a label each."""
    return {
        "title": {"text": title},
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
    }


def less_to_more(look: Look, less: float, between: float) -> list[tuple[float, str]]:
    """Return the diverging scale: amber for less, blue for more, nearly the surface between.

    `less` and `between` are how much of the surface is mixed in.
    """
    surface = look.token("surface")
    return [
        (0.0, mix(look.token("watch"), surface, less)),
        (0.5, mix(look.token("line"), surface, between)),
        (1.0, mix(look.token("accent"), surface, 0.35)),
    ]


def selected_frame(axis: str, names: Sequence[str], look: Look) -> list[dict[str, Any]]:
    """Return a frame around the selected group's row (axis "y") or column ("x"), if it has one."""
    if look.selected not in names:
        return []
    place = names.index(look.selected)
    frame = line_at(axis, place, width=2, color=look.token("text"))
    return [frame | {"type": "rect", f"{axis}0": place - 0.5, f"{axis}1": place + 0.5}]
