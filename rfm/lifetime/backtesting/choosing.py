"""Which purchase and spend models are used: chosen on some days of the past, scored on later ones.

The days before the cut are cut once more. What came between the two cuts chooses the models, what
came after the second one scores them: a model that is chosen by the days it is scored on looks
better than it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from rfm.lifetime.backtesting import choice, spend
from rfm.lifetime.backtesting.choice import Forecast
from rfm.lifetime.backtesting.measures import CutPast
from rfm.lifetime.candidates import ModelChoice
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import DAYS_PER_WEEK, bought_after, day_of, known_at
from rfm.words import date_text, days

FEWEST_WEEKS_KNOWN: Final = 26
FEWEST_WEEKS_HELD_OUT: Final = 4
FEWEST_CUSTOMERS: Final = 100
FEWEST_BUYERS: Final = 20
SAME_DAYS: Final = (
    f"The days before the cut are too few, or brought too little, to be cut again with "
    f"{FEWEST_WEEKS_KNOWN} weeks before and {FEWEST_WEEKS_HELD_OUT} after: the models were chosen "
    "on the days they are scored on, which makes them look a little better than they are."
)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The models that are used, and how they did on the days held out.

    Attributes
    ----------
    purchase, spend : ModelChoice
    on : tuple of date
        The last day that was known, and the last that was compared with, when they were chosen;
        empty where they were chosen on the days that they are scored on.
    forecasts : tuple of Forecast
        What every purchase model foresaw of the days held out.
    worth : ndarray
        The expected value of each customer's orders at the cut, by the spend model in use.
    note : str
        On which days they were chosen, in a sentence.
    """

    purchase: ModelChoice
    spend: ModelChoice
    on: tuple[date, ...]
    forecasts: tuple[Forecast, ...]
    worth: Array
    note: str

    @property
    def winner(self) -> Forecast:
        """What the purchase model in use foresaw."""
        return next(one for one in self.forecasts if one.kind == self.purchase.kind)


def choose_models(trial: CutPast, *, on_earlier_days: bool) -> Chosen:
    """Return the models that are used, chosen on earlier days than those held out if possible.

    Parameters
    ----------
    trial : CutPast
        The past, cut where the models are scored.
    on_earlier_days : bool
        Whether it may be cut once more; otherwise the days held out choose too.
    """
    earlier = _earlier(trial) if on_earlier_days else None
    purchase, spender = _chosen_on(earlier) if earlier else (None, None)
    kind = purchase.kind if purchase else ""
    forecasts = choice.compete(trial.days, trial.known, trial.held_out, trial.churn_days, kind)
    values = spend.expected_values(trial.known)
    if earlier is None or purchase is None or spender is None:
        purchase = choice.choose_purchase_model(forecasts, trial.silent)
        spender = spend.choose_spend_model(values, trial.bought)
        note = SAME_DAYS if on_earlier_days else ""
        return Chosen(
            purchase=purchase,
            spend=spender,
            on=(),
            forecasts=forecasts,
            worth=values[spender.kind],
            note=note,
        )
    told = spend.held_up(values, trial.bought, spender.kind)
    began, ended = day_of(earlier.known.day), day_of(trial.known.day)
    return Chosen(
        purchase=_scored(purchase, choice.held_up(forecasts, purchase.kind)),
        spend=_scored(spender, told),
        on=(began, ended),
        forecasts=forecasts,
        worth=values.get(spender.kind, next(iter(values.values()))),
        note=f"The models were chosen on the {days(earlier.held_out)} to {date_text(ended)}, which "
        "are before all days that they are scored on.",
    )


def _scored(chosen: ModelChoice, held_up: str) -> ModelChoice:
    return ModelChoice(chosen.kind, f"{chosen.reason} {held_up}")


def _chosen_on(earlier: CutPast) -> tuple[ModelChoice, ModelChoice]:
    when = f"in the {days(earlier.held_out)} to {date_text(day_of(earlier.last_day))}"
    forecasts = choice.compete(earlier.days, earlier.known, earlier.held_out, earlier.churn_days)
    values = spend.expected_values(earlier.known)
    return (
        choice.choose_purchase_model(forecasts, earlier.silent, when),
        spend.choose_spend_model(values, earlier.bought, when),
    )


def _earlier(trial: CutPast) -> CutPast | None:
    """Return the days before the cut, cut once more; None where that leaves too little."""
    ends, first = trial.known.day, trial.days.first_day
    day = max(ends - trial.held_out, first + FEWEST_WEEKS_KNOWN * DAYS_PER_WEEK)
    if ends - day < FEWEST_WEEKS_HELD_OUT * DAYS_PER_WEEK:
        return None
    past, churn_days = trial.days.until(ends), min(trial.churn_days, ends - day)
    known = known_at(past, day)
    silent = (bought_after(past, known, churn_days).orders == 0).astype(np.float64)
    bought = bought_after(past, known, ends - day)
    buyers = int((bought.orders > 0).sum())
    few = min(int((known.repeats > 0).sum()), buyers, len(known.members) - buyers)
    if len(known.members) < FEWEST_CUSTOMERS or few < FEWEST_BUYERS:
        return None
    return CutPast(
        days=past,
        known=known,
        bought=bought,
        silent=silent,
        held_out=ends - day,
        churn_days=churn_days,
        seed=trial.seed,
    )
