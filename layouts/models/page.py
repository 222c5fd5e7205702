"""The page Models: which models say what is ahead, how far to trust them, and why.

It depends on no choice but the data set. Callbacks fill it, or say in a sentence why the data set
tells too little.
"""

from typing import Any

from dash import dcc, html

from layouts.ids import Chart, Models
from layouts.parts.components import button, chart_card
from layouts.parts.sections import cards, section


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            html.H1("Models", className="visually-hidden"),
            html.Div(_ahead(), className="for-log"),
            _placing(),
        ],
        className="models",
    )


def _ahead() -> list[Any]:
    """Return what only a log has: the models of what its customers do next."""
    return [
        html.P(id=Models.SENTENCE, className="lead-sentence"),
        html.Div(id=Models.MESSAGE),
        html.Div(
            [
                html.Div(id=Models.KEY_FIGURES, className="key-figures"),
                html.Div(id=Models.WARNINGS),
                _in_use(),
                _tested(),
                _second_opinion(),
            ],
            id=Models.CONTENT,
            hidden=True,
        ),
    ]


def _placing() -> html.Section:
    return section(
        "The model that places new customers",
        html.P(id=Models.PLACING_SENTENCE, className="section-note placing-sentence"),
        html.Div(id=Models.NO_PLACING),
        html.Div(
            [
                html.Div(id=Models.PLACING_WARNINGS),
                html.Div(id=Models.PLACING_FIGURES, className="key-figures"),
                html.Div(id=Models.PLACING_CANDIDATES),
                cards(
                    _card(Models.CONFUSION, "Which groups are taken for which?"),
                    _card(Models.IMPORTANCES, "Which columns does the model need?"),
                    _card(
                        Models.PLACING_CALIBRATION, "Can its probabilities be taken at their word?"
                    ),
                    html.Div(id=Models.PLACING_SCORES),
                ),
            ],
            id=Models.PLACING,
            hidden=True,
        ),
    )


def _in_use() -> html.Section:
    return section(
        "Which models, and why",
        "Models of when customers buy and leave compete; one model says what an order is worth.",
        html.Div(id=Models.IN_USE, className="cards"),
        html.Div(id=Models.CANDIDATES),
        html.Div(
            cards(
                _card(Models.REPEATS, "Does the model fit how often customers come back?", "full")
            ),
            id=Models.FITTED,
        ),
    )


def _tested() -> html.Section:
    charts = [
        _card(Models.ORDER_TENTHS, "How far off were the predicted orders?", "third"),
        _card(Models.REVENUE_TENTHS, "How far off was the predicted revenue?", "third"),
        _card(Models.CALIBRATION, "Can the churn probability be taken at its word?", "third"),
        _card(Models.OVER_TIME, "Do the predictions keep step with what happens?"),
        _card(Models.RANKING, "Does the model rank customers better than a rule of thumb?"),
    ]
    return section(
        "How they would have done on your own customers",
        html.P(id=Models.TEST_NOTE, className="section-note"),
        html.Div(id=Models.UNTESTED),
        html.Div(
            [
                html.Div(id=Models.VERDICTS, className="verdicts"),
                cards(*charts),
                _measures(),
                html.Div(id=Models.CHURN),
            ],
            id=Models.TESTED,
        ),
        html.Div(id=Models.QUARTERS),
        html.Div(id=Models.INTERVALS),
        html.Div(id=Models.LIST_ORDER),
    )


def _measures() -> html.Section:
    save = button("CSV", "quiet", id=Models.METRICS_CSV, title="Download these measures")
    head = html.Div(
        [html.H3("All measures", className="card-heading"), save], className="card-head"
    )
    return html.Section(
        [head, html.Div(id=Models.METRICS), dcc.Download(id=Models.METRICS_DOWNLOAD)],
        className="panel comparison-card",
    )


def _second_opinion() -> html.Section:
    return section(
        "A second opinion",
        "The same data, fitted by lifetimes, an independent package: numbers that agree are "
        "unlikely to be a slip of either.",
        html.Div(id=Models.AGREEMENT),
    )


def _card(chart: Chart, title: str, class_name: str = "") -> html.Figure:
    return chart_card(chart, title, height=300, class_name=class_name, is_lazy=True)
