"""How unevenly customers spend: the Pareto curve, best customer first.

`curve` has some 200 points from the best customer to the last, with the columns SHARE (of the
customers so far, 0..1) and REVENUE_SHARE (of the revenue so far) of `rfm.schema`.
"""

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import shares
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look
from layouts.charts.drawing.notes import note
from layouts.charts.drawing.shares import ShareCurve
from rfm import schema, words

NO_REVENUE: Final = "There is no revenue above zero to share out."
_IN_THE_CORNER: Final = {"x": 1, "y": 0.04, "xanchor": "right", "yanchor": "bottom"}


def pareto(curve: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the revenue that each best share of the customers brings."""
    numbers = in_both(curve, look, shares.steps_of(curve))
    spent = shares.share_curve(curve, schema.REVENUE_SHARE)
    if spent is None:
        question = "How much of the revenue do the best customers bring?"
        return nothing_drawn(NO_REVENUE, question, look, **numbers)
    best = words.percent(spent.top)
    return Drawn(
        figure=_figure(spent, look),
        title=f"The best fifth of the customers bring {best} of the revenue",
        caption=f"Half of the revenue comes from {spent.half} of the customers; were all equal, "
        "from 50 %.",
        **numbers,
    )


def _figure(spent: ShareCurve, look: Look) -> go.Figure:
    low, high = min(0.0, float(spent.held.min())), max(1.0, float(spent.held.max())) * 1.04
    hover = (
        "The best %{customdata[0]:.1f} % of the customers<br>"
        "bring %{customdata[1]:.1f} % of the revenue"
    )
    line = shares.main_line(spent, hover, look)
    line.update(customdata=100 * np.column_stack(spent))
    return look.figure(
        line,
        shares.thin_line(([0, 1], [0, 1]), look, "dot", 1),
        shares.top_mark(spent, look),
        xaxis=shares.share_axis("Share of customers, best first", 0, 1.02),
        yaxis=shares.share_axis("Share of revenue", low, high),
        showlegend=False,
        annotations=[
            shares.top_label(spent, "from the best fifth", look) | {"yshift": 0},
            note("dotted: if everyone spent the same", look, _IN_THE_CORNER),
        ],
    )
