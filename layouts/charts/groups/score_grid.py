"""Recency score by frequency score: where the customers are, and where the money is.

`customers` has one row per customer with the columns R_SCORE, F_SCORE, RECENCY_DAYS, FREQUENCY and
MONETARY of `rfm.schema`. A cell's customdata is [-1, recency score, frequency score, customers,
mean spend]: a cell belongs to no group.
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.cells import cells, cells_axis
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.theme import colour_scale
from rfm import schema, words

NOT_SCORED: Final = "No customers have been scored yet."


def score_grid(customers: pd.DataFrame, look: Look) -> Drawn:
    """Draw a cell for each pair of scores: customers, or mean spend for a measure of revenue."""
    numbers = _numbers(customers)
    both = in_both(numbers, look)
    if customers.empty:
        question = "Where are the customers, and where is the money?"
        return nothing_drawn(NOT_SCORED, question, look, **both)
    mean = look.with_currency("the mean spend of its customers")
    what = mean if look.measure == schema.REVENUE else "its customers"
    return Drawn(
        figure=_cells(customers, look),
        title=_best_corner(customers, look),
        caption=f"{words.counted(len(customers), 'customer')} by recency and frequency score; each "
        f"cell shows {what}, deeper for more. The axes give the range of each score.",
        **both,
    )


def _numbers(customers: pd.DataFrame) -> pd.DataFrame:
    """Return customers and mean spend by recency and frequency score."""
    keys = [schema.R_SCORE, schema.F_SCORE]
    found = customers.groupby(keys, observed=True)[schema.MONETARY].agg(["size", "mean"])
    named = {"size": schema.CUSTOMERS, "mean": schema.MONETARY_MEAN}
    return found.rename(columns=named).reset_index()


def _best_corner(customers: pd.DataFrame, look: Look) -> str:
    counts, revenue = _counted(customers)
    people = words.percent(float(counts[-1, -1] / counts.sum()))
    if look.measure != schema.REVENUE or revenue.sum() <= 0:
        return f"{people} of the customers score best for both recency and frequency"
    share = words.percent(float(revenue[-1, -1] / revenue.sum()))
    return f"The {people} who score best for recency and frequency bring {share} of the revenue"


def _cells(customers: pd.DataFrame, look: Look) -> go.Figure:
    counts, revenue = _counted(customers)
    means = np.divide(revenue, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
    shown = means if look.measure == schema.REVENUE else np.where(counts > 0, counts, np.nan)
    rows, columns = counts.shape
    no_group = np.full(counts.shape, -1)
    r_scores, f_scores = np.mgrid[1 : rows + 1, 1 : columns + 1]
    heat = cells(
        _depth(shown),
        _in_words(shown, look),
        colour_scale(look.theme),
        customdata=np.dstack([no_group, r_scores, f_scores, counts, np.nan_to_num(means)]),
        hovertemplate=_hover(look),
        hoverongaps=False,
    )
    f_labels = _ranges(customers, schema.F_SCORE, schema.FREQUENCY)
    r_labels = _ranges(customers, schema.R_SCORE, schema.RECENCY_DAYS)
    return look.figure(
        heat,
        xaxis=cells_axis(f_labels, f"{look.axis_title(schema.FREQUENCY)} (most on the right)"),
        yaxis=cells_axis(r_labels, "Days since last order (latest on top)"),
    )


def _counted(customers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return customers and revenue by recency score (rows) and frequency score (columns)."""
    r_score = customers[schema.R_SCORE].to_numpy(dtype=np.intp)
    f_score = customers[schema.F_SCORE].to_numpy(dtype=np.intp)
    rows, columns = int(r_score.max()), int(f_score.max())
    cell = (r_score - 1) * columns + f_score - 1
    counts = np.bincount(cell, minlength=rows * columns)
    spent = customers[schema.MONETARY].to_numpy(dtype=float)
    revenue = np.bincount(cell, weights=spent, minlength=rows * columns)
    return counts.reshape(rows, columns), revenue.reshape(rows, columns)


def _hover(look: Look) -> str:
    return (
        "Recency score %{customdata[1]}, frequency score %{customdata[2]}<br>"
        f"%{{customdata[3]:,.0f}} customers, {look.priced('customdata[4]', 0)} each on average"
        "<extra></extra>"
    )


def _depth(shown: np.ndarray) -> np.ndarray:
    """Return numbers for the colour scale: skewed ones by their root, so that few cells lead."""
    return np.asarray(np.sign(shown) * np.sqrt(np.abs(shown)))


def _in_words(shown: np.ndarray, look: Look) -> list[list[str]]:
    is_money = look.measure == schema.REVENUE
    return [
        ["" if np.isnan(v) else words.short_money(v) if is_money else words.count(v) for v in row]
        for row in shown
    ]


def _ranges(customers: pd.DataFrame, score: str, column: str) -> list[str]:
    """Return the lowest and highest value of each score, as a label of the axis."""
    scores = customers[score].to_numpy(dtype=np.intp)
    values = customers[column].to_numpy()
    labels = []
    for step in range(1, int(scores.max()) + 1):
        own = values[scores == step]
        if not len(own):
            labels.append("–")
            continue
        low, high = words.middling(own.min()), words.middling(own.max())
        labels.append(low if low == high else f"{low}–{high}")
    return labels
