"""General Segmentation: which groups there are, how many customers, how much, how they differ.

The first screen answers: the sentence, the filters, six key figures, what to do first, and one
table of groups. What only a log or only a customer table has stands in elements of the class
`for-log` or `for-customers`.
What depends on data is filled by callbacks/segmentation.
"""

from collections.abc import Mapping
from typing import Any, Final

from dash import dcc, html

from layouts.ids import Chart, General
from layouts.parts import attribute_filter, components, glossary
from layouts.parts.memberships import DEFAULT_SCHEME
from layouts.parts.sections import cards, opening
from layouts.segmentation import filters as general_filters
from layouts.segmentation import table_parts
from layouts.segmentation.lists import actions_section, groups_section, numbers, numbers_parts
from rfm import schema


def layout(
    view: str = "", scheme: str = DEFAULT_SCHEME, group: str = "", **others: str
) -> html.Div:
    """Return the page as its address asks for it; an unknown value falls back to the default."""
    view = general_filters.one_of(view, general_filters.VIEWS)
    return html.Div(
        [
            html.H1("General Segmentation", className="visually-hidden"),
            *_stores(schema.CLUSTERS if view == schema.CLUSTERS else scheme, group, others),
            html.P(id=General.SENTENCE, className="lead-sentence"),
            general_filters.filters(view, scheme, others),
            html.Div(id=General.NOTICE, className="notice"),
            html.Div(id=General.FILTER.note, className="notice"),
            attribute_filter.nothing_matches(General.FILTER),
            html.Div(id=General.PLAY),
            html.P(id=General.PERIOD, className="section-note period-note"),
            html.Div(id=General.KEY_FIGURES, className="key-figures"),
            html.Div(id=General.MESSAGE),
            actions_section(),
            groups_section(),
            table_parts.clustered(),
            html.Div(_openings(), className="for-log"),
            numbers(),
            table_parts.pair(others),
            html.Div(glossary.section(), className="for-log"),
        ]
    )


def _stores(grouping: str, group: str, others: Mapping[str, str]) -> list[Any]:
    return [
        dcc.Location(id=General.ADDRESS, refresh=False),
        dcc.Store(id=General.GROUPING, data=grouping),
        # An address of a table may say which cluster.
        dcc.Store(id=General.GROUP, data=group or others.get("cluster", "")),
        dcc.Store(id=General.NAMES, data=[]),
        dcc.Store(id=General.OPENED, data=""),
    ]


# Clouds of customers; on the others, plotly's bar would only cover what is drawn.
_ZOOMABLE: Final = (
    *(General.RECENCY_FREQUENCY, General.FREQUENCY_MONETARY, General.SPACE, General.RISK_MAP),
    General.RECENCY_MONETARY,
)


def _card(chart: Chart, title: str, class_name: str = "", height: int = 360) -> html.Figure:
    return components.chart_card(
        chart,
        title,
        height=height,
        class_name=class_name,
        is_lazy=True,
        is_zoomable=chart in _ZOOMABLE,
    )


def _openings() -> list[html.Details]:
    """Return the sections below the first screen, closed; CONTENTS is what they hold."""
    return [
        opening(
            General.CLUSTER_SECTION,
            General.OPENED,
            "Why these clusters",
            "How many were tried, how well they hold together.",
            hidden=True,
        ),
        opening(
            General.CLOUDS,
            General.OPENED,
            "Where customers stand",
            "Recency, frequency and spend as maps.",
        ),
        opening(
            General.BRINGING,
            General.OPENED,
            "What they bring and what they buy",
            "Areas, products, and how uneven it is.",
        ),
        opening(
            General.AHEAD,
            General.OPENED,
            "What is ahead",
            "What customers are expected to bring, and who may stay away.",
        ),
    ]


def clusters() -> list[Any]:
    """Return why these are the clusters."""
    return [
        html.Div(id=General.CLUSTER_CARDS, className="cluster-cards"),
        cards(
            _card(General.ELBOW, "How many clusters are worth having?", "quarter", 300),
            _card(General.SILHOUETTES, "How well are the clusters apart?", "quarter", 300),
            _card(General.PROFILE, "How does each cluster differ?", "", 300),
        ),
    ]


def clouds() -> html.Div:
    """Return customers as marks, two attributes at a time and three together."""
    return cards(
        _card(General.RECENCY_MONETARY, "Do recent buyers spend more?"),
        _card(General.RECENCY_FREQUENCY, "Do frequent buyers buy recently?"),
        _card(General.FREQUENCY_MONETARY, "Do frequent buyers spend more?"),
        _card(General.SCORE_GRID, "Where are most customers?"),
        _card(General.SPACE, "How far apart do the groups lie?"),
    )


def bringing() -> html.Div:
    """Return what groups bring, and what they buy."""
    return cards(
        _card(General.TREEMAP, "How large is each group?"),
        _card(General.CUSTOMER_TYPES, "Who brings more than their share?"),
        _card(General.PRODUCTS, "What does each group buy?", height=420),
        _card(General.PARETO, "How much do the best customers bring?", height=420),
    )


def ahead() -> list[Any]:
    """Return what is ahead."""
    return [
        html.Div(id=General.AHEAD_MESSAGE),
        html.Div(
            [
                html.Div(id=General.AHEAD_FIGURES, className="key-figures"),
                cards(
                    _card(General.NEXT_REVENUE, "What will each group bring next?", height=440),
                    _card(
                        General.VALUE_AND_RISK,
                        "What is each group worth, and at what risk?",
                        height=440,
                    ),
                    _card(General.RISK_MAP, "Who is worth keeping, and at risk?"),
                    _card(General.CONCENTRATION, "How evenly is the expected value spread?"),
                ),
            ],
            id=General.AHEAD_CONTENT,
            hidden=True,
        ),
    ]


CONTENTS: Final = {
    General.NUMBERS: numbers_parts,
    General.CLUSTER_SECTION: clusters,
    General.CLOUDS: clouds,
    General.BRINGING: bringing,
    General.AHEAD: ahead,
}


def group_card(chip: Any, description: str) -> html.Div:
    """Return a group with its description, as one of the cards above the charts of clusters."""
    return html.Div([chip, html.P(description)], className="panel")
