"""Cut the user's own past in two, learn from the first part, compare with the second."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm.lifetime.backtesting import card, choice, comparison, draws, tables
from rfm.lifetime.backtesting.card import BackTest
from rfm.lifetime.backtesting.forecasts import Forecast, compete, expected_values
from rfm.lifetime.backtesting.periods import (
    NoBackTest,
    checked_cut,
    choose_cut,
    too_small,
)
from rfm.lifetime.backtesting.verdicts import verdicts
from rfm.lifetime.forecast import churn
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import Bought, KnownOnDay, PurchaseDays, bought_after, known_at
from rfm.settings import Settings

MOST_CUSTOMERS: Final = 50_000


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """The past, cut in two, and what is asked about it."""

    days: PurchaseDays
    known: KnownOnDay
    bought: Bought
    silent: Array
    held_out: int
    churn_days: int
    seed: int


def back_test(
    days: PurchaseDays,
    settings: Settings,
    *,
    cut: date | None = None,
) -> BackTest | NoBackTest:
    """Compare the models with what came after a day of the past.

    Parameters
    ----------
    days : PurchaseDays
        When each customer bought.
    settings : Settings
        The horizon of churn, and the seed.
    cut : date, optional
        The last day that the models may know; by default the last third of the log is held out.

    Returns
    -------
    BackTest or NoBackTest
        The latter with the reason, where the log is too short or too small.
    """
    day = choose_cut(days) if cut is None else checked_cut(days, cut)
    if isinstance(day, NoBackTest):
        return day
    everybody = len(known_at(days, day).members)
    sampled = _sample(days, day, settings.seed) if everybody > MOST_CUSTOMERS else days
    trial = _trial(sampled, day, days.last_day - day, settings)
    if reason := too_small(trial.known, trial.bought):
        return NoBackTest(reason)
    with threadpool_limits(1):
        return _run(trial, everybody)


def _sample(days: PurchaseDays, cut: int, seed: int) -> PurchaseDays:
    """Return the purchases of some of the customers known at the cut."""
    members = known_at(days, cut).members
    chosen = np.random.default_rng(seed).choice(members, MOST_CUSTOMERS, replace=False)
    return days.of_customers(np.sort(chosen))


def _trial(days: PurchaseDays, cut: int, held_out: int, settings: Settings) -> _Trial:
    known = known_at(days, cut)
    churn_days = min(settings.horizon_days, held_out)
    silent = bought_after(days, known, churn_days).orders == 0
    return _Trial(
        days=days,
        known=known,
        bought=bought_after(days, known, held_out),
        silent=silent.astype(np.float64),
        held_out=held_out,
        churn_days=churn_days,
        seed=settings.seed,
    )


def _run(trial: _Trial, everybody: int) -> BackTest:
    known, silent = trial.known, trial.silent
    forecasts = compete(trial.days, known, trial.held_out, trial.churn_days)
    purchase = choice.choose_purchase_model(forecasts, silent)
    winner = next(one for one in forecasts if one.kind == purchase.kind)
    probabilities = _churn_probabilities(trial, winner)
    churner = choice.choose_churn_model(probabilities, silent)
    probability = probabilities[churner.kind]
    revenue = winner.orders * expected_values(known)
    weights = draws.draw(len(silent), trial.seed)
    figures = _metrics(trial, winner, (revenue, probability), weights)
    sentences = verdicts(figures, customers=len(silent), churn_days=trial.churn_days)
    return BackTest(
        begins=tables.day_of(trial.days.first_day),
        cut=tables.day_of(known.day),
        ends=tables.day_of(known.day + trial.held_out),
        churn_days=trial.churn_days,
        customers=len(silent),
        all_customers=everybody,
        purchase_model=purchase.kind,
        churn_model=churner.kind,
        reasons=(purchase.reason, churner.reason),
        verdicts=sentences,
        candidates=choice.candidates_table(forecasts, trial.bought.orders, silent),
        churn=choice.churn_table(probabilities, silent),
        metrics=figures,
        ranking=_ranking(trial, winner, revenue, weights),
        deciles=tables.deciles((winner.orders, trial.bought.orders), (revenue, trial.bought.spent)),
        over_time=tables.over_time(winner.model, trial.days, known, trial.held_out),
        calibration=tables.calibration(silent, probability),
    )


def _churn_probabilities(trial: _Trial, winner: Forecast) -> dict[str, Array]:
    """Return every churn probability by its kind, the purchase model's own first."""
    known = trial.known
    found = {churn.AS_MODELLED: winner.silence}
    learned = churn.learn_churn(
        winner.model, trial.days, known.day, trial.churn_days, seed=trial.seed
    )
    if learned is not None:
        found[churn.RECALIBRATED] = learned.recalibrated(winner.model, known)
        if learned.boosting is not None:
            found[churn.BOOSTING] = learned.boosted(winner.model, trial.days, known)
    found[card.P_ALIVE] = 1 - winner.alive
    found[card.BASE_RATE] = np.full(len(trial.silent), trial.silent.mean())
    return found


def _metrics(
    trial: _Trial, winner: Forecast, foreseen: tuple[Array, Array], weights: Array
) -> pd.DataFrame:
    known, bought = trial.known, trial.bought
    revenue, probability = foreseen
    rate = comparison.carried_on(known, trial.held_out)
    recency = (known.day - known.last).astype(np.float64)
    share = np.full(len(recency), trial.silent.mean())
    churned = card.CHURN, trial.silent, probability
    rivals, errors, ranks = comparison.Rivals, comparison.ERRORS, comparison.RANKS
    asked = [
        (rivals(card.ORDERS, bought.orders, winner.orders, rate, card.PAST_RATE), errors + ranks),
        (rivals(*churned, recency, card.RECENCY), (card.AUC,)),
        (rivals(*churned, share, card.BASE_RATE), (card.BRIER,)),
        (rivals(*churned), (card.ECE,)),
    ]
    if bought.spent.sum() > 0:
        money, kept_up = (card.REVENUE, bought.spent, revenue), rate * known.spent / known.orders
        asked[1:1] = [
            (rivals(*money, kept_up, card.PAST_RATE), errors),
            (rivals(*money, known.spent, card.PAST_SPEND), ranks),
        ]
    compared = [comparison.compare(rival, names, weights) for rival, names in asked]
    return pd.concat(compared, ignore_index=True)


def _ranking(trial: _Trial, winner: Forecast, revenue: Array, weights: Array) -> pd.DataFrame:
    known, bought = trial.known, trial.bought
    rate = comparison.carried_on(known, trial.held_out)
    rules = {card.PAST_SPEND: known.spent, card.PAST_RATE: rate}
    foreseen = {card.ORDERS: (bought.orders, winner.orders)}
    if bought.spent.sum() > 0:
        foreseen[card.REVENUE] = (bought.spent, revenue)
    ranked = [
        comparison.rank(measure, actual, {card.MODEL: model, **rules}, weights)
        for measure, (actual, model) in foreseen.items()
    ]
    return pd.concat(ranked, ignore_index=True)
