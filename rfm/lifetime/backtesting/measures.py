"""What a back-test measures: orders, revenue and churn, beside simple rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rfm.lifetime.backtesting import card, comparison, draws, metrics
from rfm.lifetime.backtesting.choice import Forecast
from rfm.lifetime.backtesting.churning import PastChurn
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import Bought, KnownOnDay, PurchaseDays


@dataclass(frozen=True, kw_only=True)
class CutPast:
    """The past, cut in two, and what is asked about it."""

    days: PurchaseDays
    known: KnownOnDay
    bought: Bought
    silent: Array
    held_out: int
    churn_days: int
    seed: int

    @property
    def last_day(self) -> int:
        """The last day that is compared with."""
        return self.known.day + self.held_out


def measured(
    trial: CutPast, winner: Forecast, revenue: Array, weights: Array, churned: pd.DataFrame
) -> pd.DataFrame:
    """Return every measure of orders and revenue, and under them those of churn."""
    known, bought = trial.known, trial.bought
    rate = comparison.carried_on(known, trial.held_out)
    rivals, errors, ranks = comparison.Rivals, comparison.ERRORS, comparison.RANKS
    asked: list[tuple[comparison.Rivals, Sequence[str]]] = [
        (rivals(card.ORDERS, bought.orders, winner.orders, rate, card.PAST_RATE), errors + ranks),
    ]
    if bought.spent.sum() > 0:
        money, kept_up = (card.REVENUE, bought.spent, revenue), rate * known.spent / known.orders
        asked += [
            (rivals(*money, kept_up, card.PAST_RATE), errors),
            (rivals(*money, known.spent, card.PAST_SPEND), ranks),
        ]
    return pd.concat([_compared(asked, weights), churned], ignore_index=True)


def churn_measured(past: PastChurn, kind: str, seed: int) -> pd.DataFrame:
    """Return the measures of the churn probability of a kind, on the days it is scored on."""
    silent, rivals = past.silent, comparison.Rivals
    churned = card.CHURN, silent, past.probabilities[kind]
    share = np.full(len(silent), silent.mean())
    asked: list[tuple[comparison.Rivals, Sequence[str]]] = [
        (rivals(*churned, past.recency, card.RECENCY), (card.AUC,)),
        (rivals(*churned, share, card.BASE_RATE), (card.BRIER,)),
    ]
    weights = draws.draw(len(silent), seed)
    return pd.concat([_compared(asked, weights), _calibration(past, kind, weights)])


def _calibration(past: PastChurn, kind: str, weights: Array) -> pd.DataFrame:
    """Return the calibration error: on each day by itself, for errors of two seasons cancel."""
    churned = past.silent, past.probabilities[kind], past.day_of_each
    error = metrics.calibration_error(*churned)
    low, high = draws.interval(error, draws.calibration_errors(weights, *churned))
    row = {
        card.MEASURE: card.CHURN,
        card.METRIC: card.ECE,
        card.MODEL: error,
        card.LOW: low,
        card.HIGH: high,
        card.NAIVE: float("nan"),
        card.RULE: "",
        card.BETTER: "",
    }
    return pd.DataFrame([row])


def _compared(
    asked: Sequence[tuple[comparison.Rivals, Sequence[str]]], weights: Array
) -> pd.DataFrame:
    return pd.DataFrame(
        comparison.compare(rival, name, weights) for rival, names in asked for name in names
    )


def ranking(trial: CutPast, winner: Forecast, revenue: Array, weights: Array) -> pd.DataFrame:
    """Return how well the model and each rule of thumb put the customers in order."""
    known, bought = trial.known, trial.bought
    rate = comparison.carried_on(known, trial.held_out)
    rules = {card.PAST_SPEND: known.spent, card.PAST_RATE: rate}
    foreseen = {card.ORDERS: (bought.orders, winner.orders)}
    if bought.spent.sum() > 0:
        foreseen[card.REVENUE] = (bought.spent, revenue)
    return pd.DataFrame(
        comparison.rank(measure, rule, (actual, predicted), weights)
        for measure, (actual, model) in foreseen.items()
        for rule, predicted in {card.MODEL: model, **rules}.items()
    )
