"""Models at work: filled from the lifetime of a data set, its back-test and its classifier."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from dash import Dash, Input, Output, State, no_update

from callbacks.models import facts
from callbacks.models.classifier import CLASSIFIER, PLACING_TEST, show_classifier
from callbacks.models.intervals import intervals_card
from callbacks.models.list_order import order_card
from callbacks.models.quarters import quarters_card
from callbacks.models.tables import agreement_card, candidates_card, churn_card, metrics_table
from callbacks.models.views import cards_in_use, key_figures, sentence
from callbacks.parts.addresses import AddressField, register_address
from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.parts.files import csv_file
from callbacks.parts.filling import register_filling
from callbacks.parts.looks import look_of
from callbacks.parts.sections import register_sections
from callbacks.parts.views import snapshot_of, snapshot_view
from layouts.charts.lifetime import backtest, ranking, repeats
from layouts.charts.prediction import classifier
from layouts.ids import Models, Shell
from layouts.models.page import CONTENTS
from layouts.parts.components import empty_state, message
from layouts.parts.sections import folded
from layouts.parts.verdicts import sentences
from rfm import words
from rfm.lifetime.backtesting import BackTest
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

UNKNOWN: Final = "This analysis does not look ahead: make it again to see what is to come."
NO_OPINION: Final = "The independent package was not asked: the log says too little for it."

BACK_TEST: Final = (
    ChartCard(Models.ORDER_TENTHS, backtest.tenths, facts.order_tenths),
    ChartCard(Models.REVENUE_TENTHS, backtest.tenths, facts.revenue_tenths),
    ChartCard(Models.CALIBRATION, ranking.calibration, facts.churn_bins),
    ChartCard(Models.OVER_TIME, backtest.over_time, facts.over_time),
    ChartCard(Models.RANKING, ranking.ranking, facts.ranks),
)
FITTED: Final = (ChartCard(Models.REPEATS, repeats.repeats, facts.repeats_of),)
PLACING: Final = (
    ChartCard(Models.CONFUSION, classifier.confusion, facts.classifier_of),
    ChartCard(Models.IMPORTANCES, classifier.importances, facts.importances_of),
    ChartCard(Models.PLACING_CALIBRATION, classifier.placing_calibration, facts.classifier_of),
)
FILLED: Final = {
    "sentence": (Models.SENTENCE, "children"),
    "message": (Models.MESSAGE, "children"),
    "figures": (Models.KEY_FIGURES, "children"),
    "warnings": (Models.WARNINGS, "children"),
    "untested": (Models.UNTESTED, "children"),
    "verdicts": (Models.VERDICTS, "children"),
    "quarters": (Models.QUARTERS, "children"),
    "intervals": (Models.INTERVALS, "children"),
    "no_content": (Models.CONTENT, "hidden"),
    "no_test": (Models.TESTED, "hidden"),
    "no_whole_test": (Models.WHOLE_TEST.fold, "hidden"),
}
# What is in each section that opens.
WHOLE_TEST: Final = {
    "test_note": (Models.TEST_NOTE, "children"),
    "metrics": (Models.METRICS, "children"),
    "churn": (Models.CHURN, "children"),
    "list_order": (Models.LIST_ORDER, "children"),
}
WHY: Final = {
    "in_use": (Models.IN_USE, "children"),
    "candidates": (Models.CANDIDATES, "children"),
    "no_fit": (Models.FITTED, "hidden"),
}
OPINION: Final = {"agreement": (Models.AGREEMENT, "children")}
_PARTS: Final = (FILLED, WHOLE_TEST, WHY, OPINION)


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the page with the data sets; the classifier is that of a log or a table."""
    for cards, files, token in (
        (BACK_TEST, "back-test", Shell.DATA),
        (FITTED, "models", Shell.DATA),
        (PLACING, "models", Shell.SHOWN),
    ):
        view_of = partial(snapshot_view, datasets, files)
        register_cards(app, cards, view_of, chosen={"token": (token, "data")})
    opened = AddressField(name="open", at=(Models.OPENED, "data"))
    register_address(app, Models.ADDRESS, "/models", [opened])
    register_sections(app, Models.OPENED, CONTENTS)
    for part in _PARTS:
        register_filling(app, datasets, Shell.DATA, part, partial(_only, part, show))
    for part in (CLASSIFIER, PLACING_TEST):
        register_filling(app, datasets, Shell.SHOWN, part, partial(_only, part, show_classifier))

    @app.callback(
        Output(Models.METRICS_DOWNLOAD, "data"),
        Input(Models.METRICS_CSV, "n_clicks"),
        State(Shell.DATA, "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, shown: dict[str, str] | None) -> Any:
        tested = snapshot_of(datasets, shown).back_test if clicks else None
        return no_update if tested is None else csv_file("back-test.csv", tested.metrics)


def _only(
    part: Mapping[str, Any], make: Callable[[Snapshot], dict[str, Any]], snapshot: Snapshot
) -> dict[str, Any]:
    """Return what a part of the page shows of a data set."""
    shown = make(snapshot)
    return {name: shown[name] for name in part}


def show(snapshot: Snapshot) -> dict[str, Any]:
    """Return everything the page shows of a data set, or why there is nothing to show."""
    lifetime, tested = snapshot.lifetime, snapshot.back_test
    nothing: dict[str, Any] = {name: None for part in _PARTS for name in part}
    if lifetime is None:
        reason = snapshot.no_lifetime_reason or UNKNOWN
        empty = empty_state(f"{snapshot.title} cannot be looked ahead from", reason)
        unseen = dict.fromkeys(("no_content", "no_fit", "no_test", "no_whole_test"), True)
        return nothing | {"message": empty} | unseen
    look = look_of(snapshot, "light")
    shown = nothing | {
        "sentence": sentence(lifetime, look),
        "figures": key_figures(lifetime, tested, look),
        "warnings": _warnings(lifetime.warnings),
        "in_use": cards_in_use(lifetime, look),
        "candidates": candidates_card(lifetime, tested),
        "agreement": _agreement(snapshot),
        "quarters": quarters_card(lifetime, look),
        "intervals": intervals_card(lifetime, tested),
        "list_order": order_card(lifetime.list_order),
        "no_content": False,
        "no_fit": facts.counted(snapshot) is None,
        "no_test": tested is None,
        "no_whole_test": tested is None,
    }
    if tested is None:
        return shown | {"untested": message(snapshot.no_back_test_reason)}
    return shown | {
        "test_note": note_on(tested),
        "verdicts": sentences(tested.verdicts),
        "metrics": metrics_table(tested, look),
        "churn": churn_card(tested),
    }


def _warnings(warnings: Sequence[str]) -> Any:
    if not warnings:
        return None
    known = f"{words.counted(len(warnings), 'thing')} to know of this log"
    return folded(known, *[message(each, "watch") for each in warnings])


def _agreement(snapshot: Snapshot) -> Any:
    agreements = snapshot.second_opinion
    return agreement_card(agreements) if agreements else message(NO_OPINION)


def note_on(tested: BackTest) -> str:
    """Return what was known, what was held out, and who was compared."""
    begins, cut, ends = (words.date_text(day) for day in (tested.begins, tested.cut, tested.ends))
    people = words.counted(tested.customers, "customer")
    drawn = ""
    if tested.customers < tested.all_customers:
        drawn = f", drawn at random from {words.count(tested.all_customers)}"
    return (
        f"Everything was fitted again to {begins} to {cut} alone, and compared with what "
        f"{people}{drawn} did in the {words.days(tested.held_out_days)} to {ends}. {tested.note}"
    ).rstrip()
