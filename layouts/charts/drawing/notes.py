"""Words and lines in a plot that are no marks: as plotly's layout has annotations and shapes."""

from collections.abc import Mapping
from typing import Any

from layouts.charts.drawing.look import Look, clear


def note(
    text: str,
    look: Look,
    place: Mapping[str, Any],
    *,
    size: int = 12,
    ink: str = "muted",
    behind: float | None = None,
) -> dict[str, Any]:
    """Return words at a place; `behind` is how solid the surface is that lies behind them."""
    surface = {} if behind is None else {"bgcolor": clear(look.token("surface"), behind)}
    font = {"size": size, "color": look.token(ink)}
    return {"text": text, "showarrow": False, "font": font, **surface, **place}


def line_at(axis: str, value: Any, **line: Any) -> dict[str, Any]:
    """Return a line through the whole plot at a value of the axis "x" or "y"."""
    other = "y" if axis == "x" else "x"
    ends = {f"{axis}0": value, f"{axis}1": value, f"{other}0": 0, f"{other}1": 1}
    return {"type": "line", f"{other}ref": "paper", "line": line} | ends
