"""The page Models: how far to trust what is said of the days ahead; which models say it opens.

It depends on no choice but the data set. Callbacks fill it, or say in a sentence why the data set
tells too little.
"""

from typing import Any, Final

from dash import dcc, html

from layouts.ids import Chart, Models
from layouts.parts.components import button, chart_card
from layouts.parts.sections import cards, opening, section


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            dcc.Location(id=Models.ADDRESS, refresh=False),
            dcc.Store(id=Models.OPENED, data=""),
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
                _trust(),
                html.Div(id=Models.WARNINGS),
                html.Div(id=Models.QUARTERS),
                *_openings(),
            ],
            id=Models.CONTENT,
            hidden=True,
        ),
    ]


def _trust() -> html.Section:
    charts = [
        _card(Models.OVER_TIME, "Do the predictions keep step with what happens?", "third"),
        _card(Models.RANKING, "Does the model rank customers better than a rule?", "third"),
        _card(Models.CALIBRATION, "Can the churn probability be taken at its word?", "third"),
    ]
    tested = [html.Div(id=Models.VERDICTS, className="verdicts"), cards(*charts)]
    return section(
        "Can I trust this?",
        "How the models would have done on your own customers' past.",
        html.Div(id=Models.UNTESTED),
        html.Div(tested, id=Models.TESTED),
        html.Div(id=Models.INTERVALS),
    )


def _openings() -> list[html.Details]:
    """Return the sections below, closed; CONTENTS is what they hold."""
    return [
        opening(
            Models.WHOLE_TEST,
            Models.OPENED,
            "The whole back-test",
            "Each tenth of the customers, all measures, and what ranks a list best.",
            hidden=True,
        ),
        opening(
            Models.WHY,
            Models.OPENED,
            "Which models, and why",
            "Models of when customers buy compete; one says what an order is worth.",
        ),
        opening(
            Models.OPINION,
            Models.OPENED,
            "A second opinion",
            "The same data, fitted by lifetimes, an independent package.",
        ),
    ]


def whole_test() -> list[Any]:
    """Return what else the back-test found."""
    charts = [
        _card(Models.ORDER_TENTHS, "How far off were the predicted orders?"),
        _card(Models.REVENUE_TENTHS, "How far off was the predicted revenue?"),
    ]
    return [
        html.P(id=Models.TEST_NOTE, className="section-note"),
        cards(*charts),
        _measures(),
        html.Div(id=Models.CHURN),
        html.Div(id=Models.LIST_ORDER),
    ]


def why() -> list[Any]:
    """Return the models in use, those that competed, and how well they fit."""
    fit = _card(Models.REPEATS, "Does the model fit how often customers come back?", "full")
    return [
        html.Div(id=Models.IN_USE, className="cards"),
        html.Div(id=Models.CANDIDATES),
        html.Div(cards(fit), id=Models.FITTED),
    ]


def opinion() -> html.Div:
    """Return the place of the second opinion."""
    return html.Div(id=Models.AGREEMENT)


def _measures() -> html.Section:
    save = button("CSV", "quiet", id=Models.METRICS_CSV, title="Download these measures")
    head = html.Div(
        [html.H3("All measures", className="card-heading"), save], className="card-head"
    )
    return html.Section(
        [head, html.Div(id=Models.METRICS), dcc.Download(id=Models.METRICS_DOWNLOAD)],
        className="panel comparison-card",
    )


def _placing() -> html.Section:
    more = opening(
        Models.PLACING_TEST,
        Models.OPENED,
        "How it was chosen and tested",
        "What it takes for what, which columns it needs, and how often it is right.",
        hidden=True,
    )
    return section(
        "The model that places new customers",
        html.P(id=Models.PLACING_SENTENCE, className="section-note placing-sentence"),
        html.Div(id=Models.NO_PLACING),
        html.Div(
            [
                html.Div(id=Models.PLACING_WARNINGS),
                html.Div(id=Models.PLACING_FIGURES, className="key-figures"),
            ],
            id=Models.PLACING,
            hidden=True,
        ),
        more,
    )


def placing_test() -> list[Any]:
    """Return how the model that places customers was chosen and tested."""
    return [
        html.Div(id=Models.PLACING_CANDIDATES),
        cards(
            _card(Models.CONFUSION, "Which groups are taken for which?"),
            _card(Models.IMPORTANCES, "Which columns does the model need?"),
            _card(Models.PLACING_CALIBRATION, "Can its probabilities be taken at their word?"),
            html.Div(id=Models.PLACING_SCORES),
        ),
    ]


CONTENTS: Final = {
    Models.WHOLE_TEST: whole_test,
    Models.WHY: why,
    Models.OPINION: opinion,
    Models.PLACING_TEST: placing_test,
}


def _card(chart: Chart, title: str, class_name: str = "") -> html.Figure:
    return chart_card(chart, title, height=300, class_name=class_name, is_lazy=True)
