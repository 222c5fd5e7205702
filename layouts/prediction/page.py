"""The page Cluster Prediction: given a customer's values, which cluster, how sure, and why.

A log asks for three values, a table for its columns; either's are what the address holds. Callbacks
place the customer and fill the answer. A file of customers is placed below.
"""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Prediction
from layouts.parts.components import aria, chart_card, loading
from layouts.prediction.file import file_section

LEAD = "Where would a customer with these values belong?"


def layout(r: str = "", f: str = "", m: str = "", **_others: str) -> html.Div:
    """Return the page with the values that its address holds."""
    by_rfm = [
        dcc.Location(id=Prediction.ADDRESS, refresh=False),
        dcc.Store(id=Prediction.TYPICAL),
        dcc.Store(id=Prediction.ASKED),
        _form(r, f, m),
        html.Div(id=Prediction.MESSAGE),
        loading(html.Div(id=Prediction.RESULT), height=280),
        _charts(),
    ]
    return html.Div(
        [
            html.H1("Cluster Prediction", className="visually-hidden"),
            html.P(LEAD, className="lead-sentence"),
            html.Div(by_rfm, className="for-rfm"),
            html.Div(_by_columns(), className="for-attributes"),
            file_section(),
        ],
        className="prediction",
    )


def _by_columns() -> list[Any]:
    button = html.Button(
        "Place this customer",
        id=Prediction.COLUMNS_PLACE,
        type="button",
        className="action primary",
    )
    title = "Where among all customers?"
    charts = [chart_card(Prediction.MAP, title, height=420, class_name="full")]
    return [
        dcc.Location(id=Prediction.COLUMNS_ADDRESS, refresh=False),
        dcc.Store(id=Prediction.GIVEN),
        html.Div(
            [html.Div(id=Prediction.COLUMNS), html.Div(button, className="place-button")],
            className="panel columns-form",
            role="group",
            **aria(label="Values of the customer"),
        ),
        html.Div(id=Prediction.COLUMNS_MESSAGE),
        loading(html.Div(id=Prediction.COLUMNS_RESULT), height=280),
        html.Div(charts, id=Prediction.COLUMNS_CHARTS, className="cards", hidden=True),
    ]


def _form(r: str, f: str, m: str) -> html.Div:
    recency = _input(Prediction.RECENCY, r)
    frequency = _input(Prediction.FREQUENCY, f)
    monetary = _input(Prediction.MONETARY, m)
    button = html.Button(
        "Place this customer", id=Prediction.PLACE, type="button", className="action primary"
    )
    return html.Div(
        [
            _field("Recency: days since the last order", None, recency, Prediction.RECENCY_NOTE),
            _field("Frequency: ", Prediction.FREQUENCY_UNIT, frequency, Prediction.FREQUENCY_NOTE),
            _field("Monetary: ", Prediction.MONETARY_UNIT, monetary, Prediction.MONETARY_NOTE),
            html.Div(button, className="place-button"),
        ],
        className="panel prediction-form",
        role="group",
        **aria(label="Values of the customer"),
    )


def _input(control: str, value: str) -> dbc.Input:
    # A field of type number would drop text without a word: here it gets a sentence.
    return dbc.Input(
        id=control,
        type="text",
        inputMode="decimal",
        value=str(value)[:40],
        maxLength=40,
        autoComplete="off",
    )


def _field(label: str, unit: str | None, control: dbc.Input, note: str) -> html.Div:
    told: list[Any] = [label, html.Span(id=unit)] if unit else [label]
    return html.Div(
        [
            html.Label(told, htmlFor=control.id),
            control,
            html.Div(id=note, className="field-note", role="status"),
        ],
        className="field",
    )


def _charts() -> html.Div:
    cards = [
        chart_card(Prediction.RECENCY_MONETARY, "How recent, and for how much?", height=360),
        chart_card(Prediction.FREQUENCY_MONETARY, "How often, and for how much?", height=360),
    ]
    return html.Div(cards, id=Prediction.CHARTS, className="cards", hidden=True)
