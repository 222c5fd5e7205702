"""Cut the user's own past in two, learn from the first part, compare with the second."""

from datetime import date
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm.errors import TooLittleError
from rfm.lifetime.backtesting import card, choice, draws, measures, tables
from rfm.lifetime.backtesting.card import BackTest
from rfm.lifetime.backtesting.choice import Forecast
from rfm.lifetime.backtesting.choosing import (
    FEWEST_BUYERS,
    FEWEST_CUSTOMERS,
    FEWEST_WEEKS_HELD_OUT,
    FEWEST_WEEKS_KNOWN,
    choose_models,
)
from rfm.lifetime.backtesting.churning import UNTESTED, Judged, PastChurn, judge_churn
from rfm.lifetime.backtesting.coverage import coverage
from rfm.lifetime.backtesting.measures import CutPast
from rfm.lifetime.backtesting.verdicts import verdicts
from rfm.lifetime.forecast import churn
from rfm.lifetime.horizon import horizon_of
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
HELD_OUT_SHARE: Final = 1 / 3


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
        When each customer bought, and for how much; net, for revenue to be so.
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
        return _run(trial, everybody, is_default=cut is None)


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


def _trial(days: PurchaseDays, cut: int, held_out: int, settings: Settings) -> CutPast:
    known = known_at(days, cut)
    churn_days = min(horizon_of(days, settings).days, held_out)
    silent = bought_after(days, known, churn_days).orders == 0
    return CutPast(
        days=days,
        known=known,
        bought=bought_after(days, known, held_out),
        silent=silent.astype(np.float64),
        held_out=held_out,
        churn_days=churn_days,
        seed=settings.seed,
    )


def _run(trial: CutPast, everybody: int, *, is_default: bool) -> BackTest:
    known, silent = trial.known, trial.silent
    chosen = choose_models(trial, on_earlier_days=is_default)
    forecasts, winner = chosen.forecasts, chosen.winner
    judged = _judged(trial, winner, is_default=is_default)
    past, probability = judged.scored, judged.scored.probabilities[judged.kind]
    revenue = winner.orders * chosen.worth
    weights = draws.draw(len(silent), trial.seed)
    churned = measures.churn_measured(past, judged.kind, trial.seed)
    figures = measures.measured(trial, winner, revenue, weights, churned)
    sentences = verdicts(figures, customers=len(silent), churn_days=trial.churn_days)
    return BackTest(
        begins=day_of(trial.days.first_day),
        cut=day_of(known.day),
        ends=day_of(known.day + trial.held_out),
        churn_days=trial.churn_days,
        customers=len(silent),
        all_customers=everybody,
        purchase_model=winner.kind,
        churn_model=judged.kind,
        churn_scored_on=past.days if past.days != (day_of(known.day),) else (),
        spend_model=chosen.spend.kind,
        models_chosen_on=chosen.on,
        note=chosen.note,
        coverage=coverage(trial, chosen),
        reasons=(chosen.purchase.reason, judged.reason, chosen.spend.reason),
        verdicts=sentences,
        candidates=choice.candidates_table(forecasts, trial.bought.orders, silent),
        churn=choice.churn_table(_beside(past), past.silent, past.day_of_each),
        metrics=figures,
        ranking=measures.ranking(trial, winner, revenue, weights),
        deciles=tables.deciles((winner.orders, trial.bought.orders), (revenue, trial.bought.spent)),
        over_time=tables.over_time(winner.model, trial.days, known, trial.held_out),
        calibration=tables.calibration(past.silent, probability),
    )


def _judged(trial: CutPast, winner: Forecast, *, is_default: bool) -> Judged:
    """Return whose churn probability is used, by the days of the past that can tell.

    Where the log is too short for them, or a day was asked for, it is the model's own, and scored
    after the cut.
    """
    known = trial.known
    if is_default:
        now = known.day + trial.held_out
        judged = judge_churn(trial.days, now, trial.churn_days, winner.model, trial.seed)
        if judged is not None:
            return judged
    recency = (known.day - known.last).astype(np.float64)
    past = PastChurn(
        days=(day_of(known.day),),
        silent=trial.silent,
        probabilities={churn.AS_MODELLED: winner.silence},
        recency=recency,
        alive=winner.alive,
        day_of_each=np.zeros(len(recency), np.int64),
    )
    return Judged(churn.AS_MODELLED, UNTESTED, past)


def _beside(past: PastChurn) -> dict[str, Array]:
    """Return every churn probability by its kind, and what is sometimes taken for one."""
    return {
        **past.probabilities,
        card.P_ALIVE: 1 - past.alive,
        card.BASE_RATE: np.full(len(past.silent), past.silent.mean()),
    }
