"""The page Clusters: which algorithm finds them, how far to trust them, and what sets them apart.

It depends on no choice but the data set. Callbacks fill it, or say why there is nothing to fill it
with and offer what can be done about it.
"""

from typing import Any, Final

from dash import dcc, html

from layouts.ids import Chart, Clusters
from layouts.parts.components import aria, button, chart_card, empty_state, message, progress
from layouts.parts.controls import switch
from layouts.parts.sections import cards, section

POLL_MS: Final = 1000
AGAIN: Final = "Try again"
STOP: Final = "Cancel"
FOLLOWING: Final = (
    "The clusters above are there already. Other algorithms are run on the same customers, each a "
    "hundred times on samples, to see which clusters can be trusted. It takes a minute or a few; "
    "all pages can be used meanwhile."
)


def layout(**_address: Any) -> html.Div:
    """Return the page, empty."""
    return html.Div(
        [
            html.H1("Clusters", className="visually-hidden"),
            html.P(id=Clusters.SENTENCE, className="lead-sentence"),
            dcc.Interval(id=Clusters.POLL, interval=POLL_MS, disabled=True),
            html.Div(
                [html.Div(id=Clusters.VERDICT), _compared(), _why(), _pipeline()],
                id=Clusters.CONTENT,
                hidden=True,
            ),
            _comparison(),
        ],
        className="clusters",
    )


def _comparison() -> html.Div:
    """Return where it stands how the comparison goes, and what can be done about it."""
    again = button(AGAIN, "action primary", id=Clusters.START)
    stop = button(STOP, "action primary", id=Clusters.STOP)
    return html.Div(
        [
            html.Div(id=Clusters.STATUS, className="status", **aria(live="polite")),
            html.Div(again, id=Clusters.START_ROW, hidden=True),
            html.Div(stop, id=Clusters.STOP_ROW, hidden=True),
        ],
        className="comparison-state",
    )


def _compared() -> html.Div:
    compared = section(
        "Algorithms side by side",
        "Every algorithm that suits these customers was run on the same points, and judged alike.",
        html.Div(id=Clusters.COMPARED),
        html.Div(
            switch(Clusters.ALGORITHM, "Algorithm of the first three charts", (), ""),
            className="filters",
        ),
        cards(
            _card(Clusters.FIT, "How many clusters are enough?"),
            _card(Clusters.SEPARATION, "How well apart are the clusters?"),
            _card(Clusters.STABILITY, "Which clusters are found again?"),
            _card(Clusters.SIZES, "How large are the clusters of each algorithm?"),
        ),
    )
    return html.Div(compared, id=Clusters.COMPARED_SECTION, hidden=True)


def _why() -> html.Section:
    return section(
        "What sets each cluster apart",
        "From what its customers have and others do not; not only means, but how far they differ.",
        html.Div(id=Clusters.TREE, className="section-note"),
        html.Div(id=Clusters.PROFILES, className="profiles"),
    )


def _pipeline() -> html.Div:
    steps = section(
        "From the table to clusters, as it was done",
        "Each choice has a default with its reason, and can be made otherwise on the command line.",
        html.Div(id=Clusters.PIPELINE),
    )
    return html.Div(steps, id=Clusters.PIPELINE_SECTION)


def _card(chart: Chart, title: str) -> html.Figure:
    return chart_card(chart, title, height=300, is_lazy=True)


def working(title: str, sentence: str, share: float) -> html.Div:
    """Return what the page shows while algorithms are compared."""
    begins = html.Strong(f"Algorithms are being compared on {title}. ")
    return html.Div(
        [
            html.P([begins, sentence]),
            progress(share, "Share of the comparison done"),
            html.P(FOLLOWING, className="section-note"),
        ],
        className="panel",
    )


def given_up(title: str, sentence: str) -> html.Div:
    """Return what the page shows when a comparison failed or was stopped: why."""
    return message(f"The comparison on {title} did not end. {sentence}".rstrip(), "watch")


def no_clusters(title: str, sentence: str) -> html.Div:
    """Return what the page shows of a data set without clusters."""
    return empty_state(f"{title} has no clusters", sentence)
