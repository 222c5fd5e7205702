"""`python -m rfm backtest`: print how the models would have done on a log's own past."""

import argparse
import json
import math
from collections.abc import Iterable
from typing import Any, Final

from rfm.commands.chosen import log_settings, with_choices
from rfm.commands.lines import rows_of
from rfm.lifetime.backtesting import BackTest, back_test, card
from rfm.lifetime.purchase_days import purchase_days
from rfm.lifetime.spending import net_days
from rfm.log.cleaned import cleaning
from rfm.log.customers import customers_of
from rfm.log.transactions.cleaning import shop_time
from rfm.log.transactions.tables import default_as_of
from rfm.records import as_record
from rfm.samples.catalogue import sample_folders

TITLES: Final = {
    "candidates": "Purchase models, by what came after the cut",
    "churn": "Churn probabilities",
    "metrics": "The model and the best known simple rule",
    "ranking": "Who is told to be best",
    "coverage": "90 % intervals of customers: the share that held what came",
    "deciles": "By tenth of the customers, the best first",
    "calibration": "Churn: probability and what came, by tenth",
}


def run(chosen: argparse.Namespace) -> Iterable[str]:
    """Return the back-test of a log, as JSON or as lines of text.

    Raises
    ------
    RfmError
        When the log cannot be read, or is too short or too small for a back-test.
    """
    chosen = with_choices(chosen)
    settings, columns = log_settings(chosen), dict(chosen.column)
    with cleaning(chosen.source, settings, folders=sample_folders(), columns=columns) as log:
        as_of = log.settings.as_of or default_as_of(log.transactions)
        days = purchase_days(log.transactions, shop_time(as_of, log.settings))
        net = net_days(customers_of(log.transactions, log.settings, as_of), days)
        found = back_test(net, log.settings, cut=chosen.cut and chosen.cut.date())
    return [json.dumps(as_record(found))] if chosen.json else _lines(found)


def _lines(found: BackTest) -> Iterable[str]:
    """Yield the card as lines of text."""
    yield (
        f"Learned from {found.begins} to {found.cut}, compared with the "
        f"{found.held_out_days} days to {found.ends}."
    )
    yield from _customers(found)
    yield from filter(None, (found.note,))
    yield ""
    yield from found.reasons
    yield ""
    yield from found.verdicts
    for name, title in TITLES.items():
        yield ""
        yield f"{title}:"
        yield from rows_of(getattr(found, name), _error_in_percent)


def _customers(found: BackTest) -> Iterable[str]:
    if found.customers < found.all_customers:
        yield (
            f"{found.customers:,} customers, drawn at random from the {found.all_customers:,} who "
            "had bought by then."
        )
    else:
        yield f"{found.customers:,} customers had bought by then."


def _error_in_percent(value: Any, name: str) -> str | None:
    return f"{value:+.1%}" if name == card.TOTAL_ERROR and not math.isnan(value) else None
