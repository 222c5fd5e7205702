"""Cut the user's own past in two, learn from the first part, compare with the second."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm.errors import TooLittleError
from rfm.lifetime.backtesting import card, choice, comparison, draws, spend, tables
from rfm.lifetime.backtesting.card import BackTest
from rfm.lifetime.backtesting.choice import Forecast
from rfm.lifetime.forecast import churn
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import (
    DAYS_PER_WEEK,
    EPOCH,
    Bought,
    KnownOnDay,
    PurchaseDays,
    bought_after,
    day_of,
    known_at,
)
from rfm.settings import Settings

MOST_CUSTOMERS: Final = 50_000
FEWEST_WEEKS_KNOWN: Final = 26
FEWEST_WEEKS_HELD_OUT: Final = 4
HELD_OUT_SHARE: Final = 1 / 3
FEWEST_CUSTOMERS: Final = 100
FEWEST_BUYERS: Final = 20


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
) -> BackTest:
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
    BackTest
        What the comparison says, as tables and sentences.

    Raises
    ------
    TooLittleError
        When the log is too short or too small, or cannot be cut there.
    """
    day = _choose_cut(days) if cut is None else _checked_cut(days, cut)
    everybody = len(known_at(days, day).members)
    sampled = _sample(days, day, settings.seed) if everybody > MOST_CUSTOMERS else days
    trial = _trial(sampled, day, days.last_day - day, settings)
    _ensure_enough(trial.known, trial.bought)
    with threadpool_limits(1):
        return _run(trial, everybody)


def _choose_cut(days: PurchaseDays) -> int:
    """Return the last day that the models may know.

    The last third is held out, or less where fewer than 26 weeks would be left before it.
    """
    span = days.last_day - days.first_day + 1
    known = max(span - int(span * HELD_OUT_SHARE), FEWEST_WEEKS_KNOWN * DAYS_PER_WEEK)
    held_out = span - known
    if held_out < FEWEST_WEEKS_HELD_OUT * DAYS_PER_WEEK:
        raise TooLittleError(
            f"The log covers {span:,} days. A back-test needs {FEWEST_WEEKS_KNOWN} weeks to learn "
            f"from and {FEWEST_WEEKS_HELD_OUT} weeks to compare with, "
            f"{(FEWEST_WEEKS_KNOWN + FEWEST_WEEKS_HELD_OUT) * DAYS_PER_WEEK} days in all."
        )
    return days.last_day - held_out


def _checked_cut(days: PurchaseDays, cut: date) -> int:
    """Return the number of a given day, after which the log can be cut."""
    day = (cut - EPOCH).days
    if days.first_day < day < days.last_day:
        return day
    raise TooLittleError(
        f"The log cannot be cut after {cut}: its purchases are from "
        f"{day_of(days.first_day)} to {day_of(days.last_day)}."
    )


def _ensure_enough(known: KnownOnDay, bought: Bought) -> None:
    """Refuse so few customers that they cannot test the models."""
    customers, buyers = len(known.members), int((bought.orders > 0).sum())
    repeaters = int((known.repeats > 0).sum())
    if customers < FEWEST_CUSTOMERS:
        raise TooLittleError(
            f"{customers:,} customers had bought before the days that are held out; a back-test "
            f"needs {FEWEST_CUSTOMERS}."
        )
    if repeaters < FEWEST_BUYERS:
        raise TooLittleError(
            f"{repeaters:,} customers had bought on a second day before the days that are held "
            f"out; a back-test needs {FEWEST_BUYERS}."
        )
    if min(buyers, customers - buyers) < FEWEST_BUYERS:
        raise TooLittleError(
            f"{buyers:,} of {customers:,} customers bought in the days that are held out; a "
            f"back-test needs {FEWEST_BUYERS} who did and {FEWEST_BUYERS} who did not."
        )


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
    forecasts = choice.compete(trial.days, known, trial.held_out, trial.churn_days)
    purchase = choice.choose_purchase_model(forecasts, silent)
    winner = next(one for one in forecasts if one.kind == purchase.kind)
    probabilities = _churn_probabilities(trial, winner)
    churner = choice.choose_churn_model(probabilities, silent)
    probability = probabilities[churner.kind]
    values = spend.expected_values(known)
    spender = spend.choose_spend_model(values, trial.bought)
    revenue = winner.orders * values[spender.kind]
    weights = draws.draw(len(silent), trial.seed)
    figures = _metrics(trial, winner, (revenue, probability), weights)
    sentences = card.verdicts(figures, customers=len(silent), churn_days=trial.churn_days)
    return BackTest(
        begins=day_of(trial.days.first_day),
        cut=day_of(known.day),
        ends=day_of(known.day + trial.held_out),
        churn_days=trial.churn_days,
        customers=len(silent),
        all_customers=everybody,
        purchase_model=purchase.kind,
        churn_model=churner.kind,
        spend_model=spender.kind,
        reasons=(purchase.reason, churner.reason, spender.reason),
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
    return pd.DataFrame(
        comparison.compare(rival, name, weights) for rival, names in asked for name in names
    )


def _ranking(trial: _Trial, winner: Forecast, revenue: Array, weights: Array) -> pd.DataFrame:
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
