"""Two attributes that the reader chose: a cloud of two numbers, shares of anything else.

Shares are a frame with a row per part of the one attribute and a column per part of the other (each
column adds up to 1), beside the `sizes`, the customers of each column.
"""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud, counted, medians_of, traces_of
from layouts.charts.drawing import labels
from layouts.charts.drawing.axes import Axis, reach
from layouts.charts.drawing.cells import cells, cells_axis
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, mix, short_name
from layouts.parts.attributes import Shown
from rfm import schema, words

TOO_FEW: Final = "There are fewer than two attributes to draw."
NOBODY: Final = "No customer has both values, so there is nothing to draw. Choose other attributes."
_ENOUGH: Final = 20_000
_WEAK, _CLEAR = 0.2, 0.5
# Spans beyond this are drawn on a log scale where that is wanted.
_DECADES: Final = 100.0
_FEW, _MANY = 1, 99
NOBODY_HAS_BOTH: Final = "No customer has a value of both attributes. Choose others."
_LETTERS_A_LINE: Final = 14


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares of the levels of `down` among the customers of each level of `across`."""

    across: str
    down: str
    shares: pd.DataFrame
    sizes: pd.Series
    missing: int = 0


def attribute_pair(
    customers: pd.DataFrame, pair: tuple[Shown, ...], shares: Shares | None, look: Look
) -> Drawn:
    """Draw two attributes as customers where both are numbers, and otherwise as `shares`."""
    if len(pair) < 2:  # noqa: PLR2004 - one attribute has no other
        question = "How do two attributes go together?"
        return nothing_drawn(TOO_FEW, question, look, file=lambda: customers)
    if shares is not None:
        return level_shares(shares, look, lambda: customers)
    x, y = pair
    axes = [axis_of_attribute(customers[each.name].to_numpy(float), each, look) for each in pair]
    question = f"How do {x.title} and {y.title} go together?"
    if axes[0] is None or axes[1] is None:
        return nothing_drawn(NOBODY, question, look, file=lambda: customers)
    hover = f"{x.hover('x')} · {y.hover('y')}"
    cloud = Cloud(customers=customers, axes=(axes[0], axes[1]), look=look, hover=hover)
    return Drawn(
        figure=figure_of(cloud),
        title=_together(cloud) or question,
        caption=caption_of(cloud),
        numbers=_quartiles(cloud.file, pair),
        file=lambda: cloud.file,
    )


def axis_of_attribute(values: np.ndarray, attribute: Shown, look: Look) -> Axis | None:
    """Return the axis of a number; on a log scale where it spans decades. None without values."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    positive = known[known > 0]
    wide = look.is_log and len(positive) > len(known) / 2 and _spans_decades(positive)
    low, high = reach(positive if wide else known, is_log=wide)
    return Axis(
        column=attribute.name,
        title=attribute.title,
        is_log=wide,
        low=low,
        high=high,
        is_whole=attribute.is_whole,
    )


def _spans_decades(positive: np.ndarray) -> bool:
    low, high = np.percentile(positive, (_FEW, _MANY))
    return bool(high / low > _DECADES)


def figure_of(cloud: Cloud, *more: Any) -> go.Figure:
    """Return customers on two axes with the median of each group; `more` traces lie above them."""
    look = cloud.look
    x, y = cloud.axes
    if not len(cloud.rows):
        return nothing_drawn(NOBODY, "", look).figure
    shown = medians_of(cloud)
    hover = [f"<b>{name}</b>, the median customer" for name in shown[schema.GROUP]]
    medians = [labels.diamonds(shown, (x, y), look, hover)] if len(shown) else []
    return look.figure(
        *traces_of(cloud),
        *medians,
        *more,
        xaxis=x.layout(),
        yaxis=y.layout(),
        showlegend=False,
        annotations=labels.name_labels(shown, (x, y), look) if len(shown) else [],
        **labels.ROOM,
    )


