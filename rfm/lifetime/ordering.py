"""Which order of customers tells best who will spend most: lists are sorted by it, no sum is.

Three orders compete: by expected value, by past spend, and by the average of the ranks by expected
value and by boosted trees. At each of two days of the past all are made from what was known, the
trees from what customers did between an earlier day and that one. What ranks best on the first day
is used, unless it was worse than expected value on the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import rankdata

from rfm.lifetime.backtesting import metrics
from rfm.lifetime.backtesting.origins import (
    DAYS_PER_YEAR,
    STEPS_PER_YEAR,
    Origin,
    day_of_step,
    origins,
    some_of,
    steps_of,
)
from rfm.lifetime.list_order import BLEND, MODEL, PAST_SPEND, TITLES, ListOrder
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import KnownOnDay, PurchaseDays, bought_after, day_of, known_at
from rfm.words import date_text, percent
from rfm.words import days as in_days

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

ALIKE: Final = 0.002
"""Of a Gini coefficient: less is no difference."""
Places = np.ndarray[tuple[int], np.dtype[np.int64]]
TOP_FIFTH: Final = 0.2
TREES: Final = 40
LEAVES: Final = 8
FEWEST_IN_A_LEAF: Final = 40


@dataclass(frozen=True)
class JudgedOrder:
    """The order that lists have, and the trees by which customers of today are ranked too.

    Attributes
    ----------
    order : ListOrder
    trees : HistGradientBoostingRegressor or None
        Learned from the latest window that is over; None where no order needs them.
    """

    order: ListOrder
    trees: "HistGradientBoostingRegressor | None" = None


def judge_order(
    days: PurchaseDays,
    now: int,
    value_days: int,
    models: tuple[PurchaseModel, GammaGamma],
    seed: int,
) -> JudgedOrder:
    """Return by what lists are sorted.

    Parameters
    ----------
    days : PurchaseDays
        Purchases with their net amounts; those after `now` are not looked at.
    now : int
        The day looked back from.
    value_days : int
        As long as the windows are at most.
    models : tuple
        The purchase model and the spend model that are used, fitted to most of the log.
    seed : int
        Of the trees, and of the choice of customers where there are very many.
    """
    some = some_of(days.until(now), seed)
    step = _longest(some, now, value_days)
    if not step:
        return JudgedOrder(ListOrder(reason=_too_short()))
    window = now - day_of_step(now, step)
    wanted = (step, 2 * step, 3 * step)
    later, earlier, first = origins(some, now, window, models, wanted)
    spent = [bought_after(some, one.known, window).spent for one in (first, earlier, later)]
    if not all(each.sum() > 0 for each in spent):
        return JudgedOrder(ListOrder(reason=_too_short()))
    chosen_by = _ranked(some, earlier, window, _grown(some, first.known, window, seed))
    scored_by = _ranked(some, later, window, _grown(some, earlier.known, window, seed))
    order = _chosen(chosen_by, scored_by, window)
    order = _with_days(order, earlier, later)
    if order.kind != BLEND:
        return JudgedOrder(order)
    return JudgedOrder(order, _grown(some, later.known, window, seed))


def places(judged: JudgedOrder, days: PurchaseDays, now: int, value: Array, spent: Array) -> Places:
    """Return each customer's place in a list that is sorted by value, the first being 1.

    Parameters
    ----------
    judged : JudgedOrder
        By what the list is sorted.
    days : PurchaseDays
        Of the same customers, in the same order.
    now : int
        The day looked back from.
    value, spent : ndarray
        Expected value, and what each customer spent.
    """
    keys = {MODEL: value, PAST_SPEND: spent}
    if judged.trees is not None:
        known = known_at(days, now)
        foretold = np.zeros(len(value))
        seen = _features(days, known, judged.order.window)
        foretold[known.members] = judged.trees.predict(seen)
        keys[BLEND] = _together(value, foretold)
    found = np.empty(len(value), np.int64)
    found[metrics.best_first(keys[judged.order.kind])] = np.arange(1, len(value) + 1)
    return found


def _longest(days: PurchaseDays, now: int, value_days: int) -> int:
    """Return how many steps long a window is of which three lie side by side; 0 where none do."""
    for step in range(min(STEPS_PER_YEAR, value_days * STEPS_PER_YEAR // DAYS_PER_YEAR), 0, -1):
        window = now - day_of_step(now, step)
        if {step, 2 * step, 3 * step} <= set(steps_of(days, now, window)):
            return step
    return 0


def _too_short() -> str:
    return (
        "Lists are sorted by expected value: the log is too short to test another order, for that "
        "needs 26 weeks and three times as long a window after them in which somebody spent."
    )


def _features(days: PurchaseDays, known: KnownOnDay, window: int) -> Array:
    """Return what the trees know of each customer: all that they did, and what they did lately."""
    before = known_at(days, known.day - window)
    place = np.searchsorted(known.members, before.members)
    orders, spent = known.orders.astype(np.float64), known.spent.copy()
    orders[place] -= before.orders
    spent[place] -= before.spent
    silent = known.day - known.last
    return np.column_stack(
        [known.orders, silent, known.tenure, known.spent, known.mean_value, orders, spent]
    )


def _grown(
    days: PurchaseDays, known: KnownOnDay, window: int, seed: int
) -> "HistGradientBoostingRegressor":
    """Return trees that foretell what customers spend in the window after a day."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    trees = HistGradientBoostingRegressor(
        loss="poisson",
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=FEWEST_IN_A_LEAF,
        early_stopping=False,
        random_state=seed,
    )
    came = np.maximum(bought_after(days, known, window).spent, 0.0)
    return trees.fit(_features(days, known, window), came)


