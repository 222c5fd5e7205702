"""Two attributes of which one is no number: the shares of one within each part of the other.

Takes `shares`, a frame of shares with a row per part of the one attribute and a column per part of
the other (each column adds up to 1), and `sizes`, the customers of each column.
"""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.cells import cells, cells_axis
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, mix, short_name
from rfm import words

NOBODY: Final = "No customer has a value of both attributes. Choose others."
_LETTERS: Final = 14


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares of the levels of `down` among the customers of each level of `across`."""

    across: str
    down: str
    shares: pd.DataFrame
    sizes: pd.Series
    missing: int = 0


def level_shares(found: Shares, look: Look, file: Callable[[], pd.DataFrame]) -> Drawn:
    """Draw a cell per pair of levels with the share in words, deeper for more."""
    question = f"How do {found.across} and {found.down} go together?"
    if found.shares.empty or not found.sizes.sum():
        return nothing_drawn(NOBODY, question, look, file=file)
    return Drawn(
        figure=_cells(found, look),
        title=_furthest(found) or question,
        caption=_caption(found, look),
        numbers=_rows(found),
        file=file,
    )


def _rows(found: Shares) -> pd.DataFrame:
    rows = found.shares.map(words.percent)
    rows.columns = [str(each) for each in rows.columns]
    rows.insert(0, f"{found.down} (share within {found.across})", [str(i) for i in rows.index])
    return rows


def _cells(found: Shares, look: Look) -> go.Figure:
    shares = found.shares
    values = shares.to_numpy(dtype=float)
    surface = look.token("surface")
    few, many = mix(look.token("line"), surface, 0.6), mix(look.token("accent"), surface, 0.25)
    heat = cells(
        values,
        [[words.percent(value) for value in row] for row in values],
        [(0.0, few), (1.0, many)],
        zmin=0,
        zmax=1,
        hovertext=_hover(found),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    across = ["<br>".join(wrap(short_name(str(each)), _LETTERS)) for each in shares.columns]
    down = [short_name(str(each)) for each in shares.index]
    return look.figure(
        heat,
        xaxis=cells_axis(across, found.across),
        yaxis=cells_axis(down, found.down) | {"autorange": "reversed"},
    )


def _furthest(found: Shares) -> str:
    """Return the part of the one attribute that differs most in the other."""
    values = found.shares.to_numpy(dtype=float)
    if values.shape[1] < 2:  # noqa: PLR2004 - one part has none to differ from
        return ""
    overall = values @ (found.sizes.to_numpy() / found.sizes.sum())
    # A part of few customers differs by chance.
    gaps = np.abs(values - overall[:, None]) * np.sqrt(found.sizes.to_numpy(dtype=float))
    row, column = divmod(int(np.argmax(gaps)), values.shape[1])
    own, all_ = words.percent(values[row, column]), words.percent(float(overall[row]))
    level, part = found.shares.index[row], found.shares.columns[column]
    return f"{found.across} {part}: {own} have {found.down} {level}, against {all_} of all shown"


def _caption(found: Shares, look: Look) -> str:
    """Return how to read the cells, and who is left out."""
    whose = f" of {look.selected}" if look.selected else ""
    read = (
        f"{words.counted(int(found.sizes.sum()), 'customer')}{whose}: each column adds up to "
        "100 %; numbers are cut into five equally large parts."
    )
    left = f" {words.counted(found.missing, 'customer')} without a value are left out."
    return read + left * bool(found.missing)


def _hover(found: Shares) -> list[list[str]]:
    values = found.shares.to_numpy(dtype=float)
    return [
        [
            f"{found.across}: <b>{part}</b>, {words.count(found.sizes.iloc[j])} customers<br>"
            f"{words.percent(values[i, j])} have {found.down} <b>{level}</b>"
            for j, part in enumerate(found.shares.columns)
        ]
        for i, level in enumerate(found.shares.index)
    ]