def caption_of(cloud: Cloud) -> str:
    """Return how many customers are drawn and how, and how many are not."""
    look, how = cloud.look, "One mark each"
    if cloud.is_dense and look.selected:
        how = f"Grey cells are deeper for more customers; the marks are of {look.selected}"
    elif cloud.is_dense and look.names:
        how = f"Each cell has the colour of its commonest {look.group_word}, deeper for more"
    elif cloud.is_dense:
        how = "Cells are deeper for more customers"
    medians = "; diamonds are medians" * bool(look.names)
    return f"{counted(cloud, 'without a value or beyond the axes')}. {how}{medians}."


def _together(cloud: Cloud) -> str:
    """Return what the two have to do with each other; nothing where that cannot be said."""
    x, y = (axis.title for axis in cloud.axes)
    together = _rank_correlation(cloud)
    if together is None:
        return ""
    whose = f" in {cloud.look.selected}" if cloud.look.selected else ""
    how = f"(rank correlation {together:.2f}{whose})"
    if abs(together) < _WEAK:
        return f"{x} says little of {y} {how}"
    often = "" if abs(together) >= _CLEAR else "often "
    return f"Customers with more {x} {often}have {'more' if together > 0 else 'less'} {y} {how}"


def _rank_correlation(cloud: Cloud) -> float | None:
    """Return Spearman's correlation of the customers shown; of some where there are many."""
    shown = cloud.file
    some = shown.iloc[:: len(shown) // _ENOUGH + 1]
    both = pd.DataFrame([some[axis.column].to_numpy(float) for axis in cloud.axes]).T.dropna()
    # Two points are always on a line.
    together = both.corr(method="spearman", min_periods=3).to_numpy()[0, 1]
    return None if np.isnan(together) else float(together)


def _quartiles(shown: pd.DataFrame, pair: tuple[Shown, ...]) -> pd.DataFrame:
    rows = [
        (each.title, *(each.value(shown[each.name].quantile(q)) for q in (0.25, 0.5, 0.75)))
        for each in pair
    ]
    return pd.DataFrame(rows, columns=["Attribute", "A quarter is below", "Median", "above"])


def level_shares(found: Shares, look: Look, file: Callable[[], pd.DataFrame]) -> Drawn:
    """Draw a cell per pair of levels with the share in words, deeper for more."""
    question = f"How do {found.across} and {found.down} go together?"
    if found.shares.empty or not found.sizes.sum():
        return nothing_drawn(NOBODY_HAS_BOTH, question, look, file=file)
    return Drawn(
        figure=_figure_of_shares(found, look),
        title=_furthest_part(found) or question,
        caption=_caption_of_shares(found, look),
        numbers=_rows_of_shares(found),
        file=file,
    )


def _rows_of_shares(found: Shares) -> pd.DataFrame:
    rows = found.shares.map(words.percent)
    rows.columns = [str(each) for each in rows.columns]
    rows.insert(0, f"{found.down} (share within {found.across})", [str(i) for i in rows.index])
    return rows


def _figure_of_shares(found: Shares, look: Look) -> go.Figure:
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
        hovertext=_hovers_of_shares(found),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    across = ["<br>".join(wrap(short_name(str(each)), _LETTERS_A_LINE)) for each in shares.columns]
    down = [short_name(str(each)) for each in shares.index]
    return look.figure(
        heat,
        xaxis=cells_axis(across, found.across),
        yaxis=cells_axis(down, found.down) | {"autorange": "reversed"},
    )


def _furthest_part(found: Shares) -> str:
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


def _caption_of_shares(found: Shares, look: Look) -> str:
    """Return how to read the cells, and who is left out."""
    whose = f" of {look.selected}" if look.selected else ""
    read = (
        f"{words.counted(int(found.sizes.sum()), 'customer')}{whose}: each column adds up to "
        "100 %; numbers are cut into five equally large parts."
    )
    left = f" {words.counted(found.missing, 'customer')} without a value are left out."
    return read + left * bool(found.missing)


def _hovers_of_shares(found: Shares) -> list[list[str]]:
    values = found.shares.to_numpy(dtype=float)
    return [
        [
            f"{found.across}: <b>{part}</b>, {words.count(found.sizes.iloc[j])} customers<br>"
            f"{words.percent(values[i, j])} have {found.down} <b>{level}</b>"
            for j, part in enumerate(found.shares.columns)
        ]
        for i, level in enumerate(found.shares.index)
    ]
