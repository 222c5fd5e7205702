"""The page Clusters: what sets those in use apart, how far to trust them, and what else was tried.

It depends on no choice but the data set. Callbacks fill it, or say why there is nothing to fill it
with and offer what can be done about it.
"""

from typing import Any, Final

import pandas as pd
from dash import dcc, html

from layouts.ids import Chart, Clusters
from layouts.parts.components import aria, button, chart_card, empty_state, message, progress
from layouts.parts.controls import switch
from layouts.parts.sections import cards, opening, section
from rfm import schema, words

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
            dcc.Location(id=Clusters.ADDRESS, refresh=False),
            dcc.Store(id=Clusters.OPENED, data=""),
            dcc.Interval(id=Clusters.POLL, interval=POLL_MS, disabled=True),
            html.Div(
                [html.Div(id=Clusters.VERDICT), _why(), *_openings()],
                id=Clusters.CONTENT,
                hidden=True,
            ),
            _comparison(),
        ],
        className="clusters",
    )


def sentence(groups: pd.DataFrame) -> str:
    """Return what the clusters in use are, in numbers; `groups` has a row each, best first."""
    of_customers = words.counted(int(groups[schema.CUSTOMERS].sum()), "customer")
    first = groups.iloc[0]
    share = words.percent(first[schema.SHARE])
    # Who is like nobody is no cluster.
    clusters = int((~groups[schema.IS_NOISE]).sum()) if schema.IS_NOISE in groups else len(groups)
    said = f"{of_customers} in {words.counted(clusters, 'cluster')}"
    if schema.REVENUE_SHARE not in groups:
        return f"{said}; {first[schema.GROUP]} holds {share} of them."
    revenue = words.percent(first[schema.REVENUE_SHARE])
    return f"{said}; {first[schema.GROUP]}, {share} of them, brings {revenue} of the revenue."


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


def _why() -> html.Section:
    return section(
        "What sets each cluster apart",
        "From what its customers have and others do not; not only means, but how far they differ.",
        html.Div(id=Clusters.TREE, className="section-note"),
        html.Div(id=Clusters.PROFILES, className="profiles"),
    )


def _openings() -> list[html.Details]:
    """Return the sections below, closed; CONTENTS is what they hold."""
    return [
        opening(
            Clusters.COMPARISON,
            Clusters.OPENED,
            "Algorithms side by side",
            "Every algorithm that suits these customers was run on the same points, and judged "
            "alike.",
            hidden=True,
        ),
        opening(
            Clusters.STEPS,
            Clusters.OPENED,
            "From the table to clusters, as it was done",
            "Each choice has a default with its reason, and can be made otherwise on the command "
            "line.",
            hidden=True,
        ),
    ]


def comparison() -> list[Any]:
    """Return the algorithms side by side."""
    algorithm = switch(Clusters.ALGORITHM, "Algorithm of the first three charts", (), "")
    return [
        html.P(id=Clusters.REASON),
        html.Div(id=Clusters.COMPARED),
        html.Div(algorithm, className="filters"),
        cards(
            _card(Clusters.FIT, "How many clusters are enough?"),
            _card(Clusters.SEPARATION, "How well apart are the clusters?"),
            _card(Clusters.STABILITY, "Which clusters are found again?"),
            _card(Clusters.SIZES, "How large are the clusters of each algorithm?"),
        ),
    ]


def steps() -> html.Div:
    """Return the place of the steps from a table's columns to its clusters."""
    return html.Div(id=Clusters.PIPELINE)


CONTENTS: Final = {Clusters.COMPARISON: comparison, Clusters.STEPS: steps}


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
