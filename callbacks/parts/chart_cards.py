"""The one way that a chart comes onto a page: a card says what is drawn, `register_cards` does it.

A chart is one function in `layouts/charts` that takes facts and a `Look`, and returns `Drawn`: its
figure, title, caption and numbers. Facts are values, made of what a visitor looks at (the view).
So each chart is followed through three files: the page's list of cards, its chart, its facts.

    def sizes(groups: pd.DataFrame, look: Look) -> Drawn: ...           # layouts/charts/…

    def groups_of(view: View) -> tuple[pd.DataFrame]:                   # facts; None: no such chart
        return (view.groups,)

    CARDS = (                                                           # the page
        ChartCard(General.TREEMAP, treemap, groups_of, needs=("measure",)),
    )

    def register(app: Dash, datasets: Datasets) -> None:
        register_cards(
            app, CARDS, partial(view_of, datasets),
            chosen={"token": (Shell.DATA, "data"), "group": (General.GROUP, "data")},
            controls={"measure": (General.MEASURE, "value")},
        )

`chosen` says what every card depends on (the data set first), `controls` what only those depend on
that need it. The view is made by `view_of(token=…, group=…, theme=…, measure=…)`, which needs a
default for each name but the first. It has a `look`, a `key` (what an answer depends on) and a
`file_name`; it raises PreventUpdate while there is nothing to show. One that is a `GroupedView` may
have a filter: captions then say whom the chart shows, unless it `is_of_all`. A card is drawn once
it was seen (assets/50-charts.js), an answer that is known is not made again, and the button for the
CSV saves `Drawn.saved`. The layout of a card is `layouts.parts.components.chart_card`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Any, Final, Protocol

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.files import csv_file
from callbacks.parts.views import GroupedView
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look
from layouts.ids import Chart, Shell
from layouts.parts.tables import as_table
from layouts.theme import empty_figure
from rfm import words

THEME: Final = (Shell.THEME, "data")

# Where a value of the browser is found: the id of a component, and its property.
Property = tuple[str, str]
# A card's figure, title, caption and table view, as plain values: a kept figure then costs nothing
# but its way to the browser.
Contents = tuple[Any, str, str, Any]


class CardView(Protocol):
    """What a visitor looks at, as far as a card depends on it."""

    @property
    def look(self) -> Look:
        """How the charts are drawn."""

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What an answer depends on."""

    def file_name(self, what: str) -> str:
        """Return the name of a chart's CSV file."""


@dataclass(frozen=True)
class ChartCard:
    """A chart of a page: `facts` of a view are what `chart` draws.

    `facts` returns None where the chart is not shown. `needs` are the names of the controls that it
    depends on. `is_of_all` marks what shows all customers whatever the filter, `is_clickable` what
    has marks that stand for a group.
    """

    id: Chart
    chart: Callable[..., Drawn]
    facts: Callable[[Any], tuple[Any, ...] | None]
    _: KW_ONLY
    needs: tuple[str, ...] = ()
    is_of_all: bool = False
    is_clickable: bool = False


def register_cards(
    app: Dash,
    cards: Sequence[ChartCard],
    view_of: Callable[..., CardView],
    chosen: Mapping[str, Property],
    controls: Mapping[str, Property] | None = None,
) -> None:
    """Register for each card what to show, drawing it, and downloading its numbers."""
    answers = Answers()
    for card in cards:
        needed = {name: (controls or {})[name] for name in card.needs}
        asked = {**chosen, "theme": THEME, **needed}
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("charts", "ask"),
            Output(card.id.asked, "data"),
            Input(card.id.seen, "data"),
            *[Input(*each) for each in asked.values()],
        )
        app.callback(
            Output(card.id.graph, "figure"),
            Output(card.id.title, "children"),
            Output(card.id.caption, "children"),
            Output(card.id.table, "children"),
            Input(card.id.asked, "data"),
            prevent_initial_call=True,
        )(partial(_answer, card, view_of, tuple(asked), answers))
        app.callback(
            Output(card.id.download, "data"),
            Input(card.id.csv, "n_clicks"),
            *[State(*each) for each in (*chosen.values(), *needed.values())],
            prevent_initial_call=True,
        )(partial(_export, card, view_of, (*chosen, *needed)))


def _answer(
    card: ChartCard,
    view_of: Callable[..., CardView],
    names: Sequence[str],
    answers: Answers,
    asked: Any,
) -> Contents:
    if not isinstance(asked, list) or len(asked) != len(names):
        raise PreventUpdate
    view = view_of(**dict(zip(names, asked, strict=True)))
    drawn: Contents = answers.get((card.id.name, *view.key), partial(draw_card, card, view))
    return drawn


def _export(
    card: ChartCard,
    view_of: Callable[..., CardView],
    names: Sequence[str],
    _clicks: Any,
    *sent: Any,
) -> dict[str, Any]:
    return export_card(card, view_of(**dict(zip(names, sent, strict=True))))


def draw_card(card: ChartCard, view: CardView) -> Contents:
    """Return what a card shows of a view; its caption says what a filter means for it.

    Raises
    ------
    PreventUpdate
        When the chart is not shown for this view.
    """
    if not isinstance(view, GroupedView) or view.filter is None:
        return _contents(drawn_of(card, view), "")
    whom = view.filter.label
    if card.is_of_all:
        return _contents(drawn_of(card, view), f" It shows all customers, not only {whom}.")
    passing = int(np.count_nonzero(view.is_passing))
    if not passing:
        nobody = f"No customer matches {whom}"
        sentence = f"{nobody}. Clear the filter to see all."
        return empty_figure(sentence, view.theme).to_plotly_json(), nobody, sentence, None
    part = f"{words.count(passing)} of {words.counted(len(view.is_passing), 'customer')}"
    return _contents(drawn_of(card, view), f" Only {whom}: {part}.")


def export_card(card: ChartCard, view: CardView) -> dict[str, Any]:
    """Return a chart's numbers as a file."""
    return csv_file(view.file_name(card.id.what), drawn_of(card, view).saved)


def drawn_of(card: ChartCard, view: CardView) -> Drawn:
    """Return a card's chart of a view, without what a filter adds to its caption.

    Raises
    ------
    PreventUpdate
        When the chart is not shown for this view.
    """
    facts = card.facts(view)
    if facts is None:
        raise PreventUpdate
    return card.chart(*facts, view.look)


def _contents(drawn: Drawn, whom: str) -> Contents:
    table = as_table(drawn.numbers, drawn.title)
    return drawn.figure.to_plotly_json(), drawn.title, drawn.caption + whom, table