def _ranked(
    days: PurchaseDays, origin: Origin, window: int, trees: "HistGradientBoostingRegressor"
) -> dict[str, tuple[float, float]]:
    """Return how well each order ranked: Gini, and the share of its best fifth."""
    known = origin.known
    came = np.maximum(bought_after(days, known, window).spent, 0.0)
    value = origin.model.expected_orders(origin.histories, window) * origin.worth
    foretold = trees.predict(_features(days, known, window))
    orders = {MODEL: value, PAST_SPEND: known.spent, BLEND: _together(value, foretold)}
    return {
        kind: (metrics.normalised_gini(came, by), _of_best_fifth(came, by))
        for kind, by in orders.items()
    }


def _together(value: Array, foretold: Array) -> Array:
    return np.asarray(rankdata(value) + rankdata(foretold), np.float64)


def _of_best_fifth(came: Array, by: Array) -> float:
    best = metrics.best_first(by)[: int(len(came) * TOP_FIFTH)]
    total = float(came.sum())
    return float(came[best].sum()) / total if total > 0 else float("nan")


def _chosen(
    chosen_by: Mapping[str, tuple[float, float]],
    scored_by: Mapping[str, tuple[float, float]],
    window: int,
) -> ListOrder:
    """Return the order that ranked best on the first day, unless it did not hold on the second."""
    most = max(gini for gini, _ in chosen_by.values())
    best = next(kind for kind in TITLES if chosen_by[kind][0] >= most - ALIKE)
    held = not scored_by[best][0] < scored_by[MODEL][0]
    kinds = tuple(TITLES)
    return ListOrder(
        kind=best if held else MODEL,
        reason=_reason(best, scored_by, window, held=held),
        window=window,
        kinds=kinds,
        chosen_ginis=tuple(chosen_by[kind][0] for kind in kinds),
        ginis=tuple(scored_by[kind][0] for kind in kinds),
        top_fifths=tuple(scored_by[kind][1] for kind in kinds),
    )


def _reason(
    best: str, scored_by: Mapping[str, tuple[float, float]], window: int, *, held: bool
) -> str:
    (ours, fifth), (plain, _) = scored_by[best], scored_by[MODEL]
    if not held:
        return (
            f"Lists are sorted by {TITLES[MODEL]}: {TITLES[best]} ranked customers better on an "
            f"earlier day, but worse on a later one (Gini {ours:.3f}, and {plain:.3f} by "
            f"{TITLES[MODEL]})."
        )
    beside = "" if best == MODEL else f", {TITLES[MODEL]} of {plain:.3f}"
    return (
        f"Lists are sorted by {TITLES[best]}: it ranked customers best on one day of the past, and "
        f"on a later one it had a Gini of {ours:.3f}{beside}; the fifth it ranked best brought "
        f"{percent(fifth)} of the revenue of the next {in_days(window)}."
    )


def _with_days(order: ListOrder, earlier: Origin, later: Origin) -> ListOrder:
    chosen_on, scored_on = day_of(earlier.day), day_of(later.day)
    told = f"Chosen on {date_text(chosen_on)}, told on {date_text(scored_on)}."
    return replace(order, reason=f"{order.reason} {told}", chosen_on=chosen_on, scored_on=scored_on)
