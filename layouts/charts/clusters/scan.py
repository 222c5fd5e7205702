"""How many clusters there are: the elbow and the silhouettes, with the chosen number marked.

`scan` has one row per number of clusters that was tried, with the columns K, one of FITS, and
SILHOUETTE of `rfm.schema`; `chosen` is the number of clusters of the model.
"""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clusters.numbers_of_clusters import Curve, curve_figure
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.parts.tables import worded
from layouts.theme import empty_figure
from rfm import schema, words

NOT_TRIED: Final = "There are too few customers to compare numbers of clusters."
_TITLES: Final = {
    schema.INERTIA: "Spread within the clusters (inertia)",
    schema.BIC: "BIC (lower is better)",
    schema.SPREAD: "Spread within the clusters",
    schema.DISTANCE: "Distance to the prototypes",
    schema.SILHOUETTE: "Separation (silhouette, -1 to 1)",
}


def elbow(scan: pd.DataFrame, chosen: int, look: Look) -> Drawn:
    """Draw how well each number of clusters fits, the chosen one marked."""
    question = "How many clusters are enough?"
    if scan.empty:
        return nothing_drawn(NOT_TRIED, question, look, worded(scan, look))
    fit = next(column for column in schema.FITS if column in scan)
    how = (
        "BIC weighs how well clusters fit against how much has to be learned for them; the lowest "
        "point is the best one."
        if fit == schema.BIC
        else "The curve falls with every cluster added; where it bends, another one tells little "
        "more."
    )
    return Drawn(
        figure=_figure(scan, fit, chosen, look),
        title=_how_good(scan, fit, chosen) or question,
        caption=f"{_tried(scan)} {how} {chosen} were chosen.",
        **in_both(scan, look),
    )


def silhouettes(scan: pd.DataFrame, chosen: int, look: Look) -> Drawn:
    """Draw how well apart the clusters are for each number of them, the chosen one marked."""
    question = "How well apart are the clusters?"
    if scan.empty:
        return nothing_drawn(NOT_TRIED, question, look, worded(scan, look))
    return Drawn(
        figure=_figure(scan, schema.SILHOUETTE, chosen, look),
        title=_best_separated(scan, chosen) or question,
        caption=f"{_tried(scan)} 1: customers are much nearer to their own cluster than to the "
        f"next; 0: clusters touch. {chosen} were chosen.",
        **in_both(scan, look),
    )


def _how_good(scan: pd.DataFrame, fit: str, chosen: int) -> str:
    """Return how much of the spread the chosen number of clusters removes, or whose BIC is best."""
    rows = scan.set_index(schema.K)[fit].dropna()
    if chosen in rows.index and fit == schema.BIC:
        best = int(rows.index[int(rows.to_numpy().argmin())])
        lowest = f"{best} clusters have the lowest BIC of all that were tried"
        return lowest if best == chosen else f"{lowest}; {chosen} were chosen"
    if chosen not in rows.index or rows.index.min() == chosen or rows.iloc[0] <= 0:
        return ""
    fewest = int(rows.index.min())
    less = words.percent(1 - rows[chosen] / rows[fewest])
    return f"{chosen} clusters leave {less} less spread than {fewest}"


def _best_separated(scan: pd.DataFrame, chosen: int) -> str:
    rows = scan.set_index(schema.K)[schema.SILHOUETTE].dropna()
    if chosen not in rows.index:
        return ""
    best = int(rows.index[int(rows.to_numpy().argmax())])
    if best == chosen:
        return f"{chosen} clusters are the best separated of all that were tried"
    return (
        f"{chosen} clusters score {rows[chosen]:.2f} for separation; {best} score {rows[best]:.2f}"
    )


def _figure(scan: pd.DataFrame, column: str, chosen: int, look: Look) -> go.Figure:
    rows = scan[[schema.K, column]].dropna()
    if rows.empty:
        return empty_figure(NOT_TRIED, look.theme)
    curve = Curve(
        numbers=rows[schema.K].to_numpy(dtype=int),
        measured=rows[column].to_numpy(dtype=float),
        measure=_TITLES[column],
        chosen=chosen,
    )
    return curve_figure(curve, look)


def _tried(scan: pd.DataFrame) -> str:
    return f"{int(scan[schema.K].min())} to {int(scan[schema.K].max())} clusters were tried."
