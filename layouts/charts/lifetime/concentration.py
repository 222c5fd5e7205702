"""How uneven the expected value is: the best customers' share of it, beside that of past revenue.

`curve` has some 200 points from the best customer to the last, by expected value, with SHARE (of
the customers so far) and VALUE_SHARE (of the value so far); `pareto` is the same of past revenue.
"""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing import shares
from layouts.charts.drawing.drawn import Drawn, in_both, nothing_drawn
from layouts.charts.drawing.look import Look, clear
from layouts.charts.drawing.shares import ShareCurve
from rfm import schema, words

NO_VALUE: Final = "No value is expected, so there is none to share out."


def concentration(curve: pd.DataFrame, pareto: pd.DataFrame, look: Look) -> Drawn:
    """Draw the share of the expected value that each best share of the customers holds."""
    numbers = in_both(curve, look, shares.steps_of(curve))
    value = shares.share_curve(curve, schema.VALUE_SHARE)
    if value is None:
        return nothing_drawn(NO_VALUE, "How evenly is the expected value spread?", look, **numbers)
    past = shares.share_curve(pareto, schema.REVENUE_SHARE)
    title = f"The best fifth hold {words.percent(value.top)} of the expected value"
    if past is not None:
        title += f"; in the past it was {words.percent(past.top)} of the revenue"
    return Drawn(
        figure=_figure(value, past, look),
        title=title,
        caption=f"Half of the expected value lies with {value.half} of the customers. Solid: "
        "expected value; dashed: past revenue; dotted: if all were worth the same.",
        **numbers,
    )


def _figure(value: ShareCurve, past: ShareCurve | None, look: Look) -> go.Figure:
    hover = "The best %{x:.1%} of the customers<br>hold %{y:.1%} of the expected value"
    label = shares.top_label(value, "with the best fifth", look)
    return look.figure(
        shares.main_line(value, hover, look),
        shares.thin_line(([0, 1], [0, 1]), look, "dot", 1.5),
        *([] if past is None else [shares.thin_line(past, look, "dash", 1.5)]),
        shares.top_mark(value, look),
        xaxis=shares.share_axis("Share of customers, best first", 0.0, 1.02),
        yaxis=shares.share_axis("Share of expected value", 0.0, 1.06),
        showlegend=False,
        annotations=[label | {"yshift": -6, "bgcolor": clear(look.token("surface"), 0.85)}],
    )
