"""The parts that every page is put together from: cards, key figures, chips, messages, tables.

All are pure: values in, components out. `graph` is the only place that makes a `dcc.Graph`.
"""

from collections.abc import Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Chart

# What plotly's bar offers beyond looking closer and back again only confuses.
_NO_BUTTONS: Final = (
    *("select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"),
    *("toImage", "resetCameraLastSave3d"),
)
_ICONS: Final = {"info": "i", "good": "✓", "watch": "!", "bad": "!"}
_MOST_ROWS: Final = 50


def aria(**names: str) -> dict[str, Any]:
    """Return what a reader of the screen is told, as keywords: `**aria(label="Close")`."""
    return {f"aria-{name}": value for name, value in names.items()}


def button(label: str, class_name: str = "action", **more: Any) -> html.Button:
    """Return a button that says what it does; `more` are its id, its title and the like."""
    return html.Button(label, type="button", className=class_name, **more)


def progress(share: float, what: str) -> html.Progress:
    """Return a bar that says how far something is, from 0 to 1."""
    return html.Progress(
        value=str(round(100 * share)), max="100", className="w-100", **aria(label=what)
    )


def graph(
    graph_id: str | dict[str, str],
    *,
    height: int = 320,
    name: str = "chart",
    is_zoomable: bool = False,
) -> dcc.Graph:
    """Return an empty graph of a fixed height; `name` is the file name of its picture.

    Only a graph that is worth looking at closer has plotly's bar, on hover: it covers marks.
    """
    return dcc.Graph(
        id=graph_id,
        figure={"layout": _BLANK | {"height": height}},
        responsive=True,
        style={"height": f"{height}px"},
        className="chart",
        config={
            "showSendToCloud": False,
            "displaylogo": False,
            "displayModeBar": "hover" if is_zoomable else False,
            "modeBarButtonsToRemove": list(_NO_BUTTONS),
            "toImageButtonOptions": {"format": "png", "scale": 2, "filename": name},
        },
    )


# Nothing flickers before the first figure: no axes, no background.
_BLANK: Final[dict[str, Any]] = {
    "xaxis": {"visible": False},
    "yaxis": {"visible": False},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
}


def chart_card(
    chart: Chart,
    title: str,
    *,
    height: int = 320,
    class_name: str = "",
    is_lazy: bool = False,
    is_zoomable: bool = False,
) -> html.Figure:
    """Return a card of one chart: title, graph, caption, table view, picture and CSV download.

    A callback replaces title (`chart.title`), figure (`chart.graph`), caption (`chart.caption`)
    and the rows of the table view (`chart.table`, see `plain_table`); the button `chart.csv`
    feeds `chart.download`.
    `is_zoomable` are clouds of customers: the mouse looks at them closer, and a mark's customdata
    has the code of the group in its second place, that of other charts in its first.
    The store `chart.seen` is true from the start, or, for a lazy card, once it comes into view.
    """
    head = html.H3(title, id=chart.title, className="card-heading")
    own = {"data-lazy": chart.seen} if is_lazy else {}
    own |= {"data-cloud": chart.graph} if is_zoomable else {}
    drawn = graph(chart.graph, height=height, name=chart.name, is_zoomable=is_zoomable)
    return html.Figure(
        [
            html.Div(head, className="card-head"),
            html.Div(
                loading(drawn, height=height),
                # Plotly comes late: without its height, every card would be in view at first.
                style={"minHeight": f"{height}px"},
            ),
            html.Figcaption(id=chart.caption),
            _chart_foot(chart),
            dcc.Download(id=chart.download),
            dcc.Store(id=chart.seen, data=not is_lazy),
            dcc.Store(id=chart.asked),
        ],
        id=chart.card,
        className=f"panel chart-card {class_name}".strip(),
        **aria(labelledby=chart.title) | own,
    )


