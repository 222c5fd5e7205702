"""The page Cluster Prediction: given a customer's values, which cluster, how sure, and why.

What may be given depends on the data set, and is what the address holds. Callbacks make the fields,
place the customer and fill the answer. A file of customers is placed below.
"""

from typing import Final

from dash import dcc, html

from layouts.ids import Prediction
from layouts.parts.components import chart_card, loading
from layouts.parts.sections import cards
from layouts.prediction.file import file_section
from layouts.prediction.form import form

LEAD: Final = "Where would a customer with these values belong?"


def layout(**_address: str) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Prediction.ADDRESS, refresh=False),
            dcc.Store(id=Prediction.TYPICAL),
            dcc.Store(id=Prediction.GIVEN),
            html.H1("Cluster Prediction", className="visually-hidden"),
            html.P(LEAD, className="lead-sentence"),
            form(),
            html.Div(id=Prediction.MESSAGE),
            loading(html.Div(id=Prediction.RESULT), height=280),
            _charts(),
            file_section(),
        ],
        className="prediction",
    )


def _charts() -> html.Div:
    return cards(
        chart_card(Prediction.RECENCY_MONETARY, "How recent, and for how much?", height=360),
        chart_card(Prediction.FREQUENCY_MONETARY, "How often, and for how much?", height=360),
        chart_card(Prediction.MAP, "Where among all customers?", height=420, class_name="full"),
        id=Prediction.CHARTS,
        hidden=True,
    )
