"""Whose churn probability is used: chosen on days of the past, and scored on later ones.

At each of these days the model is fitted to what was known, and what came of the same season a
year before is known too. From that, two rivals of the model's own probability are made: the model
by the clock of the season, and the model recalibrated on the season. The one that was closest to
what came on the older days is used, unless it was worse than the model on the later ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.lifetime.backtesting import metrics
from rfm.lifetime.backtesting.origins import (
    DAYS_PER_YEAR,
    STEPS_PER_YEAR,
    Origin,
    origins,
    some_of,
    steps_of,
)
from rfm.lifetime.forecast import churn
from rfm.lifetime.models.histories import Array
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import PurchaseDays, bought_after, day_of
from rfm.words import counted

MOST_DAYS: Final = 8
FEWEST_DAYS: Final = 2
ALIKE: Final = 0.002
"""Of a calibration error: less is no difference."""
UNTESTED: Final = (
    f"The churn probability is {churn.TITLES[churn.AS_MODELLED]}: the log is too short to test "
    "what a year before would have taught."
)
PLAINEST_FIRST: Final = (churn.SEASONAL, churn.RECALIBRATED, churn.AS_MODELLED)


@dataclass(frozen=True, kw_only=True)
class PastChurn:
    """What was foretold of customers on days of the past, and who then stayed silent.

    Attributes
    ----------
    days : tuple of date
    silent : ndarray
        1 for each customer without an order within the horizon.
    probabilities : mapping of str to ndarray
        By kind, the model's own first.
    recency, alive : ndarray
        Days since the last order, and P(alive).
    day_of_each : ndarray of int
        The place among `days` of the day that each entry is of.
    """

    days: tuple[date, ...]
    silent: Array
    probabilities: Mapping[str, Array]
    recency: Array
    alive: Array
    day_of_each: NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """Whose churn probability is used, why, and what it was worth on days it was not chosen on."""

    kind: str
    reason: str
    scored: PastChurn


def learned_at(origin: Origin, days: PurchaseDays, horizon: int) -> churn.SeasonBefore | None:
    """Return what the season after an origin teaches; None where too few stayed silent or came."""
    bought = bought_after(days, origin.known, horizon).orders
    silent = (bought == 0).astype(np.float64)
    if min(silent.sum(), len(silent) - silent.sum()) < churn.FEWEST_OF_A_KIND:
        return None
    expected = float(origin.model.expected_orders(origin.histories, horizon).sum())
    own = origin.model.no_purchase_probability(origin.histories, horizon)
    return churn.SeasonBefore(
        float(bought.sum()) / expected, churn.learn_recalibration(own, silent)
    )


def season_before(
    days: PurchaseDays, now: int, horizon: int, model: PurchaseModel, seed: int
) -> churn.SeasonBefore | None:
    """Return what the same season of the year before teaches; None where it is not in the log."""
    some, step = some_of(days, seed), _years_back(horizon)
    for origin in origins(some, now, horizon, (model, None), (step,)):
        return learned_at(origin, some.until(now), horizon)
    return None


def judge_churn(
    days: PurchaseDays, now: int, horizon: int, model: PurchaseModel, seed: int
) -> Judged | None:
    """Return whose churn probability is used; None where the past is too short to tell.

    Parameters
    ----------
    days : PurchaseDays
        Purchases after `now` are not looked at.
    now : int
        The day looked back from.
    horizon : int
        Days of silence that count as churn.
    model : PurchaseModel
        Of the kind that is used, fitted to most of the log.
    seed : int
        Of the choice of customers, where there are very many.
    """
    past = list(_past(some_of(days.until(now), seed), now, horizon, model))
    if len(past) < FEWEST_DAYS:
        return None
    later, older = past[: len(past) // 2], past[len(past) // 2 :]
    chosen_by, scored_by = _errors(older), _errors(later)
    chosen = next(
        kind for kind in PLAINEST_FIRST if chosen_by[kind] <= min(chosen_by.values()) + ALIKE
    )
    held = scored_by[chosen] <= scored_by[churn.AS_MODELLED]
    used = chosen if held else churn.AS_MODELLED
    reason = _reason(chosen, (len(older), len(later)), chosen_by, scored_by)
    return Judged(used, reason, _together(later))


def _past(days: PurchaseDays, now: int, horizon: int, model: PurchaseModel) -> Iterator[PastChurn]:
    """Yield what was foretold at days whose windows do not overlap, the latest first."""
    allowed, year = set(steps_of(days, now, horizon)), _years_back(horizon)
    apart = max(1, -(-horizon * STEPS_PER_YEAR // DAYS_PER_YEAR))
    steps = [
        step
        for step in range(apart, max(allowed, default=0) + 1, apart)
        if {step, step + year} <= allowed
    ][:MOST_DAYS]
    wanted = tuple(sorted({*steps, *(step + year for step in steps)}))
    found = {one.step: one for one in origins(days, now, horizon, (model, None), wanted)}
    for step in steps:
        before = learned_at(found[step + year], days, horizon)
        if before is not None:
            yield _foretold(found[step], days, horizon, before)


def _years_back(horizon: int) -> int:
    """Return the steps to the same season of so many years before that its window is over."""
    return -(-horizon // DAYS_PER_YEAR) * STEPS_PER_YEAR


def _foretold(
    origin: Origin, days: PurchaseDays, horizon: int, before: churn.SeasonBefore
) -> PastChurn:
    model, histories, known = origin.model, origin.histories, origin.known
    return PastChurn(
        days=(day_of(origin.day),),
        silent=(bought_after(days, known, horizon).orders == 0).astype(np.float64),
        probabilities={
            kind: churn.probability(kind, model, histories, horizon, before)
            for kind in churn.TITLES
        },
        recency=(known.day - known.last).astype(np.float64),
        alive=model.p_alive(histories),
        day_of_each=np.zeros(len(known.members), np.int64),
    )


def _errors(past: Sequence[PastChurn]) -> dict[str, float]:
    """Return the mean calibration error of each kind."""
    return {
        kind: float(
            np.mean(
                [metrics.calibration_error(one.silent, one.probabilities[kind]) for one in past]
            )
        )
        for kind in PLAINEST_FIRST
    }


def _together(past: Sequence[PastChurn]) -> PastChurn:
    first = past[0]
    silent, recency, alive = (
        np.concatenate([getattr(one, name) for one in past])
        for name in ("silent", "recency", "alive")
    )
    return replace(
        first,
        days=tuple(day for one in past for day in one.days),
        silent=silent,
        probabilities={
            kind: np.concatenate([one.probabilities[kind] for one in past])
            for kind in first.probabilities
        },
        recency=recency,
        alive=alive,
        day_of_each=np.repeat(np.arange(len(past)), [len(one.silent) for one in past]),
    )


def _reason(
    chosen: str,
    sizes: tuple[int, int],
    chosen_by: Mapping[str, float],
    scored_by: Mapping[str, float],
) -> str:
    """Return why a churn probability is used, in a sentence or two."""
    older, later = (counted(size, "day") for size in sizes)
    own, ours = (100 * scored_by[kind] for kind in (churn.AS_MODELLED, chosen))
    if chosen == churn.AS_MODELLED:
        others = 100 * min(chosen_by[kind] for kind in PLAINEST_FIRST[:2])
        return (
            f"The churn probability is {churn.TITLES[chosen]}: on {older} of the past it was off "
            f"by {100 * chosen_by[chosen]:.1f} points, what is learned from a year before by "
            f"{others:.1f} or more; on {later} after these it was off by {own:.1f} points."
        )
    if ours > own:
        return (
            f"The churn probability is {churn.TITLES[churn.AS_MODELLED]}: on {older} of the past "
            f"{churn.TITLES[chosen]} was closer to what came, but on {later} after these it was "
            f"off by {ours:.1f} points, the model's own by {own:.1f}."
        )
    return (
        f"The churn probability is {churn.TITLES[chosen]}: it was closest to what came on {older} "
        f"of the past, and on {later} after these it was off by {ours:.1f} points, the model's own "
        f"by {own:.1f}."
    )