def _chart_foot(chart: Chart) -> html.Div:
    # assets/50-charts.js makes the picture.
    own: dict[str, Any] = {"data-picture-of": chart.graph}
    picture = button("PNG", "quiet", title="Download this chart as a picture", **own)
    numbers = button("CSV", "quiet", id=chart.csv, title="Download the numbers of this chart")
    table = html.Details(
        [html.Summary("Show as a table"), html.Div(id=chart.table, className="table-view")]
    )
    return html.Div([table, html.Div([picture, numbers], className="exports")], className="foot")


def loading(children: Any, *, height: int = 320) -> dcc.Loading:
    """Return the children, covered by a skeleton when new content takes longer than 300 ms."""
    return dcc.Loading(
        children,
        custom_spinner=skeleton(height=height),
        delay_show=300,
        delay_hide=200,
        overlay_style={"visibility": "visible", "opacity": 0.4},
    )


def skeleton(*, height: int = 320) -> html.Div:
    """Return the grey shape of what is being worked out."""
    return html.Div(
        dbc.Placeholder(className="skeleton", style={"height": f"{height}px"}),
        className="placeholder-glow w-100",
        role="status",
        **aria(label="Working it out"),
    )


def key_figure(label: str, value: str, comparison: str = "", definition: str = "") -> html.Div:
    """Return a number that matters: its label, value, what it compares with, and its definition.

    The definition shows on hover and on focus of a small button, and is read out with it.
    """
    head: list[Any] = [html.Span(label, className="label")]
    if definition:
        head.append(explanation(label, definition))
    return html.Div(
        [
            html.Div(head, className="key-figure-head"),
            html.Div(value, className="value"),
            html.Div(comparison, className="comparison"),
        ],
        className="panel key-figure",
    )


def explanation(label: str, definition: str) -> html.Span:
    """Return a small button that explains a word on hover and focus, with more on the help page."""
    mark = button("?", "explain", **aria(label=f"{label}: {definition}"))
    bubble = html.Span(definition, className="bubble", role="tooltip", **aria(hidden="true"))
    return html.Span([mark, bubble], className="explanation")


def empty_state(title: str, sentence: str, action: Any = None) -> html.Div:
    """Return what a card or page shows instead of content: what is missing, and what to do."""
    return html.Div(
        [html.H2(title, className="empty-title"), html.P(sentence), action],
        className="panel empty-state",
    )


def message(sentence: str, kind: str = "info") -> html.Div:
    """Return a sentence that needs attention; kind is "info", "good", "watch" or "bad"."""
    return html.Div(
        [
            html.Span(_ICONS[kind], className="icon", **aria(hidden="true")),
            html.Span(sentence),
        ],
        className=f"message message-{kind}",
        role="alert" if kind == "bad" else "status",
    )


def toast(sentence: str) -> dbc.Toast:
    """Return a message for the corner of the page (`Shell.TOASTS`): what happened, what to do."""
    what = "That did not work"
    return dbc.Toast(sentence, header=what, icon="danger", dismissable=True, duration=12_000)


def chip(group: str, colour: str, count: str = "", *, rule: str = "") -> html.Span:
    """Return a group as colour, name and count; `rule` says on hover who belongs to it."""
    swatch = html.Span(className="swatch", style={"background": colour}, **aria(hidden="true"))
    number = [html.Span(count, className="count")] if count else []
    return html.Span(
        [swatch, html.Span(group, className="name"), *number], className="chip", title=rule
    )


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> html.Div:
    """Return rows of words as a table; the first column names the row, the others are numbers.

    At most 50 rows are shown; beyond that a sentence points to the download.
    """
    cut = len(rows) > _MOST_ROWS
    left_out = f" The first {_MOST_ROWS} of {len(rows):,} rows; all of them are in the CSV file."
    return html.Div(
        html.Table(
            [
                html.Caption(caption + left_out * cut),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([_row(row) for row in rows[:_MOST_ROWS]]),
            ]
        ),
        className="plain-table",
        tabIndex=0,
        role="group",
        **aria(label=caption),
    )


def _row(cells: Sequence[str]) -> html.Tr:
    first, *others = cells
    return html.Tr([html.Th(first, scope="row"), *[html.Td(cell) for cell in others]])
