"""General Segmentation's section on what is ahead: value and risk of every group."""

from typing import Any, Final

from dash import html

from layouts.ids import Chart, General
from layouts.parts.components import chart_card

NOTE: Final = (
    "What the customers known today are expected to bring, who is likely to stay away, and what "
    "that puts at stake. How far to trust it: see Models."
)


def section() -> html.Section:
    """Return the empty section."""
    charts = [
        _card(General.NEXT_REVENUE, "What will each group bring next?", 440),
        _card(General.VALUE_AND_RISK, "What is each group worth, and at what risk?", 440),
        _card(General.RISK_MAP, "Who is worth keeping, and at risk?"),
        _card(General.CONCENTRATION, "How evenly is the expected value spread?"),
    ]
    head = html.Div([html.H2("What is ahead"), html.P(NOTE, className="section-note")])
    return html.Section(
        [
            html.Div(head, className="section-head"),
            html.Div(id=General.AHEAD_MESSAGE),
            html.Div(
                [
                    html.Div(id=General.AHEAD_FIGURES, className="key-figures"),
                    html.Div(charts, className="cards"),
                ],
                id=General.AHEAD_CONTENT,
                hidden=True,
            ),
        ],
        className="section",
    )


def _card(chart: Chart, title: str, height: int = 360) -> Any:
    zoomable = chart == General.RISK_MAP
    return chart_card(chart, title, height=height, is_lazy=True, is_zoomable=zoomable)
