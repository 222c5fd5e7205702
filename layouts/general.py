"""General Segmentation: how many customers, how much they bring, which groups, how they differ.

The first screen answers: the sentence, the filters, six key figures, sizes and one cloud. What
depends on data is filled by callbacks/general.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts import components, glossary, grids
from layouts.ids import Chart, General
from rfm import schema

SEGMENTS: Final = "segments"
DEFAULT_SCHEME: Final = schema.GRID
FIRST_HEIGHT: Final = 330
_OTHER_SCHEMES: Final = (schema.REPORT, schema.THREE_TIER)
VIEWS: Final = ((SEGMENTS, "Segments"), (schema.CLUSTERS, "Clusters"))
MEASURES: Final = ((schema.CUSTOMERS, "Customers"), (schema.REVENUE, "Revenue"))
_SCHEME_TITLES: Final[Mapping[str, str]] = {
    schema.GRID: "Grid: eleven segments",
    schema.REPORT: "Report: six segments",
    schema.THREE_TIER: "Three tiers: six segments",
}


def layout(
    view: str = "", scheme: str = "", measure: str = "", group: str = "", **_others: str
) -> html.Div:
    """Return the page as its address asks for it; an unknown value falls back to the default."""
    view = _one_of(view, VIEWS)
    scheme = scheme or DEFAULT_SCHEME
    grouping = schema.CLUSTERS if view == schema.CLUSTERS else scheme
    return html.Div(
        [
            dcc.Location(id=General.ADDRESS, refresh=False),
            dcc.Store(id=General.GROUPING, data=grouping),
            dcc.Store(id=General.GROUP, data=group),
            dcc.Store(id=General.NAMES, data=[]),
            dcc.Store(id=General.PICKED),
            html.H1("General Segmentation", className="visually-hidden"),
            html.P(id=General.SENTENCE, className="lead-sentence"),
            _filters(view, scheme, _one_of(measure, MEASURES)),
            html.Div(id=General.NOTICE, className="notice"),
            html.Div(id=General.KEY_FIGURES, className="key-figures"),
            _first_charts(),
            _numbers(),
            _clusters(),
            _standing(),
            _bringing(),
            _listed(),
            glossary.section(),
        ]
    )


def _one_of(value: str, options: Sequence[tuple[str, str]]) -> str:
    known = [each for each, _ in options]
    return value if value in known else known[0]


def _filters(view: str, scheme: str, measure: str) -> html.Div:
    select = dbc.Select(
        id=General.SCHEME, options=scheme_options((DEFAULT_SCHEME, *_OTHER_SCHEMES)), value=scheme
    )
    chip = html.Span(
        [
            html.Span(id=General.CHIP),
            html.Button(
                "✕",
                id=General.CHIP_REMOVE,
                type="button",
                className="quiet",
                **components.aria(label="Show all customers again"),
            ),
        ],
        id=General.CHIP_FIELD,
        className="chip-field",
        hidden=True,
    )
    return html.Div(
        [
            components.switch(General.VIEW, "Show", VIEWS, view),
            html.Div(
                components.field("Scheme", select),
                id=General.SCHEME_FIELD,
                hidden=view == schema.CLUSTERS,
            ),
            components.switch(General.MEASURE, "Sizes by", MEASURES, measure),
            html.Div(chip, className="chip-holder"),
        ],
        className="filters",
        role="group",
        **components.aria(label="Filters"),
    )


def scheme_options(schemes: Sequence[str]) -> list[dict[str, str]]:
    """Return the schemes to choose from."""
    return [{"value": name, "label": scheme_title(name)} for name in schemes]


def scheme_title(name: str) -> str:
    """Return the name of a scheme for people."""
    return _SCHEME_TITLES.get(name, name)


def _first_charts() -> html.Div:
    return html.Div(
        [
            components.chart_card(
                General.TREEMAP,
                "How large is each segment?",
                height=FIRST_HEIGHT,
                class_name="wide",
            ),
            components.chart_card(
                General.RECENCY_MONETARY,
                "Do recent buyers spend more?",
                height=FIRST_HEIGHT,
                class_name="narrow",
            ),
        ],
        className="cards",
    )


def _card(chart: Chart, title: str, class_name: str = "", height: int = 360) -> html.Figure:
    return components.chart_card(chart, title, height=height, class_name=class_name, is_lazy=True)


def _section(title: str, note: str, *parts: Any, action: Any = None, **names: Any) -> html.Section:
    words = html.Div([html.H2(title), html.P(note, className="section-note")])
    head = html.Div([words, action], className="section-head")
    return html.Section([head, *parts], className="section", **names)


def _button(button_id: str, label: str) -> html.Button:
    return html.Button(label, id=button_id, type="button", className="action")


def _numbers() -> html.Section:
    return _section(
        "The groups in numbers",
        "Best group first. Choose a row to see that group alone on the whole page; choose it again "
        "to see all.",
        dag.AgGrid(
            id=General.SEGMENTS,
            getRowId="params.data.group",
            columnDefs=[],
            rowData=[],
            defaultColDef=grids.COLUMN,
            columnSize="responsiveSizeToFit",
            dashGridOptions=grids.SEGMENTS_OPTIONS,
            className=grids.THEME,
            style={"height": None},
        ),
        dcc.Download(id=General.SEGMENTS_DOWNLOAD),
        action=_button(General.SEGMENTS_CSV, "Download the table (CSV)"),
    )


def _clusters() -> html.Section:
    return _section(
        "Why these clusters",
        "How many clusters were tried, how well they hold together, and what makes each different.",
        html.Div(id=General.CLUSTER_CARDS, className="cluster-cards"),
        html.Div(
            [
                _card(General.ELBOW, "How many clusters are worth having?", "quarter", 300),
                _card(General.SILHOUETTES, "How well are the clusters apart?", "quarter", 300),
                _card(General.PROFILE, "How does each cluster differ?", "", 300),
            ],
            className="cards",
        ),
        id=General.CLUSTER_SECTION,
        hidden=True,
    )


def _standing() -> html.Section:
    return _section(
        "Where customers stand",
        "Recency, frequency and spend, two at a time and all three together. Choose a mark to see "
        "its group alone.",
        html.Div(
            [
                _card(General.RECENCY_FREQUENCY, "Do frequent buyers buy recently?"),
                _card(General.FREQUENCY_MONETARY, "Do frequent buyers spend more?"),
                _card(General.SCORE_GRID, "Where are most customers?"),
                _card(General.SPACE, "How far apart do the groups lie?"),
            ],
            className="cards",
        ),
    )


def _bringing() -> html.Section:
    return _section(
        "What they bring and what they buy",
        "Sizes, shares of customers and of revenue, favourite products, and how uneven it is.",
        html.Div(
            [
                _card(General.SIZES, "How large is each group?"),
                _card(General.CUSTOMER_TYPES, "Who brings more than their share?"),
                _card(General.PRODUCTS, "What does each group buy?", height=420),
                _card(General.PARETO, "How much do the best customers bring?", height=420),
            ],
            className="cards",
        ),
    )


def _listed() -> html.Section:
    grid = dag.AgGrid(
        id=General.LISTED,
        columnDefs=[],
        rowModelType="infinite",
        defaultColDef=grids.COLUMN | {"floatingFilter": True},
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.LISTED_OPTIONS,
        className=grids.THEME,
        style={"height": "520px"},
    )
    return _section(
        "The customers",
        "Sort and filter by any column; a number opens the customer's own page.",
        html.H3("All customers", id=General.LISTED_TITLE, className="card-heading table-title"),
        grid,
        dcc.Download(id=General.LISTED_DOWNLOAD),
        action=_button(General.LISTED_CSV, "Download these customers (CSV)"),
        id=General.LISTED_SECTION,
    )


def group_card(chip: Any, description: str) -> html.Div:
    """Return a group with its description, as one of the cards above the charts of clusters."""
    return html.Div([chip, html.P(description)], className="panel")
