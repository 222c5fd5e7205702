"""Cut the user's own past in two, learn from the first part, compare with the second."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm.lifetime.backtesting import card, choice, comparison, draws, tables
from rfm.lifetime.backtesting.card import BackTest
from rfm.lifetime.backtesting.forecasts import Forecast, compete
from rfm.lifetime.backtesting.periods import (
    HELD_OUT_SHARE,
    NoBackTest,
    checked_cut,
    choose_cut,
    too_small,
)
from rfm.lifetime.backtesting.spending import expected_values
from rfm.lifetime.backtesting.verdicts import verdicts
from rfm.lifetime.forecast import churn
from rfm.lifetime.forecast.known import Bought, KnownOnDay, bought_after, known_at
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import PurchaseDays
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
    share: float = HELD_OUT_SHARE,
    cut: date | None = None,
) -> BackTest | NoBackTest:
    """Compare the models with what came after a day of the past.

    Parameters
    ----------
    days : PurchaseDays
        When each customer bought.
    settings : Settings
        The horizon of churn, and the seed.
    share : float
        How much of the log is held out.
    cut : date, optional
        The last day that the models may know, instead of a share.

    Returns
    -------
    BackTest or NoBackTest
        The latter with the reason, where the log is too short or too small.
    """
    day = choose_cut(days, share) if cut is None else checked_cut(days, cut)
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
    rivals = comparison.Rivals
    orders = rivals(card.ORDERS, bought.orders, winner.orders, rate, card.PAST_RATE)
    kept_up = rivals(
        card.REVENUE, bought.spent, revenue, rate * known.spent / known.orders, card.PAST_RATE
    )
    ranked = rivals(card.REVENUE, bought.spent, revenue, known.spent, card.PAST_SPEND)
    recency = (known.day - known.last).astype(np.float64)
    telling = rivals(card.CHURN, trial.silent, probability, recency, card.RECENCY)
    share = np.full(len(recency), trial.silent.mean())
    level = rivals(card.CHURN, trial.silent, probability, share, card.BASE_RATE)
    compared = [
        comparison.compare(orders, comparison.ERRORS | comparison.RANKS, weights),
        comparison.compare(telling, comparison.TELLING, weights),
        comparison.compare(level, comparison.CHANCES, weights),
        comparison.compare(
            rivals(card.CHURN, trial.silent, probability), comparison.CALIBRATION, weights
        ),
    ]
    if bought.spent.sum() > 0:
        compared.insert(1, comparison.compare(kept_up, comparison.ERRORS, weights))
        compared.insert(2, comparison.compare(ranked, comparison.RANKS, weights))
    return pd.concat(compared, ignore_index=True)


def _ranking(trial: _Trial, winner: Forecast, revenue: Array, weights: Array) -> pd.DataFrame:
    known, bought = trial.known, trial.bought
    rules = {
        card.PAST_SPEND: known.spent,
        card.PAST_RATE: comparison.carried_on(known, trial.held_out),
    }
    ranked = [
        comparison.rank(card.ORDERS, bought.orders, {card.MODEL: winner.orders, **rules}, weights)
    ]
    if bought.spent.sum() > 0:
        named = {card.MODEL: revenue, **rules}
        ranked.append(comparison.rank(card.REVENUE, bought.spent, named, weights))
    return pd.concat(ranked, ignore_index=True)
